//! A schema from an object whose types are right, in one pass over its keys: there are many schemas, and most have few
//! of the keys.

use gostd::json::Value;

use super::read::{any, as_integer, as_map, as_text, as_texts, optional_text, optional_truth, text};
use crate::schema::{Dependency, ExternalDocs, Inert, InertKey, Items, Rule, Schema, SchemaOrBool};

pub(super) fn schema(value: &Value) -> Schema {
    let mut schema = Schema::default();
    let mut inert = Vec::new();
    for (key, member) in value.as_object().into_iter().flatten().filter(|(_, member)| !member.is_null()) {
        let _is_known = part(&mut schema, key, member)
            || text_key(&mut schema, key, member)
            || bound(&mut schema, key, member)
            || extension(&mut schema, key, member)
            || stranger(&mut schema, key, member);
        inert.extend(inert_key(key, member));
    }
    if !inert.is_empty() {
        schema.inert = inert.into_iter().collect::<Inert>();
    }
    schema
}

/// Schemas of parts of the value, and those combined with this one.
fn part(schema: &mut Schema, key: &str, value: &Value) -> bool {
    match key {
        "properties" => schema.properties = as_map(value, self::schema),
        "items" => schema.items = Some(either_items(value)),
        "additionalProperties" => schema.additional_properties = Some(schema_or_bool(value)),
        "allOf" => schema.all_of = schemas(value),
        "oneOf" => schema.one_of = schemas(value),
        "anyOf" => schema.any_of = schemas(value),
        "not" => schema.not = Some(boxed(value)),
        _ => return false,
    }
    true
}

fn text_key(schema: &mut Schema, key: &str, value: &Value) -> bool {
    match key {
        "type" => schema.kind = as_text(value),
        "description" => schema.description = as_text(value),
        "format" => schema.format = as_text(value),
        "title" => schema.title = as_text(value),
        "pattern" => schema.pattern = as_text(value),
        "default" => schema.default = Some(any(value)),
        "nullable" => schema.nullable = as_truth(value),
        "enum" => schema.enumeration = value.as_array().unwrap_or_default().iter().map(any).collect(),
        "required" => schema.required = as_texts(value),
        _ => return false,
    }
    true
}

fn bound(schema: &mut Schema, key: &str, value: &Value) -> bool {
    match key {
        "maximum" => schema.maximum = value.as_f64(),
        "exclusiveMaximum" => schema.exclusive_maximum = as_truth(value),
        "minimum" => schema.minimum = value.as_f64(),
        "exclusiveMinimum" => schema.exclusive_minimum = as_truth(value),
        "multipleOf" => schema.multiple_of = value.as_f64(),
        "maxLength" => schema.max_length = as_integer(value),
        "minLength" => schema.min_length = as_integer(value),
        "maxItems" => schema.max_items = as_integer(value),
        "minItems" => schema.min_items = as_integer(value),
        "uniqueItems" => schema.unique_items = as_truth(value),
        "maxProperties" => schema.max_properties = as_integer(value),
        "minProperties" => schema.min_properties = as_integer(value),
        _ => return false,
    }
    true
}

fn extension(schema: &mut Schema, key: &str, value: &Value) -> bool {
    let Some(key) = key.strip_prefix("x-kubernetes-") else { return false };
    match key {
        "preserve-unknown-fields" => schema.preserve_unknown_fields = value.as_bool(),
        "embedded-resource" => schema.embedded_resource = as_truth(value),
        "int-or-string" => schema.int_or_string = as_truth(value),
        "list-map-keys" => schema.list_map_keys = as_texts(value),
        "list-type" => schema.list_type = Some(as_text(value)),
        "map-type" => schema.map_type = Some(as_text(value)),
        "validations" => schema.validations = value.as_array().unwrap_or_default().iter().map(rule).collect(),
        _ => return false,
    }
    true
}

/// Keys that are refused, or that nobody looks at.
fn stranger(schema: &mut Schema, key: &str, value: &Value) -> bool {
    match key {
        "id" => schema.id = as_text(value),
        "$schema" => schema.schema = as_text(value),
        "$ref" => schema.reference = Some(as_text(value)),
        "patternProperties" => schema.pattern_properties = as_map(value, self::schema),
        "dependencies" => schema.dependencies = as_map(value, dependency),
        "additionalItems" => schema.additional_items = Some(schema_or_bool(value)),
        "definitions" => schema.definitions = as_map(value, self::schema),
        "externalDocs" => schema.external_docs = Some(external_docs(value)),
        "example" => schema.example = Some(any(value)),
        _ => return false,
    }
    true
}

/// The key, if it says nothing.
fn inert_key(key: &str, value: &Value) -> Option<InertKey> {
    let is_inert = match value {
        Value::Array(items) if items.is_empty() => true,
        Value::Object(members) if members.is_empty() => true,
        _ => matches!(key, "example" | "externalDocs"),
    };
    is_inert.then(|| InertKey::ALL.into_iter().find(|inert| inert.name() == key)).flatten()
}

fn as_truth(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

fn boxed(value: &Value) -> Box<Schema> {
    Box::new(schema(value))
}

fn schemas(value: &Value) -> Vec<Schema> {
    value.as_array().unwrap_or_default().iter().map(schema).collect()
}

/// What is neither a schema nor a list is as if it were an empty list.
fn either_items(value: &Value) -> Items {
    match value {
        Value::Object(_) => Items::One(boxed(value)),
        _ => Items::Many(schemas(value)),
    }
}

fn schema_or_bool(value: &Value) -> SchemaOrBool {
    match value {
        Value::Object(_) => SchemaOrBool::Schema(boxed(value)),
        _ => SchemaOrBool::Bool(as_truth(value)),
    }
}

fn dependency(value: &Value) -> Dependency {
    match value {
        Value::Object(_) => Dependency::Schema(boxed(value)),
        _ => Dependency::Properties(as_texts(value)),
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
