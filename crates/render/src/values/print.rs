//! Values as Go's `fmt` prints them in Helm's messages.

use gostd::json::{Number, Value};
use gostd::strconv::{format_float, quote};

/// The Go type of a value: `map[string]interface {}`, `<nil>`.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "<nil>",
        Value::Bool(_) => "bool",
        Value::Number(Number::Int(_)) => "int64",
        Value::Number(Number::Uint(_)) => "uint64",
        Value::Number(Number::Float(_)) => "float64",
        Value::String(_) => "string",
        Value::Array(_) => "[]interface {}",
        Value::Object(_) => "map[string]interface {}",
    }
}

/// `%v`. The recursion is as deep as the value.
pub(super) fn plain(value: &Value) -> String {
    let mut text = String::new();
    print(value, Verb::Value, &mut text);
    text
}

/// `%t`, which only likes booleans: `%!t(int64=5)`.
pub(super) fn truth(value: &Value) -> String {
    let mut text = String::new();
    print(value, Verb::Truth, &mut text);
    text
}

/// `%q` of runes: `['a' 'b']`.
pub(super) fn quoted_runes(text: &str) -> String {
    let quoted: Vec<String> = text.chars().map(quoted_rune).collect();
    format!("[{}]", quoted.join(" "))
}

fn quoted_rune(character: char) -> String {
    match character {
        '\'' => "'\\''".to_owned(),
        '"' => "'\"'".to_owned(),
        other => {
            let quoted = quote(other.encode_utf8(&mut [0; 4]));
            format!("'{}'", quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default())
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Verb {
    Value,
    Truth,
}

fn print(value: &Value, verb: Verb, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, text);
                nested(item, verb, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            text.push_str("map[");
            for (index, (key, member)) in members.iter().enumerate() {
                separate(index, text);
                scalar(&Value::from(key.as_str()), verb, text);
                text.push(':');
                nested(member, verb, text);
            }
            text.push(']');
        }
        other => scalar(other, verb, text),
    }
}

fn separate(index: usize, text: &mut String) {
    if index > 0 {
        text.push(' ');
    }
}

/// Within a collection nil is printed whatever the verb is.
fn nested(value: &Value, verb: Verb, text: &mut String) {
    if value.is_null() { text.push_str("<nil>") } else { print(value, verb, text) }
}

fn scalar(value: &Value, verb: Verb, text: &mut String) {
    if verb == Verb::Value || matches!(value, Value::Bool(_)) {
        text.push_str(&scalar_text(value));
        return;
    }
    text.push_str("%!t(");
    if !value.is_null() {
        text.push_str(type_name(value));
        text.push('=');
    }
    text.push_str(&scalar_text(value));
    text.push(')');
}

fn scalar_text(value: &Value) -> String {
    match value {
        Value::Bool(truth) => truth.to_string(),
        Value::Number(Number::Int(number)) => number.to_string(),
        Value::Number(Number::Uint(number)) => number.to_string(),
        Value::Number(Number::Float(number)) => format_float(*number, b'g', 64),
        Value::String(text) => text.clone(),
        Value::Null | Value::Array(_) | Value::Object(_) => "<nil>".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_printed_as_go_prints_them() {
        let value = chart::parse_values(b"z: [1, 1000000, 0.5, a b, null, {}]\na: {b: true}\n").unwrap();
        let value = Value::Object(value);
        assert_eq!(plain(&value), "map[a:map[b:true] z:[1 1e+06 0.5 a b <nil> map[]]]");
        assert_eq!(
            truth(value.get("z").unwrap()),
            "[%!t(float64=1) %!t(float64=1e+06) %!t(float64=0.5) %!t(string=a b) <nil> map[]]"
        );
        assert_eq!(truth(&Value::Null), "%!t(<nil>)");
        assert_eq!(truth(&Value::from(5_i64)), "%!t(int64=5)");
        assert_eq!(truth(&Value::from(true)), "true");
    }

    #[test]
    fn runes_are_quoted_one_by_one() {
        assert_eq!(quoted_runes("b'\"\n"), "['b' '\\'' '\"' '\\n']");
    }
}
