//! With a subresource `status` the root of a schema may have only some keys, so that none is lost when the schema of the
//! status is taken from its property.

use crate::path::Path;
use crate::schema::{InertKey, Schema};
use crate::violation::Violation;

const ALLOWED: &str = "[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern \
     MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields \
     XValidations]";

/// Keys that count even if their list or map is empty.
const EMPTY: [InertKey; 8] = [
    InertKey::ListMapKeys,
    InertKey::Enumeration,
    InertKey::AllOf,
    InertKey::OneOf,
    InertKey::AnyOf,
    InertKey::PatternProperties,
    InertKey::Dependencies,
    InertKey::Definitions,
];

/// The first key, in the server's order, that the root may not have.
pub(crate) fn check(schema: &Schema, at: &Path<'_>) -> Option<Violation> {
    let is_other_type = !schema.kind.is_empty() && schema.kind != "object";
    if is_other_type && !has_key_before_type(schema) {
        let detail =
            "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled";
        return Some(Violation::invalid_text(&at.child("type"), &schema.kind, detail));
    }
    if !has_key_before_type(schema) && !has_key_after_type(schema) {
        return None;
    }
    let detail =
        format!("only {ALLOWED} fields are allowed at the root of the schema if the status subresource is enabled");
    Some(Violation::invalid(at, "{…}", detail))
}

fn has_key_before_type(schema: &Schema) -> bool {
    !schema.id.is_empty() || !schema.schema.is_empty() || schema.reference.is_some()
}

fn has_key_after_type(schema: &Schema) -> bool {
    has_value_keys(schema) || has_structural_keys(schema) || schema.inert.has_any(&EMPTY)
}

fn has_value_keys(schema: &Schema) -> bool {
    let combined = [&schema.all_of, &schema.one_of, &schema.any_of];
    schema.nullable
        || schema.default.is_some()
        || !schema.enumeration.is_empty()
        || schema.max_properties.is_some()
        || schema.min_properties.is_some()
        || schema.not.is_some()
        || combined.iter().any(|schemas| !schemas.is_empty())
}

fn has_structural_keys(schema: &Schema) -> bool {
    schema.additional_properties.is_some()
        || !schema.pattern_properties.is_empty()
        || !schema.dependencies.is_empty()
        || schema.additional_items.is_some()
        || !schema.definitions.is_empty()
        || schema.embedded_resource
        || schema.int_or_string
        || !schema.list_map_keys.is_empty()
        || schema.list_type.is_some()
        || schema.map_type.is_some()
}
