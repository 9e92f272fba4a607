//! Fields, map keys and methods.

use super::call::Given;
use super::operand::Operand;
use super::state::{Current, State};
use crate::ast::{Expr, ExprKind};
use crate::bytes::Str;
use crate::error::Error;
use crate::function::Function;
use crate::value::{Element, Map, Value};

impl<'t> State<'t, '_, '_> {
    /// `.X.Y.Z`, of which the last may be a method with arguments. `dot` is for the arguments only.
    pub(super) fn field_chain(
        &mut self,
        dot: &Operand,
        receiver: Operand,
        node: &'t Expr,
        fields: &'t [Str],
        given: Given<'t>,
    ) -> Result<Operand, Error> {
        let Some((final_field, path)) = fields.split_last() else {
            return Ok(receiver);
        };
        let mut receiver = receiver;
        for (index, name) in path.iter().enumerate() {
            receiver =
                self.field(dot, receiver, node, name, Given::NOTHING).map_err(|error| name_nil(error, node, index))?;
        }
        let value = self.field(dot, receiver, node, final_field, given);
        value.map_err(|error| name_nil(error, node, path.len()))
    }

    fn field(
        &mut self,
        dot: &Operand,
        receiver: Operand,
        node: &'t Expr,
        name: &Str,
        given: Given<'t>,
    ) -> Result<Operand, Error> {
        if receiver.value.is_nil() {
            if receiver.in_interface {
                return Err(self.error(format!("{NIL_POINTER} interface {{}}.{name}")));
            }
            return Ok(Operand::concrete(Value::Nil));
        }
        if let Some(method) = method(&receiver.value, name) {
            return self.method(dot, receiver.value, method, Current::Expr(node), given);
        }
        let has_arguments = !given.arguments.is_empty() || given.last.is_some();
        match &receiver.value {
            Value::Map(_) if has_arguments => Err(self.error(format!("{name} is not a method but has arguments"))),
            Value::Map(map) => Ok(entry(map, name)),
            Value::Object(object) => match object.field(name.as_bytes()) {
                Some(_) if has_arguments => {
                    Err(self.error(format!("{name} has arguments but cannot be invoked as function")))
                }
                Some(value) => Ok(Operand::concrete(value)),
                None => Err(self.no_field(&receiver, name)),
            },
            _ => Err(self.no_field(&receiver, name)),
        }
    }

    fn no_field(&self, receiver: &Operand, name: &Str) -> Error {
        self.error(format!("can't evaluate field {name} in type {}", receiver.static_type()))
    }
}

/// How the message begins if fields of nil are asked for.
const NIL_POINTER: &str = "nil pointer evaluating";

/// Says what was nil: the operand up to, and without, the field at an index.
fn name_nil(mut error: Error, node: &Expr, index: usize) -> Error {
    if error.cause.is_none()
        && error.message.starts_with(NIL_POINTER)
        && let Some(location) = &mut error.location
    {
        location.nil.get_or_insert_with(|| up_to(node, index));
    }
    error
}

/// An operand without its fields from an index on.
fn up_to(node: &Expr, index: usize) -> String {
    let (base, fields) = match &node.kind {
        ExprKind::Field(fields) => (String::new(), fields),
        ExprKind::Variable { name, fields } => (name.to_string(), fields),
        ExprKind::Chain { base, fields } => (base.to_string(), fields),
        _ => return node.to_string(),
    };
    let text = fields.iter().take(index).fold(base, |text, field| format!("{text}.{field}"));
    if text.is_empty() { ".".to_owned() } else { text }
}

/// The value under a key, the zero value of the map's type where there is none (`missingkey=zero`).
fn entry(map: &Map, name: &Str) -> Operand {
    let found = map.get(name.as_bytes());
    match map.type_of().element {
        Element::Any => Operand::interface(found.unwrap_or_default()),
        element => Operand::concrete(found.unwrap_or_else(|| zero(element))),
    }
}

/// The zero value of what a collection holds.
fn zero(element: Element) -> Value {
    match element {
        Element::String => Value::String(Str::default()),
        Element::Int => Value::int(0),
        Element::Bytes => Value::Bytes(Str::default()),
        Element::Any | Element::Other => Value::Nil,
    }
}

fn method(value: &Value, name: &Str) -> Option<&'static Function> {
    let methods = match value {
        Value::Map(map) => map.type_of().methods,
        Value::List(list) => list.type_of().methods,
        Value::Object(object) => object.methods(),
        _ => return None,
    };
    methods.iter().find(|method| *name == *method.name)
}
