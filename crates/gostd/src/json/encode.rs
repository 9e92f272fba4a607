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
    let mut plain = 0;
    for (start, end) in escapes(text) {
        output.push_str(&text[plain..start]);
        match &text[start..end] {
            "\"" => output.push_str("\\\""),
            "\\" => output.push_str("\\\\"),
            "\u{08}" => output.push_str("\\b"),
            "\u{0c}" => output.push_str("\\f"),
            "\n" => output.push_str("\\n"),
            "\r" => output.push_str("\\r"),
            "\t" => output.push_str("\\t"),
            other => other.chars().for_each(|character| {
                output.push_str(&format!("\\u{:04x}", u32::from(character)));
            }),
        }
        plain = end;
    }
    output.push_str(&text[plain..]);
    output.push('"');
}

/// Where the characters are that are not written as they are.
fn escapes(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().filter_map(move |(at, byte)| match byte {
        0..=0x1f | b'"' | b'\\' | b'<' | b'>' | b'&' => Some((at, at + 1)),
        0xe2 if is_line_end(bytes, at) => Some((at, at + 3)),
        _ => None,
    })
}

/// How many bytes [`encode`] writes, without writing them.
pub fn encoded_len(value: &Value) -> usize {
    let between = |count: usize| count.saturating_sub(1);
    match value {
        Value::Null | Value::Bool(true) => 4,
        Value::Bool(false) => 5,
        Value::Number(number) => number_text(*number).len(),
        Value::String(text) => quoted_len(text),
        Value::Array(items) => 2 + between(items.len()) + items.iter().map(encoded_len).sum::<usize>(),
        Value::Object(members) => {
            let entries = members.iter().map(|(key, member)| quoted_len(key) + 1 + encoded_len(member));
            2 + between(members.len()) + entries.sum::<usize>()
        }
    }
}

/// How many bytes [`quote`] writes.
pub fn quoted_len(text: &str) -> usize {
    const ADDED: [u8; 256] = added();
    let bytes = text.as_bytes();
    let short: usize = bytes.iter().map(|byte| usize::from(ADDED[usize::from(*byte)])).sum();
    let long = bytes.windows(3).filter(|three| matches!(three, [0xe2, 0x80, 0xa8 | 0xa9])).count();
    2 + text.len() + short + 3 * long
}

/// How many more bytes each of these is written with.
const fn added() -> [u8; 256] {
    let mut added = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        added[byte] = if matches!(byte, 0x08 | 0x09 | 0x0a | 0x0c | 0x0d) { 1 } else { 5 };
        byte += 1;
    }
    added[b'"' as usize] = 1;
    added[b'\\' as usize] = 1;
    added[b'<' as usize] = 5;
    added[b'>' as usize] = 5;
    added[b'&' as usize] = 5;
    added
}

/// Whether U+2028 or U+2029 is here.
fn is_line_end(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9]))
}
