//! Conversions to and from text.

use gostd::strconv;
use gostd::time::Duration;

use super::{argument, failed};
use crate::function::{Call, Fault};
use crate::value::{Timestamp, Value};

/// `bool(x)`
pub(super) fn to_bool(call: &Call<'_>) -> Result<Value, Fault> {
    match argument(call)? {
        value @ Value::String(text) => {
            strconv::parse_bool(text.as_bytes()).map(Value::Bool).map_err(|_| failed(value, "bool"))
        }
        value => Err(failed(value, "bool")),
    }
}

/// `bytes(x)`
pub(super) fn to_bytes(call: &Call<'_>) -> Result<Value, Fault> {
    match argument(call)? {
        Value::String(text) => Ok(Value::Bytes(text.as_bytes().into())),
        value => Err(failed(value, "bytes")),
    }
}

/// `string(x)`
pub(super) fn to_string(call: &Call<'_>) -> Result<Value, Fault> {
    let value = argument(call)?;
    let text = match value {
        Value::Bytes(bytes) => from_bytes(bytes)?.to_owned(),
        _ => text_of(value).ok_or_else(|| failed(value, "string"))?,
    };
    Ok(Value::String(text.into()))
}

/// What has a text, bytes left out.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Uint(number) => Some(number.to_string()),
        Value::Double(number) => Some(strconv::format_float(*number, b'g', 64)),
        Value::String(text) => Some(text.to_string()),
        Value::Duration(span) => Some(span_text(*span)),
        Value::Timestamp(moment) => Some(moment_text(*moment)),
        _ => None,
    }
}

fn from_bytes(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|_| Fault::new("invalid UTF-8 in bytes, cannot convert to string"))
}

/// `1.5s`
pub(crate) fn span_text(span: i64) -> String {
    format!("{}s", strconv::format_float(Duration(span).seconds(), b'f', 64))
}

/// `2026-01-31T13:45:00.5+01:00`
pub(crate) fn moment_text(moment: Timestamp) -> String {
    let Timestamp { seconds, nanoseconds, offset } = moment;
    gostd::time::Timestamp { seconds, nanos: nanoseconds, offset_seconds: offset }.to_rfc3339_nano()
}
