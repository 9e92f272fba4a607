//! What is told, and what is not.

use super::check;
use crate::decode;

/// Findings for `spec.x`, as `id path`, without the remark about descriptions; `…` stands for its path.
fn found(x: &str) -> Vec<String> {
    let properties = format!("{{spec: {{type: object, properties: {{x: {x}}}}}}}");
    findings(&format!(
        "{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object, properties: {properties}}}}}}}"
    ))
}

fn findings(version: &str) -> Vec<String> {
    let text = format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, spec: {{versions: [{version}]}}}}"
    );
    let value = goyaml::to_json(text.as_bytes()).expect("YAML").expect("a document");
    let decoded = decode::definition(&value).expect("an object");
    let told = check(&decoded).into_iter().filter(|finding| finding.lint.id() != "undescribed");
    let prefix = "spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[x]";
    let text = |field: String| field.replace(prefix, "…").replace("spec.versions[0]", "V");
    told.map(|finding| format!("{} {}", finding.lint.id(), text(finding.field.to_string()))).collect()
}

#[test]
fn bounds() {
    assert_eq!(found("{type: string, minLength: 3, maxLength: 2}"), ["impossible-bounds ….maxLength"]);
    assert_eq!(found("{type: string, maxLength: -1}"), ["impossible-bounds ….maxLength"]);
    assert_eq!(found("{type: string, minLength: -1}"), ["idle-bound ….minLength"]);
    assert_eq!(found("{type: integer, minimum: 3, maximum: 2}"), ["impossible-bounds ….maximum"]);
    assert_eq!(
        found("{type: integer, minimum: 2, maximum: 2, exclusiveMinimum: true}"),
        ["impossible-bounds ….maximum",]
    );
    assert_eq!(found("{type: integer, minimum: 2, exclusiveMaximum: true}"), ["idle-bound ….exclusiveMaximum"]);
    assert_eq!(found("{type: integer, not: {multipleOf: 0}}"), ["multiple-of-zero ….not.multipleOf"]);
    assert!(found("{type: integer, minimum: -2, maximum: 2, multipleOf: 1}").is_empty());
}

#[test]
fn enumerations() {
    assert_eq!(found("{type: string, enum: []}"), ["empty-enum ….enum"]);
    assert_eq!(found("{type: string, enum: [a, a, 1]}"), ["duplicate-enum ….enum[1]", "enum-of-other-type ….enum[2]"]);
    assert_eq!(found("{type: string, nullable: true, enum: [a]}"), ["null-not-in-enum ….enum"]);
    assert!(found("{type: string, nullable: true, enum: [a, null]}").is_empty());
    assert!(found("{x-kubernetes-int-or-string: true, enum: [a, 1]}").is_empty());
    assert!(found("{type: number, enum: [1, 1.5]}").is_empty());
}

#[test]
fn required_names() {
    assert_eq!(
        found("{type: object, required: [a, a], properties: {a: {type: string}}}"),
        ["duplicate-required ….required[1]",]
    );
    assert_eq!(found("{type: object, required: [a]}"), ["required-unknown ….required[0]"]);
    assert!(found("{type: object, required: [a], x-kubernetes-preserve-unknown-fields: true}").is_empty());
    assert!(found("{type: object, required: [a], additionalProperties: {type: string}}").is_empty());
}

/// Contract, case 22.
#[test]
fn case_22_names_in_demands_below_the_root() {
    assert_eq!(
        found("{type: object, anyOf: [{properties: {zz: {}}, required: [zz]}]}"),
        ["undeclared-property ….anyOf[0].properties[zz]",]
    );
    assert!(found("{type: object, properties: {a: {type: string}}, not: {properties: {a: {pattern: b}}}}").is_empty());
}

/// Contract, case 26.
#[test]
fn case_26_defaults_in_maps() {
    assert_eq!(
        found("{type: object, additionalProperties: {type: string, default: 5}}"),
        ["default-of-other-type ….additionalProperties.default",]
    );
}

#[test]
fn types() {
    assert_eq!(found("{type: string, x-kubernetes-int-or-string: true}"), ["typed-int-or-string ….type"]);
    assert_eq!(
        found("{type: integer, pattern: a, maxLength: 1}"),
        ["keyword-of-other-type ….maxLength", "keyword-of-other-type ….pattern",]
    );
}

#[test]
fn keys_that_the_server_drops() {
    assert_eq!(found("{type: array, items: {type: string, const: a}}"), ["unseen-key ….items.const"]);
}

#[test]
fn versions() {
    assert_eq!(findings("{name: v1, storage: true}"), ["nothing-served spec.versions"]);
    assert_eq!(findings("{name: v1, storage: true}, {name: v2, served: true}"), ["storage-not-served V.served"]);
}

#[test]
fn paths() {
    let schema = "{type: object, properties: {status: {type: object, properties: {replicas: {type: string}, conditions: \
                  {type: array, items: {type: object, properties: {type: {type: string}}}}, labels: {type: object, \
                  additionalProperties: {type: string}}, any: {x-kubernetes-preserve-unknown-fields: true}}}}}";
    let version = |rest: &str| {
        findings(&format!("{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {schema}}}, {rest}}}"))
    };
    let column = |path: &str| version(&format!("additionalPrinterColumns: [{{jsonPath: '{path}'}}]"));
    for good in [
        ".status.conditions[?(@.type==\"Ready\")].type",
        ".status.conditions[0].type",
        ".status.labels.app\\.kubernetes\\.io/name",
        ".status.labels[\"a.b\"]",
        ".status.any.thing[0]",
        ".metadata.creationTimestamp",
        ".status..type",
        ".[[[",
    ] {
        assert!(column(good).is_empty(), "{good}");
    }
    for bad in [".status.nothing", ".spec.a", ".status.conditions.type", ".status.conditions[0].nothing", ".status[0]"]
    {
        assert_eq!(column(bad), ["dangling-column V.additionalPrinterColumns[0].jsonPath"], "{bad}");
    }
    let scale = "subresources: {scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}";
    assert_eq!(
        version(scale),
        [
            "dangling-scale V.subresources.scale.specReplicasPath",
            "dangling-scale V.subresources.scale.statusReplicasPath",
        ]
    );
}
