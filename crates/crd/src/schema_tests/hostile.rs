//! Schemas that want to harm.

use std::time::{Duration, Instant};

use super::{errors, schema};
use crate::decode;

/// Generous for machines that are busy, in builds that are not optimised; what is quadratic takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

#[track_caller]
fn soon(yaml: &str, at_least: usize) {
    let start = Instant::now();
    let found = errors(&schema(yaml)).len();
    assert!(found >= at_least, "only {found}");
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
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
    let many: String = (0..50_000).map(|index| format!("p{index}: {{id: a}},")).collect();
    soon(&format!("{}{{properties: {{{many}}}}}{}", "{not: ".repeat(depth), "}".repeat(depth)), 2_000);
}

#[test]
fn many_keys_of_a_list() {
    let keys = "a,".repeat(100_000);
    let yaml = format!("{{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [{keys}], ITEMS}}");
    soon(&yaml.replace("ITEMS", "items: {type: object}"), 1_000);
}

#[test]
fn huge_enumerations() {
    soon(&format!("{{enum: [{}]}}", "1,".repeat(200_000)), 1);
}

#[test]
fn patterns_share_a_budget() {
    let nested = "(".repeat(900) + "a" + &"){900}".repeat(900);
    let many: String = (0..500).map(|index| format!("p{index}: {{type: string, pattern: '{nested}'}},")).collect();
    let schema = schema(&format!("{{type: object, properties: {{{many}}}}}"));
    let start = Instant::now();
    let found = errors(&schema);
    assert!(!found.is_empty());
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn many_unknown_keys() {
    let many: String = (0..100_000).map(|index| format!("k{index}: 1,")).collect();
    let text = format!("{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, {many}}}");
    let value = goyaml::to_json(text.as_bytes()).expect("YAML").expect("a document");
    let start = Instant::now();
    assert_eq!(decode::definition(&value).expect("an object").strict.len(), 100);
    assert!(start.elapsed() < PATIENCE);
}
