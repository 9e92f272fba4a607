//! Names of required properties.

use std::collections::HashSet;

use super::finding::{Findings, Lint};
use super::types::is_open;
use crate::path::Path;
use crate::schema::Schema;

/// Names that the schema declares no property for.
pub(super) fn check_known(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    if is_open(schema) || schema.kind != "object" {
        return;
    }
    for (index, name) in schema.required.iter().enumerate() {
        let is_head = matches!(name.as_str(), "apiVersion" | "kind" | "metadata");
        if !schema.properties.contains_key(name) && !is_head {
            into.add(Lint::RequiredUnknown, &at.child("required").index(index), || {
                format!("{name} is required, but no property has this name, so no object can have it")
            });
        }
    }
}

pub(super) fn check_duplicates(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    let mut seen = HashSet::new();
    for (index, name) in schema.required.iter().enumerate() {
        if !seen.insert(name) {
            into.add(Lint::DuplicateRequired, &at.child("required").index(index), || {
                format!("{name} is required twice")
            });
        }
    }
}
