//! Arguments of calls, taken as the types that a signature promises, and results made from Rust's types.

use std::sync::Arc;

use crate::function::{Call, Fault};
use crate::library::opaque::Opaque;
use crate::value::{List, Topology, Value};

/// The argument, whatever it is.
pub(crate) fn value<'a>(call: &Call<'a>, index: usize) -> Result<&'a Value, Fault> {
    call.arguments.get(index).ok_or_else(Fault::no_such_overload)
}

/// A text.
pub(crate) fn text<'a>(call: &Call<'a>, index: usize) -> Result<&'a Arc<str>, Fault> {
    match value(call, index)? {
        Value::String(text) => Ok(text),
        _ => Err(Fault::no_such_overload()),
    }
}

/// A signed integer.
pub(crate) fn integer(call: &Call<'_>, index: usize) -> Result<i64, Fault> {
    match value(call, index)? {
        Value::Int(number) => Ok(*number),
        _ => Err(Fault::no_such_overload()),
    }
}

/// A truth value.
pub(crate) fn boolean(call: &Call<'_>, index: usize) -> Result<bool, Fault> {
    match value(call, index)? {
        Value::Bool(truth) => Ok(*truth),
        _ => Err(Fault::no_such_overload()),
    }
}

/// The elements of a list.
pub(crate) fn items<'a>(call: &Call<'a>, index: usize) -> Result<&'a [Value], Fault> {
    match value(call, index)? {
        Value::List(list) => Ok(&list.items),
        _ => Err(Fault::no_such_overload()),
    }
}

/// A value of a library.
pub(crate) fn opaque<'a>(call: &Call<'a>, index: usize) -> Result<&'a Opaque, Fault> {
    match value(call, index)? {
        Value::Opaque(opaque) => Ok(opaque),
        _ => Err(Fault::no_such_overload()),
    }
}

/// An optional value.
pub(crate) fn optional<'a>(call: &Call<'a>, index: usize) -> Result<Option<&'a Value>, Fault> {
    match value(call, index)? {
        Value::Optional(content) => Ok(content.as_deref()),
        _ => Err(Fault::no_such_overload()),
    }
}

/// A result that is text.
pub(crate) fn string(text: impl Into<Arc<str>>) -> Value {
    Value::String(text.into())
}

/// A result that is a list.
pub(crate) fn list(items: Vec<Value>) -> Value {
    Value::List(Arc::new(List { items, topology: Topology::Plain }))
}

/// A result that is a list of texts.
pub(crate) fn texts<T: Into<Arc<str>>>(items: impl IntoIterator<Item = T>) -> Value {
    list(items.into_iter().map(string).collect())
}

/// A result that is a value of a library.
pub(crate) fn boxed(opaque: Opaque) -> Value {
    Value::Opaque(Arc::new(opaque))
}

/// A result that is there, perhaps.
pub(crate) fn perhaps(value: Option<Value>) -> Value {
    Value::Optional(value.map(Arc::new))
}
