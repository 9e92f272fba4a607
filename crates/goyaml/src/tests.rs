use gostd::json::{Number, Value, encode};

use crate::{Error, Kind, MAX_NODES, Node, Position, head_json, parse, parse_documents, read, to_json};

/// The rows of a table of strings, one JSON array per line.
pub(crate) fn rows(table: &str) -> Vec<Vec<String>> {
    let strings = |row: Value| -> Vec<String> {
        let cells = row.as_array().expect("an array");
        cells.iter().map(|cell| cell.as_str().expect("a string").to_owned()).collect()
    };
    table.lines().map(|line| strings(gostd::json::parse(line.as_bytes()).expect("valid JSON"))).collect()
}

fn tree(text: &str) -> Node {
    parse(text.as_bytes()).expect("readable").expect("a document")
}

/// What `YAMLToJSON` gives: JSON or an error text.
fn outcome(text: &[u8]) -> String {
    let json = parse(text).and_then(|node| node.map_or(Ok(Value::Null), |node| node.to_json()));
    match json {
        Ok(value) => encode(&value),
        Err(error) => format!("ERR {error}"),
    }
}

/// Go writes what is no UTF-8 as an escape; as values both are U+FFFD.
fn same(found: &str, expected: &str) -> bool {
    found == expected || gostd::json::parse(expected.as_bytes()).is_ok_and(|value| encode(&value) == found)
}

#[test]
fn documents_are_read_as_go_reads_them() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../testdata/read.jsonl")) {
        let [document, expected] = row.as_slice() else { panic!("two columns: {row:?}") };
        let found = outcome(document.as_bytes());
        if !same(&found, expected) {
            wrong.push(format!("{document:?}\n  found    {found}\n  expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn other_encodings_are_read() {
    assert_eq!(outcome(b"\xFF\xFEa\0:\0 \x001\0"), "{\"a\":1}");
    assert_eq!(outcome(b"x: \xFF\n"), "ERR yaml: invalid leading UTF-8 octet");
    assert_eq!(outcome(b"a: \x01\n"), "ERR yaml: control characters are not allowed");
}

#[test]
fn nodes_know_their_place() {
    let node = tree("# c\na: 'x'\nlist:\n- é: &k z\n- *k\n");
    let place = |node: &Node| (node.span.start.line, node.span.start.column, node.span.end.column);
    let (key, value) = node.entry("a").unwrap();
    assert_eq!(place(key), (2, 1, 2));
    assert_eq!(place(value), (2, 4, 7));
    let items = node.get("list").unwrap().as_sequence().unwrap();
    assert_eq!(place(items.first().unwrap().get("é").unwrap()), (4, 6, 10));
    let alias = items.last().unwrap();
    assert_eq!(alias.as_str(), Some("z"));
    assert_eq!(place(alias), (5, 3, 5));
}

#[test]
fn errors_know_the_true_line() {
    let error = parse(b"a: 'it's'\nb: c\n").unwrap_err();
    assert_eq!(error.to_string(), "yaml: did not find expected key");
    assert_eq!(error.position(), Some(Position { line: 1, column: 8 }));
    assert!(error.hint().is_some());
    let error = tree("a: {{ x }}\n").to_json().unwrap_err();
    assert_eq!(error.position(), Some(Position { line: 1, column: 5 }));
}

#[test]
fn documents_need_a_marker_between_them() {
    let documents = parse_documents(b"a: 1\n---\n---\n- b\n...\n---\nc\n").unwrap();
    let json: Vec<String> = documents.iter().map(|node| encode(&node.to_json().unwrap())).collect();
    assert_eq!(json, ["{\"a\":1}", "null", "[\"b\"]", "\"c\""]);
    assert!(parse_documents(b"# nothing\n").unwrap().is_empty());
    let error = parse_documents(b"a\n...\nb\n").unwrap_err();
    assert_eq!(error.to_string(), "yaml: line 2: did not find expected <document start>");
}

#[test]
fn keys_are_found_as_json_has_them() {
    let node = tree("a: 1\nyes: 2\n0x10: 3\na: 4\n? [x]\n: 5\n");
    let number = |key| node.get(key).and_then(|value| value.as_scalar()).map(|scalar| scalar.value.as_str());
    assert_eq!(number("a"), Some("4"));
    assert_eq!(number("true"), Some("2"));
    assert_eq!(number("16"), Some("3"));
    assert_eq!(number("yes"), None);
}

#[test]
fn duplicate_keys_are_told_at_every_depth() {
    let node = tree("a: {x: 1, 'x': 2, 1: a, '1': b}\nb: [{y: 1, y: 2, y: 3}]\na: 2\n");
    let places: Vec<(u32, u32)> = node
        .duplicate_keys()
        .iter()
        .map(|(second, first)| (second.span.start.column, first.span.start.column))
        .collect();
    assert_eq!(places, [(11, 5), (12, 6), (18, 6), (1, 1)]);
}

#[test]
fn scalars_become_strings_as_in_go() {
    for (text, string) in [
        ("1.10", Some("1.1")),
        ("1e3", Some("1000")),
        ("1e6", Some("1e+06")),
        ("20240101.1", Some("2.0240102e+07")),
        ("0x10", Some("16")),
        ("18446744073709551615", Some("18446744073709551615")),
        ("yes", Some("true")),
        ("'yes'", Some("yes")),
        ("2024-01-01", Some("2024-01-01")),
        ("~", None),
        ("[a]", None),
    ] {
        assert_eq!(tree(text).to_go_string().unwrap().as_deref(), string, "{text}");
    }
}

#[test]
fn numbers_keep_their_kind() {
    let kinds = tree("[1, 1.0, 18446744073709551615, 1e3]").to_json().unwrap();
    let expected = [Number::Int(1), Number::Float(1.0), Number::Uint(u64::MAX), Number::Float(1000.0)];
    assert_eq!(kinds, Value::Array(expected.map(Value::Number).to_vec()));
}

#[test]
fn a19_alias_bombs_are_refused() {
    let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, before) in [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"), ("f", "e"), ("g", "f")] {
        let items = vec![format!("*{before}"); 10].join(",");
        bomb.push_str(&format!("{name}: &{name} [{items}]\n"));
    }
    assert_eq!(outcome(bomb.as_bytes()), "ERR yaml: document contains excessive aliasing");
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 90].join(","));
    assert_eq!(parse(long.as_bytes()), Err(Error::ExcessiveAliasing));
    assert!(parse(b"a: &a {x: 1}\nb: [*a, *a, *a]\n").is_ok());
}

#[test]
fn a19_depth_is_limited() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000), "{a: ".repeat(100_000)] {
        let error = parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "yaml: exceeded max depth of 160");
    }
    let deep = format!("{}{}", "[".repeat(crate::MAX_DEPTH), "]".repeat(crate::MAX_DEPTH));
    assert!(matches!(tree(&deep).kind, Kind::Sequence(_)));
}

#[test]
fn nodes_are_limited_however_a_text_is_read() {
    // Seven nodes, and three in a second document.
    let text = b"a: [1, 2]\nb: {}\n--- {c: d}\n";
    let wanted = |key: &str| key == "a";
    let first = |limit| {
        [
            read::first(text, limit).err(),
            read::first_json(text, limit).err(),
            read::head_json(text, &wanted, limit).err(),
            read::check(text, limit).err(),
        ]
    };
    let all = |limit| [read::all(text, limit).err(), read::all_json(text, limit).err()];
    let refused = |limit| Some(Error::TooManyNodes { limit });
    assert_eq!((first(7), first(6)), (Default::default(), [6; 4].map(refused)));
    assert_eq!((all(10), all(9)), (Default::default(), [9; 2].map(refused)));
    assert_eq!(parse(text).unwrap().unwrap().count(), 7);
    let error = to_json(&b"- 1\n".repeat(MAX_NODES)).unwrap_err();
    assert_eq!(error.to_string(), "yaml: exceeded max of 300000 nodes");
}

#[test]
fn aliases_add_no_more_than_they_may() {
    let copies = |count: usize| format!("a: &a {}\nb: [{}]\n", "[1, 2, 3, 4]", vec!["*a"; count].join(","));
    assert!(parse(copies(39_000).as_bytes()).is_ok());
    assert_eq!(parse(copies(41_000).as_bytes()), Err(Error::ExcessiveAliasing));
}

/// Of each document: the head with the wanted keys, and the whole without the others.
fn heads(text: &[u8], wanted: &dyn Fn(&str) -> bool) -> [Result<Option<Value>, Error>; 2] {
    let mut whole = to_json(text);
    match &mut whole {
        Ok(Some(Value::Object(members))) => members.retain(|key, _| wanted(key)),
        Ok(Some(Value::Array(items))) => items.clear(),
        _ => {}
    }
    [head_json(text, wanted), whole]
}

#[test]
fn heads_are_those_of_whole_documents() {
    for row in rows(include_str!("../testdata/read.jsonl")) {
        let text = row.first().expect("a document");
        let prefixed = format!("kind: a\nx:\n  {}\nmetadata: {{name: [1]}}\n", text.replace('\n', "\n  "));
        for text in [text.as_bytes(), prefixed.as_bytes()] {
            for wanted in ["a", "kind", "metadata", "true", "1"] {
                let [head, whole] = heads(text, &|key| key == wanted);
                assert_eq!(head, whole, "{wanted} of {}", text.escape_ascii());
            }
            let [head, whole] = heads(text, &|_| true);
            assert_eq!(head, whole, "all of {}", text.escape_ascii());
        }
    }
}

#[test]
fn heads_know_the_last_of_equal_keys() {
    let head = |text: &str| {
        let value = head_json(text.as_bytes(), &|key| matches!(key, "kind" | "1")).unwrap();
        value.map(|value| encode(&value))
    };
    assert_eq!(head("kind: a\nx: {1: a, '1': b}\nkind: {b: c}\n").as_deref(), Some(r#"{"kind":{"b":"c"}}"#));
    assert_eq!(head("1: a\n'1': b\n1: c\n").as_deref(), Some(r#"{"1":"b"}"#));
    assert_eq!(head("x: &x {kind: a}\n<<: *x\n").as_deref(), Some(r#"{"kind":"a"}"#));
    assert_eq!(head("- kind\n").as_deref(), Some("[]"));
    assert_eq!(head("kind\n").as_deref(), Some(r#""kind""#));
    assert_eq!(head("# nothing\n"), None);
}
