//! Spans of time, and moments moved by them.

use gostd::time::Duration;

use crate::function::{Call, Fault};
use crate::value::{Timestamp, Value};

const NANOSECONDS: i64 = 1_000_000_000;

/// 0001-01-01T00:00:00Z
const FIRST_SECOND: i64 = -62_135_596_800;

/// 9999-12-31T23:59:59Z
const LAST_SECOND: i64 = 253_402_300_799;

/// A moment, if its year has four digits and is not zero.
pub(super) fn timestamp(moment: Timestamp) -> Result<Value, Fault> {
    if (FIRST_SECOND..=LAST_SECOND).contains(&moment.seconds) {
        Ok(Value::Timestamp(moment))
    } else {
        Err(Fault::new("timestamp overflow"))
    }
}

fn overflow() -> Fault {
    Fault::new("integer overflow")
}

fn durations(call: &Call<'_>) -> Result<(i64, i64), Fault> {
    match call.arguments {
        [Value::Duration(left), Value::Duration(right)] => Ok((*left, *right)),
        _ => Err(Fault::no_such_overload()),
    }
}

/// `duration + duration`
pub(super) fn add_durations(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = durations(call)?;
    left.checked_add(right).map(Value::Duration).ok_or_else(overflow)
}

/// `duration - duration`
pub(super) fn subtract_durations(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = durations(call)?;
    left.checked_sub(right).map(Value::Duration).ok_or_else(overflow)
}

/// `timestamp + duration`, in any order.
pub(super) fn add_to_timestamp(call: &Call<'_>) -> Result<Value, Fault> {
    match call.arguments {
        [Value::Timestamp(moment), Value::Duration(span)] | [Value::Duration(span), Value::Timestamp(moment)] => {
            moved(*moment, *span)
        }
        _ => Err(Fault::no_such_overload()),
    }
}

/// `timestamp - duration`
pub(super) fn subtract_from_timestamp(call: &Call<'_>) -> Result<Value, Fault> {
    match call.arguments {
        [Value::Timestamp(moment), Value::Duration(span)] => moved(*moment, span.checked_neg().ok_or_else(overflow)?),
        _ => Err(Fault::no_such_overload()),
    }
}

fn moved(moment: Timestamp, span: i64) -> Result<Value, Fault> {
    let nanoseconds = i64::from(moment.nanoseconds) + span % NANOSECONDS;
    let seconds = (moment.seconds.checked_add(span / NANOSECONDS))
        .and_then(|seconds| seconds.checked_add(nanoseconds.div_euclid(NANOSECONDS)))
        .ok_or_else(overflow)?;
    let nanoseconds = u32::try_from(nanoseconds.rem_euclid(NANOSECONDS)).unwrap_or_default();
    timestamp(Timestamp { seconds, nanoseconds, ..moment })
}

/// `timestamp - timestamp`
pub(super) fn subtract_timestamps(call: &Call<'_>) -> Result<Value, Fault> {
    let [Value::Timestamp(left), Value::Timestamp(right)] = call.arguments else {
        return Err(Fault::no_such_overload());
    };
    let nanoseconds = i64::from(left.nanoseconds) - i64::from(right.nanoseconds);
    (left.seconds.checked_sub(right.seconds))
        .and_then(|seconds| seconds.checked_mul(NANOSECONDS))
        .and_then(|span| span.checked_add(nanoseconds))
        .map(Value::Duration)
        .ok_or_else(overflow)
}

fn part(call: &Call<'_>, part: fn(Duration) -> f64) -> Result<Value, Fault> {
    match call.arguments {
        [Value::Duration(span)] => Ok(Value::Int(part(Duration(*span)) as i64)),
        _ => Err(Fault::no_such_overload()),
    }
}

/// The whole hours of a span; those of a moment are [`super::calendar::hours`].
pub(super) fn hours(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, Duration::hours)
}

/// All its whole minutes.
pub(super) fn minutes(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, Duration::minutes)
}

/// All its whole seconds.
pub(super) fn seconds(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, Duration::seconds)
}

/// All its whole milliseconds.
pub(super) fn milliseconds(call: &Call<'_>) -> Result<Value, Fault> {
    match call.arguments {
        [Value::Duration(span)] => Ok(Value::Int(span / 1_000_000)),
        _ => Err(Fault::no_such_overload()),
    }
}
