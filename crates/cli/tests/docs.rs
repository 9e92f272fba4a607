//! The reference pages are generated from the code and compared; the README's commands are run.
//!
//! `PORTOLAN_UPDATE_DOCS=1 cargo test -p portolan --test docs` renews the pages.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn portolan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.env_clear().env("COLUMNS", "110");
    command
}

fn compare(page: &str, generated: &str) {
    let path = root().join("docs").join(page);
    if std::env::var_os("PORTOLAN_UPDATE_DOCS").is_some() {
        fs::write(&path, generated).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == generated,
        "docs/{page} is not what the code says: renew it with PORTOLAN_UPDATE_DOCS=1 cargo test -p portolan --test docs"
    );
}

#[test]
fn the_page_of_checks_is_that_of_the_table() {
    let mut page =
        "# Checks\n\nGenerated from `crates/checks/src/rules`.\n\n| id | severity | what must hold |\n|---|---|---|\n"
            .to_owned();
    for rule in checks::TABLE {
        let _ = writeln!(
            page,
            "| [`{}`](#{}) | {} | {} |",
            rule.id,
            rule.id.replace('/', ""),
            rule.severity.word(),
            rule.summary
        );
    }
    for rule in checks::TABLE {
        let _ = write!(page, "\n#{}", rule.page);
    }
    compare("checks.md", &page);
}

/// The help of a command and of those below it.
fn help(path: &[&str], page: &mut String) {
    let output = portolan().args(path).arg("--help").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let name = std::iter::once("portolan").chain(path.iter().copied()).collect::<Vec<_>>().join(" ");
    let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", lines.join("\n"));
    let commands = lines.iter().skip_while(|line| **line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    for below in names.filter_map(|line| line.split_whitespace().next()) {
        help(&[path, &[below]].concat(), page);
    }
}

#[test]
fn the_page_of_commands_is_that_of_the_command_line() {
    let mut page = "# Commands\n\nGenerated from the program's own help.\n".to_owned();
    help(&[], &mut page);
    compare("commands.md", &page);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn the_readmes_main_command_makes_a_complete_release() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let line =
        readme.lines().find(|line| line.starts_with("cargo run --release -- ")).expect("the README's main command");
    let arguments: Vec<&str> = line.split('#').next().unwrap().split_whitespace().skip(4).collect();
    assert!(readme.contains("\ncargo test --workspace"), "the README's test command");

    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("charts"), &folder.path().join("charts"));
    fs::copy(root().join("artifacthub-repo.yml"), folder.path().join("artifacthub-repo.yml")).unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let state = tempfile::tempdir().unwrap();
    let output = portolan()
        .args(&arguments)
        .env("SOURCE_DATE_EPOCH", "0")
        .env("XDG_STATE_HOME", state.path())
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    for made in
        ["dist/oci/agents/index.json", "dist/oci/agents/oci-layout", "dist/agents-0.1.0.tgz", "dist/release.json"]
    {
        assert!(folder.path().join(made).is_file(), "{made} is missing");
    }
    let index = fs::read_to_string(folder.path().join("dist/oci/agents/index.json")).unwrap();
    assert!(index.contains("\"artifacthub.io\"") && index.contains("\"0.1.0\""), "{index}");
}
