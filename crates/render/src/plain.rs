//! Template values to JSON values and back, as `encoding/json` and sigs.k8s.io/yaml do it.

use std::collections::BTreeMap;

use gostd::base64;
use gostd::json::{self, Number};
use gostd::time::Time;
use gotemplate::{Error, Int, Value};

use crate::objects::{as_span, as_time};

/// Deeper values are taken for cycles. Go's own limit comes from its stack.
pub const MAX_DEPTH: usize = 500;

/// What a value is converted for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// `encoding/json`
    Json,
    /// goyaml v3
    Yaml,
}

/// What `json.Marshal` makes of a value: integers stay integers, `[]byte` is base64, nil slices are null, bytes that
/// are not UTF-8 become U+FFFD, objects are what [`gotemplate::Object::to_plain`] says.
///
/// # Errors
/// Infinity and not-a-number, objects that JSON cannot hold, cycles and whatever is nested deeper than [`MAX_DEPTH`];
/// in the words of `encoding/json`.
pub fn to_json(value: &Value) -> Result<json::Value, Error> {
    convert(value, Target::Json, 0)
}

/// As [`to_json`], but as goyaml v3 sees values: nil slices are empty lists, `[]byte` is a list of numbers, spans are
/// texts, and infinity and not-a-number are numbers.
///
/// # Errors
/// As [`to_json`].
pub fn to_yaml(value: &Value) -> Result<json::Value, Error> {
    convert(value, Target::Yaml, 0)
}

fn convert(value: &Value, target: Target, depth: usize) -> Result<json::Value, Error> {
    if depth > MAX_DEPTH {
        // Only maps can hold themselves.
        let message = "json: unsupported value: encountered a cycle via map[string]interface {}";
        return Err(Error::new(message));
    }
    let is_yaml = target == Target::Yaml;
    Ok(match value {
        Value::Nil => json::Value::Null,
        Value::Bool(truth) => json::Value::Bool(*truth),
        Value::Int(number) => json::Value::Number(integer(*number)),
        Value::Float(number) if is_yaml => json::Value::Number(Number::Float(*number)),
        Value::Float(number) => json::Value::Number(Number::Float(finite(*number)?)),
        Value::String(text) => json::Value::String(go_text(text.as_bytes())),
        Value::Bytes(bytes) if is_yaml => {
            json::Value::Array(bytes.as_bytes().iter().map(|byte| json::Value::from(i64::from(*byte))).collect())
        }
        Value::Bytes(bytes) => json::Value::String(base64::encode(bytes.as_bytes())),
        Value::List(list) if list.is_nil() && !is_yaml => json::Value::Null,
        Value::List(list) => {
            let items = list.items().iter().map(|item| convert(item, target, depth + 1));
            json::Value::Array(items.collect::<Result<_, _>>()?)
        }
        Value::Map(map) if map.is_nil() && !is_yaml => json::Value::Null,
        Value::Map(map) => {
            let mut members = BTreeMap::new();
            for (key, value) in map.entries().iter() {
                members.insert(go_text(key.as_bytes()), convert(value, target, depth + 1)?);
            }
            json::Value::Object(members)
        }
        Value::Object(object) => match (as_span(value), object.to_plain()) {
            (Some(span), _) if is_yaml => json::Value::String(span.to_string()),
            (_, Some(plain)) => convert(&plain, target, depth + 1)?,
            (_, None) => return Err(unsupported(value)),
        },
    })
}

/// Why an object has no JSON.
fn unsupported(value: &Value) -> Error {
    match as_time(value).map(Time::to_rfc3339) {
        Some(Err(problem)) => Error::new(format!("json: error calling MarshalJSON for type *time.Time: {problem}")),
        _ => Error::new(format!("json: unsupported type: {}", value.type_name())),
    }
}

fn integer(number: Int) -> Number {
    let value = number.value();
    i64::try_from(value).map_or_else(|_| Number::Uint(number.as_i64().cast_unsigned()), Number::Int)
}

fn finite(number: f64) -> Result<f64, Error> {
    let name = match number {
        _ if number.is_finite() => return Ok(number),
        _ if number.is_nan() => "NaN",
        _ if number > 0.0 => "+Inf",
        _ => "-Inf",
    };
    Err(Error::new(format!("json: unsupported value: {name}")))
}

/// The text with U+FFFD for each byte that is not UTF-8, where Rust makes one of several.
#[must_use]
pub fn go_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// What `json.Unmarshal` puts into an `interface {}`: all numbers are `float64`.
#[must_use]
pub fn from_json(value: json::Value) -> Value {
    match value {
        json::Value::Null => Value::Nil,
        json::Value::Bool(truth) => Value::Bool(truth),
        json::Value::Number(number) => Value::Float(number.as_f64()),
        json::Value::String(text) => Value::from(text),
        json::Value::Array(items) => Value::list(items.into_iter().map(from_json).collect()),
        json::Value::Object(members) => Value::map(members.into_iter().map(|(key, value)| (key, from_json(value)))),
    }
}

#[cfg(test)]
mod tests {
    use gostd::json::encode;
    use gotemplate::{Int, Value};

    use super::{from_json, go_text, to_json};

    #[test]
    fn values_become_json() {
        let value = Value::map([
            ("bytes", Value::Bytes("ab".into())),
            ("float", Value::Float(1.0)),
            ("int", Value::int(i64::MAX)),
            ("list", Value::list(vec![Value::Nil, Value::Bool(true)])),
            ("uint", Value::Int(Int::uint64(u64::MAX))),
        ]);
        let text =
            r#"{"bytes":"YWI=","float":1,"int":9223372036854775807,"list":[null,true],"uint":18446744073709551615}"#;
        assert_eq!(encode(&to_json(&value).unwrap()), text);
    }

    #[test]
    fn invalid_bytes_are_replaced_one_by_one() {
        assert_eq!(go_text(b"\xe2\x82x\xff"), "\u{fffd}\u{fffd}x\u{fffd}");
    }

    #[test]
    fn what_json_cannot_hold() {
        let error = |value: &Value| to_json(value).unwrap_err().to_string();
        assert_eq!(error(&Value::Float(f64::NAN)), "json: unsupported value: NaN");
        assert_eq!(error(&Value::list(vec![Value::Float(f64::NEG_INFINITY)])), "json: unsupported value: -Inf");
        let Value::Map(map) = Value::map([("a", Value::Nil)]) else { unreachable!() };
        map.insert("a", Value::Map(map.clone()));
        let cycle = error(&Value::Map(map.clone()));
        map.remove(b"a");
        assert_eq!(cycle, "json: unsupported value: encountered a cycle via map[string]interface {}");
    }

    #[test]
    fn numbers_come_back_as_floats() {
        let json = gostd::json::parse(br#"{"a":[1,"x",null]}"#).unwrap();
        let Value::Map(map) = from_json(json) else { panic!("a map") };
        let Some(Value::List(list)) = map.get(b"a") else { panic!("a list") };
        assert!(matches!(list.items(), [Value::Float(1.0), Value::String(_), Value::Nil]));
    }
}
