//! `values.yaml`: one or several YAML documents that are merged (Helm: `loader.LoadValues`).

use std::collections::BTreeMap;

use gostd::json::{Number, Value};
use goyaml::{MAX_NODES, Position};

use crate::yaml_stream::{BadSeparator, YamlPart, YamlStream};

/// What is wrong with a values file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct ValuesError {
    /// Helm's text, without `cannot load values.yaml: `.
    pub message: String,
    /// The place in the whole file.
    pub position: Option<Position>,
}

/// Reads values: maps are merged over the documents, anything else is replaced. Every number is a float, as it is to
/// Go behind an `interface{}`.
///
/// # Errors
/// Syntax errors, documents that are not maps, and `---` with something else than a comment behind it.
pub fn parse_values(text: &[u8]) -> Result<BTreeMap<String, Value>, ValuesError> {
    parse_values_within(text, &mut { MAX_NODES })
}

/// As [`parse_values`], within the nodes that are left of [`MAX_NODES`], from which those of all documents are taken.
pub(crate) fn parse_values_within(text: &[u8], left: &mut usize) -> Result<BTreeMap<String, Value>, ValuesError> {
    let mut values = BTreeMap::new();
    for part in YamlStream::new(text) {
        let document = read(&part.map_err(|error| reading(&error))?, *left)?;
        *left = left.saturating_sub(members_count(&document));
        merge_values(&mut values, document);
    }
    Ok(values)
}

/// Nodes of a value, with itself and all keys.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(count).sum::<usize>() + 1,
        Value::Object(members) => members_count(members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

fn members_count(members: &BTreeMap<String, Value>) -> usize {
    members.values().map(|value| count(value) + 1).sum::<usize>() + 1
}

/// One document; null is as good as an empty map.
fn read(part: &YamlPart<'_>, max_nodes: usize) -> Result<BTreeMap<String, Value>, ValuesError> {
    let in_file = |position: Position| Position { line: position.line.saturating_add(part.lines_before), ..position };
    let converting = |error: goyaml::Error| {
        let error = error.with_max_nodes(MAX_NODES);
        ValuesError {
            message: format!("cannot unmarshal yaml document: error converting YAML to JSON: {error}"),
            position: error.position().map(in_file),
        }
    };
    match goyaml::to_json_within(&part.text, max_nodes).map_err(converting)? {
        Some(Value::Object(mut members)) => {
            members.values_mut().for_each(make_floats);
            Ok(members)
        }
        None | Some(Value::Null) => Ok(BTreeMap::new()),
        Some(other) => Err(ValuesError {
            message: format!(
                "cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal \
                 {} into Go value of type map[string]interface {{}}",
                other.type_name()
            ),
            position: start(&part.text).map(in_file),
        }),
    }
}

/// Where the document begins.
fn start(text: &[u8]) -> Option<Position> {
    goyaml::parse(text).ok().flatten().map(|node| node.span.start)
}

fn reading(error: &BadSeparator) -> ValuesError {
    ValuesError {
        message: format!("error reading yaml document: {error}"),
        position: Some(Position { line: error.line, column: 4 }),
    }
}

/// The depth is bounded by the YAML reader.
fn make_floats(value: &mut Value) {
    match value {
        Value::Number(number) => *number = Number::Float(number.as_f64()),
        Value::Array(items) => items.iter_mut().for_each(make_floats),
        Value::Object(members) => members.values_mut().for_each(make_floats),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Puts one map over another: maps are merged, anything else is replaced (Helm: `loader.MergeMaps`). The recursion is
/// as deep as both are.
pub fn merge_values(below: &mut BTreeMap<String, Value>, above: BTreeMap<String, Value>) {
    for (key, value) in above {
        match (below.entry(key).or_default(), value) {
            (Value::Object(below), Value::Object(above)) => merge_values(below, above),
            (slot, value) => *slot = value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gostd::json::encode;

    fn merged(text: &str) -> String {
        encode(&Value::Object(parse_values(text.as_bytes()).unwrap()))
    }

    #[test]
    fn documents_are_merged_deeply() {
        assert_eq!(
            merged("a: {b: 1, c: [1]}\n--- # next\na: {c: [2], d: 3}\ne: 4"),
            "{\"a\":{\"b\":1,\"c\":[2],\"d\":3},\"e\":4}"
        );
        assert_eq!(merged("---\n---\n"), "{}");
        assert_eq!(merged(""), "{}");
    }

    #[test]
    fn numbers_are_floats() {
        let values = parse_values(b"a: 1\nb: [9007199254740993]\nc: {d: 0x10}\n").unwrap();
        assert_eq!(values["a"], Value::from(1.0));
        assert_eq!(values["b"], Value::Array(vec![Value::from(9_007_199_254_740_992.0)]));
        assert_eq!(values["c"].get("d"), Some(&Value::from(16.0)));
    }

    #[test]
    fn the_last_line_gets_its_end() {
        assert_eq!(merged("a: |\n  x"), "{\"a\":\"x\\n\"}");
    }

    #[test]
    fn errors_are_helms() {
        let unmarshaling = "cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: ";
        let converting = "cannot unmarshal yaml document: error converting YAML to JSON: ";
        for (text, prefix, message, line) in [
            ("abc\n", unmarshaling, "cannot unmarshal string into Go value of type map[string]interface {}", 1),
            ("a: b: c\n", converting, "yaml: mapping values are not allowed in this context", 1),
            ("a: 1\n---\nb: [\n", converting, "yaml: line 1: did not find expected node content", 4),
            ("a: .inf\n", converting, "json: unsupported value: +Inf", 1),
            ("---\na: b: c\n", converting, "yaml: line 2: mapping values are not allowed in this context", 2),
            ("a: 1\n---x\nb: 1\n", "error reading yaml document: ", "invalid Yaml document separator: x", 2),
        ] {
            let error = parse_values(text.as_bytes()).unwrap_err();
            assert_eq!(error.message, format!("{prefix}{message}"), "{text:?}");
            assert_eq!(error.position.unwrap().line, line, "{text:?}");
        }
    }
}
