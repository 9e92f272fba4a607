//! Conversions to moments and spans of time.

use gostd::time::{Duration, parse_rfc3339};

use super::super::spans::timestamp;
use super::{argument, failed};
use crate::function::{Call, Fault};
use crate::value::{Timestamp, Value};

/// `duration(x)`: a text such as `1h30m`, or nanoseconds.
pub(super) fn to_duration(call: &Call<'_>) -> Result<Value, Fault> {
    let value = argument(call)?;
    match value {
        Value::Int(nanoseconds) => Ok(Value::Duration(*nanoseconds)),
        Value::String(text) => match Duration::parse(text.as_bytes()) {
            Ok(Duration(span)) => Ok(Value::Duration(span)),
            Err(_) => Err(failed(value, "google.protobuf.Duration")),
        },
        _ => Err(failed(value, "google.protobuf.Duration")),
    }
}

/// `timestamp(x)`: an RFC 3339 text, or seconds since 1970.
pub(super) fn to_timestamp(call: &Call<'_>) -> Result<Value, Fault> {
    let value = argument(call)?;
    match value {
        Value::Int(seconds) => timestamp(Timestamp::utc(*seconds, 0)),
        Value::String(text) => match parse_rfc3339(text) {
            Ok(moment) => timestamp(moment.into()),
            Err(_) => Err(failed(value, "google.protobuf.Timestamp")),
        },
        _ => Err(failed(value, "google.protobuf.Timestamp")),
    }
}
