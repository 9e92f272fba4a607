//! Values of `enum`.

use std::collections::HashSet;

use gostd::json::{Value, encode};

use super::finding::{Findings, Lint};
use super::types::takes;
use crate::path::Path;
use crate::schema::{InertKey, Schema};

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    let at_enum = at.child("enum");
    if schema.inert.has(InertKey::Enumeration) {
        into.add(Lint::EmptyEnum, &at_enum, || "enum has no values".to_owned());
    }
    let mut seen = HashSet::new();
    for (index, value) in schema.enumeration.iter().enumerate() {
        let text = encode(value);
        if !takes(schema, value) {
            into.add(Lint::EnumOfOtherType, &at_enum.index(index), || {
                format!("{} is no {}", shown(value), named(schema))
            });
        }
        if !seen.insert(text) {
            into.add(Lint::DuplicateEnum, &at_enum.index(index), || format!("{} is there twice", shown(value)));
        }
    }
    let has_null = schema.enumeration.iter().any(Value::is_null);
    if schema.nullable && !schema.enumeration.is_empty() && !has_null {
        into.add(Lint::NullNotInEnum, &at_enum, || "nullable, but null is not in enum, so it is refused".to_owned());
    }
}

fn named(schema: &Schema) -> &str {
    if schema.int_or_string { "integer or string" } else { &schema.kind }
}

/// How much of a value a message shows.
const SHOWN: usize = 60;

/// A value in JSON, not too long.
pub(super) fn shown(value: &Value) -> String {
    let text = encode(value);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
