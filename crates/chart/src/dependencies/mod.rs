//! Charts that a chart needs: which are missing, which version fits, what the lock says
//! (Helm: `internal/resolver`, `pkg/downloader/manager.go`, `pkg/repo/v1/index.go`).
//!
//! Nothing here fetches or writes anything. The program that does walks the [`plan`], asks [`choose_version`]
//! with the versions it found, and writes [`Lock::to_yaml`].

mod error;
mod index;
mod lock;
mod messages;
mod source;
mod status;
mod version;

#[cfg(test)]
mod tests;

pub use error::DependencyError;
pub use index::{Index, IndexEntry, absolute_url, parse_index};
pub use lock::{
    CHART_LOCK, Lock, LockMatch, REQUIREMENTS_LOCK, legacy_lock_digest, lock_digest, lock_file_name, lock_in_sync,
};
pub use messages::{
    DELETING, already_downloaded, assumed_in_charts, downloading, local_archive_name, no_valid_version, saving,
};
pub use source::{PlannedDependency, Source, local_path, plan};
pub use status::{ArchiveFound, status};
pub use version::{check_constraint, choose_version, same_version, versions_from_tags};

use crate::chart::Chart;

/// Names of the dependencies that are listed but not in `charts/`, in the order of the list.
///
/// Helm compares names only: a chart of the wrong version counts as present.
pub fn missing(chart: &Chart) -> Vec<String> {
    let present = |name: &str| chart.dependencies.iter().any(|found| found.metadata.name == name);
    let listed = chart.metadata.dependencies.iter().map(|dependency| &dependency.name);
    listed.filter(|name| !present(name)).cloned().collect()
}
