//! Cases of the contract by their numbers that go through several rooms: defaults, expressions, updates, values.
#![expect(clippy::unwrap_used, reason = "what these tests read is sound, or the test has failed")]

use cel::environment::{Environment, Variable};
use crd::judge;
use crd::resource::Served;
use crd::structural::Structural;
use crd::target::Target;
use gostd::json::{Value, encode, parse};

fn definition(root: &str) -> goyaml::Node {
    let text = format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: widgets.example.com}}, \
         spec: {{group: example.com, scope: Namespaced, names: {{plural: widgets, kind: Widget}}, versions: [{{name: v1, \
         served: true, storage: true, schema: {{openAPIV3Schema: {root}}}}}]}}}}"
    );
    goyaml::parse(text.as_bytes()).unwrap().unwrap()
}

/// A root schema with `spec.x`.
fn with_x(schema: &str) -> String {
    format!("{{type: object, properties: {{spec: {{type: object, properties: {{x: {schema}}}}}}}}}")
}

/// Fields and details of what the server says of a root schema; `S` is where that stands.
fn errors(root: &str) -> Vec<String> {
    let verdict = judge::create(&definition(root), Target::V1_37);
    assert!(verdict.decode.is_none() && verdict.strict.is_empty(), "{verdict:?}");
    let told = verdict.errors.iter().map(|error| format!("{}: {}", error.what.field, error.what.detail));
    told.map(|told| told.replace("spec.validation.openAPIV3Schema", "S")).collect()
}

fn json(text: &str) -> Value {
    let value = goyaml::to_json(text.as_bytes()).unwrap().unwrap();
    parse(encode(&value).as_bytes()).unwrap()
}

fn served(root: &str) -> Served {
    let decoded = crd::decode::definition(&definition(root).to_json().unwrap()).unwrap();
    Served::new(&decoded.definition.with_defaults(), "v1", Target::V1_37).unwrap()
}

/// What is wrong with a widget, and what is stored of `spec`.
fn created(root: &str, spec: &str) -> (Vec<String>, String) {
    let widget = format!("{{apiVersion: example.com/v1, kind: Widget, metadata: {{name: w}}, spec: {spec}}}");
    let verdict = served(root).create(json(&widget));
    let stored = verdict.object.as_ref().and_then(|object| object.get("spec")).map(encode).unwrap_or_default();
    (verdict.errors.iter().map(ToString::to_string).collect(), stored)
}

#[test]
fn case_25_defaults_within_a_default_are_not_applied_first() {
    let root = with_x("{type: object, default: {}, required: [a], properties: {a: {type: string, default: q}}}");
    assert_eq!(errors(&root), ["S.properties[spec].properties[x].default.a: "]);
}

const RULE: &str = "S.properties[spec].properties[x].x-kubernetes-validations[0].rule";

fn rule_error(kind: &str, rule: &str) -> String {
    let found = errors(&with_x(&format!("{{{kind}, x-kubernetes-validations: [{{rule: \"{rule}\"}}]}}")));
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].strip_prefix(&format!("{RULE}: compilation failed: ")).unwrap().to_owned()
}

#[test]
fn case_29_an_optional_is_no_integer() {
    let error = rule_error("type: integer", "[1,2].first() == 1");
    assert!(error.contains("found no matching overload for '_==_' applied to '(optional_type(int), int)'"), "{error}");
}

#[test]
fn case_30_cel_bind_is_not_there() {
    let error = rule_error("type: integer", "cel.bind(x,1,x==1)");
    assert!(error.contains("undeclared reference to 'cel'"), "{error}");
}

#[test]
fn case_34_additional_properties_true_have_no_size() {
    let error = rule_error("type: object, additionalProperties: true", "size(self) < 3");
    assert!(error.contains("found no matching overload for 'size'"), "{error}");
}

#[test]
fn case_35_of_metadata_only_names_can_be_seen() {
    let found = errors("{type: object, x-kubernetes-validations: [{rule: has(self.metadata.labels)}]}");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("undefined field 'labels'"), "{found:?}");
}

#[test]
fn case_u10_defaults_of_embedded_metadata_make_a_resource() {
    let embedded = |metadata: &str, more: &str| {
        with_x(&format!(
            "{{type: object, x-kubernetes-embedded-resource: true, properties: {{apiVersion: {{type: string}}, kind: \
             {{type: string}}, metadata: {{type: object, {metadata}}}{more}}}}}"
        ))
    };
    let name = "S.properties[spec].properties[x].properties[metadata].properties[name].default";
    assert_eq!(errors(&embedded("properties: {name: {type: string, default: a}}", "")), Vec::<String>::new());
    let found = errors(&embedded("properties: {name: {type: string, default: 'a/b'}}", ""));
    let detail = "must result in valid metadata: metadata.name: Invalid value: \"a/b\": may not contain '/'";
    assert_eq!(found, [format!("{name}: {detail}")]);
    let found = errors(&embedded("properties: {name: {type: string, default: a, maxLength: 0}}", ""));
    assert_eq!(found, [format!("{name}: may not be more than 0 bytes")]);
}

#[test]
fn case_u16_old_values_cannot_be_found_in_lists_without_a_type() {
    let items = "{type: string, maxLength: 9, x-kubernetes-validations: [{rule: self == oldSelf}]}";
    let found = errors(&with_x(&format!("{{type: array, maxItems: 9, items: {items}}}")));
    let place = "S.properties[spec].properties[x]";
    let detail = format!("oldSelf cannot be used on the uncorrelatable portion of the schema within {place}");
    assert_eq!(found, [format!("{place}.items.x-kubernetes-validations[0].rule: {detail}")]);
}

#[test]
fn case_u18_expressions_of_an_unsound_schema_are_not_compiled() {
    let found = errors(
        &with_x("{type: object, items: 5, x-kubernetes-validations: [{rule: nonsense}]}")
            .replace("items: 5", "not: {type: string}"),
    );
    assert_eq!(found, ["S.properties[spec].properties[x].not.type: must be empty to be structural"]);
}

#[test]
fn case_u21_a_structural_schema_stays_structural() {
    let (sound, unsound) = (definition(&with_x("{type: string}")), definition(&with_x("{minLength: 1}")));
    let found = judge::update(&unsound, &sound, Target::V1_37).errors;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].what.detail, "must not be empty for specified object fields");
    assert_eq!(judge::update(&unsound, &unsound, Target::V1_37).errors, found, "v1 forgives no old schema this");
}

#[test]
fn case_u23_integers_overflow() {
    let root = with_x("{type: integer, x-kubernetes-validations: [{rule: self + 1 == 0}]}");
    let (found, _) = created(&root, "{x: 9223372036854775807}");
    assert_eq!(found, ["spec.x: Invalid value: \"integer\": integer overflow evaluating rule: self + 1 == 0"]);
}

#[test]
fn case_u24_lists_are_sorted_by_what_is_asked() {
    let rule = "self.sortBy(e, e == 'z' ? '' : e) == ['z', 'a', 'b']";
    let root = with_x(&format!(
        "{{type: array, maxItems: 9, items: {{type: string, maxLength: 9}}, x-kubernetes-validations: [{{rule: \"{rule}\"}}]}}"
    ));
    assert_eq!(errors(&root), Vec::<String>::new());
    assert_eq!(created(&root, "{x: [b, z, a]}").0, Vec::<String>::new());
    assert_eq!(created(&root, "{x: [b, a]}").0.len(), 1);
}

#[test]
fn case_u25_a_text_without_a_bound_is_as_long_as_a_request() {
    let schema = crd::decode::schema(&json("{type: object, properties: {val1: {type: string}}}")).unwrap();
    let structural = Structural::new(&schema).unwrap();
    let declared = crd::rules::declared::declare(&structural, false, Target::V1_37).unwrap();
    let variables = [Variable { name: "self".into(), declared: &declared, optional: false }];
    let environment = Environment::of_minor(37);
    let ast = cel::parse::parse("isQuantity(self.val1)").unwrap();
    let checked = cel::check::check(ast, &environment, &variables).unwrap();
    assert_eq!(cel::cost::estimate(&checked, &environment, &variables).max, 314_575);
}

#[test]
fn case_u26_sets_pruning_and_nulls() {
    let set = with_x("{type: array, x-kubernetes-list-type: set, items: {type: string}}");
    let (found, _) = created(&set, "{x: [a, b, a, c, b, a]}");
    assert_eq!(found, ["spec.x[2]: Duplicate value: \"a\"", "spec.x[4]: Duplicate value: \"b\""]);
    let embedded = with_x("{type: object, x-kubernetes-embedded-resource: true, properties: {a: {type: string}}}");
    let (_, stored) = created(&embedded, "{x: {apiVersion: v1, kind: Pod, metadata: {name: p}, a: b, unknown: 1}}");
    assert_eq!(stored, r#"{"x":{"a":"b","apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}}"#);
    let nulls = with_x("{type: object, additionalProperties: {type: string, default: d}}");
    assert_eq!(created(&nulls, "{x: {a: null}}").1, r#"{"x":{"a":"d"}}"#);
    let nulls = with_x("{type: object, additionalProperties: {type: string}}");
    assert_eq!(created(&nulls, "{x: {a: null}}").1, r#"{"x":{}}"#);
}

#[test]
fn definitions_larger_than_anybody_needs_are_not_judged() {
    let many = format!("{{type: string, allOf: [{}]}}", "{},".repeat(100_001));
    let decode = judge::create(&definition(&with_x(&many)), Target::V1_37).decode.unwrap();
    assert_eq!(decode.what, "not judged: it has 100004 schemas, more than the 100000 that are looked at");
    assert_eq!(decode.place.path.to_string(), "spec.versions");
    let wrong = format!("{{type: integer, x-kubernetes-validations: [{}]}}", "{rule: '('},".repeat(3_000));
    assert!(errors(&with_x(&wrong)).len() >= 2_000);
}
