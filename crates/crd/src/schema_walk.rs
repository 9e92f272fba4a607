//! Looking for something anywhere in a schema (`SchemaHas` of `k8s.io/apiextensions-apiserver`).

use crate::path::Path;
use crate::schema::{Dependency, Items, Schema, SchemaOrBool};

/// Whether the schema or one below it is such a one.
pub(crate) fn any(schema: &Schema, wanted: &mut dyn FnMut(&Schema) -> bool) -> bool {
    wanted(schema) || children(schema).into_iter().any(|child| any(child, wanted))
}

/// The schemas one step below, in the server's order.
fn children(schema: &Schema) -> Vec<&Schema> {
    let mut found: Vec<&Schema> = Vec::new();
    match &schema.items {
        Some(Items::One(item)) => found.push(item),
        Some(Items::Many(items)) => found.extend(items),
        None => {}
    }
    found.extend(schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of));
    found.extend(schema.not.as_deref());
    found.extend(schema.properties.values());
    found.extend(schema_of(schema.additional_properties.as_ref()));
    found.extend(schema.pattern_properties.values());
    found.extend(schema_of(schema.additional_items.as_ref()));
    found.extend(schema.definitions.values());
    found.extend(schema.dependencies.values().filter_map(|dependency| match dependency {
        Dependency::Schema(schema) => Some(&**schema),
        Dependency::Properties(_) => None,
    }));
    found
}

fn schema_of(schema: Option<&SchemaOrBool>) -> Option<&Schema> {
    match schema {
        Some(SchemaOrBool::Schema(schema)) => Some(schema),
        _ => None,
    }
}

/// Whether there is a default.
pub(crate) fn has_default(schema: &Schema) -> bool {
    any(schema, &mut |schema| schema.default.is_some())
}

/// Whether there is a key `x-kubernetes-…`; that for maps is not among those the server looks for.
pub(crate) fn has_extension(schema: &Schema) -> bool {
    any(schema, &mut |schema| {
        schema.embedded_resource
            || schema.preserve_unknown_fields.is_some()
            || schema.int_or_string
            || !schema.list_map_keys.is_empty()
            || schema.list_type.is_some()
            || !schema.validations.is_empty()
    })
}

/// Looks at the schema and all below it, telling where each is.
pub(crate) fn visit(schema: &Schema, at: &Path<'_>, look: &mut dyn FnMut(&Schema, &Path<'_>)) {
    look(schema, at);
    match &schema.items {
        Some(Items::One(item)) => visit(item, &at.child("items"), look),
        Some(Items::Many(items)) => visit_list(items, &at.child("items"), look),
        None => {}
    }
    for (key, schemas) in [("allOf", &schema.all_of), ("anyOf", &schema.any_of), ("oneOf", &schema.one_of)] {
        visit_list(schemas, &at.child(key), look);
    }
    if let Some(not) = &schema.not {
        visit(not, &at.child("not"), look);
    }
    for (key, schemas) in [
        ("properties", &schema.properties),
        ("patternProperties", &schema.pattern_properties),
        ("definitions", &schema.definitions),
    ] {
        for (name, schema) in schemas {
            visit(schema, &at.child(key).key(name), look);
        }
    }
    for (key, schema) in
        [("additionalProperties", &schema.additional_properties), ("additionalItems", &schema.additional_items)]
    {
        if let Some(schema) = schema_of(schema.as_ref()) {
            visit(schema, &at.child(key), look);
        }
    }
    for (name, dependency) in &schema.dependencies {
        if let Dependency::Schema(schema) = dependency {
            visit(schema, &at.child("dependencies").key(name), look);
        }
    }
}

fn visit_list(schemas: &[Schema], at: &Path<'_>, look: &mut dyn FnMut(&Schema, &Path<'_>)) {
    for (index, schema) in schemas.iter().enumerate() {
        visit(schema, &at.index(index), look);
    }
}
