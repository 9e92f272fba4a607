//! Lists, and whether server-side apply can tell their items apart (structured-merge-diff: `typed/validate.go`).

use std::collections::HashSet;

use gostd::json::{self, Value};

use super::{At, Walk};
use crate::data::{Items, Type};
use crate::{FaultKind, Versions};

impl<'v> Walk<'v> {
    pub(super) fn list(&mut self, value: &'v Value, items: &'static Items, of: &'static Type, versions: Versions) {
        let Some(list) = value.as_array() else {
            return self.wrong_type(value, "list", versions);
        };
        for (index, item) in list.iter().enumerate() {
            self.way.push(At::Index(index));
            self.value(item, of, versions);
            self.way.pop();
        }
        if self.statuses == 0 {
            self.told_apart(list, items, versions);
        }
    }

    fn told_apart(&mut self, list: &[Value], items: &Items, versions: Versions) {
        let key: &dyn Fn(&Value) -> Option<String> = match items {
            Items::Atomic => return,
            Items::Set => &of_set,
            Items::Keyed(fields) => &|item| of_fields(item, fields),
        };
        let mut seen = HashSet::new();
        let mut told = HashSet::new();
        for key in list.iter().filter_map(key) {
            if seen.contains(&key) {
                told.insert(key);
            } else {
                seen.insert(key);
            }
        }
        let mut told: Vec<String> = told.into_iter().collect();
        told.sort();
        for key in told {
            self.refuse(FaultKind::DuplicateItem, &format!("duplicate entries for key {key}"), versions);
        }
    }
}

/// `[="a"]`; nothing for what can be no item of a set.
fn of_set(item: &Value) -> Option<String> {
    match item {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        _ => Some(format!("[={}]", json::encode(item))),
    }
}

/// `[containerPort=80,protocol="TCP"]`; nothing for an item that has none of the fields.
fn of_fields(item: &Value, fields: &[&str]) -> Option<String> {
    let members = item.as_object()?;
    let of_field = |field: &&str| {
        let value = members.get(*field).filter(|value| !value.is_null());
        let value = value.cloned().or_else(|| default(field))?;
        Some(format!("{field}={}", json::encode(&value)))
    };
    let has_one = fields.iter().any(|field| members.get(*field).is_some_and(|value| !value.is_null()));
    let keys: Vec<String> = fields.iter().filter_map(of_field).collect();
    has_one.then(|| format!("[{}]", keys.join(",")))
}

/// The one field that tells items apart and has a default.
fn default(field: &str) -> Option<Value> {
    (field == "protocol").then(|| Value::String("TCP".to_owned()))
}
