//! Settings: mistakes in `portolan.yaml`, addresses and references that are none, and who wins: flag, variable, file.

mod common;
mod probe;

use common::{Workspace, run};
use probe::{done, refused, refuses};

const FILE: &str = "portolan.yaml";
const VERSION: &str = "apiVersion: portolan.dev/v1alpha1\n";

/// `portolan plan` with these lines below the first ends with exit code 2 and these words.
#[track_caller]
fn refuses_file(lines: &str, words: &[&str]) {
    let workspace = Workspace::new();
    workspace.write(FILE, format!("{VERSION}{lines}"));
    refuses(&workspace, &["plan"], 2, words);
    refuses(&workspace, &["release"], 2, words);
}

#[test]
fn mistakes_in_the_file_are_named_with_their_place() {
    refuses_file(
        "chart: [charts/harbor]\n",
        &["portolan.yaml:2:1: unknown key \"chart\"", "hint: did you mean `charts`?"],
    );
    refuses_file("charts: charts/harbor\n", &["portolan.yaml:2:9: `charts` must be a list"]);
    refuses_file("charts: [charts/no*]\n", &["portolan.yaml:2:10: no chart folder matches \"charts/no*\""]);
    refuses_file("targets: {sea: {}}\n", &["portolan.yaml:2:16: `to` is missing"]);
    refuses_file(
        "targets: {sea: {to: x, visibility: hidden}}\n",
        &["portolan.yaml:2:36: visibility is \"hidden\", expected public or private"],
    );
    refuses_file(
        "checks: {levels: {package/files: fatal}}\n",
        &["portolan.yaml:2:34: level is \"fatal\", expected error, warning, info"],
    );
    refuses_file("checks: {exceptions: [{check: package/files}]}\n", &["portolan.yaml:2:23: `reason` is missing"]);
    refuses_file(
        "hub: {repositories: {harbor: {id: quay}}}\n",
        &["portolan.yaml:2:35: \"quay\" is not a UUID", "hint: copy the id"],
    );
    refuses_file("charts: []\ncharts: []\n", &["portolan.yaml:3:1: this key stands twice"]);
    refuses_file("charts: [\n", &["portolan.yaml", "yaml: line"]);
    refuses_file("\tcharts: []\n", &["portolan.yaml", "line 2: found a tab character"]);
    refuses_file(
        "charts: []\n",
        &["no chart is named", "hint: name a chart folder, or list `charts` in portolan.yaml"],
    );
}

#[test]
fn the_file_itself() {
    let workspace = Workspace::new();
    workspace.write(FILE, "apiVersion: v1\n");
    refuses(
        &workspace,
        &["plan"],
        2,
        &["portolan.yaml:1:13: apiVersion is \"v1\", expected \"portolan.dev/v1alpha1\""],
    );
    workspace.write(FILE, "charts: []\n");
    refuses(&workspace, &["plan"], 2, &["portolan.yaml:1:1: `apiVersion` is missing"]);
    workspace.write(FILE, "");
    refuses(
        &workspace,
        &["plan"],
        2,
        &["portolan.yaml: the file is empty", "hint: begin with `apiVersion: portolan.dev/v1alpha1`"],
    );
    refuses(&workspace, &["plan", "--config", "other.yaml"], 2, &["other.yaml: No such file or directory"]);
    let mut command = workspace.command(&["plan"]);
    refused(run(command.env("PORTOLAN_CONFIG", "third.yaml")), 2, &["third.yaml: No such file or directory"]);
}

#[test]
fn levels_and_exceptions_decide_over_findings() {
    let workspace = Workspace::new();
    workspace.remove("charts/harbor/README.md");
    workspace.write(FILE, format!("{VERSION}charts: [charts/*]\nchecks: {{levels: {{package/files: warning}}}}\n"));
    let ran = done(workspace.portolan(&["plan"]), &["harbor 1.2.3"]);
    assert!(ran.stderr.contains("warning[package/files]: charts/harbor/README.md"), "{}", ran.stderr);
    let exception =
        "checks: {exceptions: [{check: package/files, where: \"charts/*/README.md\", reason: written soon}]}";
    workspace.write(FILE, format!("{VERSION}charts: [charts/*]\n{exception}\n"));
    let ran = done(workspace.portolan(&["release", "--output", "json"]), &["released"]);
    assert!(ran.stderr.contains("(by portolan.yaml:3:23: written soon)"), "{}", ran.stderr);
    assert_eq!(ran.json()["charts"][0]["waived"][0]["reason"], "written soon");
    let ended = exception.replace("written soon", "written soon, until: 2020-01-31");
    workspace.write(FILE, format!("{VERSION}charts: [charts/*]\n{ended}\n"));
    refuses(&workspace, &["release"], 1, &["error[package/files]: charts/harbor/README.md: "]);
}

#[test]
fn targets_that_are_none() {
    let workspace = Workspace::new();
    workspace
        .write(FILE, format!("{VERSION}charts: [charts/*]\ntargets:\n  public: {{to: \"oci://127.0.0.1:1/x\"}}\n"));
    let hint = "a target is a name from portolan.yaml, oci-layout:DIR or oci://HOST/NAMESPACE";
    let refuses = |target: &str, words: &[&str]| {
        refuses(&workspace, &["plan", "--to", target], 2, words);
        refuses(&workspace, &["release", "--to", target], 2, words);
    };
    refuses("pubilc", &["unknown target \"pubilc\"", "hint: did you mean `public`?", hint]);
    refuses("oci-layout", &["unknown target \"oci-layout\"", hint]);
    refuses("https://r.example/x", &["unknown target \"https://r.example/x\"", hint]);
    refuses("oci-layout:", &["--to: \"oci-layout:\" is not an address", "hint: write oci-layout:DIR"]);
    refuses("oci://", &["oci://: invalid registry host \"\"", "hint: write oci://HOST[:PORT]/NAMESPACE"]);
    refuses("oci://h ost/x", &["invalid registry host \"h ost\""]);
    refuses(
        "oci://r.example/UPPER",
        &["oci://r.example/UPPER: invalid repository name \"UPPER\": expected lower-case"],
    );
    refuses("oci://r.example/x:1.0", &["oci://r.example/x:1.0: invalid repository name"]);
    workspace.write(FILE, format!("{VERSION}charts: [charts/*]\ntargets:\n  unused: {{to: \"ftp://x\"}}\n"));
    refuses(
        "oci-layout:x",
        &["portolan.yaml:4:16: \"ftp://x\" is not an address", "hint: write oci-layout:DIR or oci://"],
    );
}

#[test]
fn references_that_are_none() {
    let workspace = Workspace::new();
    let hint = "hint: expected oci://HOST/NAMESPACE/NAME:VERSION, …@sha256:…, or oci-layout:DIR/NAME:VERSION";
    for (reference, words) in [
        ("harbor:1.2.3", "reference \"harbor:1.2.3\": it begins with neither oci:// nor oci-layout:"),
        ("oci://r.example", "reference \"oci://r.example\": it names no repository"),
        ("oci://r.example/a:b c", "invalid tag \"b c\": expected 1 to 128"),
        ("oci://r.example/A:1", "invalid repository name \"A\""),
        ("oci-layout:dist", "it names no repository below the folder"),
        ("oci-layout:dist/oci/harbor", "oci-layout:dist/oci/harbor names no version"),
        ("oci://r.example/d@sha256:12", "invalid digest \"sha256:12\": expected sha256:<64 lower-case hex digits>"),
    ] {
        refuses(&workspace, &["verify", reference], 2, &[words, hint]);
        let ran = refuses(&workspace, &["mirror", reference, "--to", "oci-layout:mirror"], 2, &["error: "]);
        assert!(ran.stderr.contains(words) || ran.stderr.contains("names no version"), "{}", ran.stderr);
    }
    refuses(&workspace, &["verify", "oci://r.example:99999/x:1"], 2, &["invalid registry host \"r.example:99999\""]);
}

#[test]
fn arguments_that_are_none() {
    let workspace = Workspace::new();
    refuses(&workspace, &["relaese"], 2, &["unrecognized subcommand 'relaese'", "release"]);
    refuses(&workspace, &["release", "--dry"], 2, &["unexpected argument '--dry'", "'--dry-run'"]);
    refuses(&workspace, &["verify"], 2, &["<REFERENCE>"]);
    refuses(&workspace, &["mirror", "oci-layout:dist/oci/harbor:1.2.3"], 2, &["--to <TARGET>"]);
    refuses(&workspace, &["plan", "--output", "xml"], 2, &["invalid value 'xml'", "[possible values: text, json]"]);
    refuses(&workspace, &["release", "--cert-file", "a.pem"], 2, &["--key-file <FILE>"]);
    refuses(
        &workspace,
        &["serve", "--listen", "harbor"],
        2,
        &["error: harbor: invalid socket address", "hint: write HOST:PORT"],
    );
    refuses(&workspace, &["serve", "--tls-cert", "a.pem"], 2, &["--tls-key <FILE>"]);
    workspace.write("users", "pilot:plain\n");
    refuses(&workspace, &["serve", "--htpasswd", "users"], 2, &["users: line 1: ", "not bcrypt"]);
    refuses(&workspace, &["serve", "--tls-cert", "users", "--tls-key", "users"], 2, &["users", "no certificate"]);
    refuses(
        &workspace,
        &["hub", "wait", "oci://r.example/harbor:1.2.3"],
        2,
        &["repository for harbor is not known", "hint: give --repository"],
    );
}

#[test]
fn flag_beats_variable_beats_file() {
    let workspace = Workspace::new();
    let targets = "targets: {local: {to: \"oci-layout:by-file\"}, named: {to: \"oci-layout:by-name\"}}";
    workspace.write(FILE, format!("{VERSION}charts: [charts/*]\n{targets}\n"));
    let target = |variable: Option<&str>, arguments: &[&str]| {
        let mut command = workspace.command(&[&["plan", "--output", "json"][..], arguments].concat());
        command.envs(variable.map(|value| ("PORTOLAN_TO", value)));
        let plan = done(run(&mut command), &["ReleasePlan"]).json();
        let text = |key: &str| plan["target"][key].as_str().unwrap().to_owned();
        (text("value"), text("decidedBy"))
    };
    let by = |value: &str, decided: &str| (value.to_owned(), decided.to_owned());
    assert_eq!(target(None, &[]), by("oci-layout:by-file", "portolan.yaml:3:23"));
    assert_eq!(target(Some("oci-layout:by-variable"), &[]).0, "oci-layout:by-variable");
    assert_eq!(target(Some("named"), &[]), by("oci-layout:by-name", "PORTOLAN_TO named, portolan.yaml:3:58"));
    assert_eq!(target(Some("named"), &["--to", "oci-layout:by-flag"]), by("oci-layout:by-flag", "--to"));
    workspace.write(FILE, format!("{VERSION}charts: [charts/*]\n"));
    assert_eq!(target(None, &[]), by("oci-layout:dist/oci", "default"));
}

#[test]
fn the_output_form_and_the_expected_version_too() {
    let workspace = Workspace::new();
    let plan = |output: &str, arguments: &[&str]| {
        let mut command = workspace.command(&[&["plan"][..], arguments].concat());
        run(command.env("PORTOLAN_OUTPUT", output).env("PORTOLAN_EXPECT_VERSION", "9.9.9"))
    };
    refused(plan("json", &[]), 1, &["error[version/tag]: charts/harbor/Chart.yaml:3:10: ", "\"9.9.9\""]);
    let expected = ["--expect-version", "1.2.3"];
    assert_eq!(done(plan("json", &expected), &[]).json()["kind"], "ReleasePlan");
    done(
        plan("json", &[&expected[..], &["--output", "text"]].concat()),
        &["\nharbor 1.2.3\n", "decided by: SOURCE_DATE_EPOCH"],
    );
    refused(plan("xml", &expected), 2, &["invalid value 'xml'"]);
}

#[test]
fn findings_about_an_id_of_the_file_point_at_it() {
    let workspace = Workspace::new();
    let place = serde_json::json!({"line": 5, "column": 18});
    for id in ["00000000-0000-0000-0000-000000000000", "8F14E45F-CEEA-467F-9B1D-3D8C2F0A7E11"] {
        let repositories = format!("hub:\n  repositories:\n    harbor: {{id: \"{id}\"}}\n");
        workspace.write(FILE, format!("{VERSION}charts: [charts/*]\n{repositories}"));
        let ran = workspace.portolan(&["check", "--only", "hub/repo-file", "--output", "json"]);
        let found = &ran.json()["charts"][0]["findings"][0];
        assert_eq!((&found["file"], &found["position"]), (&serde_json::json!(FILE), &place), "{found:#}");
        assert_eq!(found.get("fix"), None);
    }
}

#[test]
fn an_id_of_two_charts_is_told_where_each_gets_it() {
    let workspace = Workspace::new();
    workspace.write("charts/pier/Chart.yaml", "apiVersion: v2\nname: pier\nversion: 1.0.0\n");
    let pier = "hub: {repositories: {pier: {id: 3F1B7A52-0C1E-4C3D-9D38-5F6F0A2F7C11}}}\n";
    workspace.write(FILE, format!("{VERSION}charts: [charts/*]\n{pier}"));
    let ran = workspace.portolan(&["check", "--only", "hub/repo-id-shared", "--output", "json"]).expect_code(1);
    let charts = ran.json()["charts"].clone();
    let place = |chart: usize| {
        let found = &charts[chart]["findings"][0];
        format!("{}:{}:{}", found["file"], found["position"]["line"], found["position"]["column"])
    };
    assert_eq!((place(0), place(1)), ("\"artifacthub-repo.yml\":1:15".to_owned(), "\"portolan.yaml\":3:33".to_owned()));
}
