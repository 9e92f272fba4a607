//! Where dependencies come from.

use super::DependencyError;
use super::version::check_constraint;
use crate::metadata::Dependency;
use crate::text::clean_path;

const FILE_SCHEME: &str = "file://";
const REGISTRY_SCHEME: &str = "oci://";
/// What Helm adds when a repository looks like a bare name.
const BARE_NAME_ADVICE: &str = "\nNote that repositories must be URLs or aliases. For example, to refer to the \
                                \"example\"\nrepository, use \"https://charts.example.com/\" or \"@example\" instead \
                                of\n\"example\". Don't forget to add the repo, too ('helm repo add').";

/// Where a dependency comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It is a folder of the chart's repository already.
    Vendored {
        /// Path relative to the chart's root: `charts/<name>`.
        folder: String,
    },
    /// A folder elsewhere; see [`local_path`].
    Folder {
        /// The address with its `file://`.
        address: String,
    },
    /// An OCI registry.
    Registry {
        /// Host and path of the chart's repository, without `oci://` and tag.
        reference: String,
    },
    /// A chart repository with an `index.yaml`.
    Repository {
        /// Its address.
        url: String,
    },
    /// A repository by the name under which the user's Helm knows it.
    Alias {
        /// The name without `@` or `alias:`.
        name: String,
    },
}

/// A dependency and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedDependency {
    /// The entry of the list.
    pub dependency: Dependency,
    /// Where it comes from.
    pub source: Source,
}

/// Where each dependency of a list comes from, in order.
///
/// # Errors
/// Versions that are no range, and repositories that are neither addresses nor aliases.
pub fn plan(requested: &[Dependency]) -> Result<Vec<PlannedDependency>, DependencyError> {
    let mut planned = Vec::new();
    let mut unknown = Vec::new();
    for dependency in requested {
        check_constraint(dependency)?;
        match source(dependency) {
            Some(source) => planned.push(PlannedDependency { dependency: dependency.clone(), source }),
            None => unknown.push(dependency.repository.clone()),
        }
    }
    if unknown.is_empty() {
        return Ok(planned);
    }
    let bare = unknown.iter().any(|repository| !repository.contains("//"));
    Err(DependencyError::UnknownRepositories {
        repositories: unknown,
        advice: if bare { BARE_NAME_ADVICE } else { "" },
    })
}

fn source(dependency: &Dependency) -> Option<Source> {
    let repository = dependency.repository.as_str();
    let name = &dependency.name;
    if repository.is_empty() {
        return Some(Source::Vendored { folder: format!("charts/{name}") });
    }
    if repository.starts_with(FILE_SCHEME) {
        return Some(Source::Folder { address: repository.to_owned() });
    }
    if let Some(path) = repository.strip_prefix(REGISTRY_SCHEME) {
        return Some(Source::Registry { reference: format!("{}/{name}", path.trim_end_matches('/')) });
    }
    let alias = repository.strip_prefix('@').or_else(|| repository.strip_prefix("alias:"));
    if let Some(alias) = alias {
        return Some(Source::Alias { name: alias.to_owned() });
    }
    let is_url = has_scheme(repository) && repository.contains("://");
    is_url.then(|| Source::Repository { url: repository.to_owned() })
}

/// Whether an address begins with `scheme:`.
pub(super) fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else {
        return false;
    };
    let is_part = |character: char| character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.');
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.chars().all(is_part)
}

/// The folder that a `file://` address means: absolute, or relative to the chart's own folder.
pub fn local_path(address: &str, chart_folder: &str) -> String {
    let path = address.strip_prefix(FILE_SCHEME).unwrap_or(address);
    if path.starts_with('/') { clean_path(path) } else { clean_path(&format!("{chart_folder}/{path}")) }
}
