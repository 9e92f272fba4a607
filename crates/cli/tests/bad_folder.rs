//! What a chart's folder must not hold: links to nowhere, pipes, strays, and more than fits.

mod common;
mod probe;

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use common::{CHART, Workspace, run};
use probe::{refused, refuses};

/// A release after this change ends with exit code 1 and these words.
#[track_caller]
fn refuses_after(change: impl FnOnce(&Workspace), words: &[&str]) {
    let workspace = Workspace::new();
    change(&workspace);
    refuses(&workspace, &["release"], 1, words);
}

/// The same for a file that is written anew.
#[track_caller]
fn refuses_written(path: &str, content: &str, words: &[&str]) {
    refuses_after(|workspace| workspace.write(path, content), words);
}

#[test]
fn what_must_not_lie_in_a_charts_folder() {
    let remove = "hint: remove it from the chart's folder";
    refuses_after(
        |workspace| symlink("/nowhere/at/all", workspace.root().join(CHART).join("templates/link.yaml")).unwrap(),
        &["error[helm/load]: charts/harbor: ", "templates/link.yaml: ", "no such file or directory", remove],
    );
    refuses_after(
        |workspace| symlink("link", workspace.root().join(CHART).join("link")).unwrap(),
        &["error[helm/load]: charts/harbor: ", "too many links", remove],
    );
    refuses_after(
        |workspace| symlink("..", workspace.root().join(CHART).join("templates/up")).unwrap(),
        &["error[helm/load]: charts/harbor: ", "too many levels of symbolic links"],
    );
    refuses_after(
        |workspace| {
            let made = Command::new("mkfifo").arg(workspace.root().join(CHART).join("pipe")).status().unwrap();
            assert!(made.success());
        },
        &["error[helm/load]: charts/harbor: cannot load irregular file ", "harbor/pipe ", remove],
    );
    refuses_written(
        "charts/harbor/charts/README.md",
        "none yet",
        &["error[helm/load]: charts/harbor: ", "subchart README.md", "move stray files out of charts/"],
    );
    refuses_written(
        "charts/harbor/charts/sub/Chart.yaml",
        "apiVersion: v2\nname: sub\nversion: [1]\n",
        &["error[helm/load]: charts/harbor/charts/sub/Chart.yaml:3:10: "],
    );
    refuses_written(
        "charts/harbor/charts/sub-1.0.0.tgz",
        "no archive",
        &["error[helm/load]: charts/harbor: ", "subchart sub-1.0.0.tgz", "hint: the file is damaged or cut"],
    );
    refuses_written("charts/harbor/.helmignore", "a\n**/b\n", &["error[helm/load]: charts/harbor/.helmignore:2:1: "]);
}

#[test]
fn more_than_a_chart_may_hold() {
    let workspace = Workspace::new();
    let big = fs::File::create(workspace.root().join(CHART).join("sea.bin")).unwrap();
    big.set_len(120 << 20).unwrap();
    refuses(
        &workspace,
        &["release"],
        1,
        &["charts/harbor: error reading sea.bin: ", "maximum decompressed size of 104857600 bytes"],
    );
    workspace.remove("charts/harbor/sea.bin");
    workspace.write(&format!("{CHART}/{}drop", "deep/".repeat(150)), "");
    refuses(&workspace, &["release"], 1, &["is nested deeper than 128"]);
    fs::remove_dir_all(workspace.root().join(CHART).join("deep")).unwrap();
    fs::create_dir(workspace.root().join(CHART).join("drops")).unwrap();
    (0..10_001).for_each(|number| {
        drop(fs::File::create(workspace.root().join(CHART).join(format!("drops/{number}"))).unwrap())
    });
    refuses(
        &workspace,
        &["release"],
        1,
        &["charts/harbor: chart has more than 10000 files", "hint: leave out", ".helmignore"],
    );
}

/// Helm 4.3 takes them, Artifact Hub does not.
#[test]
fn a08_large_files_are_told_before_they_are_refused_elsewhere() {
    let workspace = Workspace::new();
    for (size, code, level) in [(4_500_000, 0, "warning"), (6_000_000, 1, "error")] {
        workspace.write(&format!("{CHART}/chart-of-the-sea.bin"), vec![b'x'; size]);
        let ran = workspace.portolan(&["check", CHART]).expect_code(code);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(said.contains(&format!("{level}[package/file-size]")), "{said}");
        assert!(said.contains(&format!("chart-of-the-sea.bin has {size} bytes")), "{said}");
    }
}

#[test]
fn a_source_time_that_is_none() {
    let workspace = Workspace::new();
    for value in ["soon", "-1", "1e9"] {
        let mut command = workspace.command(&["plan"]);
        command.env("SOURCE_DATE_EPOCH", value);
        refused(run(&mut command), 2, &[&format!("SOURCE_DATE_EPOCH is {value:?}"), "expected Unix seconds"]);
    }
    refuses(&workspace, &["package", CHART, "--version", "latest"], 2, &["--version: invalid semantic version"]);
}
