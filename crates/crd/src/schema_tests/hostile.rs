//! Schemas that want to harm: what is not linear would take minutes here.

use super::{errors, schema};
use crate::decode;

#[track_caller]
fn soon(yaml: &str, at_least: usize) {
    let found = errors(&schema(yaml)).len();
    assert!(found >= at_least, "only {found}");
}

#[test]
fn deep_schemas() {
    let depth = 155;
    soon(&format!("{}{}", "{not: ".repeat(depth), "}".repeat(depth)), 1);
    soon(&format!("{}{}", "{type: array, items: ".repeat(depth), "}".repeat(depth)), 1);
}

#[test]
fn an_error_in_each_of_many_deep_nodes() {
    let depth = 100;
    let many: String = (0..10_000).map(|index| format!("p{index}: {{id: a}},")).collect();
    soon(&format!("{}{{properties: {{{many}}}}}{}", "{not: ".repeat(depth), "}".repeat(depth)), 2_000);
}

#[test]
fn many_keys_of_a_list() {
    let keys = "a,".repeat(20_000);
    let yaml = format!("{{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [{keys}], ITEMS}}");
    soon(&yaml.replace("ITEMS", "items: {type: object}"), 1_000);
}

#[test]
fn huge_enumerations() {
    soon(&format!("{{enum: [{}]}}", "1,".repeat(50_000)), 1);
}

#[test]
fn patterns_share_a_budget() {
    let nested = "(".repeat(900) + "a" + &"){900}".repeat(900);
    let many: String = (0..500).map(|index| format!("p{index}: {{type: string, pattern: '{nested}'}},")).collect();
    let schema = schema(&format!("{{type: object, properties: {{{many}}}}}"));
    let found = errors(&schema);
    assert!(!found.is_empty());
}

#[test]
fn many_unknown_keys() {
    let many: String = (0..20_000).map(|index| format!("k{index}: 1,")).collect();
    let text = format!("{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, {many}}}");
    let value = goyaml::to_json(text.as_bytes()).expect("YAML").expect("a document");
    assert_eq!(decode::definition(&value).expect("an object").strict.len(), 100);
}
