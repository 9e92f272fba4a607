//! What every command says when all is well, for people and as JSON.

mod common;
mod probe;

use std::fs;
use std::process::Command;

use common::{CHART, Workspace, run};
use probe::{done, files, left_out, nothing_half_written};
use serde_json::Value;

const REFERENCE: &str = "oci-layout:dist/oci/harbor:1.2.3";
const API_VERSION: &str = "portolan.dev/v1alpha1";

fn released() -> (Workspace, String) {
    let workspace = Workspace::new();
    let digest = done(workspace.portolan(&["release"]), &["released oci-layout:dist/oci/harbor:1.2.3"]).digest();
    (workspace, digest)
}

#[track_caller]
fn json(workspace: &Workspace, arguments: &[&str]) -> Value {
    let json = done(workspace.portolan(&[arguments, &["--output", "json"]].concat()), &[]).json();
    assert_eq!(json["apiVersion"], API_VERSION, "{json}");
    json
}

#[test]
fn plan_names_everything_and_touches_nothing() {
    let workspace = Workspace::new();
    let before = files(&workspace.root());
    let words = [
        "target      oci-layout:dist/oci (decided by: default)\n",
        "\nharbor 1.2.3\n  from        charts/harbor\n  reference   oci-layout:dist/oci/harbor:1.2.3\n",
        "source time 2023-11-14T22:13:20Z (decided by: SOURCE_DATE_EPOCH)",
        "harbor-1.2.3.tgz)",
        "tag artifacthub.io from ",
    ];
    let text = done(workspace.portolan(&["plan"]), &words).stdout;
    let plan = json(&workspace, &["plan"]);
    assert_eq!((&plan["kind"], &plan["configuration"]), (&Value::from("ReleasePlan"), &Value::from("portolan.yaml")));
    let chart = &plan["charts"][0];
    assert_eq!((&chart["name"], &chart["tag"], &chart["path"]), (&"harbor".into(), &"1.2.3".into(), &CHART.into()));
    assert_eq!(chart["sourceTime"]["seconds"], 1_700_000_000);
    for key in ["/digest", "/config/digest", "/layers/0/digest"] {
        let digest = chart.pointer(key).and_then(Value::as_str).unwrap();
        assert!(digest.starts_with("sha256:") && text.contains(digest), "{key}");
    }
    assert_eq!(done(workspace.portolan(&["release", "--dry-run"]), &[]).stdout, text);
    assert_eq!(json(&workspace, &["release", "--dry-run"]), plan);
    assert_eq!(files(&workspace.root()), before, "a plan touches nothing");
}

#[test]
fn release_leaves_archive_report_and_layout() {
    let (workspace, digest) = released();
    let found = files(&workspace.root());
    for path in
        ["dist/harbor-1.2.3.tgz", "dist/release.json", "dist/oci/harbor/index.json", "dist/oci/harbor/oci-layout"]
    {
        assert!(found.iter().any(|file| file == path), "{path} is not in {found:?}");
    }
    let report: Value = serde_json::from_slice(&fs::read(workspace.root().join("dist/release.json")).unwrap()).unwrap();
    assert_eq!((&report["kind"], &report["charts"][0]["outcome"]), (&"ReleaseReport".into(), &"released".into()));
    assert_eq!(report["charts"][0]["digest"], digest.as_str());
    let again = done(
        workspace.portolan(&["release"]),
        &["already published oci-layout:dist/oci/harbor:1.2.3", "metadata unchanged"],
    );
    assert_eq!(again.digest(), digest);
    let report = json(&workspace, &["release"]);
    assert_eq!(report["charts"][0]["outcome"], "alreadyPublished");
    assert_eq!(report["charts"][0]["hubMetadata"]["state"], "unchanged");
    assert!(again.stderr.is_empty(), "nobody watches: {}", again.stderr);
}

#[test]
fn two_charts_are_released_in_the_order_of_their_dependency() {
    let workspace = Workspace::new();
    for file in ["Chart.yaml", "artifacthub-pkg.yml", "values.yaml", "README.md", "LICENSE"] {
        let text =
            fs::read_to_string(workspace.root().join(CHART).join(file)).unwrap().replace("name: harbor", "name: mole");
        workspace.write(&format!("charts/mole/{file}"), &text);
        workspace.write(&format!("{CHART}/charts/mole/{file}"), &text);
    }
    let needs = "dependencies:\n- {name: mole, version: 1.2.3, repository: \"file://../mole\"}\nannotations:";
    workspace.edit("charts/harbor/Chart.yaml", "annotations:", needs);
    let own = "hub: {repositories: {mole: {id: 8f14e45f-ceea-467f-9b1d-3d8c2f0a7e11, name: mole}}}";
    workspace.write("portolan.yaml", format!("apiVersion: portolan.dev/v1alpha1\ncharts: [charts/*]\n{own}\n"));
    let report = json(&workspace, &["release"]);
    let names: Vec<&str> =
        report["charts"].as_array().unwrap().iter().map(|chart| chart["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["mole", "harbor"]);
    done(workspace.portolan(&["verify", "oci-layout:dist/oci/mole:1.2.3"]), &["chart     mole 1.2.3"]);
    done(workspace.portolan(&["verify", REFERENCE]), &["chart     harbor 1.2.3"]);
}

#[test]
fn package_says_what_helm_says() {
    let workspace = Workspace::new();
    let here = workspace.root().canonicalize().unwrap().join("harbor-1.2.3.tgz");
    done(
        workspace.portolan(&["package", CHART]),
        &[&format!("Successfully packaged chart and saved it to: {}\n", here.display())],
    );
    done(workspace.portolan(&["package", CHART, "-d", "out/deep"]), &["saved it to: out/deep/harbor-1.2.3.tgz\n"]);
    let one = fs::read(workspace.root().join("harbor-1.2.3.tgz")).unwrap();
    assert_eq!(one, fs::read(workspace.root().join("out/deep/harbor-1.2.3.tgz")).unwrap());
    let packages = json(&workspace, &["package", CHART, "-d", "out", "--version", "2.0.0", "--app-version", "9"]);
    let package = &packages["packages"][0];
    assert_eq!(
        (&packages["kind"], &package["path"], &package["version"]),
        (&"Packages".into(), &"out/harbor-2.0.0.tgz".into(), &"2.0.0".into())
    );
    assert_eq!(package["size"], fs::metadata(workspace.root().join("out/harbor-2.0.0.tgz")).unwrap().len());
    nothing_half_written(&workspace.root());
}

#[test]
fn verify_takes_tag_digest_or_both() {
    let (workspace, digest) = released();
    let words: [&str; 3] = ["  chart     harbor 1.2.3\n", &format!("  manifest  {digest}\n"), "  referrers 7"];
    let references =
        [REFERENCE.to_owned(), format!("oci-layout:dist/oci/harbor@{digest}"), format!("{REFERENCE}@{digest}")];
    for reference in &references {
        done(
            workspace.portolan(&["verify", reference]),
            &[&format!("verified {reference}\n"), words[0], words[1], words[2]],
        );
    }
    let verified = json(&workspace, &["verify", &references[2]]);
    assert_eq!(
        (&verified["kind"], &verified["name"], &verified["version"]),
        (&"Verification".into(), &"harbor".into(), &"1.2.3".into())
    );
    assert_eq!(verified["digest"], digest);
    // The signature, both SBOMs, provenance and record as bundles, and both SBOMs as they are.
    assert_eq!(verified["referrers"].as_array().map(Vec::len), Some(7));
}

#[test]
fn versions_come_highest_first() {
    let (workspace, digest) = released();
    workspace.set_version("1.3.0-rc.1");
    let prerelease = "annotations:\n  artifacthub.io/prerelease: \"true\"";
    workspace.edit("charts/harbor/Chart.yaml", "annotations:", prerelease);
    done(workspace.portolan(&["release"]), &["released oci-layout:dist/oci/harbor:1.3.0-rc.1"]);
    let table = done(workspace.portolan(&["versions", "oci-layout:dist/oci/harbor"]), &[]).stdout;
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("VERSION ") && lines[0].ends_with("DIGEST"), "{table}");
    assert!(lines[1].starts_with("1.3.0-rc.1 ") && lines[1].ends_with(" prerelease"), "{table}");
    assert!(lines[2].starts_with("1.2.3 ") && lines[2].ends_with(&digest), "{table}");
    assert_eq!(lines.len(), 3, "the metadata tag is no version: {table}");
    let listed = json(&workspace, &["versions", "oci-layout:dist/oci/harbor"]);
    let (newest, first) = (&listed["versions"][0], &listed["versions"][1]);
    assert_eq!(
        (&newest["prerelease"], &first["prerelease"], &first["helmSees"]),
        (&true.into(), &false.into(), &true.into())
    );
    assert_eq!((&first["digest"], &first["appVersion"]), (&digest.into(), &"4.5.6".into()));
    let nothing = workspace.portolan(&["versions", "oci-layout:dist/oci/mole"]).expect_code(0);
    assert_eq!((nothing.stdout.as_str(), nothing.stderr.as_str()), ("", "oci-layout:dist/oci/mole has no versions\n"));
    assert_eq!(json(&workspace, &["versions", "oci-layout:dist/oci/mole"])["versions"], Value::Array(Vec::new()));
}

#[test]
fn notes_never_call_a_prerelease_stable() {
    let workspace = Workspace::new();
    let install = "helm install harbor oci://r.example/charts/harbor --version 1.2.3";
    done(
        workspace.portolan(&["notes", CHART]),
        &[
            "# harbor 1.2.3\n\nStable release of the chart.\n\nApplication version: `4.5.6`.\n",
            "## Added\n\n- The quay\n",
        ],
    );
    done(workspace.portolan(&["notes", CHART, "--to", "oci://r.example/charts"]), &["## Install", install]);
    let notes = json(&workspace, &["notes", CHART]);
    assert_eq!((&notes["kind"], &notes["prerelease"]), (&"ReleaseNotes".into(), &false.into()));
    workspace.edit("charts/harbor/Chart.yaml", "annotations:", "annotations:\n  artifacthub.io/prerelease: \"true\"");
    let annotated = done(workspace.portolan(&["notes", CHART]), &["# harbor 1.2.3\n\nPrerelease: for testing"]).stdout;
    workspace.set_version("2.0.0-alpha.1");
    let versioned = done(workspace.portolan(&["notes", CHART]), &["# harbor 2.0.0-alpha.1\n\nPrerelease"]).stdout;
    assert_eq!(json(&workspace, &["notes", CHART])["prerelease"], true);
    for text in [annotated, versioned] {
        assert!(!text.to_lowercase().contains("stable"), "{text}");
    }
}

#[test]
fn hub_metadata_is_pushed_once_and_shown() {
    let workspace = Workspace::new();
    let push = ["hub", "metadata", "push", CHART];
    let place = "oci-layout:dist/oci/harbor:artifacthub.io\n  digest sha256:";
    done(workspace.portolan(&push), &["pushed ", &format!("artifacthub-repo.yml to {place}")]);
    done(workspace.portolan(&push), &[&format!("unchanged in {place}")]);
    let file = fs::read_to_string(workspace.root().join("artifacthub-repo.yml")).unwrap();
    let show = ["hub", "metadata", "show", "oci-layout:dist/oci/harbor"];
    assert_eq!(done(workspace.portolan(&show), &[]).stdout, file);
    let shown = done(workspace.portolan(&[&show[..], &["--output", "json"]].concat()), &[]).json();
    assert_eq!((&shown["repository"], &shown["file"]), (&"oci-layout:dist/oci/harbor".into(), &file.into()));
    workspace.edit("artifacthub-repo.yml", "Harbor master", "Harbor mistress");
    assert_eq!(
        done(workspace.portolan(&[&push[..], &["--output", "json"]].concat()), &[]).json()["hubMetadata"]["state"],
        "pushed"
    );
    done(workspace.portolan(&show), &["Harbor mistress"]);
    assert!(!files(&workspace.root()).contains(&"dist/harbor-1.2.3.tgz".to_owned()), "only metadata was pushed");
}

#[test]
fn mirror_copies_to_a_layout() {
    let (workspace, digest) = released();
    let arguments = ["mirror", REFERENCE, "--to", "oci-layout:mirror"];
    let words: [&str; 3] = [
        &format!("mirrored {REFERENCE}\n"),
        "  to        oci-layout:mirror/harbor:1.2.3\n",
        "  written   23 objects\n",
    ];
    done(workspace.portolan(&arguments), &[words[0], words[1], words[2], &format!("  digest    {digest}\n")]);
    let again = json(&workspace, &arguments);
    assert_eq!((&again["kind"], &again["written"], &again["digest"]), (&"Mirror".into(), &0.into(), &digest.into()));
    done(workspace.portolan(&["verify", "oci-layout:mirror/harbor:1.2.3"]), &["harbor 1.2.3"]);
}

#[test]
fn github_gets_outputs_and_a_summary() {
    let workspace = Workspace::new();
    let (outputs, summary) = (workspace.root().join("outputs"), workspace.root().join("summary.md"));
    fs::write(&outputs, "earlier=kept\n").unwrap();
    let mut command = workspace.command(&["release"]);
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_OUTPUT", &outputs).env("GITHUB_STEP_SUMMARY", &summary);
    let digest = done(run(&mut command), &["released"]).digest();
    let outputs = fs::read_to_string(&outputs).unwrap();
    for line in
        ["earlier=kept", "reference=oci-layout:dist/oci/harbor:1.2.3", &format!("digest={digest}"), "version=1.2.3"]
    {
        assert!(outputs.lines().any(|found| found == line), "{line} is not in\n{outputs}");
    }
    let report = outputs.lines().find_map(|line| line.strip_prefix("report=")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(report).unwrap()["kind"], "ReleaseReport");
    let summary = fs::read_to_string(summary).unwrap();
    assert!(summary.contains(&format!("| `oci-layout:dist/oci/harbor:1.2.3` | 1.2.3 | `{digest}` |")), "{summary}");
}

#[test]
fn colors_need_a_terminal_and_end_with_no_color() {
    let workspace = Workspace::new();
    let shown = |no_color: &str| {
        let mut command = Command::new("script");
        common::scrub(&mut command, &workspace.home());
        let line = format!("{} plan nowhere", env!("CARGO_BIN_EXE_portolan"));
        command.args(["-qec", &line, "/dev/null"]).env("NO_COLOR", no_color).current_dir(workspace.root());
        command.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    match (shown(""), shown("1")) {
        (Ok(colored), Ok(plain)) if colored.contains("nowhere") => {
            assert!(colored.contains("\u{1b}[31merror[helm/load]:\u{1b}[0m nowhere"), "{colored:?}");
            assert!(plain.contains("error[helm/load]: nowhere") && !plain.contains('\u{1b}'), "{plain:?}");
        }
        _ => left_out("no `script` program here that makes a terminal; colors are not tested"),
    }
}

#[test]
fn help_and_version() {
    let workspace = Workspace::new();
    done(workspace.portolan(&["--version"]), &["portolan "]);
    done(
        workspace.portolan(&["--help"]),
        &["release", "plan", "package", "verify", "mirror", "versions", "notes", "hub", "serve"],
    );
    for command in ["release", "plan", "package", "verify", "mirror", "versions", "notes", "hub", "serve"] {
        done(workspace.portolan(&[command, "--help"]), &["Usage: portolan"]);
    }
}

/// Hooks run images as anything else does.
#[test]
fn an_sbom_names_the_images_of_hooks() {
    let workspace = Workspace::new();
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: tide\n  annotations: {helm.sh/hook: pre-install}\n\
               spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: \"quay.example/tide:1\"}]}}}\n";
    workspace.write(&format!("{CHART}/templates/tide.yaml"), job);
    let ran = workspace.portolan(&["sbom", CHART]).expect_code(0);
    assert!(ran.stdout.contains("quay.example/tide"), "{}", ran.stdout);
}
