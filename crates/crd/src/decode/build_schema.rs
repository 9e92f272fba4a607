//! A schema from an object whose types are right.

use gostd::json::Value;

use super::read::{any, given, integer, items, map, member, number, optional_text, optional_truth, text, texts, truth};
use crate::schema::{Dependency, ExternalDocs, Inert, InertKey, Items, Rule, Schema, SchemaOrBool};

pub(super) fn schema(value: &Value) -> Schema {
    Schema {
        properties: map(value, "properties", schema),
        items: given(value, "items").map(either_items),
        additional_properties: given(value, "additionalProperties").map(schema_or_bool),
        all_of: schemas(value, "allOf"),
        one_of: schemas(value, "oneOf"),
        any_of: schemas(value, "anyOf"),
        not: given(value, "not").map(boxed),
        validations: items(value, "x-kubernetes-validations").iter().map(rule).collect(),
        ..scalars(value, odd(value))
    }
}

/// Keys that say nothing of parts of the value.
fn scalars(value: &Value, odd: Schema) -> Schema {
    Schema {
        description: text(value, "description"),
        kind: text(value, "type"),
        format: text(value, "format"),
        title: text(value, "title"),
        default: given(value, "default").map(any),
        nullable: truth(value, "nullable"),
        maximum: number(value, "maximum"),
        exclusive_maximum: truth(value, "exclusiveMaximum"),
        minimum: number(value, "minimum"),
        exclusive_minimum: truth(value, "exclusiveMinimum"),
        max_length: integer(value, "maxLength"),
        min_length: integer(value, "minLength"),
        pattern: text(value, "pattern"),
        max_items: integer(value, "maxItems"),
        min_items: integer(value, "minItems"),
        unique_items: truth(value, "uniqueItems"),
        multiple_of: number(value, "multipleOf"),
        enumeration: items(value, "enum").iter().map(any).collect(),
        max_properties: integer(value, "maxProperties"),
        min_properties: integer(value, "minProperties"),
        required: texts(value, "required"),
        preserve_unknown_fields: optional_truth(value, "x-kubernetes-preserve-unknown-fields"),
        embedded_resource: truth(value, "x-kubernetes-embedded-resource"),
        int_or_string: truth(value, "x-kubernetes-int-or-string"),
        list_map_keys: texts(value, "x-kubernetes-list-map-keys"),
        list_type: optional_text(value, "x-kubernetes-list-type"),
        map_type: optional_text(value, "x-kubernetes-map-type"),
        ..odd
    }
}

/// Keys that are refused, or that nobody looks at.
fn odd(value: &Value) -> Schema {
    Schema {
        id: text(value, "id"),
        schema: text(value, "$schema"),
        reference: optional_text(value, "$ref"),
        pattern_properties: map(value, "patternProperties", schema),
        dependencies: map(value, "dependencies", dependency),
        additional_items: given(value, "additionalItems").map(schema_or_bool),
        definitions: map(value, "definitions", schema),
        external_docs: given(value, "externalDocs").map(external_docs),
        example: given(value, "example").map(any),
        inert: inert(value),
        ..Schema::default()
    }
}

fn inert(value: &Value) -> Inert {
    let is_inert = |key: &InertKey| match (key, member(value, key.name())) {
        (InertKey::Example | InertKey::ExternalDocs, member) => !member.is_null(),
        (_, Value::Array(items)) => items.is_empty(),
        (_, Value::Object(members)) => members.is_empty(),
        _ => false,
    };
    InertKey::ALL.into_iter().filter(is_inert).collect()
}

fn boxed(value: &Value) -> Box<Schema> {
    Box::new(schema(value))
}

fn schemas(value: &Value, key: &str) -> Vec<Schema> {
    items(value, key).iter().map(schema).collect()
}

/// What is neither a schema nor a list is as if it were an empty list.
fn either_items(value: &Value) -> Items {
    match value {
        Value::Object(_) => Items::One(boxed(value)),
        _ => Items::Many(value.as_array().unwrap_or_default().iter().map(schema).collect()),
    }
}

fn schema_or_bool(value: &Value) -> SchemaOrBool {
    match value {
        Value::Object(_) => SchemaOrBool::Schema(boxed(value)),
        _ => SchemaOrBool::Bool(value.as_bool().unwrap_or_default()),
    }
}

fn dependency(value: &Value) -> Dependency {
    match value {
        Value::Object(_) => Dependency::Schema(boxed(value)),
        _ => {
            let names = value.as_array().unwrap_or_default().iter();
            Dependency::Properties(names.map(|name| name.as_str().unwrap_or_default().to_owned()).collect())
        }
    }
}

fn external_docs(value: &Value) -> ExternalDocs {
    ExternalDocs { description: text(value, "description"), url: text(value, "url") }
}

fn rule(value: &Value) -> Rule {
    Rule {
        rule: text(value, "rule"),
        message: text(value, "message"),
        message_expression: text(value, "messageExpression"),
        reason: optional_text(value, "reason"),
        field_path: text(value, "fieldPath"),
        optional_old_self: optional_truth(value, "optionalOldSelf"),
    }
}
