//! What each keyword's value must be, by draft or vocabulary.

use crate::draft::Draft;

/// What a keyword's value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Anything
    Any,
    Text,
    /// A string of a format
    Format(&'static str),
    Bool,
    Number,
    /// A number above zero
    Positive,
    /// A whole number from zero on
    Count,
    /// The same; the originals give it a default and so another definition
    CountOrZero,
    /// An array of anything
    Array,
    /// The values of `enum` where they must be some, and different ones
    Values,
    Type,
    Strings,
    Schema,
    /// A schema where draft 4 also takes a truth value
    SchemaOrBool,
    Schemas,
    SchemaOrSchemas,
    SchemaMap,
    /// The same with patterns as names
    PatternMap,
    /// Schemas or lists of names
    Dependencies,
    /// Lists of names
    NameLists,
    /// Truth values by address
    Vocabulary,
    /// The name of an anchor
    Anchor,
    /// An address without fragment
    Id,
    Uri,
    Reference,
}

use Rule::{
    Anchor, Any, Array, Bool, Count, CountOrZero, Dependencies, Format, Id, NameLists, Number, PatternMap, Positive,
    Reference, Schema, SchemaMap, SchemaOrBool, SchemaOrSchemas, Schemas, Strings, Text, Type, Uri, Values, Vocabulary,
};

/// Keywords and their rules.
pub(super) type Rules = &'static [(&'static str, Rule)];

/// The keywords that drafts 4, 6 and 7 share.
pub(super) const OLD: Rules = &[
    ("$schema", Format("uri")),
    ("title", Text),
    ("description", Text),
    ("default", Any),
    ("multipleOf", Positive),
    ("maximum", Number),
    ("minimum", Number),
    ("maxLength", Count),
    ("minLength", CountOrZero),
    ("pattern", Format("regex")),
    ("additionalItems", SchemaOrBool),
    ("items", SchemaOrSchemas),
    ("maxItems", Count),
    ("minItems", CountOrZero),
    ("uniqueItems", Bool),
    ("maxProperties", Count),
    ("minProperties", CountOrZero),
    ("required", Strings),
    ("additionalProperties", SchemaOrBool),
    ("definitions", SchemaMap),
    ("properties", SchemaMap),
    ("dependencies", Dependencies),
    ("enum", Values),
    ("type", Type),
    ("allOf", Schemas),
    ("anyOf", Schemas),
    ("oneOf", Schemas),
    ("not", Schema),
    ("format", Text),
];

const DRAFT_4: Rules = &[
    ("id", Format("uriref")),
    ("$ref", Text),
    ("exclusiveMaximum", Bool),
    ("exclusiveMinimum", Bool),
    ("patternProperties", SchemaMap),
];

const DRAFT_6: Rules = &[
    ("$id", Format("uri-reference")),
    ("$ref", Format("uri-reference")),
    ("exclusiveMaximum", Number),
    ("exclusiveMinimum", Number),
    ("patternProperties", SchemaMap),
    ("contains", Schema),
    ("propertyNames", Schema),
    ("const", Any),
];

const DRAFT_7: Rules = &[
    ("$id", Format("uri-reference")),
    ("$ref", Format("uri-reference")),
    ("exclusiveMaximum", Number),
    ("exclusiveMinimum", Number),
    ("patternProperties", PatternMap),
    ("contains", Schema),
    ("propertyNames", Schema),
    ("const", Any),
    ("$comment", Text),
    ("readOnly", Bool),
    ("writeOnly", Bool),
    ("examples", Array),
    ("contentMediaType", Text),
    ("contentEncoding", Text),
    ("if", Schema),
    ("then", Schema),
    ("else", Schema),
];

/// What a draft up to 7 has of its own.
pub(super) fn of_old_draft(draft: Draft) -> Rules {
    match draft {
        Draft::Draft4 => DRAFT_4,
        Draft::Draft6 => DRAFT_6,
        _ => DRAFT_7,
    }
}

/// The keywords of earlier drafts that 2019-09 and 2020-12 still check.
pub(super) fn of_whole(draft: Draft) -> Rules {
    if draft == Draft::Draft2019 {
        &[("definitions", SchemaMap), ("dependencies", Dependencies)]
    } else {
        &[
            ("definitions", SchemaMap),
            ("dependencies", Dependencies),
            ("$recursiveAnchor", Anchor),
            ("$recursiveRef", Reference),
        ]
    }
}

/// The keywords of a vocabulary.
pub(super) fn of_vocabulary(draft: Draft, name: &str) -> Rules {
    match (name, draft) {
        ("core", Draft::Draft2019) => CORE_2019,
        ("core", _) => CORE_2020,
        ("applicator", Draft::Draft2019) => APPLICATOR_2019,
        ("applicator", _) => APPLICATOR_2020,
        ("unevaluated", _) => &[("unevaluatedItems", Schema), ("unevaluatedProperties", Schema)],
        ("validation", _) => VALIDATION,
        ("meta-data", _) => META_DATA,
        ("content", _) => &[("contentMediaType", Text), ("contentEncoding", Text), ("contentSchema", Schema)],
        _ => &[("format", Text)],
    }
}

const CORE_2019: Rules = &[
    ("$id", Id),
    ("$schema", Uri),
    ("$anchor", Anchor),
    ("$ref", Reference),
    ("$recursiveRef", Reference),
    ("$recursiveAnchor", Bool),
    ("$vocabulary", Vocabulary),
    ("$comment", Text),
    ("$defs", SchemaMap),
];

const CORE_2020: Rules = &[
    ("$id", Id),
    ("$schema", Uri),
    ("$ref", Reference),
    ("$anchor", Anchor),
    ("$dynamicRef", Reference),
    ("$dynamicAnchor", Anchor),
    ("$vocabulary", Vocabulary),
    ("$comment", Text),
    ("$defs", SchemaMap),
];

const APPLICATOR_2019: Rules = &[
    ("additionalItems", Schema),
    ("unevaluatedItems", Schema),
    ("items", SchemaOrSchemas),
    ("contains", Schema),
    ("additionalProperties", Schema),
    ("unevaluatedProperties", Schema),
    ("properties", SchemaMap),
    ("patternProperties", PatternMap),
    ("dependentSchemas", SchemaMap),
    ("propertyNames", Schema),
    ("if", Schema),
    ("then", Schema),
    ("else", Schema),
    ("allOf", Schemas),
    ("anyOf", Schemas),
    ("oneOf", Schemas),
    ("not", Schema),
];

const APPLICATOR_2020: Rules = &[
    ("prefixItems", Schemas),
    ("items", Schema),
    ("contains", Schema),
    ("additionalProperties", Schema),
    ("properties", SchemaMap),
    ("patternProperties", PatternMap),
    ("dependentSchemas", SchemaMap),
    ("propertyNames", Schema),
    ("if", Schema),
    ("then", Schema),
    ("else", Schema),
    ("allOf", Schemas),
    ("anyOf", Schemas),
    ("oneOf", Schemas),
    ("not", Schema),
];

const VALIDATION: Rules = &[
    ("type", Type),
    ("const", Any),
    ("enum", Array),
    ("multipleOf", Positive),
    ("maximum", Number),
    ("exclusiveMaximum", Number),
    ("minimum", Number),
    ("exclusiveMinimum", Number),
    ("maxLength", Count),
    ("minLength", CountOrZero),
    ("pattern", Format("regex")),
    ("maxItems", Count),
    ("minItems", CountOrZero),
    ("uniqueItems", Bool),
    ("maxContains", Count),
    ("minContains", Count),
    ("maxProperties", Count),
    ("minProperties", CountOrZero),
    ("required", Strings),
    ("dependentRequired", NameLists),
];

const META_DATA: Rules = &[
    ("title", Text),
    ("description", Text),
    ("default", Any),
    ("deprecated", Bool),
    ("readOnly", Bool),
    ("writeOnly", Bool),
    ("examples", Array),
];
