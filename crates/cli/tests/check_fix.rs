//! `check --fix` makes the changes that findings bring along, and no others.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A copy of the chart with defects.
fn copy() -> tempfile::TempDir {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defects/workers");
    let scratch = tempfile::tempdir().unwrap();
    for file in
        ["Chart.yaml", "README.md", "LICENSE", "values.yaml", "artifacthub-pkg.yml", "templates/deployment.yaml"]
    {
        let target = scratch.path().join("workers").join(file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(source.join(file), target).unwrap();
    }
    scratch
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.env_clear().current_dir(folder).args(["check", "workers"]).args(arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_readme_names_the_current_version_afterwards() {
    let scratch = copy();
    let readme = scratch.path().join("workers/README.md");
    let before = fs::read_to_string(&readme).unwrap();
    let said = stderr(&check(scratch.path(), &["--fix", "--only", "drift/readme-version"]));
    assert_eq!(said.matches("fixed: workers/README.md").count(), 4, "{said}");
    assert_eq!(fs::read_to_string(&readme).unwrap(), before.replace("0.9.13", "0.9.29"));
    let again = check(scratch.path(), &["--fix", "--only", "drift/readme-version"]);
    assert_eq!((again.status.code(), stderr(&again).as_str()), (Some(0), ""));
}

#[test]
fn without_fix_nothing_changes() {
    let scratch = copy();
    let readme = scratch.path().join("workers/README.md");
    let before = fs::read(&readme).unwrap();
    check(scratch.path(), &[]);
    assert_eq!(fs::read(&readme).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn modes_stay_and_links_are_left() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let scratch = copy();
    let (readme, elsewhere) = (scratch.path().join("workers/README.md"), scratch.path().join("README.md"));
    fs::set_permissions(&readme, fs::Permissions::from_mode(0o640)).unwrap();
    check(scratch.path(), &["--fix", "--only", "drift/readme-version"]);
    assert_eq!(fs::metadata(&readme).unwrap().permissions().mode() & 0o777, 0o640);
    fs::write(&elsewhere, "helm install workers oci://r.example/workers --version 0.1.0\n").unwrap();
    fs::remove_file(&readme).unwrap();
    symlink(&elsewhere, &readme).unwrap();
    check(scratch.path(), &["--fix", "--only", "drift/readme-version"]);
    assert!(fs::symlink_metadata(&readme).unwrap().is_symlink());
    assert!(fs::read_to_string(&elsewhere).unwrap().contains("0.1.0"));
}
