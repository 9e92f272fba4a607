//! Defaults that the server does not look at.

use super::enumeration::shown;
use super::finding::{Findings, Lint};
use super::types::takes;
use crate::path::Path;
use crate::schema::Schema;

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    if let Some(default) = &schema.default
        && !takes(schema, default)
    {
        into.add(Lint::DefaultOfOtherType, &at.child("default"), || {
            format!("the default {} is not of type {}", shown(default), schema.kind)
        });
    }
}
