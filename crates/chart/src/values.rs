//! `values.yaml`: one or several YAML documents that are merged (Helm: `loader.LoadValues`, apimachinery's
//! `YAMLReader`).

use std::collections::BTreeMap;

use gostd::json::Value;
use goyaml::Position;

/// What is wrong with a values file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct ValuesError {
    /// Helm's text, without `cannot load values.yaml: `.
    pub message: String,
    /// The place in the whole file.
    pub position: Option<Position>,
}

/// Reads values: maps are merged over the documents, anything else is replaced.
///
/// # Errors
/// Syntax errors, documents that are not maps, and `---` with something else than a comment behind it.
pub fn parse_values(text: &[u8]) -> Result<BTreeMap<String, Value>, ValuesError> {
    let mut values = BTreeMap::new();
    for document in documents(text)? {
        merge(&mut values, document.read()?);
    }
    Ok(values)
}

/// A part of the file between separators.
struct Part<'a> {
    text: &'a [u8],
    /// Lines before it.
    lines_before: u32,
}

impl Part<'_> {
    fn read(&self) -> Result<BTreeMap<String, Value>, ValuesError> {
        let converting = |error: goyaml::Error| ValuesError {
            message: format!("cannot unmarshal yaml document: error converting YAML to JSON: {error}"),
            position: error.position().map(|position| self.in_file(position)),
        };
        let Some(node) = goyaml::parse(self.text).map_err(converting)? else {
            return Ok(BTreeMap::new());
        };
        match node.to_json().map_err(converting)? {
            Value::Object(members) => Ok(members),
            Value::Null => Ok(BTreeMap::new()),
            other => Err(ValuesError {
                message: format!(
                    "cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot \
                     unmarshal {} into Go value of type map[string]interface {{}}",
                    other.type_name()
                ),
                position: Some(self.in_file(node.span.start)),
            }),
        }
    }

    fn in_file(&self, position: Position) -> Position {
        Position { line: position.line.saturating_add(self.lines_before), ..position }
    }
}

/// Splits at lines that begin with `---`. Separators belong to no part, parts without any line are left out.
fn documents(text: &[u8]) -> Result<Vec<Part<'_>>, ValuesError> {
    let mut parts = Vec::new();
    let mut line_number = 0;
    let mut start = 0;
    let mut lines_before = 0;
    let mut end = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let line_end = end + line.len();
        line_number += 1;
        if let Some(behind) = line.strip_prefix(b"---") {
            check_separator(behind, line_number)?;
            push(&mut parts, text.get(start..end), lines_before);
            (start, lines_before) = (line_end, line_number);
        }
        end = line_end;
    }
    push(&mut parts, text.get(start..end), lines_before);
    Ok(parts)
}

fn push<'a>(parts: &mut Vec<Part<'a>>, text: Option<&'a [u8]>, lines_before: u32) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        parts.push(Part { text, lines_before });
    }
}

fn check_separator(behind: &[u8], line: u32) -> Result<(), ValuesError> {
    let behind = String::from_utf8_lossy(behind);
    let behind = behind.trim();
    if behind.is_empty() || behind.starts_with('#') {
        return Ok(());
    }
    Err(ValuesError {
        message: format!("error reading yaml document: invalid Yaml document separator: {behind}"),
        position: Some(Position { line, column: 4 }),
    })
}

/// Puts one map over another. The depth is bounded by the YAML reader.
fn merge(below: &mut BTreeMap<String, Value>, above: BTreeMap<String, Value>) {
    for (key, value) in above {
        match (below.entry(key).or_default(), value) {
            (Value::Object(below), Value::Object(above)) => merge(below, above),
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
    fn errors_are_helms() {
        let unmarshaling = "cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: ";
        let converting = "cannot unmarshal yaml document: error converting YAML to JSON: ";
        for (text, prefix, message, line) in [
            ("abc\n", unmarshaling, "cannot unmarshal string into Go value of type map[string]interface {}", 1),
            ("a: b: c\n", converting, "yaml: mapping values are not allowed in this context", 1),
            ("a: 1\n---\nb: [\n", converting, "yaml: line 1: did not find expected node content", 4),
            ("a: .inf\n", converting, "json: unsupported value: +Inf", 1),
            ("a: 1\n---x\nb: 1\n", "error reading yaml document: ", "invalid Yaml document separator: x", 2),
        ] {
            let error = parse_values(text.as_bytes()).unwrap_err();
            assert_eq!(error.message, format!("{prefix}{message}"), "{text:?}");
            assert_eq!(error.position.unwrap().line, line, "{text:?}");
        }
    }
}
