//! What can be wrong with dependencies, in Helm's words.

/// What can be wrong with dependencies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DependencyError {
    /// Listed, but not in `charts/`.
    #[error("found in Chart.yaml, but missing in charts/ directory: {}", .names.join(", "))]
    Missing {
        /// Their names.
        names: Vec<String>,
    },
    /// The lock was made for another list.
    #[error(
        "the lock file ({lock_file}) is out of sync with the dependencies file ({list_file}). Please update the \
         dependencies{}", update_advice(.legacy)
    )]
    OutOfSync {
        /// `Chart.lock` or `requirements.lock`.
        lock_file: &'static str,
        /// `Chart.yaml` or `requirements.yaml`.
        list_file: &'static str,
        /// Whether it is a `v1` chart, whose text is shorter.
        legacy: bool,
    },
    /// A version that is no range.
    #[error("dependency {} has an invalid version/constraint format: {reason}", gostd::strconv::quote(.name))]
    InvalidConstraint {
        /// The dependency.
        name: String,
        /// What is wrong with the range.
        reason: String,
    },
    /// No version of the range exists.
    #[error(
        "can't get a valid version for {} subchart(s): {}. Make sure a matching chart version exists in the repo, or \
         change the version constraint in Chart.yaml", .subcharts.len(), .subcharts.join(", ")
    )]
    NoVersion {
        /// Of each: `"name" (repository "…", version "…")`, as [`super::no_valid_version`] words it.
        subcharts: Vec<String>,
    },
    /// The repository does not know the chart.
    #[error("{name} chart not found in repo {repository}")]
    NotInRepository {
        /// The chart.
        name: String,
        /// The repository's address.
        repository: String,
    },
    /// A `file://` path, or a chart in `charts/`, that is not there.
    #[error("directory {path} not found")]
    FolderNotFound {
        /// The path.
        path: String,
    },
    /// The chart in `charts/` has a version outside of the range.
    #[error("dependency {name} at version {version} does not satisfy the constraint {constraint}")]
    Unsatisfied {
        /// The dependency.
        name: String,
        /// The version that is there.
        version: String,
        /// The range.
        constraint: String,
    },
    /// Repositories that are neither addresses nor known names.
    #[error("no repository definition for {}. Please add them via 'helm repo add'{}", .repositories.join(", "), .advice)]
    UnknownRepositories {
        /// As they are written.
        repositories: Vec<String>,
        /// Helm's further lines when one of them looks like a bare name; else empty.
        advice: &'static str,
    },
    /// A repository index without content.
    #[error("empty index.yaml file")]
    EmptyIndex,
    /// A repository index that is not one.
    #[error("no API version specified")]
    IndexWithoutApiVersion,
    /// A repository index that can't be read.
    #[error("{reason}")]
    UnreadableIndex {
        /// What is wrong with it.
        reason: String,
    },
}

impl DependencyError {
    /// What would help.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Missing { .. } => "run `portolan deps build` to fetch them as locked, or remove them from Chart.yaml",
            Self::OutOfSync { .. } => "run `portolan deps update` and commit the lock",
            Self::InvalidConstraint { .. } => "write a range such as ^1.2.0, ~1.2, or >=1.2.0 <2",
            Self::NoVersion { .. } | Self::Unsatisfied { .. } => "change the version in Chart.yaml",
            Self::FolderNotFound { .. } => "file:// paths are relative to the chart's folder",
            Self::UnknownRepositories { .. } => "write the repository's address: https://… or oci://…",
            Self::EmptyIndex | Self::IndexWithoutApiVersion | Self::UnreadableIndex { .. } => {
                "check the repository's address: it must be the one to which /index.yaml is appended"
            }
            Self::NotInRepository { .. } => "check the name and the repository in Chart.yaml",
        };
        Some(hint.to_owned())
    }
}

fn update_advice(legacy: &bool) -> &'static str {
    if *legacy { "" } else { " with 'helm dependency update'" }
}
