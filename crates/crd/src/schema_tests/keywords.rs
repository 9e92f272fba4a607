//! Keywords (K1 to K8, D4, D7, T16, T18).

use super::{root, schema, x};
use crate::options::Options;
use crate::path::Path;
use crate::target::Target;

#[test]
fn k1_keywords_that_are_not_supported() {
    x("{type: string, id: a}", &["….id: Forbidden: id is not supported"]);
    x("{type: string, $ref: ''}", &["….$ref: Forbidden: $ref is not supported"]);
    x(
        "{type: array, items: {type: string}, additionalItems: false}",
        &["….additionalItems: Forbidden: additionalItems is not supported"],
    );
    x(
        "{type: object, patternProperties: {a: {}}}",
        &["….patternProperties: Forbidden: patternProperties is not supported"],
    );
    x("{type: object, patternProperties: {}, definitions: {}}", &[]);
    x("{type: object, dependencies: {}}", &["….dependencies: Forbidden: dependencies is not supported"]);
    x(
        "{type: object, definitions: {a: {type: int}}}",
        &[
            "….definitions: Forbidden: definitions is not supported",
            "….definitions[a].type: Unsupported value: \"int\": supported values: \"array\", \"boolean\", \"integer\", \
         \"number\", \"object\", \"string\"",
        ],
    );
}

#[test]
fn k2_the_schema_key_is_told_by_the_conversion_only() {
    let schema = schema("{$schema: x}");
    let error = crate::structural::Structural::new(&schema).expect_err("no conversion");
    assert_eq!(error.to_string(), "OpenAPIV3Schema 'schema' is not supported");
}

/// Contract, cases U1, K3 and K4.
#[test]
fn u1_types() {
    let supported = "supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"";
    x(
        "{type: 'null'}",
        &[
            "….type: Forbidden: type cannot be set to null, use nullable as an alternative",
            &format!("….type: Unsupported value: \"null\": {supported}"),
        ],
    );
    x("{type: int}", &[&format!("….type: Unsupported value: \"int\": {supported}")]);
}

#[test]
fn k5_to_k7() {
    x(
        "{type: array, items: [{type: string}]}",
        &["….items: Forbidden: items must be a schema object and not an array"],
    );
    x("{type: array, items: {type: string}, uniqueItems: false}", &[]);
    x(
        "{type: array, items: {type: string}, uniqueItems: true}",
        &["….uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic"],
    );
    x("{type: object, additionalProperties: true, properties: {a: {type: string}}}", &[]);
}

#[test]
fn case_24_properties_exclude_additional_properties() {
    x(
        "{type: object, additionalProperties: false, properties: {a: {type: string}}}",
        &["….additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive"],
    );
}

#[test]
fn t18_nothing_is_preserved() {
    x(
        "{type: object, x-kubernetes-preserve-unknown-fields: false}",
        &["….x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined"],
    );
}

#[test]
fn d4_no_defaults_in_the_head_of_the_object() {
    root(
        "{type: object, properties: {kind: {type: string, default: A}}}",
        &["S.properties[kind].default: Forbidden: must not be set in top-level kind"],
    );
    root(
        "{type: object, properties: {metadata: {type: object, properties: {name: {type: string, default: a}}}}}",
        &["S.properties[metadata].properties[name].default: Forbidden: must not be set in top-level metadata"],
    );
}

#[test]
fn d7_no_defaults_in_maps_of_metadata() {
    let labels = "{type: object, additionalProperties: {type: string, default: a}}";
    let metadata = format!("{{type: object, properties: {{labels: {labels}}}}}");
    x(
        &format!("{{type: object, x-kubernetes-embedded-resource: true, properties: {{metadata: {metadata}}}}}"),
        &["….properties[metadata].properties[labels].additionalProperties.default: Forbidden: must not be set inside \
         additionalProperties applying to object metadata"],
    );
    x(labels, &[]);
}

#[test]
fn t16_no_resources_in_metadata() {
    let inner = "{type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}";
    let metadata = format!("{{type: object, properties: {{a: {inner}}}}}");
    x(
        &format!("{{type: object, x-kubernetes-embedded-resource: true, properties: {{metadata: {metadata}}}}}"),
        &[
            "….properties[metadata].properties[a].x-kubernetes-embedded-resource: Forbidden: must not be used inside of \
         resource meta",
        ],
    );
}

#[test]
fn schemas_around_an_error_are_not_sound() {
    let schema = schema("{type: object, properties: {a: {type: array, items: {id: x}}, b: {type: string}}}");
    let checked = crate::keywords::check(&schema, &Path::root(), &Options::create(Target::V1_36));
    assert!(!checked.is_sound(&schema));
    assert!(!checked.is_sound(&schema.properties["a"]));
    assert!(checked.is_sound(&schema.properties["b"]));
}

#[test]
fn an_update_may_keep_unknown_types() {
    let options = Options { require_known_types: false, ..Options::create(Target::V1_37) };
    let checked = crate::keywords::check(&schema("{type: int}"), &Path::root(), &options);
    assert_eq!(checked.violations, []);
}
