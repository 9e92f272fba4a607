//! A structural schema: what a value is made of, apart from what it must satisfy (`schema.Structural` of
//! `k8s.io/apiextensions-apiserver`).

mod check;
mod complete;
mod convert;
pub(crate) mod int_or_string;
mod metadata;
mod nested;

use std::collections::BTreeMap;

use gostd::json::Value;

use crate::schema::{Inert, Rule};

pub use check::check;
pub use convert::Unconvertible;

/// What a value is made of and what it must satisfy.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the OpenAPI schema, by their names")]
pub struct Structural {
    /// `object`, `array`, `number`, `integer`, `boolean`, `string`, or empty.
    pub kind: String,
    pub title: String,
    pub description: String,
    pub default: Option<Value>,
    pub nullable: bool,
    pub items: Option<Box<Structural>>,
    pub properties: BTreeMap<String, Structural>,
    pub additional_properties: Option<StructuralOrBool>,
    pub extensions: Extensions,
    pub validations: Vec<Rule>,
    /// `None` if it demands nothing.
    pub value: Option<Box<ValueValidation>>,
}

/// `additionalProperties`
#[derive(Debug, Clone, PartialEq)]
pub enum StructuralOrBool {
    /// `true` or `false`
    Bool(bool),
    /// A schema.
    Structural(Box<Structural>),
}

/// The keys `x-kubernetes-…` that say something of the structure.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "keys by their names")]
pub struct Extensions {
    pub preserve_unknown_fields: bool,
    pub embedded_resource: bool,
    pub int_or_string: bool,
    pub list_map_keys: Vec<String>,
    pub list_type: Option<String>,
    pub map_type: Option<String>,
}

/// What a value must satisfy besides its structure.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the OpenAPI schema, by their names")]
pub struct ValueValidation {
    pub format: String,
    pub maximum: Option<f64>,
    pub exclusive_maximum: bool,
    pub minimum: Option<f64>,
    pub exclusive_minimum: bool,
    pub max_length: Option<i64>,
    pub min_length: Option<i64>,
    pub pattern: String,
    pub max_items: Option<i64>,
    pub min_items: Option<i64>,
    pub unique_items: bool,
    pub multiple_of: Option<f64>,
    pub enumeration: Vec<Value>,
    pub max_properties: Option<i64>,
    pub min_properties: Option<i64>,
    pub required: Vec<String>,
    pub all_of: Vec<Nested>,
    pub one_of: Vec<Nested>,
    pub any_of: Vec<Nested>,
    pub not: Option<Box<Nested>>,
    /// Keys of the schema that say nothing, also of its structure.
    pub inert: Inert,
}

/// A schema below `allOf`, `anyOf`, `oneOf` or `not`: what it must satisfy, and the parts of it that say so.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Nested {
    /// What it must satisfy.
    pub value: ValueValidation,
    /// Of the items.
    pub items: Option<Box<Nested>>,
    /// Of the properties.
    pub properties: BTreeMap<String, Nested>,
    /// Of the other properties.
    pub additional_properties: Option<Box<Nested>>,
    /// Its rules, which are forbidden here.
    pub validations: Vec<Rule>,
    /// What makes it non-structural, except for `type` in int-or-string.
    pub forbidden: Forbidden,
}

/// Keys that a schema below `allOf`, `anyOf`, `oneOf` or `not` may not have (`ForbiddenGenerics`, `ForbiddenExtensions`).
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the OpenAPI schema, by their names")]
pub struct Forbidden {
    pub kind: String,
    pub title: String,
    pub description: String,
    pub default: Option<Value>,
    pub nullable: bool,
    pub extensions: Extensions,
}
