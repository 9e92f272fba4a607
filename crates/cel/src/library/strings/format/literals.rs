//! Values as texts, and values in lists and maps as they are written in expressions.

use gostd::strconv::{append_float, quote, quote_bytes};

use crate::function::Fault;
use crate::library::standard::conversions::text_of;
use crate::library::standard::kinds;
use crate::value::{Key, Value};

/// No list or map that is shown is deeper.
const DEEPEST: usize = 256;

/// `%d`; `None` for what is no integer.
pub(super) fn decimal(value: &Value) -> Option<String> {
    match value {
        Value::Int(number) => Some(number.to_string()),
        Value::Uint(number) => Some(number.to_string()),
        _ => None,
    }
}

fn failed(problem: &str) -> Fault {
    Fault::new(format!("error during formatting: {problem}"))
}

/// `%s`; `None` for what can't be shown so.
pub(super) fn text(value: &Value, depth: usize) -> Result<Option<String>, Fault> {
    let text = match value {
        Value::List(_) | Value::Map(_) | Value::Object(_) => return collection(value, depth).map(Some),
        Value::Null => "null".to_owned(),
        Value::Type(kind) => kinds::name(kind).to_owned(),
        Value::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let problem = "invalid UTF-8 in bytes, cannot convert to string";
                return Err(failed(&format!("could not convert argument {} to string", quote(problem))));
            }
        },
        Value::Bool(_)
        | Value::Int(_)
        | Value::Uint(_)
        | Value::Double(_)
        | Value::String(_)
        | Value::Duration(_)
        | Value::Timestamp(_) => text_of(value).unwrap_or_default(),
        Value::Optional(_) | Value::Opaque(_) | Value::Fault(_) => return Ok(None),
    };
    Ok(Some(text))
}

fn collection(value: &Value, depth: usize) -> Result<String, Fault> {
    if depth > DEEPEST {
        return Err(failed("the value is nested too deeply"));
    }
    match value {
        Value::List(list) => {
            let items: Result<Vec<String>, Fault> = list.items.iter().map(|item| literal(item, depth + 1)).collect();
            Ok(format!("[{}]", items?.join(", ")))
        }
        Value::Map(map) => entries(map.entries.iter().map(|(key, value)| (key_literal(key), value)), depth),
        Value::Object(object) => entries(object.fields.iter().map(|(name, value)| (quote(name), value)), depth),
        _ => Ok(String::new()),
    }
}

/// Entries in the order of their written keys.
fn entries<'a>(entries: impl Iterator<Item = (String, &'a Value)>, depth: usize) -> Result<String, Fault> {
    let written = entries.map(|(key, value)| literal(value, depth + 1).map(|value| (key, value)));
    let mut written: Vec<(String, String)> = written.collect::<Result<_, Fault>>()?;
    written.sort();
    let entries: Vec<String> = written.into_iter().map(|(key, value)| format!("{key}:{value}")).collect();
    Ok(format!("{{{}}}", entries.join(", ")))
}

fn key_literal(key: &Key) -> String {
    match key {
        Key::Bool(truth) => truth.to_string(),
        Key::Int(number) => number.to_string(),
        Key::Uint(number) => number.to_string(),
        Key::String(text) => quote(text),
    }
}

/// A value inside of another one.
fn literal(value: &Value, depth: usize) -> Result<String, Fault> {
    let plain = |value| text(value, depth).map(Option::unwrap_or_default);
    match value {
        Value::String(text) => Ok(quote(text)),
        Value::Bytes(_) => Ok(format!("b{}", quote(&plain(value)?))),
        Value::Double(number) => Ok(float(*number)),
        Value::Timestamp(_) => Ok(format!("timestamp({})", quote(&plain(value)?))),
        Value::Duration(_) => Ok(format!("duration({})", quote(&plain(value)?))),
        Value::Fault(fault) => Err((**fault).clone()),
        Value::Optional(_) | Value::Opaque(_) => {
            Err(failed(&format!("no formatting function for {}", kinds::name(&kinds::of(value)))))
        }
        _ => plain(value),
    }
}

/// Six digits after the point; what is no number is a text.
fn float(number: f64) -> String {
    let mut text = Vec::new();
    append_float(&mut text, number, b'f', Some(6), 64);
    if number.is_finite() { String::from_utf8_lossy(&text).into_owned() } else { quote_bytes(&text) }
}
