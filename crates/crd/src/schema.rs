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
    pub inert: Inert,
}

/// Keys that are given and say nothing: empty lists and maps, examples and links. Where the server asks whether a schema
/// is made of certain keys only they count; where it compares schemas they don't, so all of these are equal here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inert(u16);

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the keys of the OpenAPI schema, by their names")]
pub enum InertKey {
    Required,
    Properties,
    ListMapKeys,
    Validations,
    Enumeration,
    AllOf,
    OneOf,
    AnyOf,
    PatternProperties,
    Dependencies,
    Definitions,
    Example,
    ExternalDocs,
}

impl InertKey {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Required,
        Self::Properties,
        Self::ListMapKeys,
        Self::Validations,
        Self::Enumeration,
        Self::AllOf,
        Self::OneOf,
        Self::AnyOf,
        Self::PatternProperties,
        Self::Dependencies,
        Self::Definitions,
        Self::Example,
        Self::ExternalDocs,
    ];

    /// The key in a schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Properties => "properties",
            Self::ListMapKeys => "x-kubernetes-list-map-keys",
            Self::Validations => "x-kubernetes-validations",
            Self::Enumeration => "enum",
            Self::AllOf => "allOf",
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
            Self::PatternProperties => "patternProperties",
            Self::Dependencies => "dependencies",
            Self::Definitions => "definitions",
            Self::Example => "example",
            Self::ExternalDocs => "externalDocs",
        }
    }
}

impl Inert {
    /// Whether this key is given and says nothing.
    #[must_use]
    pub fn has(self, key: InertKey) -> bool {
        self.0 & (1 << key as u16) != 0
    }

    /// Whether any of these keys is given and says nothing.
    #[must_use]
    pub fn has_any(self, keys: &[InertKey]) -> bool {
        keys.iter().any(|key| self.has(*key))
    }
}

impl FromIterator<InertKey> for Inert {
    fn from_iter<I: IntoIterator<Item = InertKey>>(keys: I) -> Self {
        Self(keys.into_iter().fold(0, |bits, key| bits | 1 << key as u16))
    }
}

impl PartialEq for Inert {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Schema {
    /// How many schemas it consists of, itself included.
    #[must_use]
    pub fn count(&self) -> usize {
        let within = |choice: &Option<SchemaOrBool>| match choice {
            Some(SchemaOrBool::Schema(schema)) => schema.count(),
            _ => 0,
        };
        let items = match &self.items {
            Some(Items::One(items)) => items.count(),
            Some(Items::Many(items)) => items.iter().map(Self::count).sum(),
            None => 0,
        };
        let lists = [&self.all_of, &self.one_of, &self.any_of].into_iter().flatten();
        let maps = [&self.properties, &self.pattern_properties, &self.definitions];
        1 + items
            + within(&self.additional_properties)
            + within(&self.additional_items)
            + self.not.as_deref().map_or(0, Self::count)
            + lists.map(Self::count).sum::<usize>()
            + maps.into_iter().flat_map(BTreeMap::values).map(Self::count).sum::<usize>()
    }
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
