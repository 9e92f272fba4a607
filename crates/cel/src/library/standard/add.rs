//! `+` of text, bytes and lists.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::equality::{element_key, map_key};
use crate::function::{Call, Fault};
use crate::value::{List, Topology, Value};

/// The most bytes that one text may have: far more than its cost allows, but never all memory.
const MAX_BYTES: usize = 1 << 26;

/// What is spent of a call's work for an element or sixteen bytes that a sum holds.
fn spend(call: &Call<'_>, units: usize) -> Result<(), Fault> {
    let spent = call.work.spend(u64::try_from(units).unwrap_or(u64::MAX));
    spent.map_err(|error| Fault::new(error.to_string()))
}

/// `string + string`
pub(super) fn strings(call: &Call<'_>) -> Result<Value, Fault> {
    let [Value::String(left), Value::String(right)] = call.arguments else {
        return Err(Fault::no_such_overload());
    };
    check_length(call, left.len(), right.len())?;
    Ok(Value::String([&**left, &**right].concat().into()))
}

/// `bytes + bytes`
pub(super) fn bytes(call: &Call<'_>) -> Result<Value, Fault> {
    let [Value::Bytes(left), Value::Bytes(right)] = call.arguments else {
        return Err(Fault::no_such_overload());
    };
    check_length(call, left.len(), right.len())?;
    Ok(Value::Bytes([&**left, &**right].concat().into()))
}

fn check_length(call: &Call<'_>, left: usize, right: usize) -> Result<(), Fault> {
    let length = left.saturating_add(right);
    if length > MAX_BYTES {
        return Err(Fault::new("the result of + is too long"));
    }
    spend(call, length / 16)
}

/// `list + list`: appended, united or merged, as the left one's topology has it.
pub(super) fn lists(call: &Call<'_>) -> Result<Value, Fault> {
    let [Value::List(left), Value::List(right)] = call.arguments else {
        return Err(Fault::no_such_overload());
    };
    spend(call, left.items.len().saturating_add(right.items.len()))?;
    let (items, topology) = match &left.topology {
        Topology::Plain if right.items.is_empty() => return Ok(Value::List(left.clone())),
        Topology::Plain if left.items.is_empty() => return Ok(Value::List(right.clone())),
        Topology::Plain => ([&left.items[..], &right.items[..]].concat(), Topology::Plain),
        Topology::Set => (united(left, right)?, Topology::Set),
        Topology::Map(keys) => (merged(left, right, keys), Topology::Map(keys.clone())),
    };
    Ok(Value::List(Arc::new(List { items, topology })))
}

/// All of the left, then what only the right has.
fn united(left: &List, right: &List) -> Result<Vec<Value>, Fault> {
    let mut seen = BTreeSet::new();
    for item in &left.items {
        seen.insert(element_key(item)?);
    }
    let mut items = left.items.clone();
    for item in &right.items {
        if seen.insert(element_key(item)?) {
            items.push(item.clone());
        }
    }
    Ok(items)
}

/// The left in its order, elements with the keys of the right's replaced by those, then the right's other ones.
fn merged(left: &List, right: &List, keys: &[String]) -> Vec<Value> {
    let positions: BTreeMap<_, _> =
        left.items.iter().enumerate().map(|(position, item)| (map_key(item, keys), position)).collect();
    let mut items = left.items.clone();
    for item in &right.items {
        match positions.get(&map_key(item, keys)).and_then(|position| items.get_mut(*position)) {
            Some(place) => *place = item.clone(),
            None => items.push(item.clone()),
        }
    }
    items
}
