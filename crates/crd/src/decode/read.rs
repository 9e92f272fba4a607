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
pub(super) fn as_text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A list of strings.
pub(super) fn as_texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap_or_default().iter().map(as_text).collect()
}

/// An integer. `1.0` of YAML is `1` in JSON.
pub(super) fn as_integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(Number::Int(number)) => Some(*number),
        Value::Null => None,
        other => encode(other).parse().ok(),
    }
}

/// A map.
pub(super) fn as_map<T>(value: &Value, read: fn(&Value) -> T) -> BTreeMap<String, T> {
    value.as_object().into_iter().flatten().map(|(key, item)| (key.clone(), read(item))).collect()
}

/// The string of this key.
pub(super) fn text(value: &Value, key: &str) -> String {
    as_text(member(value, key))
}

/// The string of this key, which may be missing.
pub(super) fn optional_text(value: &Value, key: &str) -> Option<String> {
    member(value, key).as_str().map(str::to_owned)
}

/// The boolean of this key.
pub(super) fn truth(value: &Value, key: &str) -> bool {
    member(value, key).as_bool().unwrap_or_default()
}

/// The boolean of this key, which may be missing.
pub(super) fn optional_truth(value: &Value, key: &str) -> Option<bool> {
    member(value, key).as_bool()
}

/// The items of the list of this key.
pub(super) fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    member(value, key).as_array().unwrap_or_default()
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
