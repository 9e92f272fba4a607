//! Versions that nobody can use.

use super::finding::{Findings, Lint};
use crate::definition::Version;
use crate::path::Path;

pub(super) fn check(versions: &[Version], at: &Path<'_>, into: &mut Findings) {
    if versions.is_empty() {
        return;
    }
    if !versions.iter().any(|version| version.served) {
        into.add(Lint::NothingServed, at, || "no version is served, so nobody can use the resource".to_owned());
        return;
    }
    for (index, version) in versions.iter().enumerate() {
        if version.storage && !version.served {
            let name = &version.name;
            into.add(Lint::StorageNotServed, &at.index(index).child("served"), || {
                format!("version {name} is stored, but not served")
            });
        }
    }
}
