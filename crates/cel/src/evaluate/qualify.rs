//! Selections and indexes of values.

use gostd::strconv;

use crate::declared::is_reserved;
use crate::function::Fault;
use crate::library::standard::numbers::double_to_key;
use crate::library::standard::{equality, kinds};
use crate::value::{Key, List, Object, Value};

/// The part of a value that a name, key or index selects; `None` if it is not there.
///
/// # Errors
///
/// If the key is none for such a value.
pub(super) fn find(value: &Value, key: &Value) -> Result<Option<Value>, Fault> {
    let found = match (value, key) {
        (Value::Object(object), Value::String(name)) => field(object, name),
        (Value::Object(_), _) => return Err(Fault::no_such_overload()),
        (Value::Map(map), key) => equality::key(key).and_then(|key| equality::find(map, &key)),
        (Value::List(list), index) => element(list, index)?,
        _ => None,
    };
    found.cloned().map(readable).transpose()
}

fn field<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    match object.fields.get(name) {
        None if is_reserved(name) => object.fields.get(&*format!("__{name}__")),
        found => found,
    }
}

/// A value, or the fault in its place.
pub(super) fn readable(value: Value) -> Result<Value, Fault> {
    match value {
        Value::Fault(fault) => Err((*fault).clone()),
        value => Ok(value),
    }
}

fn element<'a>(list: &'a List, index: &Value) -> Result<Option<&'a Value>, Fault> {
    let number = match index {
        Value::Int(number) => *number,
        Value::Uint(number) => i64::try_from(*number).map_err(|_| bad_index(index))?,
        Value::Double(number) => match double_to_key(*number) {
            Some(Key::Int(number)) => number,
            _ => return Err(bad_index(index)),
        },
        other => {
            let kind = kinds::of(other);
            let kind = kinds::name(&kind);
            return Err(Fault::new(format!("unsupported index type '{kind}' in list")));
        }
    };
    Ok(usize::try_from(number).ok().and_then(|number| list.items.get(number)))
}

fn bad_index(index: &Value) -> Fault {
    Fault::new(format!("unsupported index value {} in list", text(index)))
}

/// The same; an error if it is not there.
pub(super) fn get(value: &Value, key: &Value) -> Result<Value, Fault> {
    find(value, key)?.ok_or_else(|| missing(value, key))
}

fn missing(value: &Value, key: &Value) -> Fault {
    let key = text(key);
    match value {
        Value::List(_) => Fault::new(format!("index out of bounds: {key}")),
        _ => Fault::new(format!("no such key: {key}")),
    }
}

/// A scalar value as Go prints it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => "0".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => value.to_string(),
        Value::Double(value) => strconv::format_float(*value, b'g', 64),
        Value::String(value) => value.to_string(),
        Value::Bytes(value) => format!("{value:?}").replace(',', ""),
        other => kinds::name(&kinds::of(other)).to_owned(),
    }
}
