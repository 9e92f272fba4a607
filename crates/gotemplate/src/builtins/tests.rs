//! Answers recorded from templates of Go 1.27.

use super::{BUILTINS, LENGTH_OF_NOTHING, call_error};
use crate::error::{Error, ErrorKind};
use crate::fixtures::{self, Nowhere};
use crate::format::sprintf;
use crate::function::Call;
use crate::value::Value;

fn call(name: &str, arguments: &[Value]) -> Result<Value, Error> {
    let function = BUILTINS.iter().find(|function| function.name == name).unwrap();
    (function.call)(&mut Call::new(arguments, &mut Nowhere { left: 1 << 20 }))
}

/// Value and type, or the error.
fn shown(result: Result<Value, Error>) -> String {
    let syntax = |value: Value| sprintf(b"%#v %T", &[value.clone(), value], &mut |_| Ok(())).unwrap();
    match result.map(syntax) {
        Ok(text) => String::from_utf8_lossy(&text).into_owned(),
        Err(error) => format!("! {error}"),
    }
}

#[test]
fn builtins_answer_as_in_go() {
    let mut wrong = Vec::new();
    let table = include_str!("../../testdata/builtins.tsv");
    for line in table.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, arguments, expected] = columns[..] else {
            panic!("three columns: {line}");
        };
        let expected = match expected.strip_prefix("! ") {
            Some(error) => format!("! {}", String::from_utf8_lossy(&fixtures::text(error))),
            None => shown(Ok(fixtures::value(expected))),
        };
        let answer = shown(call(name, &fixtures::values(arguments)));
        if answer != expected {
            wrong.push(format!("{line}\n  {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), table.lines().count(), wrong.join("\n"));
}

#[test]
fn names_are_in_order_and_complete() {
    let names: Vec<&str> = BUILTINS.iter().map(|function| function.name).collect();
    assert!(names.is_sorted() && names.len() == 19, "{names:?}");
}

#[test]
fn nothing_is_a_function() {
    assert_eq!(call_error("nil", &Value::Nil).to_string(), "call of nil");
    assert_eq!(call_error(".x", &Value::int(5)).to_string(), "non-function .x of type int");
    assert!(LENGTH_OF_NOTHING.ends_with("on zero Value"));
}

#[test]
fn large_texts_are_charged() {
    let error = call("printf", &["%9999999s".into(), "x".into()]).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
}
