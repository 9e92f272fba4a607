//! The forms of `portolan check`: what each of them promises (`docs/check-output.md`).
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use common::{CHART, Ran, Workspace, run};
use serde_json::Value;

const CHART_YAML: &str = "charts/harbor/Chart.yaml";
const PACKAGE_FILE: &str = "charts/harbor/artifacthub-pkg.yml";
const FORMS: [&str; 6] = ["text", "json", "sarif", "github", "junit", "gitlab"];

/// A chart of which no check has anything to say.
fn harbor() -> Workspace {
    let workspace = Workspace::new();
    if !fs::read_to_string(workspace.root().join(CHART_YAML)).unwrap().contains("\nicon:") {
        workspace.edit(CHART_YAML, "type: application", "type: application\nicon: https://harbor.example/icon.svg");
    }
    let quiet =
        format!("apiVersion: portolan.dev/v1alpha1\ncharts: [charts/harbor]\nchecks: {{levels: {{{QUIET}}}}}\n");
    workspace.write("portolan.yaml", quiet);
    workspace
}

/// Checks of what the chart of all tests lacks: a schema, templates with its images, a `.helmignore`.
const QUIET: &str = "schema/*: off, image/*: off, drift/images: off, drift/images-extra: off, hub/dead-file: off";

/// The same with an error with a place, a finding whose level is set, one that is excepted, and an exception too many.
fn troubled() -> Workspace {
    let workspace = harbor();
    workspace.edit(PACKAGE_FILE, "name: harbor", "name: haven");
    workspace.edit(CHART_YAML, "  artifacthub.io/operator: \"false\"\n", "");
    workspace.remove("artifacthub-repo.yml");
    let configuration = r#"apiVersion: portolan.dev/v1alpha1
charts: [charts/harbor]
checks:
  levels: {hub/repo-id: info, QUIET}
  exceptions:
    - {check: hub/annotation-required, where: "**", reason: "no operator | yet"}
    - {check: package/name, where: "**", reason: "nothing to except"}
"#;
    workspace.write("portolan.yaml", configuration.replace("QUIET", QUIET));
    workspace
}

fn check(workspace: &Workspace, form: &str) -> Ran {
    workspace.portolan(&["check", "--output", form])
}

fn results(ran: &Ran) -> Vec<Value> {
    ran.json()["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn text_shows_place_hint_level_and_exceptions() {
    let ran = check(&troubled(), "text").expect_code(1);
    let expected = r#"error[drift/pkg-file]: charts/harbor/artifacthub-pkg.yml:2:7: name is "haven", but Chart.yaml says "harbor"
  |
2 | name: haven
  |       ^^^^^
  hint: write `name: harbor`
  fix: write `name: harbor` (with --fix)

info[hub/repo-id]: charts/harbor/artifacthub-repo.yml: there is no artifacthub-repo.yml beside the chart or at the repository's root
  hint: copy the id from Artifact Hub's control panel to `repositoryID`, or to `hub.repositories` in portolan.yaml
  level: info by portolan.yaml:4:25

"#;
    assert!(ran.stdout.starts_with(expected), "{}", ran.stdout);
    assert!(ran.stdout.contains("\nwaived[hub/annotation-required]: charts/harbor/Chart.yaml:"), "{}", ran.stdout);
    assert!(ran.stdout.contains("(by portolan.yaml:6:7: no operator | yet)\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("warning[config/exception]: portolan.yaml:7:7: "), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("\n1 chart: 1 error, 1 warning, 1 note, 1 excepted\n"), "{}", ran.stdout);
    assert!(!ran.stdout.contains('\u{1b}') && ran.stderr.is_empty(), "{ran:?}");
}

#[test]
fn several_charts_are_groups() {
    let workspace = harbor();
    workspace.write("charts/broken/Chart.yaml", "apiVersion: v2\nname: broken\nversion: [\n");
    workspace.write("charts/broken/values.yaml", "a: 1\n");
    let ran = workspace.portolan(&["check", CHART, "charts/broken"]).expect_code(1);
    assert!(ran.stdout.starts_with("charts/broken\n\nerror[helm/load]: charts/broken/Chart.yaml"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("2 charts: 1 error, 0 warnings, 0 notes\n"), "{}", ran.stdout);
}

#[test]
fn a_chart_gives_no_orders_to_terminals_and_runners() {
    let workspace = harbor();
    workspace.edit(CHART_YAML, "version: 1.2.3", "version: 1.2 # \u{202e}##[add-mask]x");
    for form in FORMS {
        let ran = check(&workspace, form).expect_code(1);
        assert!(!ran.stdout.contains("##[") && !ran.stdout.contains('\u{202e}'), "{form}: {}", ran.stdout);
    }
    let ran = check(&workspace, "text");
    assert!(ran.stdout.contains("3 | version: 1.2 # \u{fffd}# [add-mask]x"), "{}", ran.stdout);
    workspace.write("portolan.yaml", "apiVersion: portolan.dev/v1alpha1\ncharts: [\"*\"]\n");
    workspace.write("::add-mask::x/Chart.yaml", "name: [\n");
    for form in FORMS {
        let ran = check(&workspace, form).expect_code(1);
        let commands = ran.stdout.lines().filter(|line| line.trim_start().starts_with("::"));
        let is_ours =
            |line: &&str| line.starts_with("::error file=%3A%3Aadd") || line.starts_with("::notice file=%3A%3A");
        let strange: Vec<&str> = commands.filter(|line| !is_ours(line)).collect();
        assert!(strange.is_empty(), "{form}: {strange:?}");
    }
}

/// Portolan's own JSON Schema room reads the published schema and what is printed.
#[test]
fn json_is_what_its_schema_says() {
    let schema = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/check-report.schema.json")).unwrap();
    let schema = schema::compile(&schema).unwrap();
    let clean = harbor();
    let broken = harbor();
    broken.write(CHART_YAML, "name: [\n");
    for (workspace, code) in [(&clean, 0), (&troubled(), 1), (&broken, 1)] {
        let ran = check(workspace, "json").expect_code(code);
        let value = gostd::json::parse(ran.stdout.as_bytes()).unwrap();
        if let Err(invalid) = schema.validate(&value) {
            panic!("{invalid}\n{}", ran.stdout);
        }
    }
    let other = gostd::json::parse(br#"{"apiVersion": "portolan.dev/v1alpha1", "kind": "Other"}"#).unwrap();
    assert!(schema.validate(&other).is_err());
}

#[test]
fn json_says_what_became_of_every_check() {
    let workspace = troubled();
    let verdicts = |arguments: &[&str]| -> Value {
        let ran = workspace.portolan(&[&["check", "--output", "json"], arguments].concat());
        ran.json()["charts"][0]["checks"].clone()
    };
    let all = verdicts(&[]);
    assert_eq!(all.as_object().unwrap().len(), checks::TABLE.len());
    assert_eq!(
        (&all["drift/pkg-file"], &all["hub/annotation-required"], &all["helm/load"], &all["hub/repo-id"]),
        (&"found".into(), &"waived".into(), &"passed".into(), &"found".into())
    );
    let some = verdicts(&["--only", "drift"]);
    assert_eq!((&some["drift/pkg-file"], &some["helm/load"]), (&"found".into(), &"notLooked".into()));
    workspace.edit("portolan.yaml", "hub/repo-id: info", "drift/pkg-file: off");
    assert_eq!(verdicts(&[])["drift/pkg-file"], "notLooked");
    workspace.write(CHART_YAML, "name: [\n");
    let broken = verdicts(&[]);
    assert_eq!((&broken["helm/load"], &broken["drift/pkg-file"]), (&"found".into(), &"notLooked".into()));
}

#[test]
fn sarif_names_rules_places_and_suppressions() {
    let ran = check(&troubled(), "sarif").expect_code(1);
    let log = ran.json();
    let driver = &log["runs"][0]["tool"]["driver"];
    let rules = driver["rules"].as_array().unwrap();
    let is_off = |id: &str| QUIET.contains(id) || QUIET.contains(&format!("{}/*", id.split('/').next().unwrap()));
    assert_eq!(rules.len(), checks::TABLE.iter().filter(|rule| !is_off(rule.id)).count());
    for result in results(&ran) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        assert!(location["region"]["startLine"].as_u64().is_some_and(|line| line > 0), "{result}");
        let waived = result["ruleId"] == "hub/annotation-required";
        assert_eq!(result["suppressions"].as_array().unwrap().len(), usize::from(waived), "{result}");
        if waived {
            assert_eq!(result["suppressions"][0]["kind"], "external");
            assert_eq!(result["suppressions"][0]["justification"], "no operator | yet");
        }
    }
    let levels: BTreeSet<String> = results(&ran).iter().map(|result| result["level"].to_string()).collect();
    assert_eq!(levels.len(), 3, "{levels:?}");
}

#[test]
fn an_exception_in_the_file_is_a_suppression_in_source() {
    let workspace = harbor();
    workspace.edit(PACKAGE_FILE, "name: harbor", "name: haven # portolan: allow drift/pkg-file: two names");
    let results = results(&check(&workspace, "sarif").expect_code(0));
    assert_eq!(results[0]["suppressions"][0]["kind"], "inSource", "{results:?}");
    assert_eq!(results[0]["suppressions"][0]["justification"], "two names");
}

#[test]
fn fingerprints_stay_when_lines_move_and_differ_within_a_run() {
    let workspace = troubled();
    let prints = |form: &str| -> Vec<(String, String)> {
        let ran = check(&workspace, form).expect_code(1);
        let found = if form == "sarif" { results(&ran) } else { ran.json().as_array().unwrap().clone() };
        let text = |value: &Value| value.to_string();
        let one = |result: &Value| match form {
            "sarif" => (text(&result["partialFingerprints"]), text(&result["locations"])),
            _ => (text(&result["fingerprint"]), text(&result["location"])),
        };
        found.iter().map(one).collect()
    };
    let before = [prints("sarif"), prints("gitlab")];
    workspace.edit(PACKAGE_FILE, "version:", "# a line\n\nversion:");
    let after = [prints("sarif"), prints("gitlab")];
    for (before, after) in before.iter().zip(&after) {
        let known: BTreeSet<&String> = before.iter().map(|(print, _)| print).collect();
        assert_eq!(known.len(), before.len(), "{before:?}");
        assert_eq!(known, after.iter().map(|(print, _)| print).collect());
        assert_ne!(before, after);
    }
}

#[test]
fn services_get_paths_of_the_repository() {
    let workspace = troubled();
    fs::create_dir(workspace.root().join(".git")).unwrap();
    fs::rename(workspace.root().join("charts/harbor"), workspace.root().join("charts/my harbor: 100%")).unwrap();
    let shown = |form: &str| {
        let mut command = workspace.command(&["check", "my harbor: 100%", "--output", form]);
        run(command.current_dir(workspace.root().join("charts"))).expect_code(1)
    };
    let uri = &results(&shown("sarif"))[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "charts/my%20harbor%3A%20100%25/artifacthub-pkg.yml");
    assert_eq!(shown("gitlab").json()[0]["location"]["path"], "charts/my harbor: 100%/artifacthub-pkg.yml");
    let line = "::error file=charts/my harbor%3A 100%25/artifacthub-pkg.yml,line=2,col=7,title=drift/pkg-file::name is";
    assert!(shown("github").stdout.starts_with(line));
}

#[test]
fn junit_fails_on_errors_and_with_strict_on_warnings() {
    let workspace = harbor();
    workspace.edit("artifacthub-repo.yml", "repositoryID: 3f1b7a52-0c1e-4c3d-9d38-5f6f0a2f7c11\n", "");
    let ran = check(&workspace, "junit").expect_code(0);
    assert!(
        ran.stdout.contains("failures=\"0\"") && ran.stdout.contains("<system-out>warning[hub/repo-id]: "),
        "{ran:?}"
    );
    let ran = workspace.portolan(&["check", "--output", "junit", "--strict"]).expect_code(1);
    assert!(ran.stdout.contains("failures=\"1\"") && ran.stdout.contains("type=\"warning\">warning[hub"), "{ran:?}");
    let ran = check(&troubled(), "junit").expect_code(1);
    assert!(ran.stdout.contains("<skipped message=\"no operator | yet (portolan.yaml:6:7)\"/>"), "{}", ran.stdout);
    assert!(ran.stdout.contains("<testsuite name=\"portolan\" tests=\"1\""), "{}", ran.stdout);
}

#[test]
fn github_is_told_by_itself_and_data_stays_whole() {
    for form in FORMS {
        let workspace = troubled();
        let (outputs, summary) = (workspace.root().join("outputs"), workspace.root().join("summary.md"));
        let mut command = workspace.command(&["check", "--output", form]);
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_OUTPUT", &outputs).env("GITHUB_STEP_SUMMARY", &summary);
        let ran = run(&mut command).expect_code(1);
        assert_eq!(ran.stdout, check(&workspace, form).stdout, "{form}");
        let (annotated, silent) =
            if form == "github" { (&ran.stdout, &ran.stderr) } else { (&ran.stderr, &ran.stdout) };
        assert!(annotated.starts_with("::error file=charts/harbor/artifacthub-pkg.yml,line=2,col=7,"), "{annotated}");
        assert!(annotated.contains("\n::notice file=") && !silent.contains("\n::"), "{form}: {ran:?}");
        let told = fs::read_to_string(outputs).unwrap();
        assert_eq!(told, "charts=1\nerrors=1\nwarnings=1\ninfos=1\nwaived=1\nresult=failed\n");
        let summary = fs::read_to_string(summary).unwrap();
        assert!(summary.starts_with("### portolan check: failed\n"), "{summary}");
        assert!(summary.contains("| `charts/harbor` | 1 | 0 | 1 | 1 |\n"), "{summary}");
        assert!(
            summary.contains("| error | `drift/pkg-file` | `charts/harbor/artifacthub-pkg.yml:2:7` | "),
            "{summary}"
        );
    }
}

#[test]
fn summaries_keep_to_the_room_that_github_gives() {
    let workspace = troubled();
    let summary = workspace.root().join("summary.md");
    fs::write(&summary, "x".repeat((1 << 20) - 1_100)).unwrap();
    let mut command = workspace.command(&["check"]);
    run(command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", &summary)).expect_code(1);
    assert!(fs::metadata(&summary).unwrap().len() <= 1 << 20);
    assert!(fs::read_to_string(&summary).unwrap().contains("more in the log."));
    let mut command = workspace.command(&["check"]);
    let ran = run(command.env("GITHUB_ACTIONS", "true").env("GITHUB_OUTPUT", "nowhere/outputs")).expect_code(1);
    assert!(ran.stderr.contains("warning: checked, but GitHub Actions was not told: GITHUB_OUTPUT="), "{}", ran.stderr);
}

#[test]
fn exit_codes_are_those_of_the_findings_in_every_form() {
    let (clean, troubled) = (harbor(), troubled());
    for form in FORMS {
        check(&clean, form).expect_code(0);
        check(&troubled, form).expect_code(1);
        clean.portolan(&["check", "nowhere", "--output", form]).expect_code(1);
        clean.portolan(&["check", "--only", "no/such", "--output", form]).expect_code(2);
    }
    clean.portolan(&["check", "--output", "xml"]).expect_code(2);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let workspace = harbor();
    for form in FORMS {
        let mut command = workspace.command(&["check", "--output", form]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{form}");
    }
}

#[test]
fn a_release_reports_every_check() {
    let workspace = troubled();
    workspace.edit(PACKAGE_FILE, "name: haven", "name: harbor");
    workspace.edit("portolan.yaml", "hub/repo-id: info", "hub/repo-id: info, package/files: off");
    let plan = workspace.portolan(&["plan", "--output", "json"]).expect_code(0).json();
    let report = workspace.portolan(&["release", "--output", "json"]).expect_code(0).json();
    let left = fs::read_to_string(workspace.root().join("dist/release.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&left).unwrap(), report);
    let verdicts = &report["charts"][0]["checks"];
    assert_eq!(&plan["charts"][0]["checks"], verdicts);
    assert_eq!(verdicts.as_object().unwrap().len(), checks::TABLE.len());
    assert_eq!((&verdicts["helm/load"], &verdicts["hub/repo-id"]), (&"passed".into(), &"found".into()));
    assert_eq!(
        (&verdicts["hub/annotation-required"], &verdicts["package/files"]),
        (&"waived".into(), &"notLooked".into())
    );
}
