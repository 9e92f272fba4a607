//! Choosing one version out of many.

use gostd::semver::{Constraints, Error, Version};

use super::DependencyError;
use crate::metadata::Dependency;

/// The range of a dependency.
///
/// # Errors
/// [`DependencyError::InvalidConstraint`].
pub fn check_constraint(dependency: &Dependency) -> Result<Constraints, DependencyError> {
    Constraints::parse(&dependency.version).map_err(|error| DependencyError::InvalidConstraint {
        name: dependency.name.clone(),
        reason: error.to_string(),
    })
}

/// The highest version within a range, as it is written in the list. What is no version is passed over.
///
/// # Errors
/// The range is none.
pub fn choose_version<'v>(constraint: &str, versions: &[&'v str]) -> Result<Option<&'v str>, Error> {
    let constraint = Constraints::parse(constraint)?;
    let mut found: Vec<(Version, &'v str)> = Vec::new();
    for text in versions.iter().copied() {
        if let Ok(version) = Version::parse(text) {
            found.push((version, text));
        }
    }
    found.sort_by(|(left, _), (right, _)| right.cmp(left));
    let chosen = found.iter().find(|(version, _)| constraint.check(version));
    Ok(chosen.map(|(_, text)| *text))
}

/// Whether two texts are the same version; texts that are none are compared as they are
/// (Helm: `versionEquals`). Build metadata do not count.
pub fn same_version(left: &str, right: &str) -> bool {
    match (Version::parse(left), Version::parse(right)) {
        (Ok(left), Ok(right)) => left == right,
        (Err(_), _) => left == right,
        (Ok(_), Err(_)) => false,
    }
}

/// The versions that a registry's tags stand for, highest first: strict semantic versions only,
/// with `_` for `+` (Helm: `registry.Client.Tags`).
pub fn versions_from_tags(tags: &[&str]) -> Vec<String> {
    let mut versions: Vec<Version> = Vec::new();
    for tag in tags {
        if let Ok(version) = Version::parse_strict(&tag.replace('_', "+")) {
            versions.push(version);
        }
    }
    versions.sort_by(|left, right| right.cmp(left));
    versions.iter().map(ToString::to_string).collect()
}
