use std::collections::BTreeMap;

use gostd::json::{Value, parse};

use super::{emit, emit_pretty, try_emit, try_emit_pretty};
use crate::tests::rows;

#[test]
fn strings_are_written_as_go_writes_them() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../testdata/strings.jsonl")) {
        let [text, compact, pretty] = row.as_slice() else { panic!("three columns: {row:?}") };
        let value = Value::Object(BTreeMap::from([("k".to_owned(), Value::String(text.clone()))]));
        for (found, expected) in [(emit(&value), compact), (emit_pretty(&value), pretty)] {
            if found != *expected {
                wrong.push(format!("{text:?}\n  found    {found:?}\n  expected {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn values_are_written_as_go_writes_them() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../testdata/values.jsonl")) {
        let [json, compact, pretty] = row.as_slice() else { panic!("three columns: {row:?}") };
        let value = parse(json.as_bytes()).expect("valid JSON");
        for (found, expected) in [(emit(&value), compact), (emit_pretty(&value), pretty)] {
            if found != *expected {
                wrong.push(format!("{json}\n  found    {found:?}\n  expected {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn failures_say_why() {
    let control = Value::String("\u{7F}".to_owned());
    assert_eq!(try_emit(&control).unwrap_err().to_string(), "yaml: control characters are not allowed");
    assert_eq!(emit(&control), "");
    assert_eq!(emit_pretty(&control), "\"\\x7F\"\n");
    let infinite = Value::from(f64::INFINITY);
    assert_eq!(try_emit(&infinite).unwrap_err().to_string(), "json: unsupported value: +Inf");
    assert_eq!(emit_pretty(&infinite), ".inf\n");
    let deep = (0..crate::MAX_DEPTH + 2).fold(Value::Null, |value, _| Value::Array(vec![value]));
    assert!(try_emit(&deep).is_err());
    assert!(try_emit_pretty(&deep).is_err());
}

#[test]
fn what_is_written_reads_back() {
    for row in rows(include_str!("../../testdata/values.jsonl")) {
        let [json, compact, _] = row.as_slice() else { panic!("three columns: {row:?}") };
        // U+2028 in a quoted scalar is the one thing that go-yaml changes on its way.
        if compact.is_empty() || compact.contains('\u{2028}') {
            continue;
        }
        let node = crate::parse(compact.as_bytes()).expect("readable").expect("a document");
        let again = node.to_json().expect("a value");
        let value = parse(json.as_bytes()).expect("valid JSON");
        assert_eq!(emit(&again), *compact, "{json}");
        assert_eq!(gostd::json::encode(&again).replace("-0", "0"), gostd::json::encode(&value).replace("-0", "0"));
    }
}
