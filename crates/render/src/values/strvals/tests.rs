//! `testdata/strvals.tsv` holds flag, text, kind and result; recorded from `helm template` 4.3.1 over the values of
//! [`BASE`] and a file `f1`.

use gostd::json::{Value, encode, parse};

use super::*;
use crate::values::Sources;

const BASE: &str = "t: {u: 1, w: {x: 2}}\nl: [1, {k: 2}, null, [3]]\nz: ~\ns: text\n";

fn read(name: &str) -> Result<Vec<u8>, String> {
    if name == "f1" { Ok(b"file one\n".to_vec()) } else { Err(format!("open {name}: no such file or directory")) }
}

fn sources(flag: &str, text: &str) -> Sources {
    let mut sources = Sources { files: vec![("base".to_owned(), BASE.into())], ..Sources::default() };
    let texts = match flag {
        "--set" => &mut sources.set,
        "--set-string" => &mut sources.set_string,
        "--set-file" => &mut sources.set_file,
        "--set-json" => &mut sources.set_json,
        "--set-literal" => &mut sources.set_literal,
        other => panic!("no flag {other}"),
    };
    texts.push(text.to_owned());
    sources
}

fn text_of(json: &str) -> String {
    parse(json.as_bytes()).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn texts_are_read_as_helm_reads_them() {
    let mut lines = 0;
    for line in include_str!("../../../testdata/strvals.tsv").lines() {
        let [flag, text, kind, result] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns: {line}");
        };
        let merged = sources(flag, &text_of(text)).merge(&read);
        match kind {
            "error" => assert_eq!(merged.unwrap_err().to_string(), text_of(result), "{line}"),
            _ => assert_eq!(
                encode(&Value::Object(merged.unwrap())),
                encode(&parse(result.as_bytes()).unwrap()),
                "{line}"
            ),
        }
        lines += 1;
    }
    assert_eq!(lines, 133);
}

#[test]
fn numbers_of_set_are_integers_and_those_of_json_floats() {
    let mut table = Table::new();
    parse_into("a=1", Reading::Typed, &mut table).unwrap();
    parse_into("b=1,c=[2]", Reading::Json, &mut table).unwrap();
    assert_eq!(table["a"], Value::from(1_i64));
    assert_eq!(table["b"], Value::from(1.0));
    assert_eq!(table["c"], Value::Array(vec![Value::from(2.0)]));
}

#[test]
fn names_are_bounded() {
    for text in ["a".to_owned() + &"[0]".repeat(100_000) + "=1", "a[0].".repeat(100_000) + "b=1"] {
        let error = parse_into(&text, Reading::Typed, &mut Table::new()).unwrap_err();
        assert!(error.ends_with("more than 30 indices"), "{error}");
    }
    let deep = format!("a={}{}", "[".repeat(1000), "]".repeat(1000));
    parse_into(&deep, Reading::Json, &mut Table::new()).unwrap_err();
}
