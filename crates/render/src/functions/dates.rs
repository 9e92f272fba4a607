//! Dates (sprig's `date.go`).

use gostd::strconv::parse_int;
use gostd::time::{Duration, Location, Time, parse_in_location};
use gotemplate::{Call, Error, Function, IntKind, Param, Value};

use super::fixed;
use crate::host::Host;
use crate::objects::{as_time, time_at, time_value};
use crate::zones;

const TIME: Param = Param::Object("time.Time");

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("now", &[], |call| Ok(time_value(now(call)))),
    fixed("date", &[Param::String, Param::Any], |call| written(call, &call.string(0), 1, b"Local")),
    fixed("dateInZone", &[Param::String, Param::Any, Param::String], date_in_zone),
    fixed("date_in_zone", &[Param::String, Param::Any, Param::String], date_in_zone),
    fixed("htmlDate", &[Param::Any], |call| written(call, &HTML.into(), 0, b"Local")),
    fixed("htmlDateInZone", &[Param::Any, Param::String], html_date_in_zone),
    fixed("dateModify", &[Param::String, TIME], date_modify),
    fixed("date_modify", &[Param::String, TIME], date_modify),
    fixed("mustDateModify", &[Param::String, TIME], must_date_modify),
    fixed("must_date_modify", &[Param::String, TIME], must_date_modify),
    fixed("ago", &[Param::Any], ago),
    fixed("duration", &[Param::Any], duration),
    fixed("durationRound", &[Param::Any], duration_round),
    fixed("toDate", &[Param::String, Param::String], |call| {
        Ok(time_value(to_date(call).unwrap_or_else(|_| Time::zero())))
    }),
    fixed("mustToDate", &[Param::String, Param::String], |call| to_date(call).map(time_value).map_err(Error::new)),
    fixed("unixEpoch", &[TIME], |call| Ok(Value::from(time_at(call, 0)?.unix().to_string()))),
];

/// The form of `<input type="date">`.
const HTML: &str = "2006-01-02";

fn now(call: &Call<'_>) -> Time {
    call.host::<Host>().map_or_else(Time::zero, Host::now)
}

fn local(call: &Call<'_>) -> Location {
    call.host::<Host>().map_or_else(Location::utc, Host::local)
}

fn date_in_zone(call: &mut Call<'_>) -> Result<Value, Error> {
    written(call, &call.string(0), 1, call.string(2).as_bytes())
}

fn html_date_in_zone(call: &mut Call<'_>) -> Result<Value, Error> {
    written(call, &HTML.into(), 0, call.string(1).as_bytes())
}

/// The date at a place in the arguments by a layout; whatever is no date is the present moment.
fn written(call: &Call<'_>, layout: &gotemplate::Str, index: usize, zone: &[u8]) -> Result<Value, Error> {
    let time = match call.value(index) {
        Value::Int(number) if matches!(number.kind(), IntKind::Int | IntKind::Int32 | IntKind::Int64) => {
            Time::new(number.as_i64(), 0, local(call))
        }
        value => as_time(value).cloned().unwrap_or_else(|| now(call)),
    };
    Ok(Value::from(time.in_location(zone_named(call, zone)).format(layout.as_bytes())))
}

/// `time.LoadLocation`, UTC for names that do not exist.
fn zone_named(call: &Call<'_>, name: &[u8]) -> Location {
    match std::str::from_utf8(name) {
        Ok("Local") => local(call),
        Ok("" | "UTC") | Err(_) => Location::utc(),
        Ok(name) => zones::load(name).unwrap_or_else(Location::utc),
    }
}

fn date_modify(call: &mut Call<'_>) -> Result<Value, Error> {
    let time = time_at(call, 1)?;
    Ok(time_value(match Duration::parse(call.string(0).as_bytes()) {
        Ok(span) => time.add(span),
        Err(_) => time,
    }))
}

fn must_date_modify(call: &mut Call<'_>) -> Result<Value, Error> {
    let time = time_at(call, 1)?;
    let span = Duration::parse(call.string(0).as_bytes()).map_err(Error::new)?;
    Ok(time_value(time.add(span)))
}

fn to_date(call: &Call<'_>) -> Result<Time, String> {
    parse_in_location(call.string(0).as_bytes(), call.string(1).as_bytes(), &local(call))
}

fn ago(call: &mut Call<'_>) -> Result<Value, Error> {
    let now = now(call);
    let time = match call.value(0) {
        Value::Int(number) if matches!(number.kind(), IntKind::Int | IntKind::Int64) => {
            Time::new(number.as_i64(), 0, local(call))
        }
        value => as_time(value).cloned().unwrap_or_else(|| now.clone()),
    };
    Ok(Value::from(now.sub(&time).round(Duration::SECOND).to_string()))
}

/// A number of seconds as a span. Only `int64` and texts count.
fn duration(call: &mut Call<'_>) -> Result<Value, Error> {
    let seconds = match call.value(0) {
        Value::String(text) => parse_int(text.as_bytes(), 10, 64).unwrap_or_else(|error| error.value),
        Value::Int(number) if number.kind() == IntKind::Int64 => number.as_i64(),
        _ => 0,
    };
    Ok(Value::from(Duration(seconds.wrapping_mul(Duration::SECOND.0)).to_string()))
}

/// The largest unit that fits and how often.
fn duration_round(call: &mut Call<'_>) -> Result<Value, Error> {
    let span = match call.value(0) {
        Value::String(text) => Duration::parse(text.as_bytes()).unwrap_or_default(),
        Value::Int(number) if number.kind() == IntKind::Int64 => Duration(number.as_i64()),
        value => as_time(value).map_or(Duration(0), |time| now(call).sub(time)),
    };
    let hour = Duration::HOUR.0.unsigned_abs();
    let minute = Duration::MINUTE.0.unsigned_abs();
    let second = Duration::SECOND.0.unsigned_abs();
    let units =
        [(hour * 24 * 365, "y"), (hour * 24 * 30, "mo"), (hour * 24, "d"), (hour, "h"), (minute, "m"), (second, "s")];
    let size = span.0.unsigned_abs();
    let fitting = units.iter().find(|(unit, _)| size > *unit);
    Ok(Value::from(fitting.map_or_else(|| "0s".to_owned(), |(unit, name)| format!("{}{name}", size / unit))))
}
