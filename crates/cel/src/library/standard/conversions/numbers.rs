//! Conversions to numbers.

use gostd::strconv;

use super::super::numbers::{double_to_int, double_to_uint, int_to_uint, uint_to_int};
use super::{argument, failed};
use crate::function::{Call, Fault};
use crate::value::Value;

/// `int(x)`: a float loses its fraction, a moment is in seconds, a span in nanoseconds.
pub(super) fn to_int(call: &Call<'_>) -> Result<Value, Fault> {
    let value = argument(call)?;
    match value {
        Value::Uint(number) => uint_to_int(*number),
        Value::Double(number) => double_to_int(*number),
        Value::Duration(span) => Ok(*span),
        Value::Timestamp(moment) => Ok(moment.seconds),
        Value::String(text) => strconv::parse_int(text.as_bytes(), 10, 64).map_err(|_| failed(value, "int")),
        _ => Err(failed(value, "int")),
    }
    .map(Value::Int)
}

/// `uint(x)`
pub(super) fn to_uint(call: &Call<'_>) -> Result<Value, Fault> {
    let value = argument(call)?;
    match value {
        Value::Int(number) => int_to_uint(*number),
        Value::Double(number) => double_to_uint(*number),
        Value::String(text) => strconv::parse_uint(text.as_bytes(), 10, 64).map_err(|_| failed(value, "uint")),
        _ => Err(failed(value, "uint")),
    }
    .map(Value::Uint)
}

/// `double(x)`
pub(super) fn to_double(call: &Call<'_>) -> Result<Value, Fault> {
    let value = argument(call)?;
    match value {
        Value::Int(number) => Ok(*number as f64),
        Value::Uint(number) => Ok(*number as f64),
        Value::String(text) => strconv::parse_float(text.as_bytes(), 64).map_err(|_| failed(value, "double")),
        _ => Err(failed(value, "double")),
    }
    .map(Value::Double)
}
