//! Values in Go's `%#v` notation, which go-yaml puts into its errors about keys.

use std::cmp::Ordering;

use gostd::strconv::{format_float, quote};

use crate::decode::{Entry, GoValue};

/// `fmt.Sprintf("%#v", value)`.
pub(crate) fn go_syntax(value: &GoValue) -> String {
    let mut out = String::new();
    match value {
        GoValue::Null => out.push_str("<nil>"),
        _ => write_value(&mut out, value),
    }
    out
}

fn write_value(out: &mut String, value: &GoValue) {
    match value {
        GoValue::Null => out.push_str("interface {}(nil)"),
        GoValue::Bool(value) => out.push_str(&value.to_string()),
        GoValue::Int(number) => out.push_str(&number.to_string()),
        GoValue::Uint(number) => out.push_str(&format!("{number:#x}")),
        GoValue::Float(number) => out.push_str(&float_syntax(*number)),
        GoValue::Text(text) => out.push_str(&quote(text)),
        GoValue::Bytes(bytes) => write_bytes(out, bytes),
        GoValue::List(items) => {
            out.push_str("[]interface {}{");
            for (place, item) in items.iter().enumerate() {
                separate(out, place);
                write_value(out, item);
            }
            out.push('}');
        }
        GoValue::Map(entries) => {
            let mut entries: Vec<&Entry> = entries.iter().collect();
            entries.sort_by(|left, right| compare_keys(&left.key, &right.key));
            out.push_str("map[interface {}]interface {}{");
            for (place, entry) in entries.into_iter().enumerate() {
                separate(out, place);
                write_value(out, &entry.key);
                out.push(':');
                write_value(out, &entry.value);
            }
            out.push('}');
        }
    }
}

/// The order in which Go prints keys: by type, which is where the linker put it, then by value.
fn compare_keys(left: &GoValue, right: &GoValue) -> Ordering {
    match (left, right) {
        (GoValue::Text(left), GoValue::Text(right)) => left.cmp(right),
        (GoValue::Uint(left), GoValue::Uint(right)) => left.cmp(right),
        (GoValue::Int(left), GoValue::Int(right)) => left.cmp(right),
        (GoValue::Float(left), GoValue::Float(right)) => {
            left.partial_cmp(right).unwrap_or_else(|| right.is_nan().cmp(&left.is_nan()))
        }
        (GoValue::Bool(left), GoValue::Bool(right)) => left.cmp(right),
        _ => type_place(left).cmp(&type_place(right)),
    }
}

/// Where the linker puts a type in Helm.
fn type_place(key: &GoValue) -> u8 {
    match key {
        GoValue::Null => 0,
        GoValue::Text(_) | GoValue::Bytes(_) => 1,
        GoValue::Uint(_) => 2,
        GoValue::Int(_) => 3,
        GoValue::Float(_) => 4,
        GoValue::Bool(_) => 5,
        GoValue::List(_) | GoValue::Map(_) => 6,
    }
}

/// A string with bytes that are not UTF-8, which Go escapes one by one.
fn write_bytes(out: &mut String, bytes: &[u8]) {
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        let quoted = quote(chunk.valid());
        out.push_str(quoted.get(1..quoted.len() - 1).unwrap_or_default());
        out.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    out.push('"');
}

fn separate(out: &mut String, place: usize) {
    if place > 0 {
        out.push_str(", ");
    }
}

fn float_syntax(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned()
    } else {
        format_float(number, b'g', 64)
    }
}
