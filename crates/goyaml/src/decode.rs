//! Nodes to values: what go-yaml v2 decodes into an `interface{}`, then what sigs.k8s.io/yaml
//! makes JSON of.

use std::collections::{BTreeMap, HashMap};

use gostd::json::{Number, Value};
use gostd::strconv::format_float;

use crate::number::unsupported_name;
use crate::resolve::{self, Resolved};
use crate::{Error, Kind, Node, Position, dump, lossy};

/// A value in go-yaml's types.
#[derive(Clone, Debug)]
pub(crate) enum GoValue {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(String),
    /// A string that is not UTF-8, from `!!binary`.
    Bytes(Vec<u8>),
    List(Vec<GoValue>),
    Map(Vec<Entry>),
}

/// An entry of a mapping; keys are distinct.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: GoValue,
    pub(crate) value: GoValue,
    /// Of the key.
    position: Position,
}

/// What makes two keys equal: the same type and value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum KeyIdentity {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    /// The bits of a number that is not `-0` or not-a-number.
    Float(u64),
    Text(String),
}

/// `YAMLToJSON` for one node, after a look at the numbers that JSON cannot hold.
pub(crate) fn to_json(node: &Node, spell: impl FnOnce(&mut Value)) -> Result<Value, Error> {
    let mut decoder = Decoder::default();
    let value = decoder.decode(node)?;
    finish(value, decoder.not_finite, spell)
}

/// `YAMLToJSON` for a node that nobody needs any more: at no time are there tree and JSON side by side.
pub(crate) fn into_json(node: Node) -> Result<Value, Error> {
    let mut decoder = Decoder::default();
    let value = decoder.decode(&node)?;
    drop(node);
    finish(value, decoder.not_finite, |_| {})
}

fn finish(value: GoValue, not_finite: Option<Position>, spell: impl FnOnce(&mut Value)) -> Result<Value, Error> {
    let mut json = jsonable(value)?;
    spell(&mut json);
    match unsupported_number(&json) {
        Some(text) => Err(Error::UnsupportedNumber { text, position: not_finite }),
        None => Ok(json),
    }
}

/// What is wrong with a key that is a collection.
pub(crate) fn key_error(node: &Node) -> Option<Error> {
    if matches!(node.kind, Kind::Scalar(_)) {
        return None;
    }
    let position = node.span.start;
    Some(match Decoder::default().decode(node) {
        Ok(key) => Error::InvalidMapKey { key: dump::go_syntax(&key), position },
        Err(error) => error,
    })
}

/// What is wrong with the value of a merge key.
pub(crate) fn merge_error(key: &Node, value: &Node) -> Option<Error> {
    let mergeable = match &value.kind {
        Kind::Mapping(_) => true,
        Kind::Sequence(items) => items.iter().all(|item| matches!(item.kind, Kind::Mapping(_))),
        Kind::Scalar(_) => false,
    };
    (!mergeable && is_merge(key)).then_some(Error::MergeWithoutMap { position: value.span.start })
}

fn is_merge(key: &Node) -> bool {
    let Kind::Scalar(scalar) = &key.kind else { return false };
    resolve::is_merge(&scalar.value, scalar.style, scalar.tag.as_deref())
}

/// What a Go string field gets.
pub(crate) fn to_go_string(node: &Node) -> Result<Option<String>, Error> {
    let Kind::Scalar(_) = &node.kind else {
        return Ok(None);
    };
    Ok(match Decoder::default().decode(node)? {
        // Unlike in keys, infinity keeps Go's name.
        GoValue::Float(number) => Some(format_float(number, b'g', 32)),
        value => scalar_text(&value),
    })
}

/// The key as JSON has it; `None` if JSON cannot have it.
pub(crate) fn key_text(node: &Node) -> Option<String> {
    let Kind::Scalar(scalar) = &node.kind else {
        return None;
    };
    match resolve::resolve(scalar, node.span.start).ok()? {
        Resolved::Text | Resolved::Timestamp => Some(scalar.value.clone()),
        Resolved::Uint(_) => None,
        resolved => scalar_text(&from_resolved(resolved, &scalar.value)),
    }
}

/// What a key is compared by; `None` for keys that are invalid or never equal.
pub(crate) fn key_identity(node: &Node) -> Option<KeyIdentity> {
    let Kind::Scalar(scalar) = &node.kind else {
        return None;
    };
    let resolved = resolve::resolve(scalar, node.span.start).ok()?;
    identity(&from_resolved(resolved, &scalar.value))
}

fn identity(key: &GoValue) -> Option<KeyIdentity> {
    Some(match key {
        GoValue::Null => KeyIdentity::Null,
        GoValue::Bool(value) => KeyIdentity::Bool(*value),
        GoValue::Int(number) => KeyIdentity::Int(*number),
        GoValue::Uint(number) => KeyIdentity::Uint(*number),
        GoValue::Float(number) if number.is_nan() => return None,
        // Adding 0 makes -0 equal to 0.
        GoValue::Float(number) => KeyIdentity::Float((*number + 0.0).to_bits()),
        GoValue::Text(text) => KeyIdentity::Text(text.clone()),
        GoValue::Bytes(bytes) => KeyIdentity::Text(lossy::text(bytes).into_owned()),
        GoValue::List(_) | GoValue::Map(_) => return None,
    })
}

fn from_resolved(resolved: Resolved, text: &str) -> GoValue {
    match resolved {
        Resolved::Null => GoValue::Null,
        Resolved::Bool(value) => GoValue::Bool(value),
        Resolved::Int(number) => GoValue::Int(number),
        Resolved::Uint(number) => GoValue::Uint(number),
        Resolved::Float(number) => GoValue::Float(number),
        Resolved::Timestamp | Resolved::Text => GoValue::Text(text.to_owned()),
        Resolved::Decoded(bytes) => {
            String::from_utf8(bytes).map_or_else(|error| GoValue::Bytes(error.into_bytes()), GoValue::Text)
        }
    }
}

#[derive(Default)]
struct Decoder {
    /// The first scalar that is infinite or not a number.
    not_finite: Option<Position>,
}

impl Decoder {
    fn decode(&mut self, node: &Node) -> Result<GoValue, Error> {
        match &node.kind {
            Kind::Scalar(scalar) => {
                let resolved = resolve::resolve(scalar, node.span.start)?;
                if let Resolved::Float(number) = &resolved
                    && !number.is_finite()
                {
                    self.not_finite.get_or_insert(node.span.start);
                }
                Ok(from_resolved(resolved, &scalar.value))
            }
            Kind::Sequence(items) => {
                let items: Result<Vec<GoValue>, Error> = items.iter().map(|item| self.decode(item)).collect();
                items.map(GoValue::List)
            }
            Kind::Mapping(entries) => {
                let mut map = MapBuilder::default();
                self.fill(&mut map, entries)?;
                map.entries.shrink_to_fit();
                Ok(GoValue::Map(map.entries))
            }
        }
    }

    /// Sets entries in the order of the document; the last of equal keys wins, and a merged
    /// mapping overrides what stands before it.
    fn fill(&mut self, map: &mut MapBuilder, entries: &[(Node, Node)]) -> Result<(), Error> {
        for (key_node, value_node) in entries {
            if is_merge(key_node) {
                self.merge(map, value_node)?;
                continue;
            }
            let key = self.decode(key_node)?;
            let position = key_node.span.start;
            if matches!(key, GoValue::List(_) | GoValue::Map(_)) {
                return Err(Error::InvalidMapKey { key: dump::go_syntax(&key), position });
            }
            let value = self.decode(value_node)?;
            map.set(Entry { key, value, position });
        }
        Ok(())
    }

    fn merge(&mut self, map: &mut MapBuilder, node: &Node) -> Result<(), Error> {
        let position = node.span.start;
        match &node.kind {
            Kind::Mapping(entries) => self.fill(map, entries),
            // Backwards, since earlier mappings win.
            Kind::Sequence(items) => items.iter().rev().try_for_each(|item| match &item.kind {
                Kind::Mapping(entries) => self.fill(map, entries),
                _ => Err(Error::MergeWithoutMap { position }),
            }),
            Kind::Scalar(_) => Err(Error::MergeWithoutMap { position }),
        }
    }
}

#[derive(Default)]
struct MapBuilder {
    entries: Vec<Entry>,
    places: HashMap<KeyIdentity, usize>,
}

impl MapBuilder {
    fn set(&mut self, entry: Entry) {
        let fresh = self.entries.len();
        let place = match identity(&entry.key) {
            Some(key) => *self.places.entry(key).or_insert(fresh),
            None => fresh,
        };
        if let Some(existing) = self.entries.get_mut(place) {
            *existing = entry;
        } else {
            self.entries.push(entry);
        }
    }
}

fn jsonable(value: GoValue) -> Result<Value, Error> {
    Ok(match value {
        GoValue::Null => Value::Null,
        GoValue::Bool(value) => Value::Bool(value),
        GoValue::Int(number) => Value::Number(Number::Int(number)),
        GoValue::Uint(number) => Value::Number(Number::Uint(number)),
        GoValue::Float(number) => Value::Number(Number::Float(number)),
        GoValue::Text(text) => Value::String(text),
        GoValue::Bytes(bytes) => Value::String(lossy::text(&bytes).into_owned()),
        GoValue::List(items) => {
            let items: Result<Vec<Value>, Error> = items.into_iter().map(jsonable).collect();
            Value::Array(items?)
        }
        GoValue::Map(entries) => {
            let mut object = BTreeMap::new();
            for entry in entries {
                let key = json_key(&entry)?;
                object.insert(key, jsonable(entry.value)?);
            }
            Value::Object(object)
        }
    })
}

fn json_key(entry: &Entry) -> Result<String, Error> {
    let kind = match &entry.key {
        // `%s` of a nil type.
        GoValue::Null => "%!s(<nil>)",
        GoValue::Uint(_) => "uint64",
        key => return Ok(scalar_text(key).unwrap_or_default()),
    };
    Err(Error::UnsupportedMapKey {
        kind,
        key: dump::go_syntax(&entry.key),
        value: dump::go_syntax(&entry.value),
        position: entry.position,
    })
}

/// A scalar made a string by sigs.k8s.io/yaml: floats have the precision of a `float32`.
fn scalar_text(value: &GoValue) -> Option<String> {
    match value {
        GoValue::Bool(value) => Some(value.to_string()),
        GoValue::Int(number) => Some(number.to_string()),
        GoValue::Uint(number) => Some(number.to_string()),
        GoValue::Float(number) => Some(float_text(*number)),
        GoValue::Text(text) => Some(text.clone()),
        GoValue::Bytes(bytes) => Some(lossy::text(bytes).into_owned()),
        GoValue::Null | GoValue::List(_) | GoValue::Map(_) => None,
    }
}

/// A float as a key or a Go string.
pub(crate) fn float_text(number: f64) -> String {
    let text = format_float(number, b'g', 32);
    match text.as_str() {
        "NaN" => ".nan".to_owned(),
        "+Inf" => ".inf".to_owned(),
        "-Inf" => "-.inf".to_owned(),
        _ => text,
    }
}

/// The first such number in the order of the JSON text.
fn unsupported_number(value: &Value) -> Option<&'static str> {
    match value {
        Value::Number(Number::Float(number)) => unsupported_name(*number),
        Value::Array(items) => items.iter().find_map(unsupported_number),
        Value::Object(entries) => entries.values().find_map(unsupported_number),
        _ => None,
    }
}
