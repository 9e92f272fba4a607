//! Spans of time (Helm's `engine/funcs.go`).

use gostd::strconv::{format_float, parse_float, quote_bytes};
use gostd::time::Duration;
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use crate::objects::{as_span, span_value};

const ONE: &[Param] = &[Param::Any];
const TWO: &[Param] = &[Param::Any, Param::Any];

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("mustToDuration", ONE, |call| as_duration(call.value(0)).map(span_value).map_err(Error::new)),
    fixed("durationSeconds", ONE, |call| Ok(Value::Float(first(call).seconds()))),
    fixed("durationMilliseconds", ONE, |call| Ok(Value::int64(first(call).0 / Duration::MILLISECOND.0))),
    fixed("durationMicroseconds", ONE, |call| Ok(Value::int64(first(call).0 / Duration::MICROSECOND.0))),
    fixed("durationNanoseconds", ONE, |call| Ok(Value::int64(first(call).0))),
    fixed("durationMinutes", ONE, |call| Ok(Value::Float(first(call).minutes()))),
    fixed("durationHours", ONE, |call| Ok(Value::Float(first(call).hours()))),
    fixed("durationDays", ONE, |call| Ok(Value::Float(first(call).hours() / 24.0))),
    fixed("durationWeeks", ONE, |call| Ok(Value::Float(first(call).hours() / 24.0 / 7.0))),
    fixed("durationRoundTo", TWO, |call| Ok(to_multiple(call, Duration::round))),
    fixed("durationTruncateTo", TWO, |call| Ok(to_multiple(call, Duration::truncate))),
];

/// The first argument, 0 if it is no span.
fn first(call: &Call<'_>) -> Duration {
    as_duration(call.value(0)).unwrap_or_default()
}

fn to_multiple(call: &Call<'_>, convert: fn(Duration, Duration) -> Duration) -> Value {
    let span = as_duration(call.value(0));
    span_value(match (span, as_duration(call.value(1))) {
        (Ok(span), Ok(unit)) => convert(span, unit),
        (Ok(span), Err(_)) => span,
        (Err(_), _) => Duration(0),
    })
}

/// A span, a text such as `1h2m`, or a number of seconds, which may be a text too.
fn as_duration(value: &Value) -> Result<Duration, String> {
    match value {
        Value::Nil => Err("invalid duration".to_owned()),
        Value::String(text) => parse(text.as_bytes()),
        Value::Int(number) => whole_seconds(number.value()),
        Value::Float(seconds) => seconds_as_float(*seconds),
        Value::Object(object) if as_span(value).is_none() => match object.to_plain() {
            // Named numbers, such as months, count as seconds.
            Some(Value::Int(number)) if matches!(object.kind_name(), "int" | "int64") => whole_seconds(number.value()),
            _ => Err(unsupported(value)),
        },
        _ => as_span(value).ok_or_else(|| unsupported(value)),
    }
}

fn unsupported(value: &Value) -> String {
    format!("unsupported duration type {}", value.type_name())
}

fn parse(text: &[u8]) -> Result<Duration, String> {
    let trimmed = trim_space(text);
    if trimmed.is_empty() {
        return Err("empty duration".to_owned());
    }
    if let Ok(span) = Duration::parse(trimmed) {
        return Ok(span);
    }
    match parse_float(trimmed, 64) {
        Ok(seconds) => seconds_as_float(seconds),
        Err(_) => Err(format!("could not parse duration {}", quote_bytes(text))),
    }
}

/// `strings.TrimSpace`
fn trim_space(text: &[u8]) -> &[u8] {
    match std::str::from_utf8(text) {
        Ok(text) => text.trim_matches(gostd::unicode::is_space).as_bytes(),
        Err(_) => text.trim_ascii(),
    }
}

fn whole_seconds(seconds: i128) -> Result<Duration, String> {
    let nanoseconds = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(Duration::SECOND.0));
    nanoseconds.map(Duration).ok_or_else(|| format!("duration seconds overflow: {seconds}"))
}

fn seconds_as_float(seconds: f64) -> Result<Duration, String> {
    let text = || format_float(seconds, b'g', 64);
    if !seconds.is_finite() {
        return Err(format!("invalid duration seconds: {}", text()));
    }
    let limit = i64::MAX as f64 / Duration::SECOND.0 as f64;
    if seconds > limit || seconds < -limit {
        return Err(format!("duration seconds overflow: {}", text()));
    }
    // Both limits are 2⁶³ as floats; Go's conversion of that very number gives the least one on its machines.
    let nanoseconds = seconds * Duration::SECOND.0 as f64;
    if nanoseconds >= i64::MAX as f64 {
        return Ok(Duration(i64::MIN));
    }
    Ok(Duration(nanoseconds as i64))
}
