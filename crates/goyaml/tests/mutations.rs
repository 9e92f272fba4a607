//! Texts that are almost YAML: nothing panics or takes long, and what is read can be written and read again.
//! The mutations are the same in every run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gostd::json::{Value, encode};
use goyaml::{Node, head_json, parse, parse_documents, to_json, try_emit, try_emit_pretty};
use mutations::for_taken_mutations;

/// Bytes that mean something to YAML.
const MARKS: &[u8] = b" \t\n\r\"'\\:,-?&*!|>%@`#[]{}~<.+0129aeE_\x00\x7f\x85\xc2\xe2\xff";

/// Documents with everything that YAML 1.1 has.
const ODD_DOCUMENTS: [&str; 6] = [
    r#"%YAML 1.1
%TAG !e! tag:example.com,2000:
--- !e!map
a: !!str 1
b: !!binary aGk=
c: !!int "3"
...
---
- x
"#,
    r#"base: &base {a: 1, b: [x, 'it''s', "\u00e9\x41\
  z"]}
child:
  <<: *base
  b: 2
list: [*base, {<<: [*base]}]
"#,
    r#"literal: |2-
    indented
  text
folded: >+
  a
  b

   c

? |
  key
: - - a
    - b
  - ? "long"
    : y
"#,
    r#"# numbers
- 0x1F
- 0o17
- 017
- 1_000
- 1e3
- -.5
- 12:30
- 2001-01-01
- ~
- yes
- 18446744073709551615
"#,
    r#"{a: {b: {c: [1, 2, {d: e, ? f : g, h}]}}, "i": 'j', k: , l: m}
"#,
    r#"plain text over
  two lines
"#,
];

/// The first cells of a table with one JSON array per line.
fn first_column(table: &str) -> Vec<Vec<u8>> {
    let first = |line: &str| {
        let row = gostd::json::parse(line.as_bytes()).expect("a line of JSON");
        let cell = row.as_array().and_then(|cells| cells.first()).and_then(Value::as_str);
        cell.expect("a text in front").as_bytes().to_vec()
    };
    table.lines().map(first).collect()
}

/// Whether the values are the same to Go, to which a whole float and an integer are one number.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| left.0 == right.0 && same(left.1, right.1))
        }
        _ => left == right,
    }
}

/// Whether go-yaml itself gets a value back from its own text: it folds three of YAML 1.1's line breaks, and writes the
/// key `<<` so that it is read as a merge.
fn go_keeps(json: &str) -> bool {
    let lost = ["\u{85}", "\\u2028", "\\u2029", "\"\\u003c\\u003c\":"];
    !lost.iter().any(|lost| json.contains(*lost))
}

/// Whether the value can be written; then it is read back.
fn check_emitting(value: &Value) -> bool {
    let _ = try_emit_pretty(value);
    let (Ok(text), json) = (try_emit(value), encode(value)) else { return false };
    if go_keeps(&json) {
        let node = parse(text.as_bytes()).expect("written YAML is YAML").expect("a document");
        let again = node.to_json().expect("written YAML is a value");
        assert!(same(value, &again), "{json}\nbecame\n{text}");
        assert_eq!(try_emit(&again).as_ref(), Ok(&text), "{json}");
    }
    true
}

/// The head has the wanted keys of the whole document, or the same error.
fn check_head(text: &[u8]) {
    let wanted = |key: &str| matches!(key, "a" | "kind" | "metadata");
    let mut whole = to_json(text);
    match &mut whole {
        Ok(Some(Value::Object(members))) => members.retain(|key, _| wanted(key)),
        Ok(Some(Value::Array(items))) => items.clear(),
        _ => {}
    }
    assert_eq!(head_json(text, &wanted), whole);
}

fn check_reading(text: &[u8]) -> bool {
    check_head(text);
    let (first, all) = (parse(text), parse_documents(text));
    if let Ok(all) = &all {
        assert_eq!(first.as_ref().expect("the first of several documents").as_ref(), all.first());
    }
    if let Err(error) = &first {
        let _ = (error.to_string(), error.position(), error.hint());
        return false;
    }
    let nodes: Vec<Node> = all.unwrap_or_else(|_| first.into_iter().flatten().collect());
    for node in &nodes {
        let _ = (node.duplicate_keys(), node.to_go_string(), node.get("a"));
        match node.to_json() {
            Ok(value) => {
                check_emitting(&value);
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    true
}

#[test]
fn documents_with_one_oddity_each() {
    for_taken_mutations(6_000, &first_column(include_str!("../testdata/read.jsonl")), MARKS, check_reading);
}

#[test]
fn documents_with_everything() {
    let seeds: Vec<Vec<u8>> = ODD_DOCUMENTS.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    for_taken_mutations(2_500, &seeds, MARKS, check_reading);
}

#[test]
fn documents_of_a_real_chart() {
    let chart = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charts/agents");
    let names = ["ci/ha-values.yaml", "ci/minimal-values.yaml", "examples/agent.yaml", "examples/memory.yaml"];
    let seeds: Vec<Vec<u8>> = names.iter().map(|name| fs::read(chart.join(name)).expect("a file")).collect();
    for_taken_mutations(400, &seeds, MARKS, check_reading);
}

#[test]
fn texts_as_keys_and_values_at_every_depth() {
    let mut seeds = first_column(include_str!("../testdata/strings.jsonl"));
    seeds.push("word ".repeat(40).into_bytes());
    seeds.push("it's \"both\" ".repeat(20).into_bytes());
    seeds.push(b"line\n  indented\n\nlast\n\n".to_vec());
    for_taken_mutations(2_500, &seeds, MARKS, |text| {
        let text = String::from_utf8_lossy(text).into_owned();
        let map = |value: Value| Value::Object(BTreeMap::from([(text.clone(), value)]));
        let leaf = Value::from(text.as_str());
        let list = Value::Array(vec![leaf.clone(), map(leaf.clone()), Value::Array(vec![leaf.clone(), Value::Null])]);
        check_emitting(&leaf) && check_emitting(&map(list.clone())) && check_emitting(&map(map(list)))
    });
}
