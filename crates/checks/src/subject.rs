//! What rules look at.

use chart::Chart;
use goyaml::Node;
use hub::package_file::PackageFile;
use hub::repository_file::RepositoryFile;

/// A file that stands outside the loaded chart or is looked at as raw bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// The path, relative to where the user stands.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A chart with the files that belong to its release.
pub struct Subject<'a> {
    /// The chart.
    pub chart: &'a Chart,
    /// Its folder, relative to where the user stands.
    pub folder: &'a str,
    /// `artifacthub-pkg.yml` beside `Chart.yaml`: its path and what it says.
    pub package_file: Option<(String, PackageFile)>,
    /// `artifacthub-repo.yml` for this chart: its path and what it says.
    pub repository_file: Option<(String, RepositoryFile)>,
}

impl<'a> Subject<'a> {
    /// Reads the two metadata files, if they are there.
    pub fn new(chart: &'a Chart, folder: &'a str, package: Option<&NamedFile>, repository: Option<&NamedFile>) -> Self {
        Self {
            chart,
            folder,
            package_file: package.map(|file| (file.path.clone(), hub::package_file::read(&file.bytes))),
            repository_file: repository.map(|file| (file.path.clone(), hub::repository_file::read(&file.bytes))),
        }
    }

    /// The path of one of the chart's files, relative to where the user stands.
    pub fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.folder.trim_end_matches('/'))
    }

    /// The path of `Chart.yaml`.
    pub fn chart_yaml(&self) -> String {
        self.path("Chart.yaml")
    }

    /// The value of a field of `Chart.yaml`, for its position.
    pub fn field(&self, name: &str) -> Option<&Node> {
        self.chart.chart_yaml.get(name)
    }

    /// The value of an annotation, for its position.
    pub fn annotation_node(&self, key: &str) -> Option<&Node> {
        self.field("annotations")?.get(key)
    }

    /// An annotation's text.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.chart.metadata.annotations.get(key).map(String::as_str)
    }
}

/// What edges know beyond the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The version that somebody outside expects, and who: `--expect-version` or a git tag in CI.
    pub expected_version: Option<(String, String)>,
}
