//! Properties that are named below `allOf`, `anyOf`, `oneOf` and `not` only. At the root the server refuses them.

use super::finding::{Findings, Lint};
use super::types::is_open;
use super::walk::for_each_combined;
use crate::path::Path;
use crate::schema::{Items, Schema, SchemaOrBool};

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    for_each_combined(schema, at, &mut |nested, at| compare(nested, schema, at, into));
}

fn compare(nested: &Schema, structure: &Schema, at: &Path<'_>, into: &mut Findings) {
    for_each_combined(nested, at, &mut |deeper, at| compare(deeper, structure, at, into));
    for (name, property) in &nested.properties {
        let at = at.child("properties");
        let at = at.key(name);
        match (structure.properties.get(name), &structure.additional_properties) {
            (Some(declared), _) => compare(property, declared, &at, into),
            (None, Some(SchemaOrBool::Schema(values))) => compare(property, values, &at, into),
            _ if is_open(structure) => {}
            _ => into.add(Lint::UndeclaredProperty, &at, || format!("{name} is not declared outside of this")),
        }
    }
    if let (Some(Items::One(items)), Some(Items::One(declared))) = (&nested.items, &structure.items) {
        compare(items, declared, &at.child("items"), into);
    }
}
