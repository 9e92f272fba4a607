//! Objects that are named scalars in Go.

use crate::value::{Object, Value};

/// The boolean, number or string that an object is in Go (`time.Duration` is an `int64`), as far as it says so.
pub(crate) fn scalar(object: &dyn Object) -> Option<Value> {
    let kind = object.kind_name();
    let is_integer = kind.starts_with("int") && kind != "interface" || kind.starts_with("uint");
    if !is_integer && !matches!(kind, "bool" | "float32" | "float64" | "string") {
        return None;
    }
    let plain = object.to_plain()?;
    let fits = match &plain {
        Value::Bool(_) => kind == "bool",
        Value::Int(_) => is_integer,
        Value::Float(_) => kind.starts_with("float"),
        Value::String(_) => kind == "string",
        _ => false,
    };
    fits.then_some(plain)
}
