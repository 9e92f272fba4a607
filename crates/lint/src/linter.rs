//! Running all rules over a chart (Helm: `lint.RunAll`, `action.lintChart`).

use chart::{Folder, FolderError, LoadError, Loaded, join_path, load_any_version};

use crate::engine::Engine;
use crate::message::{Message, Report, Severity};
use crate::root::{Root, Shape};
use crate::rules;

/// The Kubernetes version that deprecated APIs are judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KubeVersion {
    /// 1
    pub major: u32,
    /// 37
    pub minor: u32,
}

impl Default for KubeVersion {
    /// The version of the client library in Helm 4.3.1.
    fn default() -> Self {
        Self { major: 1, minor: 37 }
    }
}

/// How to lint.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The renderer.
    pub engine: &'a dyn Engine,
    /// `--kube-version`
    pub kube_version: KubeVersion,
}

/// Lints the chart in a folder that the user named by a path.
///
/// # Errors
/// The folder has no `Chart.yaml`; Helm's text.
pub fn lint_path(path: &str, folder: &dyn Folder, request: &Request<'_>) -> Result<Report, String> {
    let reason = match folder.entries("").map(Root::new) {
        Ok(root) if root.shape("Chart.yaml").is_some() => return Ok(lint_root(folder, root, request)),
        Ok(_) | Err(FolderError::Missing { .. }) => "no such file or directory".to_owned(),
        Err(error) => reason(&error.to_string()),
    };
    let chart_yaml = join_path(path, "Chart.yaml");
    Err(format!("unable to check Chart.yaml file in chart: stat {chart_yaml}: {reason}"))
}

/// What the system said, without the path.
fn reason(message: &str) -> String {
    message.rsplit(": ").next().unwrap_or(message).to_owned()
}

/// Lints the chart in a folder.
pub fn lint(folder: &dyn Folder, request: &Request<'_>) -> Report {
    let root = Root::new(folder.entries("").unwrap_or_default());
    lint_root(folder, root, request)
}

/// Lints the chart in a folder from which it has been loaded.
pub fn lint_loaded(folder: &dyn Folder, loaded: &Loaded, request: &Request<'_>) -> Report {
    run_all(folder, Root::new(folder.entries("").unwrap_or_default()), Ok(loaded), request)
}

fn lint_root(folder: &dyn Folder, root: Root, request: &Request<'_>) -> Report {
    run_all(folder, root, load_any_version(folder).as_ref(), request)
}

fn run_all(folder: &dyn Folder, root: Root, loaded: Result<&Loaded, &LoadError>, request: &Request<'_>) -> Report {
    let mut linter = Linter { folder, request, root, loaded, report: Report::default() };
    rules::chart_file::check(&mut linter);
    rules::values_file::check(&mut linter);
    rules::templates::check(&mut linter);
    rules::dependencies::check(&mut linter);
    rules::crds::check(&mut linter);
    linter.report
}

/// One run over one chart.
pub(crate) struct Linter<'a> {
    pub(crate) folder: &'a dyn Folder,
    pub(crate) request: &'a Request<'a>,
    root: Root,
    loaded: Result<&'a Loaded, &'a LoadError>,
    pub(crate) report: Report,
}

impl<'a> Linter<'a> {
    /// Notes what a rule found; whether it found nothing (Helm: `RunLinterRule`).
    pub(crate) fn check(&mut self, severity: Severity, path: &str, found: Result<(), String>) -> bool {
        let Err(text) = found else {
            return true;
        };
        self.report.messages.push(Message { severity, path: path.to_owned(), text });
        false
    }

    /// What there is in the chart's top folder.
    pub(crate) fn shape(&self, name: &str) -> Option<Shape> {
        self.root.shape(name)
    }

    /// The chart. Helm loads it again for each group of rules, so that its log lines come again, too.
    pub(crate) fn load(&mut self) -> Result<&'a Loaded, &'a LoadError> {
        if let Ok(loaded) = self.loaded {
            self.report.log.extend_from_slice(&loaded.notes);
        }
        self.loaded
    }
}
