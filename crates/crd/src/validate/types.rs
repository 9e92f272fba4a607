//! `type`, `nullable`, and the part of `format` that belongs to them.

use gostd::json::{Number, Value};

use super::demands::Demands;
use super::outcome::{Failure, Outcome};
use super::trail::Trail;
use crate::violation::ErrorKind;

/// What Go takes a JSON value for: its type, and the format that goes with numbers.
pub(super) fn kind_of(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Null => ("null", ""),
        Value::Bool(_) => ("boolean", ""),
        Value::Number(Number::Int(_)) => ("integer", "int64"),
        Value::Number(Number::Uint(_) | Number::Float(_)) => ("number", "float64"),
        Value::String(_) => ("string", ""),
        Value::Array(_) => ("array", ""),
        Value::Object(_) => ("object", ""),
    }
}

/// A value has the wrong type: `found` is shown as its value.
pub(super) fn mismatch(trail: &Trail<'_>, expected: &str, found: &str) -> Failure {
    let shown = gostd::strconv::quote(found);
    Failure {
        kind: ErrorKind::TypeInvalid,
        message: format!("{} in body must be of type {expected}: {shown}", trail.name()),
        detail: None,
        value: Some(shown),
        located: true,
        segments: trail.segments(),
    }
}

/// `null` where a type is demanded.
pub(super) fn check_null(demands: &Demands, trail: &Trail<'_>) -> Outcome {
    if demands.types.is_empty() || demands.nullable {
        let mut outcome = Outcome::default();
        outcome.pass();
        return outcome;
    }
    Outcome::of(mismatch(trail, &demands.types.join(","), "null"))
}

/// Anything but `null`.
pub(super) fn check(demands: &Demands, value: &Value, trail: &Trail<'_>) -> Outcome {
    match mismatched(demands, value) {
        None => {
            let mut outcome = Outcome::default();
            outcome.pass();
            outcome
        }
        Some((expected, found)) => Outcome::of(mismatch(trail, &expected, found)),
    }
}

/// What was expected and what was found, if they differ.
fn mismatched(demands: &Demands, value: &Value) -> Option<(String, &'static str)> {
    let (kind, format) = kind_of(value);
    let has = |name: &str| demands.types.contains(&name);
    let whole_float = matches!(value, Value::Number(number) if kind == "number" && is_whole(number.as_f64()));
    let fits = has(kind) || (whole_float && has("integer")) || (kind == "integer" && has("number"));
    let sequence = matches!(value, Value::String(_) | Value::Array(_));
    if !sequence && !demands.format.is_empty() && !fits && format != demands.format {
        return Some((demands.format.clone(), format));
    }
    let numeric = has("number") || has("integer");
    if sequence && !numeric && !demands.format.is_empty() {
        return None;
    }
    (!fits).then(|| (demands.types.join(","), kind))
}

/// The largest whole number that JSON keeps exactly.
const MAX_JSON_FLOAT: f64 = 9_007_199_254_740_991.0;

/// Whether a float is an integer to JSON, nearly (`swag.IsFloat64AJSONInteger`).
pub(super) fn is_whole(number: f64) -> bool {
    const EPSILON: f64 = 1e-9;
    if !number.is_finite() || number.abs() > MAX_JSON_FLOAT {
        return false;
    }
    if number.fract() == 0.0 {
        return true;
    }
    // Go converts to an unsigned integer here, which makes negative numbers huge
    let truncated = (number as i64).cast_unsigned() as f64;
    if truncated == 0.0 {
        return false;
    }
    let difference = (number - truncated).abs();
    difference / (number.abs() + truncated).min(f64::MAX) < EPSILON
}
