//! Writing JSON byte for byte as `json.Marshal` and `json.MarshalIndent` do.

use std::collections::BTreeMap;

use super::value::{Number, Value};
use crate::strconv::format_float;

/// Writes a value on one line: keys sorted bytewise, `<`, `>`, `&`, U+2028 and U+2029 escaped, nothing after the value.
///
/// Floats follow Go: written out from 1e-6 up to below 1e21, beyond that with an exponent (`1e+21`, `1e-7`).
/// Not-a-number and infinities, which Go refuses to write, become `null`; [`super::parse()`] never returns them.
pub fn encode(value: &Value) -> String {
    let mut writer = Writer::new(None);
    writer.value(value);
    writer.output
}

/// Writes a value over several lines, one `indent` per level: `json.MarshalIndent(value, "", indent)`.
/// Empty arrays and objects stay on their line.
pub fn encode_indent(value: &Value, indent: &str) -> String {
    let mut writer = Writer::new(Some(indent));
    writer.value(value);
    writer.output
}

/// Writes one JSON string with its quotes, HTML characters escaped.
pub fn quote(text: &str) -> String {
    let mut output = String::with_capacity(text.len() + 2);
    push_quoted(text, &mut output);
    output
}

struct Writer<'a> {
    output: String,
    indent: Option<&'a str>,
    level: usize,
}

impl<'a> Writer<'a> {
    fn new(indent: Option<&'a str>) -> Self {
        Self { output: String::new(), indent, level: 0 }
    }

    /// Recursion is bounded by the depth of the value, which [`super::parse()`] limits to [`super::MAX_DEPTH`].
    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.output.push_str("null"),
            Value::Bool(true) => self.output.push_str("true"),
            Value::Bool(false) => self.output.push_str("false"),
            Value::Number(number) => self.output.push_str(&number_text(*number)),
            Value::String(text) => push_quoted(text, &mut self.output),
            Value::Array(items) => self.array(items),
            Value::Object(members) => self.object(members),
        }
    }

    fn array(&mut self, items: &[Value]) {
        if items.is_empty() {
            self.output.push_str("[]");
            return;
        }
        self.open('[');
        for (index, item) in items.iter().enumerate() {
            self.separate(index);
            self.value(item);
        }
        self.close(']');
    }

    fn object(&mut self, members: &BTreeMap<String, Value>) {
        if members.is_empty() {
            self.output.push_str("{}");
            return;
        }
        self.open('{');
        for (index, (key, member)) in members.iter().enumerate() {
            self.separate(index);
            push_quoted(key, &mut self.output);
            self.output.push_str(if self.indent.is_some() { ": " } else { ":" });
            self.value(member);
        }
        self.close('}');
    }

    fn open(&mut self, bracket: char) {
        self.output.push(bracket);
        self.level += 1;
    }

    fn separate(&mut self, index: usize) {
        if index > 0 {
            self.output.push(',');
        }
        self.break_line();
    }

    fn close(&mut self, bracket: char) {
        self.level = self.level.saturating_sub(1);
        self.break_line();
        self.output.push(bracket);
    }

    fn break_line(&mut self) {
        let Some(indent) = self.indent else { return };
        self.output.push('\n');
        for _ in 0..self.level {
            self.output.push_str(indent);
        }
    }
}

fn number_text(number: Number) -> String {
    match number {
        Number::Int(number) => number.to_string(),
        Number::Uint(number) => number.to_string(),
        Number::Float(number) if number.is_finite() => float_text(number),
        Number::Float(_) => "null".to_owned(),
    }
}

fn float_text(number: f64) -> String {
    if number == 0.0 || (1e-6..1e21).contains(&number.abs()) {
        return format_float(number, b'f', 64);
    }
    // Go drops the zero of a two-digit negative exponent: 1e-07 is written 1e-7.
    format_float(number, b'e', 64).replacen("e-0", "e-", 1)
}

fn push_quoted(text: &str, output: &mut String) {
    output.push('"');
    for character in text.chars() {
        match character {
            '"' => output.push_str("\\\""),
            '\\' => output.push_str("\\\\"),
            '\u{08}' => output.push_str("\\b"),
            '\u{0c}' => output.push_str("\\f"),
            '\n' => output.push_str("\\n"),
            '\r' => output.push_str("\\r"),
            '\t' => output.push_str("\\t"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                output.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => output.push(character),
        }
    }
    output.push('"');
}
