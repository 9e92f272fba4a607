//! Charts that can't be released: every mistake is named with its place, and nothing is left behind.

mod common;
mod probe;

use std::fs;

use common::{CHART, Workspace, run};
use probe::{done, files, refused, refuses};

const CHART_YAML: &str = "charts/harbor/Chart.yaml";
const VALUES_YAML: &str = "charts/harbor/values.yaml";
const PACKAGE_FILE: &str = "charts/harbor/artifacthub-pkg.yml";
const GATE: &str = "nothing was packaged or published";

/// A release after this change ends with exit code 1 and these words.
#[track_caller]
fn refuses_after(change: impl FnOnce(&Workspace), words: &[&str]) {
    let workspace = Workspace::new();
    change(&workspace);
    refuses(&workspace, &["release"], 1, words);
}

/// The same for one replaced text.
#[track_caller]
fn refuses_edited(path: &str, from: &str, to: &str, words: &[&str]) {
    refuses_after(|workspace| workspace.edit(path, from, to), words);
}

/// The same for a file that is written anew.
#[track_caller]
fn refuses_written(path: &str, content: &str, words: &[&str]) {
    refuses_after(|workspace| workspace.write(path, content), words);
}

#[test]
fn what_is_no_chart_folder() {
    let workspace = Workspace::new();
    fs::create_dir(workspace.root().join("sea")).unwrap();
    workspace.write("note.txt", "ahoy");
    let hint = "hint: give the folder that holds Chart.yaml";
    refuses(
        &workspace,
        &["release", "sea"],
        1,
        &["error[helm/load]: sea:", "sea/Chart.yaml: no such file", hint, GATE],
    );
    refuses(&workspace, &["release", "nowhere"], 1, &["error[helm/load]: nowhere:", "no such file or directory", hint]);
    refuses(&workspace, &["release", "note.txt"], 1, &["error[helm/load]: note.txt:", "not a directory", hint]);
    refuses(&workspace, &["package", "sea"], 1, &["error[helm/load]: sea:", hint]);
    refuses(&workspace, &["notes", "sea"], 1, &["error[helm/load]: sea:", hint]);
    refuses(&workspace, &["hub", "metadata", "push", "sea"], 1, &["error[helm/load]: sea:", hint]);
    workspace.remove("portolan.yaml");
    refuses(&workspace, &["release"], 2, &["no chart is named", "hint: name a chart folder"]);
}

#[test]
fn broken_yaml_is_named_with_its_line() {
    let at = |place: &str| format!("error[helm/load]: {place}: cannot load");
    refuses_edited(
        CHART_YAML,
        "A quay",
        "A: quay",
        &[&at("charts/harbor/Chart.yaml:5:15"), "yaml: line 5: mapping values"],
    );
    refuses_edited(
        CHART_YAML,
        "version: 1",
        "\tversion: 1",
        &[&at("charts/harbor/Chart.yaml:3:1"), "tab character", GATE],
    );
    refuses_written(
        VALUES_YAML,
        "berths: 3\nquays: [1,\ndepth: 2\n",
        &[&at("charts/harbor/values.yaml:4:1"), "yaml: line 3"],
    );
    refuses_written(CHART_YAML, "\u{0}", &["error[helm/load]: charts/harbor/Chart.yaml", "cannot load Chart.yaml"]);
    refuses_written("charts/harbor/Chart.lock", "{", &[&at("charts/harbor/Chart.lock:2:1")]);
    refuses_written(
        "charts/harbor/values.schema.json",
        "{",
        &["error[hub/refused]: charts/harbor/values.schema.json:1:2: ", "unexpected end of JSON input"],
    );
    refuses_edited(
        PACKAGE_FILE,
        "name: harbor",
        "name: [harbor",
        &["error[hub/pkg-file]: charts/harbor/artifacthub-pkg.yml:3:12: yaml: line 2"],
    );
}

#[test]
fn a19_yaml_that_would_fill_memory_or_stack_is_refused() {
    let wide = |name: char, of: &str| format!("{name}: &{name} [{}]\n", [of; 9].join(","));
    let layers = ["x", "*a", "*b", "*c", "*d", "*e", "*f"];
    let laughs: String = ('a'..='g').zip(layers).map(|(name, of)| wide(name, of)).collect();
    refuses_written(VALUES_YAML, &laughs, &["charts/harbor/values.yaml", "excessive aliasing"]);
    let deep = "[".repeat(100_000);
    refuses_written(VALUES_YAML, &deep, &["charts/harbor/values.yaml", "exceeded max depth"]);
    let metadata = "apiVersion: v2\nname: harbor\nversion: 1.2.3\n";
    let bomb = format!("{metadata}{}keywords: *g\n", laughs.replace(": &", "x: &"));
    refuses_written(CHART_YAML, &bomb, &["charts/harbor/Chart.yaml", "excessive aliasing"]);
    refuses_written(CHART_YAML, &format!("{metadata}keywords: {deep}"), &["harbor/Chart.yaml", "exceeded max depth"]);
    let long = format!("{metadata}description: {}\n", "x".repeat(1 << 20));
    refuses_written(CHART_YAML, &long, &["charts/harbor/Chart.yaml", "file has more than 1048576 bytes"]);
    let bytes = "cannot load values.yaml: chart has more than 8388608 bytes of metadata and values";
    refuses_written(VALUES_YAML, &format!("berths: {}\n", "x".repeat(8 << 20)), &["harbor/values.yaml", bytes]);
}

#[test]
fn wrong_types_and_missing_fields() {
    let load = "error[helm/load]: charts/harbor/Chart.yaml";
    refuses_edited(
        CHART_YAML,
        "version: 1.2.3",
        "version: [1, 2]",
        &[&format!("{load}:3:10: "), ".version of type string"],
    );
    refuses_edited(CHART_YAML, "name: harbor", "name: {a: b}", &[&format!("{load}:2:7: "), ".name of type string"]);
    refuses_written(VALUES_YAML, "- a\n", &["charts/harbor/values.yaml:1:1: ", "cannot unmarshal array"]);
    refuses_edited(CHART_YAML, "name: harbor\n", "", &[&format!("{load}:1:1: "), "chart.metadata.name is required"]);
    refuses_edited(
        CHART_YAML,
        "version: 1.2.3\n",
        "",
        &[&format!("{load}:1:1: "), "chart.metadata.version is required"],
    );
    refuses_written(CHART_YAML, "", &[load, "chart.metadata.name is required"]);
    refuses_edited(
        CHART_YAML,
        "apiVersion: v2",
        "apiVersion: v3",
        &[&format!("{load}:1:13: "), "hint: set apiVersion: v2"],
    );
    refuses_edited(CHART_YAML, "name: harbor", "name: ha/rbor", &[&format!("{load}:2:7: "), "\"ha/rbor\" is invalid"]);
    refuses_after(
        |workspace| {
            workspace.edit(CHART_YAML, "name: harbor", "name: Harbor");
            workspace.edit(PACKAGE_FILE, "name: harbor", "name: Harbor");
        },
        &["charts/harbor", "invalid repository name \"Harbor\"", "expected lower-case letters"],
    );
}

#[test]
fn versions_that_disagree() {
    let bad = ["version \"latest\" is invalid", "charts/harbor/Chart.yaml:3:10: "];
    refuses_edited(CHART_YAML, "version: 1.2.3", "version: latest", &bad);
    let loose =
        ["error[version/semver]: charts/harbor/Chart.yaml:3:10: version \"1.2\"", "hint: write `version: 1.2.0`"];
    refuses_edited(CHART_YAML, "version: 1.2.3", "version: 1.2", &loose);
    let place = "error[version/pkg-file]: charts/harbor/artifacthub-pkg.yml:1:10: ";
    let words = ["version is \"1.2.2\", but Chart.yaml says \"1.2.3\"", "hint: write `version: 1.2.3`", GATE];
    refuses_edited(PACKAGE_FILE, "version: 1.2.3", "version: 1.2.2", &[place, words[0], words[1], words[2]]);
    refuses_after(
        |workspace| workspace.set_version("1.3.0-rc.1"),
        &[
            "error[version/prerelease]: charts/harbor/Chart.yaml:3:10: ",
            "would call it stable",
            "artifacthub.io/prerelease: \"true\"",
        ],
    );
}

#[test]
fn a_version_that_was_asked_for_must_be_the_charts() {
    let workspace = Workspace::new();
    let place = "error[version/tag]: charts/harbor/Chart.yaml:3:10: version \"1.2.3\" is not \"2.0.0\"";
    let words = [place, "which --expect-version asks for", "hint: set `version: 2.0.0`", GATE];
    refuses(&workspace, &["release", "--expect-version", "2.0.0"], 1, &words);
    let before = files(&workspace.root());
    for tag in ["v2.0.0", "2.0.0", "harbor-2.0.0", "harbor-v2.0.0", "harbor/2.0.0"] {
        let mut command = workspace.command(&["release"]);
        command.env("GITHUB_REF_TYPE", "tag").env("GITHUB_REF_NAME", tag);
        refused(run(&mut command), 1, &[place, &format!("which git tag {tag} asks for")]);
    }
    let mut command = workspace.command(&["release"]);
    command.env("GITHUB_REF_TYPE", "tag").env("GITHUB_REF_NAME", "v2.0.0").env("GITHUB_ACTIONS", "true");
    refused(run(&mut command), 1, &["::error file=charts/harbor/Chart.yaml,line=3,col=10,title=version/tag::version"]);
    assert_eq!(files(&workspace.root()), before);
    for (kind, name) in [("branch", "v2.0.0"), ("tag", "v1.2.3"), ("tag", "nightly")] {
        let mut command = workspace.command(&["plan"]);
        command.env("GITHUB_REF_TYPE", kind).env("GITHUB_REF_NAME", name);
        done(run(&mut command), &["harbor 1.2.3"]);
    }
}

#[test]
fn metadata_files_and_annotations() {
    refuses_after(
        |workspace| workspace.remove(PACKAGE_FILE),
        &["error[hub/pkg-file]: charts/harbor/artifacthub-pkg.yml: ", "is missing", "hint: write one with version"],
    );
    refuses_edited(
        PACKAGE_FILE,
        "displayName",
        "displayname",
        &["artifacthub-pkg.yml:3:1: unknown key \"displayname\"", "hint: did you mean `displayName`?"],
    );
    refuses_edited(
        PACKAGE_FILE,
        "name: harbor",
        "name: haven",
        &["error[drift/pkg-file]: charts/harbor/artifacthub-pkg.yml:2:7: ", "hint: write `name: harbor`"],
    );
    let annotation =
        "error[hub/annotation-required]: charts/harbor/Chart.yaml:7:1: annotation artifacthub.io/operator is missing";
    refuses_edited(
        CHART_YAML,
        "  artifacthub.io/operator: \"false\"\n",
        "",
        &[annotation, "hint: Portolan asks for them", "see https://artifacthub.io/docs"],
    );
    refuses_edited(
        CHART_YAML,
        "kind: added",
        "kind: improved",
        &["error[hub/annotation]: charts/harbor/Chart.yaml:17:7: ", "invalid kind: improved"],
    );
    refuses_edited(
        CHART_YAML,
        "kind: added",
        "kind: security",
        &[
            "error[hub/annotation-security]: charts/harbor/Chart.yaml:16:27: ",
            "hint: set `artifacthub.io/containsSecurityUpdates",
        ],
    );
    refuses_written(
        "artifacthub-repo.yml",
        "repositoryID: quay\n",
        &["error[hub/repo-file]: ", "artifacthub-repo.yml:1:15: ", "expected a UUID", "hint: copy the id"],
    );
    refuses_after(
        |workspace| workspace.remove("charts/harbor/README.md"),
        &["error[package/files]: charts/harbor/README.md: ", "hint: add the file"],
    );
}

#[test]
fn a_dependency_that_is_not_there() {
    let workspace = Workspace::new();
    workspace.edit(
        CHART_YAML,
        "annotations:",
        "dependencies:\n- {name: redis, version: 1.x, repository: \"https://r.example\"}\nannotations:",
    );
    let words = ["charts/harbor: found in Chart.yaml, but missing in charts/ directory: redis", "hint: ", " build"];
    refuses(&workspace, &["release"], 1, &words);
    refuses(&workspace, &["plan"], 1, &words);
    refuses(&workspace, &["package", CHART], 1, &words);
}
