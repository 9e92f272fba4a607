//! What calendar and clock show at a moment, in UTC or a time zone.

use gostd::time::{Location, Time};

use super::zones;
use crate::function::{Call, Fault};
use crate::value::Value;

/// The moment of a call, in its zone.
fn local(call: &Call<'_>) -> Result<Time, Fault> {
    let (moment, zone) = match call.arguments {
        [Value::Timestamp(moment)] => (moment, Location::utc()),
        [Value::Timestamp(moment), Value::String(zone)] => (moment, zones::find(zone)?),
        _ => return Err(Fault::no_such_overload()),
    };
    Ok(Time::new(moment.seconds, moment.nanoseconds, zone))
}

fn part(call: &Call<'_>, part: fn(&Time) -> i64) -> Result<Value, Fault> {
    local(call).map(|time| Value::Int(part(&time)))
}

/// `getFullYear`
pub(super) fn year(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| time.civil().year)
}

/// `getMonth`, from 0.
pub(super) fn month(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| i64::from(time.civil().month) - 1)
}

/// `getDayOfYear`, from 0.
pub(super) fn day_of_year(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| time.year_day() - 1)
}

/// `getDayOfMonth`, from 0.
pub(super) fn day_of_month(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| i64::from(time.civil().day) - 1)
}

/// `getDate`: the day of the month, from 1.
pub(super) fn date(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| i64::from(time.civil().day))
}

/// `getDayOfWeek`, Sunday is 0.
pub(super) fn day_of_week(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| i64::from(time.weekday()))
}

/// `getHours`
pub(super) fn hours(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| i64::from(time.civil().hour))
}

/// `getMinutes`
pub(super) fn minutes(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| i64::from(time.civil().minute))
}

/// `getSeconds`
pub(super) fn seconds(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| i64::from(time.civil().second))
}

/// `getMilliseconds`
pub(super) fn milliseconds(call: &Call<'_>) -> Result<Value, Fault> {
    part(call, |time| i64::from(time.nanos() / 1_000_000))
}
