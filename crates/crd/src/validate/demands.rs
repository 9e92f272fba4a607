//! What a schema demands of values, made once for all values.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use gostd::json::Value;
use gostd::regexp::{self, Regexp};

use super::walk::Work;
use crate::formats::Format;
use crate::schema::{Items, Schema, SchemaOrBool};
use crate::structural::{Nested, Structural, StructuralOrBool, ValueValidation};

/// What a schema demands of a value.
#[derive(Debug, Default)]
pub struct Demands {
    pub(super) types: Vec<&'static str>,
    pub(super) nullable: bool,
    pub(super) format: String,
    /// The format, if it is one that strings are checked for.
    pub(super) known_format: Option<Format>,
    pub(super) maximum: Option<f64>,
    pub(super) exclusive_maximum: bool,
    pub(super) minimum: Option<f64>,
    pub(super) exclusive_minimum: bool,
    pub(super) max_length: Option<i64>,
    pub(super) min_length: Option<i64>,
    pub(super) pattern: Option<Pattern>,
    pub(super) max_items: Option<i64>,
    pub(super) min_items: Option<i64>,
    pub(super) multiple_of: Option<f64>,
    pub(super) enumeration: Vec<Value>,
    pub(super) max_properties: Option<i64>,
    pub(super) min_properties: Option<i64>,
    pub(super) required: Vec<String>,
    pub(super) items: Option<Box<Demands>>,
    pub(super) properties: BTreeMap<String, Demands>,
    pub(super) additional: Additional,
    pub(super) all_of: Vec<Demands>,
    pub(super) one_of: Vec<Demands>,
    pub(super) any_of: Vec<Demands>,
    pub(super) not: Option<Box<Demands>>,
}

/// What is demanded of properties that are not declared.
#[derive(Debug, Default)]
pub(super) enum Additional {
    /// Nothing.
    #[default]
    Allowed,
    /// They must not be there.
    Forbidden,
    /// This.
    Checked(Box<Demands>),
}

/// A pattern, compiled when first needed.
pub(super) struct Pattern {
    source: String,
    compiled: OnceLock<Result<Regexp, String>>,
}

impl Pattern {
    fn new(source: &str) -> Option<Self> {
        (!source.is_empty()).then(|| Self { source: source.to_owned(), compiled: OnceLock::new() })
    }

    /// The text.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// The expression, or Go's reason why it is none.
    pub(super) fn compiled(&self, work: &Work) -> Result<&Regexp, &str> {
        let compile = || regexp::compile(&self.source, work.matching()).map_err(|error| error.to_string());
        self.compiled.get_or_init(compile).as_ref().map_err(String::as_str)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl Demands {
    /// Of a CustomResourceDefinition's schema on custom resources, with formats that strings, integers or numbers have: others
    /// demand nothing.
    #[must_use]
    pub fn of_schema(schema: &Schema) -> Self {
        let of_all = |schemas: &[Schema]| schemas.iter().map(Self::of_schema).collect();
        let types = match schema.int_or_string {
            true => vec!["integer", "string"],
            false => known_type(&schema.kind),
        };
        let format = kept_format(&types, &schema.format);
        Self {
            known_format: Format::named(&format),
            types,
            nullable: schema.nullable,
            format,
            maximum: schema.maximum,
            exclusive_maximum: schema.exclusive_maximum,
            minimum: schema.minimum,
            exclusive_minimum: schema.exclusive_minimum,
            max_length: schema.max_length,
            min_length: schema.min_length,
            pattern: Pattern::new(&schema.pattern),
            max_items: schema.max_items,
            min_items: schema.min_items,
            multiple_of: schema.multiple_of,
            enumeration: schema.enumeration.clone(),
            max_properties: schema.max_properties,
            min_properties: schema.min_properties,
            required: schema.required.clone(),
            items: match &schema.items {
                Some(Items::One(items)) => Some(Box::new(Self::of_schema(items))),
                _ => None,
            },
            properties: schema
                .properties
                .iter()
                .map(|(name, schema)| (name.clone(), Self::of_schema(schema)))
                .collect(),
            additional: match &schema.additional_properties {
                None | Some(SchemaOrBool::Bool(true)) => Additional::Allowed,
                Some(SchemaOrBool::Bool(false)) => Additional::Forbidden,
                Some(SchemaOrBool::Schema(schema)) => Additional::Checked(Box::new(Self::of_schema(schema))),
            },
            all_of: of_all(&schema.all_of),
            one_of: of_all(&schema.one_of),
            any_of: of_all(&schema.any_of),
            not: schema.not.as_ref().map(|not| Box::new(Self::of_schema(not))),
        }
    }

    /// Of a structural schema on defaults: all formats count, and int-or-string has no type.
    #[must_use]
    pub fn of_structural(structural: &Structural) -> Self {
        let mut demands = structural.value.as_ref().map_or_else(Self::default, |value| Self::of_value(value));
        demands.types = known_type(&structural.kind);
        demands.nullable = structural.nullable;
        demands.items = structural.items.as_ref().map(|items| Box::new(Self::of_structural(items)));
        demands.properties = structural
            .properties
            .iter()
            .map(|(name, structural)| (name.clone(), Self::of_structural(structural)))
            .collect();
        demands.additional = match &structural.additional_properties {
            None | Some(StructuralOrBool::Bool(true)) => Additional::Allowed,
            Some(StructuralOrBool::Bool(false)) => Additional::Forbidden,
            Some(StructuralOrBool::Structural(schema)) => Additional::Checked(Box::new(Self::of_structural(schema))),
        };
        demands
    }

    fn of_value(value: &ValueValidation) -> Self {
        let of_all = |branches: &[Nested]| branches.iter().map(Self::of_nested).collect();
        Self {
            format: value.format.clone(),
            known_format: Format::named(&value.format),
            maximum: value.maximum,
            exclusive_maximum: value.exclusive_maximum,
            minimum: value.minimum,
            exclusive_minimum: value.exclusive_minimum,
            max_length: value.max_length,
            min_length: value.min_length,
            pattern: Pattern::new(&value.pattern),
            max_items: value.max_items,
            min_items: value.min_items,
            multiple_of: value.multiple_of,
            enumeration: value.enumeration.clone(),
            max_properties: value.max_properties,
            min_properties: value.min_properties,
            required: value.required.clone(),
            all_of: of_all(&value.all_of),
            one_of: of_all(&value.one_of),
            any_of: of_all(&value.any_of),
            not: value.not.as_ref().map(|not| Box::new(Self::of_nested(not))),
            ..Self::default()
        }
    }

    fn of_nested(nested: &Nested) -> Self {
        let properties = nested.properties.iter();
        Self {
            types: known_type(&nested.forbidden.kind),
            nullable: nested.forbidden.nullable,
            items: nested.items.as_ref().map(|items| Box::new(Self::of_nested(items))),
            properties: properties.map(|(name, nested)| (name.clone(), Self::of_nested(nested))).collect(),
            ..Self::of_value(&nested.value)
        }
    }

    /// Of the items, if a schema says anything of them.
    #[must_use]
    pub fn items(&self) -> Option<&Self> {
        self.items.as_deref()
    }

    /// Of a property, if it is declared.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Self> {
        self.properties.get(name)
    }
}

/// A type as a list of one; none for none and for those that no valid schema has.
fn known_type(name: &str) -> Vec<&'static str> {
    const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];
    TYPES.into_iter().filter(|one| *one == name).collect()
}

/// The format, unless the server does not support it for these types (`StripUnsupportedFormatsPostProcess`).
fn kept_format(types: &[&str], format: &str) -> String {
    let kept = match types {
        [] | [_, _, ..] | ["string"] => Format::named(format).is_some(),
        ["integer"] => matches!(format, "int32" | "int64"),
        ["number"] => matches!(format, "float" | "double"),
        _ => false,
    };
    if kept { format.to_owned() } else { String::new() }
}
