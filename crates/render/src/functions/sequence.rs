//! What sprig's list functions accept: slices, and bytes as slices of small numbers.

use std::borrow::Cow;

use gotemplate::{Error, Int, IntKind, Value};

use super::text::NIL_DEREFERENCE;

/// The items of a slice.
///
/// # Errors
/// For nil what Go's runtime says, for anything else the given words and the kind: `Cannot find last on type string`.
pub(super) fn items<'a>(value: &'a Value, complaint: &str) -> Result<Cow<'a, [Value]>, Error> {
    match value {
        Value::List(list) => Ok(Cow::Borrowed(list.items())),
        Value::Bytes(bytes) => Ok(Cow::Owned(bytes.as_bytes().iter().copied().map(small).collect())),
        Value::Nil => Err(Error::new(NIL_DEREFERENCE)),
        _ => Err(Error::new(format!("{complaint} {}", value.kind_name()))),
    }
}

/// How many items there are, without making them.
pub(super) fn length(value: &Value, complaint: &str) -> Result<usize, Error> {
    match value {
        Value::List(list) => Ok(list.len()),
        Value::Bytes(bytes) => Ok(bytes.len()),
        _ => items(value, complaint).map(|items| items.len()),
    }
}

/// The item at a place, nil if there is none.
pub(super) fn item(value: &Value, index: usize) -> Value {
    match value {
        Value::List(list) => list.items().get(index).cloned().unwrap_or_default(),
        Value::Bytes(bytes) => bytes.as_bytes().get(index).copied().map(small).unwrap_or_default(),
        _ => Value::Nil,
    }
}

fn small(byte: u8) -> Value {
    Value::Int(Int::new(IntKind::Uint8, i64::from(byte)))
}
