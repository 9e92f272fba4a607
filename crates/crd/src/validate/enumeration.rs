//! `enum`

use gostd::json::{Number, Value};

use super::outcome::Failure;
use super::walk::{BYTES_OF_A_STEP, Spot};
use crate::violation::ErrorKind;

/// The failure, if `value` is none of those allowed; also nothing if the work is spent.
pub(super) fn check(allowed: &[Value], value: &Value, spot: &Spot<'_>) -> Option<Failure> {
    if allowed.is_empty() || !spot.work.look(allowed.len()) || allowed.iter().any(|one| converted_equal(value, one)) {
        return None;
    }
    let names: Vec<String> = allowed.iter().map(|one| gostd::strconv::quote(&as_text(one))).collect();
    if !spot.work.spend(names.iter().map(String::len).sum::<usize>() / BYTES_OF_A_STEP) {
        return None;
    }
    let trail = &spot.trail;
    Some(Failure {
        kind: ErrorKind::NotSupported,
        message: format!("{} in body should be one of {}", trail.name(), names.join(" ")),
        detail: Some(format!("supported values: {}", names.join(", "))),
        value: Some(shown(value)),
        located: true,
        segments: trail.segments(),
    })
}

/// Whether a value, converted to the type of an allowed one as Go converts, equals it: 65 is "A".
fn converted_equal(value: &Value, allowed: &Value) -> bool {
    match (value, allowed) {
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Number(value), Value::Number(allowed)) => match (value, allowed) {
            (Number::Int(value), Number::Int(allowed)) => value == allowed,
            (_, Number::Int(allowed)) => value.as_f64() as i64 == *allowed,
            _ => value.as_f64() == allowed.as_f64(),
        },
        (Value::Number(Number::Int(value)), Value::String(allowed)) => {
            let character = u32::try_from(*value).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
            let mut buffer = [0; 4];
            *character.encode_utf8(&mut buffer) == **allowed
        }
        _ => value == allowed,
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => gostd::json::encode(other),
    }
}

/// A value as errors show it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => gostd::strconv::quote(text),
        Value::Number(Number::Float(number)) => gostd::strconv::format_float(*number, b'g', 64),
        other => gostd::json::encode(other),
    }
}
