//! TOML (Helm's `engine/funcs.go`).

use gostd::time::Location;
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use super::limits::ensure_small;
use crate::host::Host;
use crate::toml::{self, EncodeError, Zones};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("toToml", &[Param::Any], |call| match encode(call)? {
        Ok(text) => Ok(Value::from(text)),
        Err(EncodeError::Value(text)) => Ok(Value::from(text)),
        Err(EncodeError::Panic(text)) => Err(Error::new(text)),
    }),
    fixed("mustToToml", &[Param::Any], |call| match encode(call)? {
        Ok(text) => Ok(Value::from(text)),
        Err(EncodeError::Value(text) | EncodeError::Panic(text)) => Err(Error::new(text)),
    }),
    fixed("fromToml", &[Param::String], from_toml),
];

/// The text; the outer error is a limit.
fn encode(call: &Call<'_>) -> Result<Result<Vec<u8>, EncodeError>, Error> {
    ensure_small(call.value(0))?;
    Ok(toml::encode(call.value(0)))
}

/// Errors become a map of one entry.
fn from_toml(call: &mut Call<'_>) -> Result<Value, Error> {
    let (local, offset) = match call.host::<Host>() {
        Some(host) => (host.local(), host.zone.offset_at(host.now.0).seconds),
        None => (Location::utc(), 0),
    };
    let value = toml::decode(call.string(0).as_bytes(), &Zones::new(local, offset));
    Ok(value.unwrap_or_else(|text| Value::map([("Error", Value::from(text))])))
}
