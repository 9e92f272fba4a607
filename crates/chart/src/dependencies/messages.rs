//! Helm's words while dependencies are fetched.

use gostd::strconv;

use crate::metadata::Dependency;

/// Printed before archives that no longer belong into `charts/` are removed.
pub const DELETING: &str = "Deleting outdated charts";

/// Printed before anything is fetched.
pub fn saving(count: usize) -> String {
    format!("Saving {count} charts")
}

/// Printed before a chart is fetched from a repository.
pub fn downloading(dependency: &Dependency) -> String {
    format!("Downloading {} from repo {}", dependency.name, dependency.repository)
}

/// Printed instead of [`downloading`] when another entry (with another alias) has fetched it.
pub fn already_downloaded(dependency: &Dependency) -> String {
    format!("Already downloaded {} from repo {}", dependency.name, dependency.repository)
}

/// Printed for a dependency without repository.
pub fn assumed_in_charts(dependency: &Dependency) -> String {
    let name = &dependency.name;
    format!("Dependency {name} did not declare a repository. Assuming it exists in the charts directory")
}

/// One dependency in [`super::DependencyError::NoVersion`].
pub fn no_valid_version(dependency: &Dependency) -> String {
    let name = strconv::quote(&dependency.name);
    let repository = strconv::quote(&dependency.repository);
    let version = strconv::quote(&dependency.version);
    format!("{name} (repository {repository}, version {version})")
}

/// The name of an archive in `charts/` that was packed from a `file://` folder or pulled from a registry.
/// Archives from HTTP repositories keep the last part of their address.
pub fn local_archive_name(name: &str, version: &str) -> String {
    format!("{name}-{version}.tgz")
}
