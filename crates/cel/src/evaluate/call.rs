//! Calls of functions.

use std::sync::Arc;

use super::node::Call;
use super::price;
use super::run::{Local, Run};
use super::traits;
use crate::function::{self, Fault, Overload};
use crate::library::standard::{equality, kinds};
use crate::value::{List, Map, Topology, Value};

impl<'p> Run<'p> {
    /// `f(a, b)`
    pub(super) fn call(&mut self, call: &'p Call) -> Result<Value, Fault> {
        let (values, problem) = self.arguments(call)?;
        if crashes(call, &values) {
            return Err(self.crash());
        }
        let chosen = call.overloads.iter().find(|overload| takes(&call.function, overload, &values));
        let result = match problem {
            Some(fault) => Err(fault),
            None => self.apply(call, chosen, &values),
        };
        self.charge(price::of_call(call, chosen, &values, result.as_ref().ok()))?;
        result
    }

    /// The arguments and the first failure among them, in whose place a [`Value::Fault`] stands.
    ///
    /// # Errors
    ///
    /// If the evaluation is cancelled. A function that takes any number of arguments gives up with the first failure, and
    /// is not paid for unless that was the last one.
    fn arguments(&mut self, call: &'p Call) -> Result<(Vec<Value>, Option<Fault>), Fault> {
        let gives_up = takes_many(call);
        let mut problem = None;
        let mut values = Vec::with_capacity(call.arguments.len());
        for (position, argument) in call.arguments.iter().enumerate() {
            match self.operand(argument)? {
                Ok(value) => values.push(value),
                Err(fault) if gives_up && position + 1 < call.arguments.len() => return Err(fault),
                Err(fault) => {
                    values.push(Value::Fault(Arc::new(fault.clone())));
                    problem = problem.or(Some(fault));
                }
            }
        }
        Ok((values, problem))
    }

    fn apply(&self, call: &Call, chosen: Option<&Overload>, values: &[Value]) -> Result<Value, Fault> {
        match (&call.pattern, values) {
            (Some(pattern), [Value::String(text), _]) => {
                let found = pattern.is_match(text.as_bytes(), self.work);
                return found.map(Value::Bool).map_err(|error| Fault::new(error.to_string()));
            }
            (Some(_), _) => return Err(Fault::no_such_overload()),
            (None, _) => {}
        }
        match chosen.and_then(|overload| overload.apply) {
            Some(apply) => apply(&function::Call { arguments: values, work: self.work }),
            None => traits::undeclared(&call.function, values),
        }
    }

    /// The same for a call whose first argument is the list or map at a place that only this call can see: it is changed
    /// where it is.
    pub(super) fn extend(&mut self, slot: usize, call: &'p Call) -> Result<Value, Fault> {
        let (mut values, problem) = self.arguments(call)?;
        self.charge(1)?;
        if let Some(fault) = problem {
            return Err(fault);
        }
        // Only the place itself holds on to it now.
        values.remove(0);
        let held = match self.locals.get_mut(slot) {
            Some(Local::Set(result)) => std::mem::replace(result, Ok(Value::Null))?,
            _ => return Err(Fault::no_such_overload()),
        };
        match (held, values.as_slice()) {
            (Value::List(list), [Value::List(more)]) => Ok(appended(list, more)),
            (Value::Map(map), [name, value]) => inserted(map, name, value.clone()),
            _ => Err(Fault::no_such_overload()),
        }
    }
}

fn appended(mut list: Arc<List>, more: &List) -> Value {
    if let Some(own) = Arc::get_mut(&mut list) {
        own.items.extend_from_slice(&more.items);
        return Value::List(list);
    }
    let items = [&list.items[..], &more.items[..]].concat();
    Value::List(Arc::new(List { items, topology: Topology::Plain }))
}

fn inserted(mut map: Arc<Map>, name: &Value, value: Value) -> Result<Value, Fault> {
    let key = equality::key(name).ok_or_else(Fault::no_such_overload)?;
    if equality::find(&map, &key).is_some() {
        let name = super::qualify::text(name);
        return Err(Fault::new(format!("insert failed: key {name} already exists")));
    }
    if let Some(own) = Arc::get_mut(&mut map) {
        own.entries.insert(key, value);
        return Ok(Value::Map(map));
    }
    let mut entries = map.entries.clone();
    entries.insert(key, value);
    Ok(Value::Map(Arc::new(Map { entries })))
}

fn takes(function: &str, overload: &Overload, values: &[Value]) -> bool {
    let fit = || overload.parameters.iter().zip(values).all(|(parameter, value)| kinds::fits(parameter, value));
    overload.parameters.len() == values.len() && (traits::is_unguarded(function) || fit())
}

/// Whether cel-go hands the arguments over as a list (`evalVarArgs`).
fn takes_many(call: &Call) -> bool {
    call.arguments.len() > 2 || call.has_pattern || (!call.is_resolved && !traits::is_one_function(&call.function))
}

/// Whether the server crashes when it looks for the price of a list that has failed to be one.
fn crashes(call: &Call, values: &[Value]) -> bool {
    let [overload] = call.overloads.as_slice() else { return false };
    let list = match overload.id {
        "list_distinct" => 0,
        id if id.starts_with("list_") && id.ends_with("_sort") => 0,
        id if id.starts_with("list_") && id.ends_with("_sortByAssociatedKeys") => 1,
        _ => return false,
    };
    call.is_resolved && matches!(values.get(list), Some(Value::Fault(_)))
}
