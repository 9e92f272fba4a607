//! What is left of a value on sigs.k8s.io/yaml's way: encoded as JSON, read as YAML by go-yaml v2.

use std::borrow::Cow;

use gostd::json::{Number, Value, encode, quote};
use gostd::strconv::format_float;

use super::{Dialect, Item, key_order};
use crate::decode::unsupported_name;
use crate::resolve::{Resolved, resolve_plain};
use crate::{Error, MAX_DEPTH};

/// Characters of a quoted key that go-yaml looks at before it gives up to find a `:`.
const KEY_LENGTH: usize = 1024;

/// The value as go-yaml gets it.
pub(super) fn prepare(value: &Value) -> Result<Item, Error> {
    item(value, 0)
}

fn item(value: &Value, depth: usize) -> Result<Item, Error> {
    if depth > MAX_DEPTH {
        return Err(Error::TooDeep { limit: MAX_DEPTH });
    }
    Ok(match value {
        Value::Null => Item::Word("null".to_owned()),
        Value::Bool(value) => Item::Word(value.to_string()),
        Value::Number(Number::Int(number)) => Item::Word(number.to_string()),
        Value::Number(Number::Uint(number)) => Item::Word(number.to_string()),
        Value::Number(Number::Float(number)) => Item::Word(float_text(*number)?),
        Value::String(text) => Item::Text(read_back(text)?.into_owned()),
        Value::Array(items) => {
            let items: Result<Vec<Item>, Error> = items.iter().map(|value| item(value, depth + 1)).collect();
            Item::List(items?)
        }
        Value::Object(object) => {
            let mut entries = Vec::with_capacity(object.len());
            for (key, value) in object {
                entries.push((read_back_key(key)?, item(value, depth + 1)?));
            }
            Item::Map(key_order::sort(entries, Dialect::V2))
        }
    })
}

/// JSON writes whole floats as integers, which go-yaml reads as such if they fit.
fn float_text(number: f64) -> Result<String, Error> {
    if let Some(text) = unsupported_name(number) {
        return Err(Error::UnsupportedNumber { text, position: None });
    }
    let json = encode(&Value::Number(Number::Float(number)));
    Ok(match resolve_plain(&json) {
        Resolved::Int(number) => number.to_string(),
        Resolved::Uint(number) => number.to_string(),
        Resolved::Float(number) => format_float(number, b'g', 64),
        _ => json,
    })
}

/// A key must be on one line and of limited length to be one.
fn read_back_key(key: &str) -> Result<String, Error> {
    if key.contains('\u{85}') || quote(key).chars().count() > KEY_LENGTH {
        return Err(Error::Syntax {
            line: 0,
            message: "did not find expected ',' or '}'".to_owned(),
            position: crate::Position { line: 1, column: 1 },
        });
    }
    read_back(key).map(Cow::into_owned)
}

/// A JSON string read as a double-quoted YAML scalar. Of the characters that JSON does not escape
/// some are forbidden, and U+0085 is a line break, which is folded.
fn read_back(text: &str) -> Result<Cow<'_, str>, Error> {
    if text.chars().any(is_forbidden) {
        return Err(Error::Encoding { message: "control characters are not allowed" });
    }
    if !text.contains('\u{85}') {
        return Ok(Cow::Borrowed(text));
    }
    let mut lines = text.split('\u{85}');
    let mut folded = lines.next().unwrap_or_default().to_owned();
    let mut breaks = 0_usize;
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        if breaks == 0 {
            folded.truncate(folded.trim_end_matches(' ').len());
        }
        breaks += 1;
        let content = line.trim_start_matches(' ');
        if content.is_empty() && lines.peek().is_some() {
            continue;
        }
        if breaks == 1 {
            folded.push(' ');
        }
        folded.extend(std::iter::repeat_n('\n', breaks - 1));
        folded.push_str(content);
        breaks = 0;
    }
    Ok(Cow::Owned(folded))
}

fn is_forbidden(character: char) -> bool {
    matches!(character, '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}')
}
