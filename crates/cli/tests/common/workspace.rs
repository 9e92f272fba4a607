//! A folder with one small chart, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::registry::Registry;

/// `SOURCE_DATE_EPOCH` of every run that says nothing else.
pub const EPOCH: &str = "1700000000";
/// The chart's version.
pub const VERSION: &str = "1.2.3";
/// The chart's folder in the workspace.
pub const CHART: &str = "charts/harbor";

/// A key of these tests, of no worth to anybody.
const KEY: &str = include_str!("signing.key.pem");

/// Every file of a new workspace. `determinism.rs` holds the digests that they come to.
const FILES: [(&str, &str); 8] = [
    ("portolan.yaml", "apiVersion: portolan.dev/v1alpha1\ncharts: [charts/harbor]\n"),
    (
        "artifacthub-repo.yml",
        r#"repositoryID: 3f1b7a52-0c1e-4c3d-9d38-5f6f0a2f7c11
owners:
  - name: Harbor master
    email: master@harbor.example
"#,
    ),
    (
        "charts/harbor/Chart.yaml",
        r#"apiVersion: v2
name: harbor
version: 1.2.3
appVersion: "4.5.6"
description: A quay with one ship
type: application
annotations:
  artifacthub.io/license: Apache-2.0
  artifacthub.io/operator: "false"
  artifacthub.io/links: |
    - name: Source
      url: https://harbor.example/source
  artifacthub.io/images: |
    - name: ship
      image: registry.example/ship:4.5.6
  artifacthub.io/changes: |
    - kind: added
      description: The quay
"#,
    ),
    (
        "charts/harbor/artifacthub-pkg.yml",
        r#"version: 1.2.3
name: harbor
displayName: Harbor
createdAt: "2026-01-02T03:04:05Z"
description: A quay with one ship
appVersion: "4.5.6"
links:
  - name: Source
    url: https://harbor.example/source
"#,
    ),
    ("charts/harbor/README.md", "# Harbor\n\nA quay with one ship.\n"),
    ("charts/harbor/LICENSE", "Free to sail.\n"),
    ("charts/harbor/values.yaml", "berths: 3\n"),
    (
        "charts/harbor/templates/quay.yaml",
        r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-quay
data:
  berths: {{ .Values.berths | quote }}
"#,
    ),
];

/// A temporary folder with the chart [`CHART`], `portolan.yaml` and `artifacthub-repo.yml`, in no git repository. A
/// home beside it is empty. Everything vanishes with the value.
pub struct Workspace {
    folder: TempDir,
}

/// A private key that others can read is warned about.
fn for_its_owner_alone(path: &Path) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("permissions of a key");
    #[cfg(not(unix))]
    let _ = path;
}

impl Workspace {
    /// A workspace whose chart passes every check.
    pub fn new() -> Self {
        let workspace = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(workspace.home()).expect("a home");
        FILES.iter().for_each(|(path, text)| workspace.write(path, text));
        fs::write(workspace.key(), KEY).expect("a written key");
        for_its_owner_alone(&workspace.key());
        workspace
    }

    /// The folder that holds `charts/`; runs start here.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// `HOME` of every run.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The key that signs every release that says nothing else.
    pub fn key(&self) -> PathBuf {
        self.folder.path().join("signing.key.pem")
    }

    /// Writes a file; `path` is relative to the root.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(&path, content).expect("a written file");
    }

    /// Replaces text that must be in the file.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root().join(path)).expect("a text file");
        assert!(text.contains(from), "{path} does not hold {from:?}");
        self.write(path, text.replace(from, to));
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("a file to remove");
    }

    /// Gives the chart another version than [`VERSION`].
    pub fn set_version(&self, version: &str) {
        for file in ["Chart.yaml", "artifacthub-pkg.yml"] {
            self.edit(&format!("{CHART}/{file}"), &format!("version: {VERSION}"), &format!("version: {version}"));
        }
    }

    /// The program with its arguments, ready to run in the root with a scrubbed environment and [`EPOCH`].
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        scrub(&mut command, &self.home());
        command.env("SOURCE_DATE_EPOCH", EPOCH).env("PORTOLAN_SIGN_KEY", self.key());
        command.current_dir(self.root()).args(arguments);
        command
    }

    /// Runs the program to its end.
    pub fn portolan(&self, arguments: &[&str]) -> Ran {
        run(&mut self.command(arguments))
    }

    /// `portolan release` of the chart to a registry of these tests.
    pub fn release_command(&self, registry: &Registry) -> Command {
        self.command(&["release", "--to", &registry.target(), "--plain-http"])
    }

    /// Releases the chart to a registry of these tests.
    pub fn release(&self, registry: &Registry) -> Ran {
        run(&mut self.release_command(registry))
    }
}

/// Leaves nothing of this process's environment but `PATH`.
pub fn scrub(command: &mut Command, home: &Path) {
    command.env_clear().env("HOME", home).env("TZ", "UTC").stdin(Stdio::null());
    command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Ran {
    let output = command.output().expect("a program that starts");
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A run that has ended.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; -1 when a signal ended it.
    pub code: i32,
    /// Its data.
    pub stdout: String,
    /// Its talk.
    pub stderr: String,
}

impl Ran {
    /// Fails the test, with everything that was printed, unless the exit code is this one.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// The manifest digest that `portolan release` printed.
    #[track_caller]
    pub fn digest(&self) -> String {
        let line = self.stdout.lines().find_map(|line| line.strip_prefix("  digest  "));
        line.unwrap_or_else(|| panic!("no digest in {self:?}")).to_owned()
    }

    /// What was printed with `--output json`.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}
