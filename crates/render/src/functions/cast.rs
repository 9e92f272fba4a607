//! Anything as a number, the way spf13/cast 1.7 converts it. What cannot be converted is 0.

use gostd::strconv::{parse_float, parse_int};
use gotemplate::{Object, Value};

/// As `cast.ToInt64`; `int` is the same on 64 bits.
pub(super) fn to_int(value: &Value) -> i64 {
    match value {
        Value::Int(number) => number.as_i64(),
        Value::Float(number) => float_to_int(*number),
        Value::Bool(truth) => i64::from(*truth),
        Value::String(text) => parse_int(trim_zero_decimal(text.as_bytes()), 0, 64).unwrap_or(0),
        Value::Object(object) => calendar_number(&**object).unwrap_or(0),
        _ => 0,
    }
}

/// As `cast.ToFloat64`.
pub(super) fn to_float(value: &Value) -> f64 {
    match value {
        Value::Int(number) => number.value() as f64,
        Value::Float(number) => *number,
        Value::Bool(truth) => f64::from(u8::from(*truth)),
        Value::String(text) => parse_float(text.as_bytes(), 64).unwrap_or(0.0),
        Value::Object(object) => calendar_number(&**object).unwrap_or(0) as f64,
        _ => 0.0,
    }
}

/// Go's conversion on amd64: towards zero, and the smallest integer for everything out of range.
pub(super) fn float_to_int(number: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&number) { number as i64 } else { i64::MIN }
}

/// Months and weekdays are the only named numbers that are converted.
fn calendar_number(object: &dyn Object) -> Option<i64> {
    match (object.type_name(), object.to_plain()) {
        ("time.Month" | "time.Weekday", Some(Value::Int(number))) => Some(number.as_i64()),
        _ => None,
    }
}

/// Cuts `.0`, `.00` and so on off the end.
fn trim_zero_decimal(text: &[u8]) -> &[u8] {
    let mut found_zero = false;
    for (index, byte) in text.iter().enumerate().rev() {
        match byte {
            b'0' => found_zero = true,
            b'.' if found_zero => return text.get(..index).unwrap_or_default(),
            b'.' => {}
            _ => break,
        }
    }
    text
}
