//! The way through a schema.

use super::finding::Findings;
use super::{applies, bounds, combined, default, described, enumeration, required, types};
use crate::path::Path;
use crate::schema::{Items, Schema, SchemaOrBool};

/// What is known from the schemas above.
#[derive(Debug, Clone, Copy)]
struct Above {
    /// There are none.
    is_root: bool,
    /// It is below `additionalProperties`, where the server does not look at defaults.
    is_unseen: bool,
}

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    visit(schema, Above { is_root: true, is_unseen: false }, at, into);
    described::check(schema, at, into);
}

/// A schema of a part of the value.
fn visit(schema: &Schema, above: Above, at: &Path<'_>, into: &mut Findings) {
    demands(schema, at, into);
    types::check(schema, at, into);
    required::check_known(schema, at, into);
    if above.is_unseen {
        default::check(schema, at, into);
    }
    if !above.is_root {
        combined::check(schema, at, into);
    }
    let below = Above { is_root: false, ..above };
    for (name, property) in &schema.properties {
        visit(property, below, &at.child("properties").key(name), into);
    }
    if let Some(Items::One(items)) = &schema.items {
        visit(items, below, &at.child("items"), into);
    }
    if let Some(SchemaOrBool::Schema(values)) = &schema.additional_properties {
        visit(values, Above { is_unseen: true, ..below }, &at.child("additionalProperties"), into);
    }
}

/// What the schema demands, and what those do that are combined with it.
fn demands(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    bounds::check(schema, at, into);
    enumeration::check(schema, at, into);
    applies::check(schema, at, into);
    required::check_duplicates(schema, at, into);
    for_each_combined(schema, at, &mut |nested, at| nested_demands(nested, at, into));
}

fn nested_demands(nested: &Schema, at: &Path<'_>, into: &mut Findings) {
    demands(nested, at, into);
    for (name, property) in &nested.properties {
        nested_demands(property, &at.child("properties").key(name), into);
    }
    if let Some(Items::One(items)) = &nested.items {
        nested_demands(items, &at.child("items"), into);
    }
}

/// Calls for each schema below `allOf`, `anyOf`, `oneOf` and `not`.
pub(super) fn for_each_combined(schema: &Schema, at: &Path<'_>, look: &mut dyn FnMut(&Schema, &Path<'_>)) {
    for (key, list) in [("allOf", &schema.all_of), ("anyOf", &schema.any_of), ("oneOf", &schema.one_of)] {
        for (index, nested) in list.iter().enumerate() {
            look(nested, &at.child(key).index(index));
        }
    }
    if let Some(not) = &schema.not {
        look(not, &at.child("not"));
    }
}
