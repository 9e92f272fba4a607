//! `time.Time`.

use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

use gostd::time::{Location, MONTHS, Time};
use gotemplate::{Call, Error, Function, Object, Param, Str, Value};

use super::location::{self, LocationObject};
use super::names::{Month, Weekday};
use super::{span, span_at, span_value, time_at, time_value};
use crate::host::Host;

/// A moment.
#[derive(Debug)]
pub(super) struct TimeObject(pub(super) Time);

/// Go's name of the type.
pub(super) const TYPE: &str = "time.Time";

const TIME: Param = Param::Object(TYPE);
const SPAN: Param = Param::NamedInteger(span::TYPE);

/// Those with a single result, without the ones for encoders.
static METHODS: &[Function] = &[
    method("Add", &[TIME, SPAN], |call| Ok(time_value(time_at(call, 0)?.add(span_at(call, 1)?)))),
    method("AddDate", &[TIME, Param::Int, Param::Int, Param::Int], add_date),
    method("After", &[TIME, TIME], |call| Ok(Value::Bool(compare(call)? == Ordering::Greater))),
    method("Before", &[TIME, TIME], |call| Ok(Value::Bool(compare(call)? == Ordering::Less))),
    method("Compare", &[TIME, TIME], |call| Ok(Value::int(compare(call)? as i64))),
    method("Day", &[TIME], |call| Ok(Value::int(time_at(call, 0)?.civil().day.into()))),
    method("Equal", &[TIME, TIME], |call| Ok(Value::Bool(compare(call)? == Ordering::Equal))),
    method("Format", &[TIME, Param::String], format),
    method("GoString", &[TIME], |call| Ok(Value::from(go_string(&time_at(call, 0)?)))),
    method("Hour", &[TIME], |call| Ok(Value::int(time_at(call, 0)?.civil().hour.into()))),
    method("In", &[TIME, Param::Object(location::TYPE)], in_location),
    method("IsDST", &[TIME], is_dst),
    method("IsZero", &[TIME], |call| Ok(Value::Bool(time_at(call, 0)?.is_zero()))),
    method("Local", &[TIME], local),
    method("Location", &[TIME], location_of),
    method("MarshalJSON", &[TIME], |call| marshal(call, "Time.MarshalJSON: ", "\"")),
    method("MarshalText", &[TIME], |call| marshal(call, "Time.MarshalText: ", "")),
    method("Minute", &[TIME], |call| Ok(Value::int(time_at(call, 0)?.civil().minute.into()))),
    method("Month", &[TIME], |call| Ok(Value::Object(Rc::new(Month(time_at(call, 0)?.civil().month))))),
    method("Nanosecond", &[TIME], |call| Ok(Value::int(time_at(call, 0)?.nanos().into()))),
    method("Round", &[TIME, SPAN], |call| Ok(time_value(time_at(call, 0)?.round(span_at(call, 1)?)))),
    method("Second", &[TIME], |call| Ok(Value::int(time_at(call, 0)?.civil().second.into()))),
    method("String", &[TIME], |call| Ok(Value::from(time_at(call, 0)?.to_string()))),
    method("Sub", &[TIME, TIME], |call| Ok(span_value(time_at(call, 0)?.sub(&time_at(call, 1)?)))),
    method("Truncate", &[TIME, SPAN], |call| Ok(time_value(time_at(call, 0)?.truncate(span_at(call, 1)?)))),
    method("UTC", &[TIME], |call| Ok(time_value(time_at(call, 0)?.in_location(Location::utc())))),
    method("Unix", &[TIME], |call| Ok(Value::int64(time_at(call, 0)?.unix()))),
    method("UnixMicro", &[TIME], |call| Ok(Value::int64(time_at(call, 0)?.unix_in(1_000_000)))),
    method("UnixMilli", &[TIME], |call| Ok(Value::int64(time_at(call, 0)?.unix_in(1_000)))),
    method("UnixNano", &[TIME], |call| Ok(Value::int64(time_at(call, 0)?.unix_in(1_000_000_000)))),
    method("Weekday", &[TIME], |call| Ok(Value::Object(Rc::new(Weekday(time_at(call, 0)?.weekday()))))),
    method("Year", &[TIME], |call| Ok(Value::int(time_at(call, 0)?.civil().year))),
    method("YearDay", &[TIME], |call| Ok(Value::int(time_at(call, 0)?.year_day()))),
];

type Body = fn(&mut Call<'_>) -> Result<Value, Error>;

const fn method(name: &'static str, params: &'static [Param], call: Body) -> Function {
    Function { name, params, variadic: None, call }
}

fn compare(call: &Call<'_>) -> Result<Ordering, Error> {
    Ok(time_at(call, 0)?.compare(&time_at(call, 1)?))
}

fn add_date(call: &mut Call<'_>) -> Result<Value, Error> {
    let (years, months, days) = (call.integer(1), call.integer(2), call.integer(3));
    Ok(time_value(time_at(call, 0)?.add_date(years, months, days)))
}

fn format(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::from(time_at(call, 0)?.format(call.string(1).as_bytes())))
}

fn in_location(call: &mut Call<'_>) -> Result<Value, Error> {
    let time = time_at(call, 0)?;
    let location = match call.value(1) {
        Value::Object(object) => object.as_any().downcast_ref::<LocationObject>(),
        _ => None,
    };
    match location {
        Some(LocationObject(location)) => Ok(time_value(time.in_location(location.clone()))),
        None => Err(Error::new("time: missing Location in call to Time.In")),
    }
}

fn is_dst(call: &mut Call<'_>) -> Result<Value, Error> {
    let time = time_at(call, 0)?;
    Ok(Value::Bool(time.location().offset_at(time.unix()).is_dst))
}

fn local(call: &mut Call<'_>) -> Result<Value, Error> {
    let zone = call.host::<Host>().map_or_else(Location::utc, Host::local);
    Ok(time_value(time_at(call, 0)?.in_location(zone)))
}

fn location_of(call: &mut Call<'_>) -> Result<Value, Error> {
    let location = time_at(call, 0)?.location().clone();
    Ok(Value::Object(Rc::new(LocationObject(location))))
}

fn marshal(call: &Call<'_>, prefix: &str, quote: &str) -> Result<Value, Error> {
    match time_at(call, 0)?.to_rfc3339() {
        Ok(text) => Ok(Value::Bytes(format!("{quote}{text}{quote}").into())),
        Err(problem) => Err(Error::new(format!("{prefix}{problem}"))),
    }
}

/// `time.Date(2024, time.May, 6, 0, 0, 0, 0, time.UTC)`
fn go_string(time: &Time) -> String {
    let civil = time.civil();
    let month = MONTHS.get(civil.month as usize - 1).copied().unwrap_or_default();
    let location = match time.location() {
        location if location.is_utc() => "time.UTC".to_owned(),
        location if location.is_local() => "time.Local".to_owned(),
        location => format!("time.Location({})", gostd::strconv::quote(location.name())),
    };
    let (year, day, nanos) = (civil.year, civil.day, time.nanos());
    format!(
        "time.Date({year}, time.{month}, {day}, {}, {}, {}, {nanos}, {location})",
        civil.hour, civil.minute, civil.second
    )
}

impl Object for TimeObject {
    fn type_name(&self) -> &str {
        TYPE
    }

    fn kind_name(&self) -> &str {
        "struct"
    }

    fn methods(&self) -> &'static [Function] {
        METHODS
    }

    fn text(&self) -> Str {
        Str::from(self.0.to_string())
    }

    fn go_string(&self) -> Option<Str> {
        Some(Str::from(go_string(&self.0)))
    }

    fn to_plain(&self) -> Option<Value> {
        self.0.to_rfc3339().ok().map(Value::from)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
