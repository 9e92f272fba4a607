//! Arguments that are objects.

use gostd::time::{Duration, Time};
use gotemplate::{Call, Error, Value};

use super::{Certificate, as_span, as_time};

/// The `time.Time` at a place.
pub(crate) fn time_at(call: &Call<'_>, index: usize) -> Result<Time, Error> {
    as_time(call.value(index)).cloned().ok_or_else(|| wrong_type(call.value(index), "time.Time"))
}

/// The `time.Duration` at a place; a number is one in nanoseconds, since Go converts literals.
pub(crate) fn span_at(call: &Call<'_>, index: usize) -> Result<Duration, Error> {
    match call.value(index) {
        Value::Int(number) => Ok(Duration(number.as_i64())),
        value => as_span(value).ok_or_else(|| wrong_type(value, "time.Duration")),
    }
}

/// The `sprig.certificate` at a place.
pub(crate) fn certificate_at<'a>(call: &Call<'a>, index: usize) -> Result<&'a Certificate, Error> {
    let value = call.value(index);
    let certificate = match value {
        Value::Object(object) => object.as_any().downcast_ref(),
        _ => None,
    };
    certificate.ok_or_else(|| wrong_type(value, "sprig.certificate"))
}

fn wrong_type(value: &Value, wanted: &str) -> Error {
    Error::new(format!("wrong type for value; expected {wanted}; got {}", value.type_name()))
}
