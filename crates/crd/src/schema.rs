//! A schema as it is decoded (`JSONSchemaProps`), before anybody asks whether it is structural.

use std::collections::BTreeMap;

use gostd::json::Value;

/// A schema. Keys that are absent, `null` or empty are equal where they are to the server.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the OpenAPI schema, by their names")]
pub struct Schema {
    pub id: String,
    pub schema: String,
    pub reference: Option<String>,
    pub description: String,
    pub kind: String,
    pub format: String,
    pub title: String,
    /// `null` counts as none.
    pub default: Option<Value>,
    pub nullable: bool,
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
    pub items: Option<Items>,
    pub all_of: Vec<Schema>,
    pub one_of: Vec<Schema>,
    pub any_of: Vec<Schema>,
    pub not: Option<Box<Schema>>,
    pub properties: BTreeMap<String, Schema>,
    pub additional_properties: Option<SchemaOrBool>,
    pub pattern_properties: BTreeMap<String, Schema>,
    pub dependencies: BTreeMap<String, Dependency>,
    pub additional_items: Option<SchemaOrBool>,
    pub definitions: BTreeMap<String, Schema>,
    pub external_docs: Option<ExternalDocs>,
    pub example: Option<Value>,
    pub preserve_unknown_fields: Option<bool>,
    pub embedded_resource: bool,
    pub int_or_string: bool,
    pub list_map_keys: Vec<String>,
    pub list_type: Option<String>,
    pub map_type: Option<String>,
    pub validations: Vec<Rule>,
}

/// `items`
#[derive(Debug, Clone, PartialEq)]
pub enum Items {
    /// One schema for all.
    One(Box<Schema>),
    /// A list of schemas, which no CustomResourceDefinition may have.
    Many(Vec<Schema>),
}

/// `additionalProperties` and `additionalItems`: a schema or a boolean.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaOrBool {
    /// `true` or `false`
    Bool(bool),
    /// A schema.
    Schema(Box<Schema>),
}

/// A value of `dependencies`.
#[derive(Debug, Clone, PartialEq)]
pub enum Dependency {
    /// A schema.
    Schema(Box<Schema>),
    /// Names of properties.
    Properties(Vec<String>),
}

/// `externalDocs`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "keys by their names")]
pub struct ExternalDocs {
    pub description: String,
    pub url: String,
}

/// One of `x-kubernetes-validations`.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "keys by their names")]
pub struct Rule {
    pub rule: String,
    pub message: String,
    pub message_expression: String,
    pub reason: Option<String>,
    pub field_path: String,
    pub optional_old_self: Option<bool>,
}
