//! What is worked out once, before an expression runs (cel-go's `interpreter/decorators.go`): it costs nothing then.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gostd::budget::Budget;
use gostd::regexp;

use super::literal;
use super::node::{Call, Element, Node};
use crate::function::{self, Fault};
use crate::library::standard::{equality, kinds};
use crate::value::{Key, List, Map, Topology, Value};

/// The work that the constant parts of an expression may do.
const WORK: u64 = 10_000_000;

/// The elements of a constant list of numbers, texts and truths.
#[derive(Debug)]
pub(super) struct Members {
    keys: BTreeSet<Key>,
    /// Floats that are no integers, by their bits.
    fractions: BTreeSet<u64>,
}

impl Members {
    /// Of these elements, unless one is of another kind.
    fn of(items: &[Value]) -> Option<Self> {
        let mut members = Self { keys: BTreeSet::new(), fractions: BTreeSet::new() };
        for item in items {
            match (item, normal_key(item)) {
                (_, Some(key)) => members.keys.insert(key),
                (Value::Double(number), None) => members.fractions.insert(number.to_bits()),
                _ => return None,
            };
        }
        Some(members)
    }

    /// Whether a value is equal to one of them.
    pub(super) fn contain(&self, value: &Value) -> bool {
        match (value, normal_key(value)) {
            (_, Some(key)) => self.keys.contains(&key),
            (Value::Double(number), None) => !number.is_nan() && self.fractions.contains(&number.to_bits()),
            _ => false,
        }
    }
}

/// The key of a value, the same for equal numbers.
fn normal_key(value: &Value) -> Option<Key> {
    match equality::key(value)? {
        Key::Uint(number) => Some(i64::try_from(number).map_or(Key::Uint(number), Key::Int)),
        key => Some(key),
    }
}

/// A call as a step: worked out, if it is a conversion of a constant; quicker, if it can be.
pub(super) fn optimised(call: Call) -> Result<Node, Fault> {
    match (&*call.function, call.arguments.as_slice()) {
        ("or" | "orValue", [_, _]) => Ok(or(call)),
        ("@in", [_, Node::Constant(Value::List(list))]) if is_in_list(&call) => {
            let members = if list.items.is_empty() { None } else { Some(Members::of(&list.items)) };
            Ok(member(call, members))
        }
        ("matches" | "find" | "findAll", [_, Node::Constant(Value::String(pattern)), ..]) => {
            let pattern = regexp::compile(pattern, &Budget::new(WORK));
            let pattern = pattern.map_err(|error| Fault::new(error.to_string()))?;
            let pattern = (&*call.function == "matches").then_some(pattern);
            Ok(Node::Call(Box::new(Call { has_pattern: true, pattern, ..call })))
        }
        (name, [Node::Constant(value)]) if is_conversion(name) => converted(&call, value).map(Node::Constant),
        _ => Ok(Node::Call(Box::new(call))),
    }
}

fn is_in_list(call: &Call) -> bool {
    call.is_resolved && matches!(call.overloads.as_slice(), [overload] if overload.id == "in_list")
}

/// `None` for an empty list, `Some(None)` for one that cannot be looked up quickly.
fn member(mut call: Call, members: Option<Option<Members>>) -> Node {
    match members {
        None => Node::Constant(Value::Bool(false)),
        Some(Some(members)) => Node::Member { element: Box::new(call.arguments.swap_remove(0)), members },
        Some(None) => Node::Call(Box::new(call)),
    }
}

fn or(mut call: Call) -> Node {
    let meant = !call.is_resolved
        || call.overloads.iter().any(|known| matches!(known.id, "optional_or_optional" | "optional_orValue_value"));
    match <[Node; 2]>::try_from(std::mem::take(&mut call.arguments)) {
        Ok(operands) if meant => Node::Or { value: &*call.function == "orValue", operands: Box::new(operands) },
        Ok(operands) => Node::Call(Box::new(Call { arguments: operands.into(), ..call })),
        Err(arguments) => Node::Call(Box::new(Call { arguments, ..call })),
    }
}

fn is_conversion(function: &str) -> bool {
    matches!(
        function,
        "bool" | "bytes" | "double" | "duration" | "dyn" | "int" | "string" | "timestamp" | "type" | "uint"
    )
}

fn converted(call: &Call, value: &Value) -> Result<Value, Fault> {
    let apply = call.overloads.iter().filter(|known| known.parameters.iter().all(|kind| kinds::fits(kind, value)));
    let apply = apply.filter_map(|known| known.apply).next().ok_or_else(Fault::no_such_overload)?;
    apply(&function::Call { arguments: std::slice::from_ref(value), work: &Budget::new(WORK) })
}

/// A list as a step, worked out if all its elements are constant.
pub(super) fn list(elements: Vec<Element>) -> Result<Node, Fault> {
    if !elements.iter().all(|element| matches!(element.node, Node::Constant(_))) {
        return Ok(Node::List(elements));
    }
    let mut items = Vec::with_capacity(elements.len());
    for Element { node, optional } in elements {
        if let Node::Constant(value) = node {
            items.extend(literal::element(value, optional)?);
        }
    }
    Ok(Node::Constant(Value::List(Arc::new(List { items, topology: Topology::Plain }))))
}

/// A map as a step, worked out if all its keys and values are constant.
pub(super) fn map(entries: Vec<(Node, Element)>) -> Result<Node, Fault> {
    let is_constant = |node: &Node| matches!(node, Node::Constant(_));
    if !entries.iter().all(|(key, value)| is_constant(key) && is_constant(&value.node)) {
        return Ok(Node::Map(entries));
    }
    let mut map = BTreeMap::new();
    for (key, Element { node, optional }) in entries {
        if let (Node::Constant(key), Node::Constant(value)) = (key, node) {
            literal::insert(&mut map, &key, value, optional)?;
        }
    }
    Ok(Node::Constant(Value::Map(Arc::new(Map { entries: map }))))
}
