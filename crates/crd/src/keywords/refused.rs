//! Keywords that one schema may not have (K1 to K7, D4, D7, T16, T18).

use super::inside::Inside;
use crate::gathered::Gathered;
use crate::options::Options;
use crate::path::Path;
use crate::schema::{InertKey, Items, Schema, SchemaOrBool};
use crate::violation::Violation;

/// The types of OpenAPI, sorted.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

pub(super) fn check(schema: &Schema, at: &Path<'_>, inside: Inside, options: &Options, into: &mut Gathered) {
    if options.require_known_types && !schema.kind.is_empty() && !TYPES.contains(&schema.kind.as_str()) {
        into.add(|| Violation::unsupported(&at.child("type"), &schema.kind, &TYPES));
    }
    if let Some(reason) = inside.no_default {
        into.add_if(schema.default.is_some(), || {
            Violation::forbidden(&at.child("default"), format!("must not be set {reason}"))
        });
    }
    keys(schema, at, into);
    into.add_if(schema.kind == "null", || {
        Violation::forbidden(&at.child("type"), "type cannot be set to null, use nullable as an alternative")
    });
    into.add_if(matches!(&schema.items, Some(Items::Many(many)) if !many.is_empty()), || {
        Violation::forbidden(&at.child("items"), "items must be a schema object and not an array")
    });
    into.add_if(inside.is_resource_meta && schema.embedded_resource, || {
        Violation::forbidden(&at.child("x-kubernetes-embedded-resource"), "must not be used inside of resource meta")
    });
    values(schema, at, into);
}

/// Keys that are refused whatever they say.
fn keys(schema: &Schema, at: &Path<'_>, into: &mut Gathered) {
    let keys = [
        ("id", !schema.id.is_empty()),
        ("additionalItems", schema.additional_items.is_some()),
        ("patternProperties", !schema.pattern_properties.is_empty()),
        ("definitions", !schema.definitions.is_empty()),
        ("dependencies", !schema.dependencies.is_empty() || schema.inert.has(InertKey::Dependencies)),
        ("$ref", schema.reference.is_some()),
    ];
    for (key, is_given) in keys {
        into.add_if(is_given, || Violation::forbidden(&at.child(key), format!("{key} is not supported")));
    }
}

/// Keys that are refused for what they say.
fn values(schema: &Schema, at: &Path<'_>, into: &mut Gathered) {
    into.add_if(schema.unique_items, || {
        let detail = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
        Violation::forbidden(&at.child("uniqueItems"), detail)
    });
    let is_open = matches!(schema.additional_properties, None | Some(SchemaOrBool::Bool(true)));
    into.add_if(!schema.properties.is_empty() && !is_open, || {
        let detail = "additionalProperties and properties are mutual exclusive";
        Violation::forbidden(&at.child("additionalProperties"), detail)
    });
    into.add_if(schema.preserve_unknown_fields == Some(false), || {
        Violation::invalid(&at.child("x-kubernetes-preserve-unknown-fields"), "false", "must be true or undefined")
    });
}
