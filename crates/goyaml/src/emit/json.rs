//! Why a value cannot be written: by going sigs.k8s.io/yaml's way through JSON.

use gostd::base64;
use gostd::json::{Number, Value, encode, quote};

use super::{Tree, View};
use crate::number::unsupported_name;
use crate::{Error, MAX_DEPTH, MAX_NODES, lossy, read};

/// What Go says about a value that has been refused: what JSON cannot hold comes first, then what
/// go-yaml cannot read of the JSON text.
pub(super) fn refusal<T: Tree>(value: &T) -> Option<Error> {
    let mut json = String::new();
    match write(&mut json, value, 0) {
        Ok(()) => read::first_json(json.as_bytes(), MAX_NODES).err(),
        Err(error) => Some(error),
    }
}

fn write<T: Tree>(json: &mut String, value: &T, depth: usize) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(Error::TooDeep { limit: MAX_DEPTH });
    }
    value.show(|view| {
        match view {
            View::Null => json.push_str("null"),
            View::Bool(truth) => json.push_str(if truth { "true" } else { "false" }),
            View::Int(number) => json.push_str(&number.to_string()),
            View::Uint(number) => json.push_str(&number.to_string()),
            View::Float(number) => match unsupported_name(number) {
                Some(text) => return Err(Error::UnsupportedNumber { text, position: None }),
                None => json.push_str(&encode(&Value::Number(Number::Float(number)))),
            },
            View::Text(text) | View::Word(text) => json.push_str(&quote(&lossy::text(text))),
            View::Bytes(bytes) => json.push_str(&quote(&base64::encode(bytes))),
            View::List(items) => return write_list(json, items, depth),
            View::Map(entries) | View::Fields(entries) => return write_map(json, entries, depth),
        }
        Ok(())
    })
}

fn write_list<T: Tree>(json: &mut String, items: &[T], depth: usize) -> Result<(), Error> {
    json.push('[');
    for (place, item) in items.iter().enumerate() {
        separate(json, place);
        write(json, item, depth + 1)?;
    }
    json.push(']');
    Ok(())
}

fn write_map<T: Tree>(json: &mut String, mut entries: Vec<(&[u8], &T)>, depth: usize) -> Result<(), Error> {
    entries.sort_by_key(|(key, _)| *key);
    json.push('{');
    for (place, (key, item)) in entries.into_iter().enumerate() {
        separate(json, place);
        json.push_str(&quote(&lossy::text(key)));
        json.push(':');
        write(json, item, depth + 1)?;
    }
    json.push('}');
    Ok(())
}

fn separate(json: &mut String, place: usize) {
    if place > 0 {
        json.push(',');
    }
}
