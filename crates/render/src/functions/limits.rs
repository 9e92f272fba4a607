//! What things cost, in bytes, when functions ask for memory.

use gotemplate::{Call, Error, Value};

/// One item of a list.
pub(super) const VALUE_SIZE: usize = size_of::<Value>();

/// One entry of a map: key, value and their share of the tree.
pub(super) const ENTRY_SIZE: usize = 4 * VALUE_SIZE;

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

/// Values within one that is written as a whole. What is shared counts each time it is met, so that a few lines of a
/// template can make a value of any size.
const MAX_VALUES: usize = 2_000_000;

/// Refuses values that would be too much to write.
///
/// # Errors
/// A limit.
pub(super) fn ensure_small(value: &Value) -> Result<(), Error> {
    if value.holds_at_most(MAX_VALUES) {
        return Ok(());
    }
    Err(Error::limit(format!("a value with more than {MAX_VALUES} values in it is too large to be written")))
}
