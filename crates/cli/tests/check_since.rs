//! `portolan check --since`: what of a package differs from a commit, in real repositories.
#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use common::{CHART, Ran, Workspace, run, scrub};

/// A repository with the workspace's chart in one commit, tagged `base`.
struct Repository {
    workspace: Workspace,
}

impl Repository {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(set_up: impl FnOnce(&Workspace)) -> Self {
        let repository = Self { workspace: Workspace::new() };
        set_up(&repository.workspace);
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit();
        repository.git(&["tag", "base"]);
        repository
    }

    fn git(&self, arguments: &[&str]) {
        git(&self.workspace.root(), &self.workspace.home(), arguments);
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "Sail"]);
    }

    fn check(&self, charts: &[&str], code: i32) -> Ran {
        let version = ["check", "--since", "base", "--only", "version/bumped,version/backwards"];
        self.workspace.portolan(&[&version, charts].concat()).expect_code(code)
    }

    #[track_caller]
    fn expect_bump(&self, files: &str) {
        let ran = self.check(&[], 1);
        assert!(
            ran.stdout.contains(&format!("version is 1.2.3 as at base, but the package differs: {files}\n")),
            "{ran:?}"
        );
    }
}

fn git(root: &Path, home: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    scrub(&mut command, home);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Pilot").env(format!("GIT_{role}_EMAIL"), "pilot@harbor.example");
    }
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .current_dir(root)
        .args(["-c", "protocol.file.allow=always"])
        .args(arguments);
    run(&mut command).expect_code(0);
}

#[test]
fn a_changed_package_needs_another_version() {
    let repository = Repository::new();
    repository.check(&[], 0);
    repository.workspace.write("charts/harbor/values.yaml", "berths: 4\n");
    repository.expect_bump("values.yaml");
    repository.commit();
    repository.expect_bump("values.yaml");
    repository.workspace.set_version("1.2.4");
    repository.check(&[], 0);
    repository.workspace.edit("charts/harbor/Chart.yaml", "version: 1.2.4", "version: 1.2.2");
    assert!(repository.check(&[], 1).stdout.contains("version 1.2.2 is lower than 1.2.3, which base has"));
}

const DEFINITION: &str = r"apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ships.harbor.example}
spec:
  group: harbor.example
  names: {kind: Ship, plural: ships}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {
      masts: {type: integer, maximum: 3}}}}}}
";

#[test]
fn what_breaks_resources_asks_for_another_version() {
    for path in ["charts/harbor/crds/ships.yaml", "charts/harbor/templates/ships.yaml"] {
        let repository = Repository::with(|workspace| workspace.write(path, DEFINITION));
        let only = ["check", "--since", "base", "--only", "crd/breaking,crd/upgrade"];
        let check = |code| repository.workspace.portolan(&only).expect_code(code);
        assert_eq!(check(0).stdout, "1 chart: 0 errors, 0 warnings, 0 notes\n");
        repository.workspace.edit(path, "maximum: 3", "maximum: 2");
        repository.workspace.set_version("1.3.0");
        let ran = check(1);
        let wanted = "(bound.tightened), which asks for version 2.0.0 after 1.2.3 at base";
        assert!(ran.stdout.contains(&format!("error[crd/breaking]: {path}:13:")), "{ran:?}");
        assert!(ran.stdout.contains(wanted), "{ran:?}");
        assert_eq!(ran.stdout.contains("info[crd/upgrade]"), path.contains("crds/"), "{ran:?}");
        repository.workspace.edit("charts/harbor/Chart.yaml", "version: 1.3.0", "version: 2.0.0");
        assert!(!check(0).stdout.contains("crd/breaking"));
    }
}

#[test]
fn only_what_is_in_the_package_counts() {
    let repository = Repository::with(|workspace| {
        workspace.write(".gitignore", "*.tgz\n");
        workspace.write("charts/harbor/.helmignore", "docs/\n");
        workspace.write("charts/harbor/docs/a.md", "a\n");
        workspace.write("charts/harbor/run.sh", "exit\n");
    });
    let root = repository.workspace.root().join(CHART);
    repository.workspace.write("charts/harbor/docs/a.md", "b\n");
    repository.workspace.write("charts/harbor/made.tgz", "ignored by git");
    fs::set_permissions(root.join("run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
    let text = fs::read_to_string(root.join("Chart.yaml")).unwrap();
    repository.workspace.write("charts/harbor/Chart.yaml", format!("# a comment is not packed\n{text}"));
    repository.check(&[], 0);
    repository.commit();
    repository.check(&[], 0);
    repository.workspace.write("charts/harbor/templates/new.yaml", "");
    repository.expect_bump("templates/new.yaml");
    repository.workspace.remove("charts/harbor/templates/new.yaml");
    repository.workspace.remove("charts/harbor/run.sh");
    repository.workspace.edit("charts/harbor/Chart.yaml", "A quay with", "A pier with");
    repository.expect_bump("Chart.yaml, run.sh");
}

#[test]
fn odd_names_links_and_filters_are_no_difference() {
    let repository = Repository::with(|workspace| {
        workspace.write("charts/harbor/files/line\nbreak \"q\" ü", "x\n");
        workspace.write("shared/notes.txt", "shared\n");
        workspace.write("charts/harbor/files/crlf.txt", "a\r\nb\r\n");
        workspace.write(".gitattributes", "*.txt text eol=crlf\n");
        symlink("../../../shared/notes.txt", workspace.root().join("charts/harbor/files/link")).unwrap();
        symlink("../../shared", workspace.root().join("charts/harbor/all")).unwrap();
    });
    repository.check(&[], 0);
    repository.workspace.write("charts/harbor/files/line\nbreak \"q\" ü", "y\n");
    repository.expect_bump("files/line break \"q\" ü");
    repository.workspace.write("charts/harbor/files/line\nbreak \"q\" ü", "x\n");
    repository.workspace.write("shared/notes.txt", "other\r\n");
    repository.expect_bump("all/notes.txt, files/link");
}

#[test]
fn new_and_moved_charts_are_told_apart() {
    let repository = Repository::new();
    repository.git(&["mv", CHART, "charts/port"]);
    repository.workspace.write("portolan.yaml", "apiVersion: portolan.dev/v1alpha1\ncharts: [charts/port]\n");
    repository.check(&[], 0);
    repository.workspace.write("charts/port/values.yaml", "berths: 4\n");
    repository.expect_bump("values.yaml");
    repository.workspace.edit("charts/port/Chart.yaml", "name: harbor", "name: port");
    repository.check(&[], 0);
    repository.workspace.write("charts/new/Chart.yaml", "apiVersion: v2\nname: new\nversion: 0.1.0\n");
    repository.check(&["charts/new"], 0);
}

#[test]
fn a_chart_may_be_the_repository_and_hold_another() {
    let inner = Repository::new();
    let url = inner.workspace.root().display().to_string();
    let workspace = Workspace::new();
    let root = workspace.root().join(CHART);
    let git = |arguments: &[&str]| git(&root, &workspace.home(), arguments);
    git(&["init", "--quiet"]);
    git(&["submodule", "--quiet", "add", &url, "files/inner"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "Sail"]);
    git(&["tag", "base"]);
    let check = |code| {
        let mut command = workspace.command(&["check", ".", "--since", "base", "--only", "version/bumped"]);
        run(command.current_dir(&root)).expect_code(code)
    };
    check(0);
    inner.workspace.write("NOTES.md", "new\n");
    inner.commit();
    git(&["submodule", "--quiet", "update", "--remote"]);
    let ran = check(1);
    assert!(ran.stdout.contains("differs: files/inner (a submodule)\n"), "{ran:?}");
}

#[test]
fn what_git_does_not_know_is_bad_usage() {
    let repository = Repository::new();
    let since = |reference: &str| {
        let ran = repository.workspace.portolan(&["check", &format!("--since={reference}")]).expect_code(2);
        ran.stderr
    };
    let unknown = since("origin/main");
    assert!(unknown.contains("git knows no such commit") && unknown.contains("`fetch-depth: 0`"), "{unknown}");
    assert!(since("--help").contains("no name of a commit"));
    repository.git(&["checkout", "--quiet", "--orphan", "fresh"]);
    assert!(since("base").contains("nothing is committed yet"));
    repository.workspace.write("NOTES.md", "Without it this would be the same commit.\n");
    repository.commit();
    assert!(since("base").contains("no commit in common"));

    let outside = Workspace::new().portolan(&["check", "--since", "HEAD"]).expect_code(2);
    assert!(outside.stderr.contains("is in no git repository"), "{outside:?}");
}

#[test]
fn a_shallow_clone_is_told_to_fetch() {
    let repository = Repository::new();
    repository.commit();
    repository.commit();
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("clone");
    let url = format!("file://{}", repository.workspace.root().display());
    repository.git(&["clone", "--quiet", "--depth", "1", &url, root.to_str().unwrap()]);
    let check = |reference: &str, code| {
        let mut command = repository.workspace.command(&["check", "--since", reference, "--only", "version/bumped"]);
        run(command.current_dir(&root)).expect_code(code)
    };
    let ran = check("base", 2);
    assert!(ran.stderr.contains("`git fetch --unshallow`"), "{ran:?}");
    check("HEAD", 0);
}

#[test]
fn only_changed_charts_and_those_that_take_them_in_are_examined() {
    let repository = Repository::with(|workspace| {
        for name in ["a", "b", "c"] {
            workspace
                .write(&format!("charts/{name}/Chart.yaml"), format!("apiVersion: v2\nname: {name}\nversion: 1.0.0\n"));
        }
        let needs = "dependencies:\n- {name: a, version: 1.0.0, repository: file://../a}\n";
        workspace.write("charts/b/Chart.yaml", format!("apiVersion: v2\nname: b\nversion: 1.0.0\n{needs}"));
    });
    repository.workspace.write("charts/a/values.yaml", "a: 1\n");
    let charts = ["charts/a", "charts/b", "charts/c", CHART];
    let arguments = ["check", "--since", "base", "--changed-only", "--only", "version", "--output", "json"];
    let ran = repository.workspace.portolan(&[&arguments[..], &charts].concat()).expect_code(1);
    let json = ran.json();
    let looked: Vec<&str> =
        json["charts"].as_array().unwrap().iter().map(|chart| chart["path"].as_str().unwrap()).collect();
    assert_eq!(looked, ["charts/a", "charts/b"]);
    assert!(ran.stderr.contains("2 of 4 charts changed since base"), "{ran:?}");
    repository.workspace.portolan(&["check", "--changed-only"]).expect_code(2);
}

#[test]
fn a_pull_request_is_compared_with_its_base_if_that_was_fetched() {
    let repository = Repository::new();
    repository.workspace.write("charts/harbor/values.yaml", "berths: 4\n");
    let check = |since: Option<&str>, code| {
        let mut command = repository.workspace.command(&["check", "--only", "version/bumped"]);
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_BASE_REF", "main");
        since.map(|since| command.env("PORTOLAN_SINCE", since));
        run(&mut command).expect_code(code)
    };
    check(None, 0);
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    assert!(check(None, 1).stdout.contains("as at origin/main"));
    check(Some(""), 0);
}
