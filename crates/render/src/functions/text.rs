//! Values as texts, the way sprig's functions see them.

use gotemplate::format::try_write_value;
use gotemplate::{Call, Context, Error, Str, Value};

use super::limits::ensure_small;

/// What Go says when a function looks into nothing.
pub(super) const NIL_DEREFERENCE: &str = "runtime error: invalid memory address or nil pointer dereference";

/// Appends what `%v` prints.
///
/// # Errors
/// A value that is too large or too deep to be printed.
pub(super) fn write(out: &mut Vec<u8>, value: &Value, context: &mut dyn Context) -> Result<(), Error> {
    ensure_small(value, context)?;
    try_write_value(out, value, &mut |bytes| context.charge(bytes))
}

/// The text of a value (sprig's `strval`): strings and bytes as they are, anything else as `%v` prints it.
///
/// # Errors
/// As [`write()`].
pub(super) fn strval(value: &Value, context: &mut dyn Context) -> Result<Str, Error> {
    match value {
        Value::String(text) | Value::Bytes(text) => Ok(text.clone()),
        Value::Object(object) => Ok(object.text()),
        _ => {
            let mut out = Vec::new();
            write(&mut out, value, context)?;
            Ok(out.into())
        }
    }
}

/// The texts of a list's items, leaving nil out; anything else is a list of one, nil of none (sprig's `strslice`).
///
/// # Errors
/// As [`write()`].
pub(super) fn strings(value: &Value, context: &mut dyn Context) -> Result<Vec<Str>, Error> {
    match value {
        Value::Nil => Ok(Vec::new()),
        Value::List(list) => {
            list.items().iter().filter(|item| !item.is_nil()).map(|item| strval(item, context)).collect()
        }
        Value::Bytes(bytes) => Ok(bytes.as_bytes().iter().map(|byte| byte.to_string().into()).collect()),
        _ => Ok(vec![strval(value, context)?]),
    }
}

/// A new text, whose memory counts.
///
/// # Errors
/// The render may not have that much.
pub(super) fn made(call: &mut Call<'_>, text: impl Into<Str>) -> Result<Value, Error> {
    let text = text.into();
    call.context.charge(text.len())?;
    Ok(Value::String(text))
}

/// How Go's runtime says that the range of a slice, such as `5:2`, is impossible.
pub(super) fn slice_bounds(range: &str) -> Error {
    Error::new(format!("runtime error: slice bounds out of range [{range}]"))
}
