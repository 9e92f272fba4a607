//! From a schema to a structural one (`pkg/apiserver/schema/convert.go`).

use std::collections::BTreeMap;
use std::fmt;

use super::{Extensions, Forbidden, Nested, Structural, StructuralOrBool, ValueValidation};
use crate::schema::{Items, Schema, SchemaOrBool};

/// A key that structural schemas do not know. Displays as the server's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unconvertible {
    /// This key.
    Key(&'static str),
    /// `items` is a list.
    ItemsList,
    /// `x-kubernetes-preserve-unknown-fields: false`
    PreserveNothing,
}

impl fmt::Display for Unconvertible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, "OpenAPIV3Schema '{key}' is not supported"),
            Self::ItemsList => f.write_str("OpenAPIV3Schema 'items' must be a schema, but is an array"),
            Self::PreserveNothing => {
                f.write_str("internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined")
            }
        }
    }
}

impl std::error::Error for Unconvertible {}

impl Structural {
    /// The structural schema of a schema (`NewStructural`).
    ///
    /// # Errors
    ///
    /// If it has keys that structural schemas do not know, here or anywhere below.
    pub fn new(schema: &Schema) -> Result<Self, Unconvertible> {
        check_keys(schema)?;
        Ok(Self {
            value: Some(Box::new(value_validation(schema)?)),
            extensions: extensions(schema)?,
            items: items(schema, Self::new)?,
            properties: schemas(&schema.properties, Self::new)?,
            additional_properties: additional_properties(schema)?,
            kind: schema.kind.clone(),
            title: schema.title.clone(),
            description: schema.description.clone(),
            default: schema.default.clone(),
            nullable: schema.nullable,
            validations: schema.validations.clone(),
        })
    }
}

fn nested(schema: &Schema) -> Result<Nested, Unconvertible> {
    check_keys(schema)?;
    Ok(Nested {
        value: value_validation(schema)?,
        items: items(schema, nested)?,
        properties: schemas(&schema.properties, nested)?,
        additional_properties: nested_additional_properties(schema)?,
        validations: schema.validations.clone(),
        forbidden: Forbidden {
            kind: schema.kind.clone(),
            title: schema.title.clone(),
            description: schema.description.clone(),
            default: schema.default.clone(),
            nullable: schema.nullable,
            extensions: extensions(schema)?,
        },
    })
}

fn check_keys(schema: &Schema) -> Result<(), Unconvertible> {
    let keys = [
        (!schema.id.is_empty(), "id"),
        (!schema.schema.is_empty(), "schema"),
        (schema.reference.as_ref().is_some_and(|reference| !reference.is_empty()), "$ref"),
        (!schema.pattern_properties.is_empty(), "patternProperties"),
        (!schema.dependencies.is_empty(), "dependencies"),
        (schema.additional_items.is_some(), "additionalItems"),
        (!schema.definitions.is_empty(), "definitions"),
    ];
    keys.into_iter().find(|(given, _)| *given).map_or(Ok(()), |(_, key)| Err(Unconvertible::Key(key)))
}

fn value_validation(schema: &Schema) -> Result<ValueValidation, Unconvertible> {
    Ok(ValueValidation {
        not: schema.not.as_deref().map(nested).transpose()?.map(Box::new),
        all_of: schema.all_of.iter().map(nested).collect::<Result<_, _>>()?,
        any_of: schema.any_of.iter().map(nested).collect::<Result<_, _>>()?,
        one_of: schema.one_of.iter().map(nested).collect::<Result<_, _>>()?,
        format: schema.format.clone(),
        maximum: schema.maximum,
        exclusive_maximum: schema.exclusive_maximum,
        minimum: schema.minimum,
        exclusive_minimum: schema.exclusive_minimum,
        max_length: schema.max_length,
        min_length: schema.min_length,
        pattern: schema.pattern.clone(),
        max_items: schema.max_items,
        min_items: schema.min_items,
        unique_items: schema.unique_items,
        multiple_of: schema.multiple_of,
        enumeration: schema.enumeration.clone(),
        max_properties: schema.max_properties,
        min_properties: schema.min_properties,
        required: schema.required.clone(),
        inert: schema.inert,
    })
}

fn extensions(schema: &Schema) -> Result<Extensions, Unconvertible> {
    if schema.preserve_unknown_fields == Some(false) {
        return Err(Unconvertible::PreserveNothing);
    }
    Ok(Extensions {
        preserve_unknown_fields: schema.preserve_unknown_fields.unwrap_or_default(),
        embedded_resource: schema.embedded_resource,
        int_or_string: schema.int_or_string,
        list_map_keys: schema.list_map_keys.clone(),
        list_type: schema.list_type.clone(),
        map_type: schema.map_type.clone(),
    })
}

/// Something made of a schema.
type Made<T> = Result<T, Unconvertible>;

fn items<T>(schema: &Schema, make: fn(&Schema) -> Made<T>) -> Made<Option<Box<T>>> {
    match &schema.items {
        None => Ok(None),
        Some(Items::One(schema)) => Ok(Some(Box::new(make(schema)?))),
        Some(Items::Many(schemas)) if schemas.is_empty() => Ok(None),
        Some(Items::Many(_)) => Err(Unconvertible::ItemsList),
    }
}

fn schemas<T>(map: &BTreeMap<String, Schema>, make: fn(&Schema) -> Made<T>) -> Made<BTreeMap<String, T>> {
    map.iter().map(|(name, schema)| Ok((name.clone(), make(schema)?))).collect()
}

fn additional_properties(schema: &Schema) -> Made<Option<StructuralOrBool>> {
    Ok(match &schema.additional_properties {
        None => None,
        Some(SchemaOrBool::Bool(allowed)) => Some(StructuralOrBool::Bool(*allowed)),
        Some(SchemaOrBool::Schema(schema)) => Some(StructuralOrBool::Structural(Box::new(Structural::new(schema)?))),
    })
}

/// `false` is as if it were not there.
fn nested_additional_properties(schema: &Schema) -> Made<Option<Box<Nested>>> {
    Ok(match &schema.additional_properties {
        None | Some(SchemaOrBool::Bool(false)) => None,
        Some(SchemaOrBool::Bool(true)) => Some(Box::default()),
        Some(SchemaOrBool::Schema(schema)) => Some(Box::new(nested(schema)?)),
    })
}
