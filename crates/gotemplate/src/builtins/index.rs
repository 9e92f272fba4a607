//! `index`, `slice` and `len`.

use crate::bytes::Str;
use crate::error::Error;
use crate::format::scalar;
use crate::function::Call;
use crate::value::{Element, Int, IntKind, List, Map, Value};

/// The item at an index, of that the item at the next, and so on.
pub(super) fn index(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut item = call.value(0).clone();
    if item.is_nil() {
        return Err(Error::new("index of untyped nil"));
    }
    for index in call.rest(1) {
        item = step(&item, index)?;
    }
    Ok(item)
}

fn step(item: &Value, index: &Value) -> Result<Value, Error> {
    match bare(item) {
        Value::Nil => Err(Error::new("index of nil pointer")),
        Value::String(text) => byte_at(&text, index, "string"),
        Value::Bytes(text) => byte_at(&text, index, "slice"),
        Value::List(list) => {
            let place = place(index, list.len())?;
            list.items().get(place).cloned().ok_or_else(|| beyond("slice"))
        }
        Value::Map(map) => entry(&map, index),
        _ => Err(Error::new(format!("can't index item of type {}", pointed_type(item)))),
    }
}

fn byte_at(text: &Str, index: &Value, kind: &str) -> Result<Value, Error> {
    let place = place(index, text.len())?;
    let byte = text.as_bytes().get(place).ok_or_else(|| beyond(kind))?;
    Ok(Value::Int(Int::new(IntKind::Uint8, i64::from(*byte))))
}

/// The index that is the length passes Go's check; then reflection panics.
fn beyond(kind: &str) -> Error {
    Error::new(format!("reflect: {kind} index out of range"))
}

/// The value under a key, or what Go has for missing ones.
fn entry(map: &Map, key: &Value) -> Result<Value, Error> {
    match key {
        Value::String(key) => Ok(map.get(key.as_bytes()).unwrap_or_else(|| zero(map.type_of().element))),
        Value::Nil => Err(Error::new("value is nil; should be of type string")),
        _ => Err(Error::new(format!("value has type {}; should be string", key.type_name()))),
    }
}

fn zero(element: Element) -> Value {
    match element {
        Element::Any | Element::Other => Value::Nil,
        Element::String => Value::from(""),
        Element::Int => Value::int(0),
        Element::Bytes => Value::Bytes(Str::default()),
    }
}

/// An index as a place from 0 to the length (Go's `indexArg`).
fn place(index: &Value, length: usize) -> Result<usize, Error> {
    let number = match bare(index) {
        Value::Int(number) => number.as_i64(),
        Value::Nil => return Err(Error::new("cannot index slice/array with nil")),
        _ => return Err(Error::new(format!("cannot index slice/array with type {}", index.type_name()))),
    };
    let place = usize::try_from(number).ok().filter(|place| *place <= length);
    place.ok_or_else(|| Error::new(format!("index out of range: {number}")))
}

/// `x[i:j]` or `x[i:j:k]` of texts and lists.
pub(super) fn slice(call: &mut Call<'_>) -> Result<Value, Error> {
    let item = bare(call.value(0));
    let indexes = call.rest(1);
    if item.is_nil() {
        return Err(Error::new("slice of untyped nil"));
    }
    if indexes.len() > 3 {
        return Err(Error::new(format!("too many slice indexes: {}", indexes.len())));
    }
    match &item {
        Value::String(_) if indexes.len() == 3 => Err(Error::new("cannot 3-index slice a string")),
        Value::String(text) => Ok(Value::String(part(text.as_bytes(), indexes)?.into())),
        Value::Bytes(bytes) => Ok(Value::Bytes(part(bytes.as_bytes(), indexes)?.into())),
        Value::List(list) => Ok(Value::List(List::new(list.type_of(), part(list.items(), indexes)?.to_vec()))),
        _ => Err(Error::new(format!("can't slice item of type {}", pointed_type(call.value(0))))),
    }
}

fn part<'a, T>(items: &'a [T], indexes: &[Value]) -> Result<&'a [T], Error> {
    let mut bounds = [0, items.len(), items.len()];
    for (bound, index) in bounds.iter_mut().zip(indexes) {
        *bound = place(index, items.len())?;
    }
    let [start, end, capacity] = bounds;
    for (low, high) in [(start, end), (end, capacity)] {
        if low > high {
            return Err(Error::new(format!("invalid slice index: {low} > {high}")));
        }
    }
    Ok(items.get(start..end).unwrap_or_default())
}

/// How many bytes, items or entries there are.
pub(super) fn length(call: &mut Call<'_>) -> Result<Value, Error> {
    let length = match bare(call.value(0)) {
        Value::String(text) | Value::Bytes(text) => text.len(),
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        Value::Nil => return Err(Error::new("len of nil pointer")),
        _ => return Err(Error::new(format!("len of type {}", pointed_type(call.value(0))))),
    };
    Ok(Value::int(i64::try_from(length).unwrap_or(i64::MAX)))
}

/// Named scalars as what they are, for the functions that go by kind.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(object) => scalar(&**object).unwrap_or_else(|| value.clone()),
        _ => value.clone(),
    }
}

/// The type behind pointers: these functions follow them.
fn pointed_type(value: &Value) -> &str {
    match value {
        Value::Object(object) if object.kind_name() == "ptr" => object.type_name().trim_start_matches('*'),
        _ => value.type_name(),
    }
}
