//! TOML (Helm's `engine/funcs.go`).

use gostd::time::Location;
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use super::limits::{count_read, ensure_small};
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

/// The longest text that is read.
const MAX_BYTES: usize = 1 << 20;

/// Bytes of TOML that are read in about the time of a step.
const BYTES_PER_STEP: usize = 8;

/// The text; the outer error is a limit.
fn encode(call: &mut Call<'_>) -> Result<Result<Vec<u8>, EncodeError>, Error> {
    ensure_small(call.value(0), call.context)?;
    Ok(toml::encode(call.value(0)))
}

/// Errors become a map of one entry.
fn from_toml(call: &mut Call<'_>) -> Result<Value, Error> {
    let (local, offset) = match call.host::<Host>() {
        Some(host) => (host.local(), host.zone.offset_at(host.now.0).seconds),
        None => (Location::utc(), 0),
    };
    let text = call.string(0);
    if text.len() > MAX_BYTES {
        return Err(Error::limit(format!("a text of more than {MAX_BYTES} bytes is too large to be read as TOML")));
    }
    call.context.work(text.len() / BYTES_PER_STEP)?;
    let value = toml::decode(text.as_bytes(), &Zones::new(local, offset));
    let value = value.unwrap_or_else(|text| Value::map([("Error", Value::from(text))]));
    count_read(call, &value)?;
    Ok(value)
}
