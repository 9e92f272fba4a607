//! `==`, `!=` and `in`: values of different types differ, except that numbers are compared as numbers.
//!
//! Lists of objects are compared as their list type has it (`k8s.io/apiserver/pkg/cel/common/valuesunstructured.go`).

use std::collections::{BTreeMap, BTreeSet};

use gostd::budget::Budget;

use super::kinds;
use super::ordering::compare_numbers;
use crate::function::Fault;
use crate::library::opaque;
use crate::value::{Key, List, Map, Object, Topology, Value};

/// Whether two values are equal.
///
/// # Errors
///
/// If the server finds no meaning in the comparison, or the work runs out.
pub(crate) fn equal(left: &Value, right: &Value, work: &Budget) -> Result<bool, Fault> {
    work.spend(1).map_err(|error| Fault::new(error.to_string()))?;
    match (left, right) {
        (Value::Fault(fault), _) | (_, Value::Fault(fault)) => Err((**fault).clone()),
        (Value::Null, Value::Null) => Ok(true),
        (Value::Null, _) | (_, Value::Null) => Ok(false),
        (Value::List(left), Value::List(right)) => lists(left, right, work),
        (Value::Map(left), Value::Map(right)) => maps(left, right, work),
        (Value::Object(left), Value::Object(right)) => objects(left, right, work),
        (Value::Object(object), Value::Map(map)) | (Value::Map(map), Value::Object(object)) => {
            object_and_map(object, map, work)
        }
        (Value::Optional(Some(left)), Value::Optional(Some(right))) => equal(left, right, work),
        (Value::Optional(left), Value::Optional(right)) => Ok(left.is_none() == right.is_none()),
        (Value::List(list), _) if list.topology != Topology::Plain => Err(Fault::no_such_overload()),
        (Value::Object(_), _) => Err(Fault::no_such_overload()),
        (Value::Opaque(left), Value::Opaque(right)) => opaque::equal(left, right),
        (Value::Opaque(_), _) => Err(Fault::no_such_overload()),
        _ => Ok(scalars(left, right)),
    }
}

fn scalars(left: &Value, right: &Value) -> bool {
    use Value::{Bool, Bytes, Double, Duration, Int, String, Timestamp, Type, Uint};
    match (left, right) {
        (Int(_) | Uint(_) | Double(_), Int(_) | Uint(_) | Double(_)) => {
            compare_numbers(left, right).is_some_and(std::cmp::Ordering::is_eq)
        }
        (Bool(left), Bool(right)) => left == right,
        (String(left), String(right)) => left == right,
        (Bytes(left), Bytes(right)) => left == right,
        (Duration(left), Duration(right)) => left == right,
        (Timestamp(left), Timestamp(right)) => left == right,
        (Type(left), Type(right)) => kinds::name(left) == kinds::name(right),
        _ => false,
    }
}

fn lists(left: &List, right: &List, work: &Budget) -> Result<bool, Fault> {
    if left.items.len() != right.items.len() {
        return Ok(false);
    }
    match &left.topology {
        Topology::Plain => {
            for (left, right) in left.items.iter().zip(&right.items) {
                if !equal(left, right, work)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Topology::Set => sets(left, right),
        Topology::Map(keys) => keyed(left, right, keys, work),
    }
}

/// Two lists of which the first is a set.
fn sets(left: &List, right: &List) -> Result<bool, Fault> {
    Ok(element_keys(left)? == element_keys(right)?)
}

fn element_keys(list: &List) -> Result<BTreeSet<ElementKey<'_>>, Fault> {
    list.items.iter().map(element_key).collect()
}

/// Two lists of which the first has keys.
fn keyed(left: &List, right: &List, keys: &[String], work: &Budget) -> Result<bool, Fault> {
    // The server looks for escaped names in an object whose names are not escaped.
    let keys: Vec<String> = keys.iter().filter(|key| !key.contains("__")).cloned().collect();
    let known: BTreeMap<_, _> = left.items.iter().map(|item| (map_key(item, &keys), item)).collect();
    let mut seen = BTreeSet::new();
    for item in &right.items {
        let key = map_key(item, &keys);
        match known.get(&key) {
            Some(other) if equal(other, item, work)? => seen.insert(key),
            _ => return Ok(false),
        };
    }
    Ok(seen.len() == known.len())
}

fn maps(left: &Map, right: &Map, work: &Budget) -> Result<bool, Fault> {
    if left.entries.len() != right.entries.len() {
        return Ok(false);
    }
    for (key, value) in &left.entries {
        match find(right, key) {
            Some(other) if equal(value, other, work)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn objects(left: &Object, right: &Object, work: &Budget) -> Result<bool, Fault> {
    if left.size() != right.size() || !hidden_agree(left, right) {
        return Ok(false);
    }
    for (name, value) in &left.fields {
        match right.fields.get(name) {
            Some(other) if equal(value, other, work)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// Whether what expressions cannot reach of an object is no reason for it to differ from another one.
fn hidden_agree(left: &Object, right: &Object) -> bool {
    left.hidden.iter().all(|(name, value)| {
        let is_equal = right.hidden.get(name).is_none_or(|other| value == other);
        is_equal && !right.fields.contains_key(name)
    })
}

fn object_and_map(object: &Object, map: &Map, work: &Budget) -> Result<bool, Fault> {
    if object.size() != map.entries.len() {
        return Ok(false);
    }
    for (name, value) in &object.fields {
        match map.entries.get(&Key::String(name.clone())) {
            Some(other) if equal(value, other, work)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// Whether a list has an element that is equal to this.
///
/// # Errors
///
/// If it has none and a comparison failed.
pub(crate) fn list_contains(list: &List, element: &Value, work: &Budget) -> Result<bool, Fault> {
    let mut problem = None;
    for item in &list.items {
        match equal(item, element, work) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(fault) => problem = problem.or(Some(fault)),
        }
    }
    problem.map_or(Ok(false), Err)
}

/// The value of a key; an integer finds the equal one of the other type too.
pub(crate) fn find<'a>(map: &'a Map, key: &Key) -> Option<&'a Value> {
    map.entries.get(key).or_else(|| map.entries.get(&twin(key)?))
}

/// The same number as the other type of integer.
fn twin(key: &Key) -> Option<Key> {
    match key {
        Key::Int(number) => u64::try_from(*number).ok().map(Key::Uint),
        Key::Uint(number) => i64::try_from(*number).ok().map(Key::Int),
        Key::Bool(_) | Key::String(_) => None,
    }
}

/// A value as a key of a map; a float stands for the integer that it is equal to. `None` for what no key is equal to.
pub(crate) fn key(value: &Value) -> Option<Key> {
    match value {
        Value::Bool(value) => Some(Key::Bool(*value)),
        Value::Int(value) => Some(Key::Int(*value)),
        Value::Uint(value) => Some(Key::Uint(*value)),
        Value::String(value) => Some(Key::String(value.clone())),
        Value::Double(value) => super::numbers::double_to_key(*value),
        _ => None,
    }
}

/// An element of a set, so that equal ones are found quickly: what Go makes a key of.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ElementKey<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(u64),
    String(&'a str),
    Bytes(&'a [u8]),
    Duration(i64),
    Timestamp(crate::value::Timestamp),
    Type(&'a str),
    Other,
}

/// The key of a set's element.
///
/// # Errors
///
/// If it has parts.
pub(super) fn element_key(element: &Value) -> Result<ElementKey<'_>, Fault> {
    match element {
        Value::List(_) | Value::Map(_) | Value::Object(_) => {
            Err(Fault::new("listSet operations are only supported on lists of scalar values"))
        }
        scalar => Ok(scalar_key(scalar)),
    }
}

fn scalar_key(value: &Value) -> ElementKey<'_> {
    match value {
        Value::Null => ElementKey::Null,
        Value::Bool(value) => ElementKey::Bool(*value),
        Value::Int(value) => ElementKey::Int(*value),
        Value::Uint(value) => ElementKey::Uint(*value),
        // Both zeros are one.
        Value::Double(value) => ElementKey::Double((value + 0.0).to_bits()),
        Value::String(value) => ElementKey::String(value),
        Value::Bytes(value) => ElementKey::Bytes(value),
        Value::Duration(value) => ElementKey::Duration(*value),
        Value::Timestamp(value) => ElementKey::Timestamp(*value),
        Value::Type(value) => ElementKey::Type(kinds::name(value)),
        _ => ElementKey::Other,
    }
}

/// The values of an element's keys; `None` for those that it lacks.
pub(super) fn map_key<'a>(element: &'a Value, keys: &[String]) -> Vec<Option<ElementKey<'a>>> {
    let field = |name: &String| match element {
        Value::Object(object) => object.fields.get(&**name),
        Value::Map(map) => map.entries.get(&Key::String(name.as_str().into())),
        _ => None,
    };
    keys.iter().map(|name| field(name).map(scalar_key)).collect()
}
