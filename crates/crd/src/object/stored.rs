//! `status.storedVersions` (V3): versions in which objects are or were stored must stay.

use std::collections::BTreeMap;

use super::metadata::json_list;
use crate::definition::{Definition, Version};
use crate::path::Path;
use crate::violation::Violation;

/// The stored versions after create or update: those before, and the first that is marked so now.
pub(crate) fn after(before: &[String], definition: &Definition) -> Vec<String> {
    let mut stored = before.to_vec();
    if let Some(now) = definition.versions.iter().find(|version| version.storage)
        && !stored.contains(&now.name)
    {
        stored.push(now.name.clone());
    }
    stored
}

/// What is wrong with the stored versions.
pub(crate) fn check(stored: &[String], versions: &[Version]) -> Vec<Violation> {
    let root = Path::root();
    let status = root.child("status");
    let at = status.child("storedVersions");
    if stored.is_empty() {
        return vec![Violation::invalid(&at, "null", "must have at least one stored version")];
    }
    let mut errors = Vec::new();
    // Each version is found once: a second one of the same name is not.
    let mut left: BTreeMap<&str, usize> =
        stored.iter().enumerate().map(|(index, name)| (name.as_str(), index)).collect();
    for version in versions {
        if left.remove(version.name.as_str()).is_none() && version.storage {
            let detail = format!("must have the storage version {}", version.name);
            errors.push(Violation::invalid(&at, json_list(stored), detail));
        }
    }
    for (name, index) in left {
        errors.push(Violation::invalid_text(&at.index(index), name, missing(name)));
    }
    errors
}

fn missing(name: &str) -> String {
    format!(
        "missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a \
         storage migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions"
    )
}
