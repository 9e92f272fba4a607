//! Parts of an object whose types are known to be right; `null` is as if nothing were there.

use std::collections::BTreeMap;

use gostd::json::{Number, Value, encode};

static NOTHING: Value = Value::Null;

/// A member; `null` if there is none.
pub(super) fn member<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or(&NOTHING)
}

/// A member that is not `null`.
pub(super) fn given<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.get(key).filter(|member| !member.is_null())
}

/// A string.
pub(super) fn text(value: &Value, key: &str) -> String {
    member(value, key).as_str().unwrap_or_default().to_owned()
}

/// A string that may be missing.
pub(super) fn optional_text(value: &Value, key: &str) -> Option<String> {
    member(value, key).as_str().map(str::to_owned)
}

/// A boolean.
pub(super) fn truth(value: &Value, key: &str) -> bool {
    member(value, key).as_bool().unwrap_or_default()
}

/// A boolean that may be missing.
pub(super) fn optional_truth(value: &Value, key: &str) -> Option<bool> {
    member(value, key).as_bool()
}

/// An integer that may be missing. `1.0` of YAML is `1` in JSON.
pub(super) fn integer(value: &Value, key: &str) -> Option<i64> {
    match given(value, key)? {
        Value::Number(Number::Int(number)) => Some(*number),
        other => encode(other).parse().ok(),
    }
}

/// A number that may be missing.
pub(super) fn number(value: &Value, key: &str) -> Option<f64> {
    member(value, key).as_f64()
}

/// The items of a list.
pub(super) fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    member(value, key).as_array().unwrap_or_default()
}

/// A list of strings.
pub(super) fn texts(value: &Value, key: &str) -> Vec<String> {
    items(value, key).iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
}

/// A map of strings.
pub(super) fn text_map(value: &Value, key: &str) -> BTreeMap<String, String> {
    map(value, key, |item| item.as_str().unwrap_or_default().to_owned())
}

/// A map.
pub(super) fn map<T>(value: &Value, key: &str, read: fn(&Value) -> T) -> BTreeMap<String, T> {
    let members = member(value, key).as_object();
    members.into_iter().flatten().map(|(key, item)| (key.clone(), read(item))).collect()
}

/// Any value, with numbers as the server keeps them: integers within 64 bits, floats otherwise.
pub(super) fn any(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(normal(*number)),
        Value::Array(items) => Value::Array(items.iter().map(any).collect()),
        Value::Object(members) => Value::Object(members.iter().map(|(key, item)| (key.clone(), any(item))).collect()),
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
    }
}

/// The number as it is after it was written as JSON and read again.
fn normal(number: Number) -> Number {
    match number {
        Number::Int(_) => number,
        Number::Uint(whole) => Number::Float(whole as f64),
        Number::Float(_) => encode(&Value::Number(number)).parse().map_or(number, Number::Int),
    }
}
