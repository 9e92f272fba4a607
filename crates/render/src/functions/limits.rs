//! What things cost, in bytes, when functions ask for memory.

use gotemplate::format::steps_to_write;
use gotemplate::{Call, Context, Error, Value};

use crate::host::Host;

/// One item of a list.
pub(super) const VALUE_SIZE: usize = size_of::<Value>();

/// One entry of a map: key, value and their share of the tree.
pub(super) const ENTRY_SIZE: usize = 4 * VALUE_SIZE;

/// A new map without entries, and room for the first few.
pub(super) const MAP_SIZE: usize = 600;

/// Private keys, certificates and hashed passwords that one render may make: each takes from some milliseconds to a
/// second, on purpose.
const MOST_SECRETS: u32 = 64;

/// Counts one of them.
///
/// # Errors
/// That was one too many.
pub(super) fn count_secret(call: &Call<'_>) -> Result<(), Error> {
    let Some(host) = call.host::<Host>() else { return Ok(()) };
    host.secrets.set(host.secrets.get().saturating_add(1));
    if host.secrets.get() <= MOST_SECRETS {
        return Ok(());
    }
    Err(Error::limit(format!("the templates make more than {MOST_SECRETS} keys, certificates and hashed passwords")))
}

/// A new `[]interface {}`, whose memory counts.
///
/// # Errors
/// The render may not have that much.
pub(super) fn made_list(call: &mut Call<'_>, items: Vec<Value>) -> Result<Value, Error> {
    call.context.charge(items.len().saturating_mul(VALUE_SIZE))?;
    Ok(Value::list(items))
}

/// How deep values may be nested where functions walk through them. Templates can build maps that hold themselves;
/// Go would crash on those.
pub(super) const MAX_DEPTH: usize = 1000;

/// Refuses values that would be too much to write, and counts the others as work.
///
/// # Errors
/// A limit.
pub(super) fn ensure_small(value: &Value, context: &mut dyn Context) -> Result<(), Error> {
    context.work(steps_to_write(value)?)
}

/// Values that one text may hold.
const MAX_READ: usize = 500_000;

/// Counts reading a text into values, and the values that came of it.
///
/// # Errors
/// A limit.
pub(super) fn count_read(call: &mut Call<'_>, values: &Value) -> Result<(), Error> {
    let weight = values.weight_within(MAX_READ).unwrap_or(MAX_READ);
    call.context.work(weight)?;
    call.context.charge(weight.saturating_mul(ENTRY_SIZE))
}
