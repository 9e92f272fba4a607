//! The structs of a schema (`pkg/apis/apiextensions/v1/types_jsonschema.go`).

use super::shape::{Shape, Struct, TEXT, TEXTS};

/// `JSONSchemaProps`
pub(super) static SCHEMA: Struct = Struct {
    name: "JSONSchemaProps",
    fields: &[
        ("type", TEXT),
        ("description", TEXT),
        ("properties", Shape::Map("map[string]v1.JSONSchemaProps", &A_SCHEMA)),
        ("items", Shape::SchemaOrList),
        ("format", TEXT),
        ("enum", Shape::List("[]v1.JSON", &Shape::Any)),
        ("required", TEXTS),
        ("default", Shape::Any),
        ("nullable", Shape::Bool),
        ("pattern", TEXT),
        ("minimum", Shape::Float64),
        ("maximum", Shape::Float64),
        ("minLength", Shape::Int64),
        ("maxLength", Shape::Int64),
        ("minItems", Shape::Int64),
        ("maxItems", Shape::Int64),
        ("minProperties", Shape::Int64),
        ("maxProperties", Shape::Int64),
        ("additionalProperties", Shape::SchemaOrBool),
        ("x-kubernetes-list-type", TEXT),
        ("x-kubernetes-list-map-keys", TEXTS),
        ("x-kubernetes-map-type", TEXT),
        ("x-kubernetes-int-or-string", Shape::Bool),
        ("x-kubernetes-preserve-unknown-fields", Shape::Bool),
        ("x-kubernetes-embedded-resource", Shape::Bool),
        ("x-kubernetes-validations", Shape::List("v1.ValidationRules", &Shape::Struct(&RULE))),
        ("oneOf", Shape::List("[]v1.JSONSchemaProps", &A_SCHEMA)),
        ("anyOf", Shape::List("[]v1.JSONSchemaProps", &A_SCHEMA)),
        ("allOf", Shape::List("[]v1.JSONSchemaProps", &A_SCHEMA)),
        ("not", Shape::Struct(&SCHEMA)),
        ("title", TEXT),
        ("example", Shape::Any),
        ("externalDocs", Shape::Struct(&EXTERNAL_DOCS)),
        ("exclusiveMinimum", Shape::Bool),
        ("exclusiveMaximum", Shape::Bool),
        ("multipleOf", Shape::Float64),
        ("uniqueItems", Shape::Bool),
        ("id", TEXT),
        ("$schema", Shape::Text("v1.JSONSchemaURL")),
        ("$ref", TEXT),
        ("patternProperties", Shape::Map("map[string]v1.JSONSchemaProps", &A_SCHEMA)),
        ("dependencies", Shape::Map("v1.JSONSchemaDependencies", &Shape::SchemaOrTexts)),
        ("additionalItems", Shape::SchemaOrBool),
        ("definitions", Shape::Map("v1.JSONSchemaDefinitions", &A_SCHEMA)),
    ],
};

static A_SCHEMA: Shape = Shape::Struct(&SCHEMA);

/// `[]JSONSchemaProps`
pub(super) static SCHEMAS: Shape = Shape::List("[]v1.JSONSchemaProps", &A_SCHEMA);

static RULE: Struct = Struct {
    name: "ValidationRule",
    fields: &[
        ("rule", TEXT),
        ("message", TEXT),
        ("messageExpression", TEXT),
        ("reason", Shape::Text("v1.FieldValueErrorReason")),
        ("fieldPath", TEXT),
        ("optionalOldSelf", Shape::Bool),
    ],
};

static EXTERNAL_DOCS: Struct =
    Struct { name: "ExternalDocumentation", fields: &[("description", TEXT), ("url", TEXT)] };
