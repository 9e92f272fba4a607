//! What go-yaml's `UnmarshalStrict` refuses beyond `Unmarshal`: keys that are already in their map (`decode.go`,
//! `setMapIndex`).

use std::collections::HashSet;

use gostd::strconv::quote;

use crate::decode::{self, KeyIdentity};
use crate::{Error, Kind, Node, resolve};

/// Checks all mappings of a tree.
pub(crate) fn check(node: &Node) -> Result<(), Error> {
    let mut found = Vec::new();
    visit(node, &mut found);
    if found.is_empty() { Ok(()) } else { Err(Error::DuplicateKeys { found }) }
}

fn visit(node: &Node, found: &mut Vec<String>) {
    match &node.kind {
        Kind::Scalar(_) => {}
        Kind::Sequence(items) => items.iter().for_each(|item| visit(item, found)),
        Kind::Mapping(entries) => fill(entries, &mut HashSet::new(), found),
    }
}

/// Sets entries in the order of the document; a merged mapping goes into the same map.
fn fill(entries: &[(Node, Node)], seen: &mut HashSet<KeyIdentity>, found: &mut Vec<String>) {
    for (key, value) in entries {
        if let Some(scalar) = key.as_scalar()
            && resolve::is_merge(&scalar.value, scalar.style, scalar.tag.as_deref())
        {
            merge(value, seen, found);
            continue;
        }
        visit(value, found);
        if let Some(identity) = decode::key_identity(key)
            && let Some(repeated) = seen.replace(identity)
        {
            let line = value.span.start.line;
            found.push(format!("line {line}: key {} already set in map", go_syntax(&repeated)));
        }
    }
}

fn merge(node: &Node, seen: &mut HashSet<KeyIdentity>, found: &mut Vec<String>) {
    match &node.kind {
        Kind::Mapping(entries) => fill(entries, seen, found),
        // Backwards, since earlier mappings win.
        Kind::Sequence(items) => items.iter().rev().for_each(|item| merge(item, seen, found)),
        Kind::Scalar(_) => {}
    }
}

/// The key in Go's `%#v` notation.
fn go_syntax(key: &KeyIdentity) -> String {
    match key {
        KeyIdentity::Null => "<nil>".to_owned(),
        KeyIdentity::Bool(value) => value.to_string(),
        KeyIdentity::Int(number) => number.to_string(),
        KeyIdentity::Uint(number) => format!("{number:#x}"),
        KeyIdentity::Float(bits) => gostd::strconv::format_float(f64::from_bits(*bits), b'g', 64),
        KeyIdentity::Text(text) => quote(text),
    }
}

#[cfg(test)]
mod tests {
    /// Answers of go-yaml 2.4.4.
    #[test]
    fn repeated_keys_have_the_line_of_their_value() {
        for (text, lines) in [
            ("a: 1\nb: 2\n", vec![]),
            ("a: 1\na: 2\n", vec!["line 2: key \"a\" already set in map"]),
            ("a: 1\nb: 2\na:\n  - x\n", vec!["line 4: key \"a\" already set in map"]),
            ("a: 1\na:\nb: 2\n", vec!["line 2: key \"a\" already set in map"]),
            (
                "a: {b: 1, b: 2}\na: {b: 1, b: 2}\n",
                vec![
                    "line 1: key \"b\" already set in map",
                    "line 2: key \"b\" already set in map",
                    "line 2: key \"a\" already set in map",
                ],
            ),
            ("x: &x {b: 1}\ny:\n  <<: *x\n  b: 2\n", vec!["line 4: key \"b\" already set in map"]),
            ("x: &x {b: 1}\ny:\n  b: 2\n  <<: *x\n", vec!["line 1: key \"b\" already set in map"]),
            (
                "x: &x {b: 1, b: 2}\ny: *x\n",
                vec!["line 1: key \"b\" already set in map", "line 1: key \"b\" already set in map"],
            ),
            ("x: &x [1]\na: 1\na: *x\n", vec!["line 3: key \"a\" already set in map"]),
            (
                "1: a\n1: b\n1.5: a\n1.5: b\nyes: a\ntrue: b\n\"1\": c\n",
                vec![
                    "line 2: key 1 already set in map",
                    "line 4: key 1.5 already set in map",
                    "line 6: key true already set in map",
                ],
            ),
            ("1: a\n1.0: b\n", vec![]),
            ("x: [&a {b: 1}, &c {b: 2}]\ny:\n  <<: [*a, *c]\n", vec!["line 1: key \"b\" already set in map"]),
            ("a: 1\n? a\n", vec!["line 3: key \"a\" already set in map"]),
            ("~: 1\n~: 2\n", vec!["line 2: key <nil> already set in map"]),
            (
                "18446744073709551615: 1\n18446744073709551615: 2\n",
                vec!["line 2: key 0xffffffffffffffff already set in map"],
            ),
            ("a: 1\na:\n\n\nb: c\n", vec!["line 2: key \"a\" already set in map"]),
            ("a: &x\n  b: 1\na: !!map\n  b: 2\n", vec!["line 3: key \"a\" already set in map"]),
            ("\"a\\nb\": 1\n\"a\\nb\": |\n  x\n", vec!["line 2: key \"a\\nb\" already set in map"]),
            (
                "a: 1\n? a\n: 2\na: 3\n",
                vec!["line 3: key \"a\" already set in map", "line 4: key \"a\" already set in map"],
            ),
        ] {
            let node = crate::parse(text.as_bytes()).unwrap().unwrap();
            let expected = match lines.len() {
                0 => String::new(),
                _ => format!("yaml: unmarshal errors:\n  {}", lines.join("\n  ")),
            };
            let found = node.check_strict().err().map(|error| error.to_string()).unwrap_or_default();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
