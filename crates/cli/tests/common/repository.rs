//! A git repository with the workspace's chart, and clones of it on machines that differ.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

use super::workspace::{CHART, Workspace, run, scrub};

/// A git repository with the workspace's files. The last commit does not touch the chart.
pub struct Repository {
    /// Where it lies.
    pub workspace: Workspace,
}

/// When the chart was committed.
pub const COMMITTED: &str = "1690000000";

impl Repository {
    /// Two commits.
    pub fn new() -> Self {
        let repository = Self { workspace: Workspace::new() };
        repository.git(&["init", "--quiet"], COMMITTED);
        repository.commit("The quay", COMMITTED);
        repository.workspace.write("NOTES.md", "Not of the chart.\n");
        repository.commit("Notes", "1695000000");
        repository
    }

    fn git(&self, arguments: &[&str], seconds: &str) {
        let mut command = Command::new("git");
        scrub(&mut command, &self.workspace.home());
        let date = format!("{seconds} +0000");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Pilot").env(format!("GIT_{role}_EMAIL"), "pilot@harbor.example");
            command.env(format!("GIT_{role}_DATE"), &date);
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").current_dir(self.workspace.root()).args(arguments);
        run(&mut command).expect_code(0);
    }

    fn commit(&self, message: &str, seconds: &str) {
        self.git(&["add", "--all"], seconds);
        self.git(&["commit", "--quiet", "--message", message], seconds);
    }

    /// A clone in a new folder, made with further arguments.
    pub fn clone_to(&self, folder: &str, arguments: &[&str]) -> GitClone {
        let place = tempfile::tempdir().expect("a temporary folder");
        let root = place.path().join(folder);
        let url = format!("file://{}", self.workspace.root().display());
        let target = root.to_str().expect("a path of text");
        self.git(&[&["clone", "--quiet"], arguments, &[&url, target]].concat(), COMMITTED);
        GitClone { _place: place, root }
    }
}

/// A clone of the repository.
pub struct GitClone {
    _place: TempDir,
    /// Its root.
    pub root: PathBuf,
}

impl GitClone {
    /// The program in the clone without `SOURCE_DATE_EPOCH`, after a shell has set up what is particular here.
    pub fn portolan(&self, arguments: &[&str], set_up: &str, home: &Path) -> Command {
        let script = format!("{set_up} exec \"$0\" \"$@\"");
        let mut command = Command::new("/bin/sh");
        scrub(&mut command, home);
        command.current_dir(&self.root).args(["-c", &script, env!("CARGO_BIN_EXE_portolan")]).args(arguments);
        command
    }

    /// Gives every file of the chart another time and other rights.
    pub fn disguise(&self, time: SystemTime, read_only: bool) {
        let mut folders = vec![self.root.join(CHART)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a readable folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let file = fs::File::options().append(true).open(&path).expect("a file");
                file.set_modified(time).expect("another time");
                let mut rights = file.metadata().expect("its rights").permissions();
                rights.set_readonly(read_only);
                file.set_permissions(rights).expect("other rights");
            }
        }
    }
}
