//! Values for go-yaml v3, which gets them as they are.

use gostd::json::{Number, Value};
use gostd::strconv::format_float;

use super::{Dialect, Item, key_order};
use crate::{Error, MAX_DEPTH};

/// The value with its keys in order.
pub(super) fn prepare(value: &Value) -> Result<Item, Error> {
    item(value, 0)
}

fn item(value: &Value, depth: usize) -> Result<Item, Error> {
    if depth > MAX_DEPTH {
        return Err(Error::TooDeep { limit: MAX_DEPTH });
    }
    Ok(match value {
        Value::Null => Item::Word("null".to_owned()),
        Value::Bool(value) => Item::Word(value.to_string()),
        Value::Number(Number::Int(number)) => Item::Word(number.to_string()),
        Value::Number(Number::Uint(number)) => Item::Word(number.to_string()),
        Value::Number(Number::Float(number)) => Item::Word(float_text(*number)),
        Value::String(text) => Item::Text(text.clone()),
        Value::Array(items) => {
            let items: Result<Vec<Item>, Error> = items.iter().map(|value| item(value, depth + 1)).collect();
            Item::List(items?)
        }
        Value::Object(object) => {
            let mut entries = Vec::with_capacity(object.len());
            for (key, value) in object {
                entries.push((key.clone(), item(value, depth + 1)?));
            }
            Item::Map(key_order::sort(entries, Dialect::V3))
        }
    })
}

fn float_text(number: f64) -> String {
    if number.is_nan() {
        ".nan".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { ".inf" } else { "-.inf" }.to_owned()
    } else {
        format_float(number, b'g', 64)
    }
}
