//! Types and the values that are of them.

use gostd::json::{Number, Value};

use super::finding::{Findings, Lint};
use crate::path::Path;
use crate::schema::Schema;

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    if schema.int_or_string && !schema.kind.is_empty() {
        let kind = &schema.kind;
        into.add(Lint::TypedIntOrString, &at.child("type"), || {
            format!("type {kind} beside x-kubernetes-int-or-string excludes the other one")
        });
    }
}

/// Whether a value is of the type of a schema.
pub(super) fn takes(schema: &Schema, value: &Value) -> bool {
    if value.is_null() {
        return schema.nullable || schema.kind.is_empty();
    }
    let kind = schema.kind.as_str();
    match value {
        _ if kind.is_empty() && !schema.int_or_string => true,
        Value::Number(number) => kind == "number" || (is_whole(*number) && is_integer(schema)),
        Value::String(_) => kind == "string" || (kind.is_empty() && schema.int_or_string),
        Value::Bool(_) => kind == "boolean",
        Value::Array(_) => kind == "array",
        Value::Object(_) => kind == "object",
        Value::Null => true,
    }
}

fn is_integer(schema: &Schema) -> bool {
    schema.kind == "integer" || (schema.kind.is_empty() && schema.int_or_string)
}

fn is_whole(number: Number) -> bool {
    match number {
        Number::Int(_) | Number::Uint(_) => true,
        Number::Float(number) => number.fract() == 0.0,
    }
}

/// Whether objects may have properties that are not declared, and keep them.
pub(super) fn is_open(schema: &Schema) -> bool {
    schema.preserve_unknown_fields == Some(true) || schema.additional_properties.is_some()
}
