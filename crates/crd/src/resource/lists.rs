//! `x-kubernetes-list-type`: sets and maps have no element twice
//! (`k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype`).

use std::collections::{BTreeMap, HashMap, HashSet};

use gostd::json::{Number, Value};

use crate::path::Path;
use crate::structural::{Structural, StructuralOrBool};
use crate::violation::{ErrorKind, Violation};

/// Adds every element of a set or map that is there twice, once, where it stands the second time.
pub fn check(value: &Value, structural: &Structural, path: &Path<'_>, found: &mut Vec<Violation>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let Some(StructuralOrBool::Structural(additional)) = &structural.additional_properties {
                    check(member, additional, &path.key(name), found);
                }
                if let Some(property) = structural.properties.get(name) {
                    check(member, property, &path.child(name), found);
                }
            }
        }
        Value::Array(items) => {
            match structural.extensions.list_type.as_deref() {
                Some("set") => check_set(items, path, found),
                Some("map") => check_map(items, &structural.extensions.list_map_keys, path, found),
                _ => {}
            }
            if let Some(of_items) = &structural.items {
                items.iter().enumerate().for_each(|(index, item)| check(item, of_items, &path.index(index), found));
            }
        }
        _ => {}
    }
}

fn check_set(items: &[Value], path: &Path<'_>, found: &mut Vec<Violation>) {
    let identities = items.iter().map(identity);
    for index in repeated(identities) {
        found.push(duplicate(path, index, shown(&items[index])));
    }
}

fn check_map(items: &[Value], keys: &[String], path: &Path<'_>, found: &mut Vec<Violation>) {
    let is_element = |item: &Value| matches!(item, Value::Null | Value::Object(_));
    if let Some(index) = items.iter().position(|item| !is_element(item)) {
        let detail = "must be an object for an array of list-type map";
        return found.push(Violation::invalid(&path.index(index), shown(&items[index]), detail));
    }
    // many keys times many items is too much: an item is asked for what it has
    let keys: HashSet<&str> = keys.iter().map(String::as_str).collect();
    let key_of = |item: &Value| {
        let members = item.as_object().into_iter().flatten().filter(|(name, _)| keys.contains(name.as_str()));
        members.map(|(name, value)| (name.clone(), value.clone())).collect::<BTreeMap<String, Value>>()
    };
    let identities = items.iter().map(|item| {
        let values = key_of(item);
        let parts = values.iter().map(|(key, value)| format!("{}={}", gostd::json::quote(key), identity(value)));
        parts.collect::<Vec<_>>().join(",")
    });
    for index in repeated(identities) {
        found.push(duplicate(path, index, gostd::json::encode(&Value::Object(key_of(&items[index])))));
    }
}

/// The places at which something stands the second time.
fn repeated(identities: impl Iterator<Item = String>) -> Vec<usize> {
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut second = Vec::new();
    for (index, identity) in identities.enumerate() {
        let seen = times.entry(identity).or_default();
        *seen += 1;
        if *seen == 2 {
            second.push(index);
        }
    }
    second
}

/// Equal for equal values: to Go the float 1 is not the integer 1, unless it is within something.
fn identity(value: &Value) -> String {
    match value {
        Value::Number(Number::Float(_)) => format!("float {}", gostd::json::encode(value)),
        _ => gostd::json::encode(value),
    }
}

fn shown(value: &Value) -> String {
    gostd::json::encode(value)
}

fn duplicate(path: &Path<'_>, index: usize, value: String) -> Violation {
    Violation::new(ErrorKind::Duplicate, &path.index(index), "").showing(value)
}
