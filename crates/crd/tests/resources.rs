//! Custom resources, judged as the server does: the cases of the contract by their numbers, and what comes with them.
#![expect(clippy::unwrap_used, reason = "what these tests read is sound, or the test has failed")]

use crd::resource::{Served, Verdict};
use crd::target::Target;
use gostd::json::{Value, encode, parse};

fn json(text: &str) -> Value {
    let value = goyaml::to_json(text.as_bytes()).unwrap().unwrap();
    parse(encode(&value).as_bytes()).unwrap()
}

/// A version of widgets with this root schema and this subresources.
fn served(schema: &str, subresources: &str) -> Served {
    let text = format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: widgets.example.com}}, \
         spec: {{group: example.com, scope: Namespaced, names: {{plural: widgets, kind: Widget}}, versions: [{{name: v1, \
         served: true, storage: true, subresources: {subresources}, schema: {{openAPIV3Schema: {schema}}}}}]}}}}"
    );
    let definition = crd::decode::definition(&json(&text)).unwrap().definition.with_defaults();
    Served::new(&definition, "v1", Target::V1_37).unwrap()
}

fn widget(rest: &str) -> Value {
    json(&format!("{{apiVersion: example.com/v1, kind: Widget, metadata: {{name: w}}, {rest}}}"))
}

/// The verdict on `spec.x` against its schema.
fn judge(schema: &str, value: &str) -> Verdict {
    let schema = format!("{{type: object, properties: {{spec: {{type: object, properties: {{x: {schema}}}}}}}}}");
    served(&schema, "{}").create(widget(&format!("spec: {{x: {value}}}")))
}

fn errors(verdict: &Verdict) -> Vec<String> {
    verdict.errors.iter().map(ToString::to_string).collect()
}

#[test]
fn case_27_a_factor_of_zero_refuses_every_object() {
    let error = "spec.x: Invalid value: 0: factor MultipleOf declared for spec.x must be positive: 0";
    assert_eq!(errors(&judge("{type: integer, multipleOf: 0}", "4")), [error]);
}

#[test]
fn case_40_a_key_that_is_a_boolean_to_yaml_is_unknown() {
    let schema = "{type: object, properties: {spec: {type: object, properties: {'n': {type: integer}}}}}";
    let verdict = served(schema, "{}").create(widget("spec: {n: 0x10}"));
    assert_eq!(verdict.unknown, ["spec.false"]);
}

#[test]
fn case_41_null_counts_as_missing() {
    let schema = "{type: object, properties: {spec: {type: object, required: [x], properties: {x: {type: string}}}}}";
    let verdict = served(schema, "{}").create(widget("spec: {x: null}"));
    assert_eq!(errors(&verdict), ["spec.x: Required value"]);
}

#[test]
fn case_42_an_enum_is_applied_to_null() {
    let verdict = judge("{type: string, nullable: true, enum: [a]}", "null");
    assert_eq!(errors(&verdict), [r#"spec.x: Unsupported value: null: supported values: "a""#]);
}

#[test]
fn case_43_a_known_format_lets_arrays_pass() {
    assert!(judge("{type: string, format: date}", "[a]").is_accepted());
}

#[test]
fn case_44_lengths_are_characters() {
    assert_eq!(
        errors(&judge("{type: string, maxLength: 3}", "éééé")),
        ["spec.x: Too long: may not be more than 3 bytes"]
    );
    assert!(judge("{type: string, maxLength: 3}", "ééé").is_accepted());
}

#[test]
fn case_45_the_range_of_int32_is_enforced() {
    let error = r#"<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec.x"#;
    assert_eq!(errors(&judge("{type: integer, format: int32}", "2147483648")), [error]);
}

#[test]
fn case_46_nothing_stays_below_additional_properties_true() {
    let verdict = judge("{type: object, additionalProperties: true}", "{a: {b: 1}}");
    assert_eq!(verdict.unknown, ["spec.x.a.b"]);
    let stored = verdict.object.unwrap();
    assert_eq!(encode(stored.get("spec").unwrap()), r#"{"x":{"a":{}}}"#);
}

#[test]
fn case_47_keys_of_list_maps_are_compared_after_defaults() {
    let items = "{type: object, properties: {k: {type: string}, p: {type: string, default: TCP}}, required: [k]}";
    let schema =
        format!("{{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k, p], items: {items}}}");
    let verdict = judge(&schema, "[{k: a}, {k: a, p: TCP}]");
    assert_eq!(errors(&verdict), [r#"spec.x[1]: Duplicate value: {"k":"a","p":"TCP"}"#]);
}

const NOT_CHECKED: &str = "<nil>: Invalid value: null: some validation rules were not checked because the object was \
                           invalid; correct the existing errors to complete validation";

#[test]
fn case_48_rules_are_not_asked_about_incomplete_objects() {
    let schema = "{type: object, properties: {spec: {type: object, required: ['y'], properties: {'y': {type: string}, \
                  x: {type: integer, x-kubernetes-validations: [{rule: self > 3}]}}}}}";
    let verdict = served(schema, "{}").create(widget("spec: {x: 1}"));
    assert_eq!(errors(&verdict), ["spec.y: Required value", NOT_CHECKED]);
}

#[test]
fn case_49_pattern_and_rule_are_both_told() {
    let schema = "{type: string, pattern: b, x-kubernetes-validations: [{rule: self.startsWith('b')}]}";
    let found = errors(&judge(schema, "a"));
    assert_eq!(
        found,
        [
            r#"spec.x: Invalid value: "a": spec.x in body should match 'b'"#,
            r#"spec.x: Invalid value: "a": failed rule: self.startsWith('b')"#,
        ]
    );
}

#[test]
fn cases_50_and_51_status_is_dropped_where_it_is_a_subresource() {
    let schema = "{type: object, required: [status], properties: {status: {type: object}}}";
    let verdict = served(schema, "{status: {}}").create(widget("status: {}"));
    assert_eq!(errors(&verdict), ["status: Required value"]);
    let schema = "{type: object, properties: {status: {type: object}}}";
    let verdict = served(schema, "{status: {}}").create(widget("status: {bogus: 1}"));
    assert_eq!((errors(&verdict), verdict.unknown), (vec![], vec!["status.bogus".to_owned()]));
}

#[test]
fn case_52_names_of_embedded_resources_only_have_to_fit_into_a_url() {
    let schema = "{type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}";
    let embedded = |name: &str| format!("{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}}}");
    assert!(judge(schema, &embedded("BAD NAME")).is_accepted());
    let found = errors(&judge(schema, &embedded("a/b")));
    assert_eq!(found, [r#"spec.x.metadata.name: Invalid value: "a/b": may not contain '/'"#]);
    let found = errors(&judge(schema, "{metadata: {}}"));
    assert_eq!(found, ["spec.x.apiVersion: Required value", "spec.x.kind: Required value"]);
}

#[test]
fn case_53_no_bytes_are_no_base64() {
    let error = r#"spec.x: Invalid value: "": spec.x in body must be of type byte: """#;
    assert_eq!(errors(&judge("{type: string, format: byte}", "''")), [error]);
}

#[test]
fn case_54_patterns_are_for_the_strings_among_int_or_string() {
    let schema = "{x-kubernetes-int-or-string: true, pattern: '^\\d+%$'}";
    assert!(judge(schema, "5").is_accepted());
    assert_eq!(errors(&judge(schema, "'5'")), [r#"spec.x: Invalid value: "5": spec.x in body should match '^\d+%$'"#]);
}

#[test]
fn heads_and_metadata_are_judged_too() {
    let served = served("{type: object}", "{}");
    let other = json("{apiVersion: example.com/v1, kind: Gadget, metadata: {name: w}}");
    assert_eq!(errors(&served.create(other)), [r#"kind: Invalid value: "Gadget": must be Widget"#]);
    let labels = json("{apiVersion: example.com/v1, kind: Widget, metadata: {name: w, labels: {a: 1}, foo: 1}}");
    let text = "json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string";
    assert_eq!(served.create(labels).decode.as_deref(), Some(text));
    let unknown = json("{apiVersion: example.com/v1, kind: Widget, metadata: {name: w, foo: 1}}");
    assert_eq!(served.create(unknown).unknown, ["metadata.foo"]);
}

#[test]
fn unchanged_values_are_not_blamed_at_update() {
    let schema = "{type: object, properties: {x: {type: string, pattern: b}, 'y': {type: string, \
                  x-kubernetes-validations: [{rule: self == oldSelf, message: never changes}]}}}";
    let served = served(schema, "{}");
    assert_eq!(errors(&served.update(widget("x: a, 'y': b"), widget("x: a, 'y': b"))), Vec::<String>::new());
    let found = errors(&served.update(widget("x: c, 'y': d"), widget("x: a, 'y': b")));
    assert_eq!(
        found,
        [r#"x: Invalid value: "c": x in body should match 'b'"#, r#"y: Invalid value: "d": never changes"#,]
    );
}

#[test]
fn scale_reads_replicas_where_it_is_told() {
    let schema = "{type: object, properties: {spec: {type: object, properties: {'n': {type: integer}}}, status: {type: object}}}";
    let scale = "{scale: {specReplicasPath: .spec.n, statusReplicasPath: .status.n}}";
    let found = errors(&served(schema, scale).create(widget("spec: {'n': -1}")));
    assert_eq!(found, [".spec.n: Invalid value: -1: should be a non-negative integer"]);
}

#[test]
fn defaults_multiplied_by_many_items_end() {
    let default = format!("[{}]", "{a: 1},".repeat(2_000));
    let items = format!(
        "{{type: object, properties: {{l: {{type: array, default: {default}, items: {{type: object, x-kubernetes-preserve-unknown-fields: true}}}}}}}}"
    );
    let verdict = judge(&format!("{{type: array, items: {items}}}"), &format!("[{}]", "{},".repeat(20_000)));
    assert_eq!(errors(&verdict), ["<nil>: Internal error: not judged: schema and value together are too large"]);
}
