//! Keywords for values of another type, which do nothing.

use super::finding::{Findings, Lint};
use crate::path::Path;
use crate::schema::Schema;

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    if schema.kind.is_empty() || schema.int_or_string {
        return;
    }
    let kind = schema.kind.as_str();
    for (key, is_given, of) in given(schema) {
        if is_given && !of.contains(&kind) {
            into.add(Lint::KeywordOfOtherType, &at.child(key), || format!("{key} does nothing for type {kind}"));
        }
    }
}

fn given(schema: &Schema) -> [(&'static str, bool, &'static [&'static str]); 12] {
    const TEXT: &[&str] = &["string"];
    const NUMBER: &[&str] = &["integer", "number"];
    const LIST: &[&str] = &["array"];
    const MAP: &[&str] = &["object"];
    [
        ("minLength", schema.min_length.is_some(), TEXT),
        ("maxLength", schema.max_length.is_some(), TEXT),
        ("pattern", !schema.pattern.is_empty(), TEXT),
        ("minimum", schema.minimum.is_some(), NUMBER),
        ("maximum", schema.maximum.is_some(), NUMBER),
        ("multipleOf", schema.multiple_of.is_some(), NUMBER),
        ("minItems", schema.min_items.is_some(), LIST),
        ("maxItems", schema.max_items.is_some(), LIST),
        ("items", schema.items.is_some(), LIST),
        ("minProperties", schema.min_properties.is_some(), MAP),
        ("maxProperties", schema.max_properties.is_some(), MAP),
        ("required", !schema.required.is_empty(), MAP),
    ]
}
