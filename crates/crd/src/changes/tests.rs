//! The catalogue: for every rule a change that asks for it, and nothing else.

use super::{Bump, Severity, compare_all, required_bump};
use crate::decode;
use crate::definition::Definition;

fn definition(text: &str) -> Definition {
    let value = goyaml::to_json(text.as_bytes()).unwrap().unwrap();
    decode::definition(&value).unwrap().definition.with_defaults()
}

/// Widgets with these names, these versions.
fn widgets(head: &str, versions: &str) -> Definition {
    definition(&format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: w.example.com}}, \
         spec: {{group: example.com, {head}, versions: [{versions}]}}}}"
    ))
}

const HEAD: &str = "scope: Namespaced, names: {plural: w, kind: W, shortNames: [ww]}";

fn version(rest: &str) -> String {
    format!("{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object}}}}, {rest}}}")
}

/// `spec.x` with this schema, `spec` with these keys too.
fn field(schema: &str, beside: &str) -> String {
    format!(
        "{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object, properties: {{spec: \
         {{type: object, {beside} properties: {{x: {schema}}}}}}}}}}}}}"
    )
}

/// Rules and bumps of all changes.
fn changes(old: &Definition, new: &Definition) -> Vec<(&'static str, Bump)> {
    compare_all(std::slice::from_ref(old), std::slice::from_ref(new))
        .iter()
        .map(|change| (change.rule, change.bump))
        .collect()
}

/// Schemas of one field, and what the change between them is.
const FIELDS: &[(&str, &str, &str, Bump)] = &[
    ("{type: string}", "{type: integer}", "field.typeChanged", Bump::Major),
    ("{type: integer}", "{type: number}", "field.typeWidened", Bump::Minor),
    ("{type: integer}", "{x-kubernetes-int-or-string: true}", "field.typeWidened", Bump::Minor),
    ("{x-kubernetes-int-or-string: true}", "{type: integer}", "intOrString.removed", Bump::Major),
    ("{type: string}", "{type: string, enum: [a]}", "enum.added", Bump::Major),
    ("{type: string, enum: [a, b]}", "{type: string, enum: [a]}", "enum.valueRemoved", Bump::Major),
    ("{type: string, enum: [a]}", "{type: string, enum: [a, b]}", "enum.valueAdded", Bump::Minor),
    ("{type: string, enum: [a]}", "{type: string}", "enum.removed", Bump::Minor),
    ("{type: string, default: a}", "{type: string, default: b}", "default.changed", Bump::Major),
    ("{type: string, default: a}", "{type: string}", "default.removed", Bump::Major),
    ("{type: string}", "{type: string, default: a}", "default.added", Bump::Minor),
    ("{type: string}", "{type: string, maxLength: 3}", "bound.tightened", Bump::Major),
    ("{type: string, maxLength: 3}", "{type: string, maxLength: 2}", "bound.tightened", Bump::Major),
    ("{type: string, maxLength: 3}", "{type: string, maxLength: 4}", "bound.loosened", Bump::Minor),
    ("{type: string, minLength: 3}", "{type: string, minLength: 4}", "bound.tightened", Bump::Major),
    ("{type: string, minLength: 3}", "{type: string}", "bound.loosened", Bump::Minor),
    (
        "{type: integer, maximum: 3}",
        "{type: integer, maximum: 3, exclusiveMaximum: true}",
        "bound.tightened",
        Bump::Major,
    ),
    ("{type: integer, multipleOf: 4}", "{type: integer, multipleOf: 2}", "bound.loosened", Bump::Minor),
    ("{type: integer, multipleOf: 2}", "{type: integer, multipleOf: 3}", "bound.tightened", Bump::Major),
    ("{type: string}", "{type: string, pattern: a}", "pattern.added", Bump::Major),
    ("{type: string, pattern: a}", "{type: string, pattern: b}", "pattern.changed", Bump::Major),
    ("{type: string, pattern: a}", "{type: string}", "pattern.removed", Bump::Minor),
    ("{type: string}", "{type: string, format: date}", "format.changed", Bump::Major),
    ("{type: string}", "{type: string, format: whatever}", "format.noted", Bump::Patch),
    ("{type: string, nullable: true}", "{type: string}", "nullable.removed", Bump::Major),
    ("{type: string}", "{type: string, nullable: true}", "nullable.added", Bump::Minor),
    ("{type: string}", "{type: string, description: d}", "description.changed", Bump::Patch),
    (
        "{type: object, x-kubernetes-preserve-unknown-fields: true}",
        "{type: object}",
        "preserveUnknownFields.removed",
        Bump::Major,
    ),
    (
        "{type: object}",
        "{type: object, x-kubernetes-preserve-unknown-fields: true}",
        "preserveUnknownFields.added",
        Bump::Minor,
    ),
    (
        "{type: object, additionalProperties: {type: string}}",
        "{type: object}",
        "additionalProperties.removed",
        Bump::Major,
    ),
    (
        "{type: object}",
        "{type: object, additionalProperties: {type: string}}",
        "additionalProperties.added",
        Bump::Minor,
    ),
    (
        "{type: array, items: {type: string}}",
        "{type: array, x-kubernetes-list-type: set, items: {type: string}}",
        "listType.changed",
        Bump::Major,
    ),
    ("{type: array, items: {type: string}}", "{type: array, items: {type: integer}}", "field.typeChanged", Bump::Major),
    ("{type: object}", "{type: object, x-kubernetes-map-type: atomic}", "mapType.changed", Bump::Minor),
    ("{type: string}", "{type: string, anyOf: [{pattern: a}]}", "combination.changed", Bump::Major),
    ("{type: string, not: {pattern: a}}", "{type: string}", "combination.removed", Bump::Minor),
    ("{type: string}", "{type: string, x-kubernetes-validations: [{rule: self == 'a'}]}", "cel.ruleAdded", Bump::Major),
    (
        "{type: string, x-kubernetes-validations: [{rule: self == 'a'}]}",
        "{type: string}",
        "cel.ruleRemoved",
        Bump::Minor,
    ),
    (
        "{type: string, x-kubernetes-validations: [{rule: self == 'a'}]}",
        "{type: string, x-kubernetes-validations: [{rule: self == 'a', message: m}]}",
        "cel.messageChanged",
        Bump::Patch,
    ),
];

#[test]
fn every_change_of_a_field_is_one_rule() {
    for (old, new, rule, bump) in FIELDS {
        let (before, after) = (widgets(HEAD, &field(old, "")), widgets(HEAD, &field(new, "")));
        assert_eq!(changes(&before, &after), [(*rule, *bump)], "{old} -> {new}");
        assert_eq!(changes(&after, &after), [], "{new}");
    }
}

#[test]
fn fields_come_go_and_become_required() {
    let spec = |properties: &str, required: &str| {
        let root =
            format!("{{type: object, properties: {{spec: {{type: object, {required} properties: {properties}}}}}}}");
        widgets(HEAD, &format!("{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {root}}}}}"))
    };
    let both = spec("{a: {type: string}, b: {type: string}}", "");
    let one = spec("{a: {type: string}}", "");
    assert_eq!(changes(&both, &one), [("field.removed", Bump::Major)]);
    assert_eq!(changes(&one, &both), [("field.added", Bump::Minor)]);
    let required = spec("{a: {type: string}}", "required: [a],");
    assert_eq!(changes(&one, &required), [("field.requiredAdded", Bump::Major)]);
    assert_eq!(changes(&required, &one), [("field.requiredRemoved", Bump::Minor)]);
    let nested = spec("{a: {type: string}, o: {type: object, required: [p], properties: {p: {type: string}}}}", "");
    assert_eq!(changes(&one, &nested), [("field.added", Bump::Minor)], "required within something new breaks nobody");
    let defaulted = spec("{a: {type: string, default: x}}", "required: [a],");
    let before = spec("{a: {type: string, default: x}}", "");
    assert_eq!(changes(&before, &defaulted), [("field.requiredWithDefault", Bump::Minor)]);
}

#[test]
fn rules_of_new_fields_break_nobody_if_they_ask_whether_these_are_there() {
    let with = |rule: &str, new: &str| {
        let root = format!(
            "{{type: object, properties: {{spec: {{type: object, properties: {{a: {{type: integer}}{new}}}, \
             x-kubernetes-validations: [{rule}]}}}}}}"
        );
        widgets(HEAD, &format!("{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {root}}}}}"))
    };
    let before = with("", "");
    let guarded = with("{rule: '!has(self.b) || self.b > 3'}", ", b: {type: integer}");
    assert_eq!(changes(&before, &guarded), [("cel.ruleOfNewFields", Bump::Minor), ("field.added", Bump::Minor)]);
    let unguarded = with("{rule: self.b > 3}", ", b: {type: integer}");
    assert_eq!(changes(&before, &unguarded), [("cel.ruleAdded", Bump::Major), ("field.added", Bump::Minor)]);
}

#[test]
fn names_versions_and_subresources() {
    let old = widgets(HEAD, &version(""));
    let cases = [
        (HEAD.replace("Namespaced", "Cluster"), version(""), "crd.scope", Bump::Major),
        (HEAD.replace("kind: W", "kind: X"), version(""), "crd.kind", Bump::Major),
        (HEAD.replace("[ww]", "[]"), version(""), "crd.names", Bump::Major),
        (HEAD.replace("[ww]", "[ww, x]"), version(""), "crd.names", Bump::Minor),
        (HEAD.to_owned(), version("subresources: {status: {}}"), "subresource.statusEnabled", Bump::Major),
        (HEAD.to_owned(), version("deprecated: true"), "version.deprecated", Bump::Minor),
        (HEAD.to_owned(), version("").replace("served: true", "served: false"), "version.unserved", Bump::Major),
        (
            HEAD.to_owned(),
            version("additionalPrinterColumns: [{name: a, type: string, jsonPath: .a}]"),
            "printerColumn.changed",
            Bump::Patch,
        ),
    ];
    for (head, versions, rule, bump) in cases {
        assert_eq!(changes(&old, &widgets(&head, &versions)), [(rule, bump)], "{head} {versions}");
    }
    let selectable = widgets(HEAD, &version("selectableFields: [{jsonPath: .spec.a}]"));
    assert_eq!(changes(&selectable, &old), [("selectableField.removed", Bump::Major)]);
    let two = widgets(
        HEAD,
        &format!("{}, {}", version(""), version("").replace("v1", "v2").replace("storage: true", "storage: false")),
    );
    assert_eq!(changes(&old, &two), [("version.added", Bump::Minor)]);
    assert_eq!(changes(&two, &old), [("version.removed", Bump::Major)]);
}

#[test]
fn definitions_come_and_go() {
    let one = widgets(HEAD, &version(""));
    let gone = compare_all(std::slice::from_ref(&one), &[]);
    assert_eq!((gone[0].rule, gone[0].severity), ("crd.removed", Severity::Error));
    assert_eq!(required_bump(&gone), Some(Bump::Major));
    let new = compare_all(&[], std::slice::from_ref(&one));
    assert_eq!((new[0].rule, required_bump(&new)), ("crd.added", Some(Bump::Minor)));
    assert_eq!(required_bump(&[]), None);
}
