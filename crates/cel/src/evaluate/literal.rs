//! Lists and maps that are written in an expression.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::node::{Element, Node};
use super::qualify::text;
use super::run::Run;
use crate::function::Fault;
use crate::library::standard::equality;
use crate::value::{Key, List, Map, Topology, Value};

/// What a list costs.
const LIST: u64 = 10;

/// What a map costs.
const MAP: u64 = 30;

impl<'p> Run<'p> {
    /// `[a, ?b]`
    pub(super) fn list(&mut self, elements: &'p [Element]) -> Result<Value, Fault> {
        let items = self.items(elements);
        self.charge(LIST)?;
        Ok(Value::List(Arc::new(List { items: items?, topology: Topology::Plain })))
    }

    fn items(&mut self, elements: &'p [Element]) -> Result<Vec<Value>, Fault> {
        let mut items = Vec::with_capacity(elements.len());
        for Element { node, optional } in elements {
            items.extend(element(self.step(node)?, *optional)?);
        }
        Ok(items)
    }

    /// `{a: b, ?c: d}`
    pub(super) fn map(&mut self, entries: &'p [(Node, Element)]) -> Result<Value, Fault> {
        let entries = self.entries(entries);
        self.charge(MAP)?;
        Ok(Value::Map(Arc::new(Map { entries: entries? })))
    }

    fn entries(&mut self, entries: &'p [(Node, Element)]) -> Result<BTreeMap<Key, Value>, Fault> {
        let mut map = BTreeMap::new();
        for (key, Element { node, optional }) in entries {
            let key = self.step(key)?;
            let value = self.step(node)?;
            insert(&mut map, &key, value, *optional)?;
        }
        Ok(map)
    }
}

/// An element; of an optional what it holds.
pub(super) fn element(value: Value, optional: bool) -> Result<Option<Value>, Fault> {
    match value {
        value if !optional => Ok(Some(value)),
        Value::Optional(inner) => Ok(inner.map(|inner| (*inner).clone())),
        value => {
            let value = text(&value);
            Err(Fault::new(format!("cannot initialize optional list element from non-optional value {value}")))
        }
    }
}

/// Adds an entry; a later one replaces an earlier one of the same key, as in cel-go.
pub(super) fn insert(map: &mut BTreeMap<Key, Value>, key: &Value, value: Value, optional: bool) -> Result<(), Fault> {
    let known = equality::key(key).ok_or_else(|| Fault::new(format!("unsupported key type: {}", text(key))))?;
    match (value, optional) {
        (value, false) => {
            map.insert(known, value);
        }
        (Value::Optional(None), true) => {
            map.remove(&known);
        }
        (Value::Optional(Some(inner)), true) => {
            map.insert(known, (*inner).clone());
        }
        (value, true) => {
            let (key, value) = (text(key), text(&value));
            return Err(Fault::new(format!(
                "cannot initialize optional entry '{key}' from non-optional value {value}"
            )));
        }
    }
    Ok(())
}
