//! Arguments: evaluating them and fitting them to the types of parameters (Go: `evalArg`, `validateType`).

use super::call::Given;
use super::operand::Operand;
use super::state::{Current, State};
use crate::ast::{Expr, ExprKind};
use crate::error::Error;
use crate::function::Param;
use crate::value::{Int, IntKind, Value};

impl<'t> State<'t, '_, '_> {
    /// An argument for a parameter of some type.
    pub(super) fn argument(&mut self, dot: &Operand, param: Param, expr: &'t Expr) -> Result<Value, Error> {
        self.at(Current::Expr(expr));
        match &expr.kind {
            ExprKind::Nil if can_be_nil(param) => Ok(Value::Nil),
            ExprKind::Nil => Err(self.error(format!("cannot assign nil to {}", type_name(param)))),
            ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String { .. } => self.literal(param, expr),
            _ => {
                let operand = self.any_argument(dot, expr)?;
                self.fit(operand, param)
            }
        }
    }

    /// An argument of whatever type it has.
    pub(super) fn any_argument(&mut self, dot: &Operand, expr: &'t Expr) -> Result<Operand, Error> {
        self.at(Current::Expr(expr));
        match &expr.kind {
            ExprKind::Dot => Ok(dot.clone()),
            ExprKind::Nil => Ok(Operand::concrete(Value::Nil)),
            ExprKind::Bool(truth) => Ok(Operand::concrete(Value::Bool(*truth))),
            ExprKind::Number(number) => self.ideal_constant(number).map(Operand::concrete),
            ExprKind::String { text, .. } => Ok(Operand::concrete(Value::String(text.clone()))),
            ExprKind::Function(name) => self.function(dot, name, Current::Expr(expr), Given::NOTHING),
            ExprKind::Field(fields) => self.field_chain(dot, dot.clone(), expr, fields, Given::NOTHING),
            ExprKind::Variable { name, fields } => {
                let value = self.variable(name)?;
                self.field_chain(dot, value, expr, fields, Given::NOTHING)
            }
            ExprKind::Chain { base, fields } => {
                let base = self.chain_base(dot, expr, base)?;
                self.field_chain(dot, base, expr, fields, Given::NOTHING)
            }
            ExprKind::Pipe(pipe) => self.pipeline(dot, pipe),
        }
    }

    /// A constant for a parameter: its syntax must fit the type.
    fn literal(&self, param: Param, expr: &Expr) -> Result<Value, Error> {
        let (value, expected) = match (param, &expr.kind) {
            (Param::Any, ExprKind::Bool(truth)) | (Param::Bool, ExprKind::Bool(truth)) => {
                (Some(Value::Bool(*truth)), "")
            }
            (Param::Any, ExprKind::Number(number)) => (Some(self.ideal_constant(number)?), ""),
            (Param::Any | Param::String, ExprKind::String { text, .. }) => (Some(Value::String(text.clone())), ""),
            (Param::Int, ExprKind::Number(number)) => (number.int.map(Value::int), "integer"),
            (Param::Int64, ExprKind::Number(number)) => (number.int.map(Value::int64), "integer"),
            (Param::Uint32, ExprKind::Number(number)) => (number.uint.map(uint32), "unsigned integer"),
            (Param::NamedInteger(_), ExprKind::Number(number)) => (number.int.map(Value::int64), "integer"),
            (Param::Float, ExprKind::Number(number)) => (number.float.map(Value::Float), "float"),
            (Param::Bool, _) => (None, "bool"),
            (Param::String, _) => (None, "string"),
            (Param::Int | Param::Int64 | Param::NamedInteger(_), _) => (None, "integer"),
            (Param::Uint32, _) => (None, "unsigned integer"),
            (Param::Float, _) => (None, "float"),
            _ => {
                let (node, wanted) = (expr.to_string(), type_name(param));
                return Err(self.error(format!("can't handle {node} for arg of type {wanted}")));
            }
        };
        value.ok_or_else(|| self.error(format!("expected {expected}; found {expr}")))
    }

    /// A value as a parameter of some type takes it.
    pub(super) fn fit(&self, operand: Operand, param: Param) -> Result<Value, Error> {
        if operand.value.is_nil() && (param == Param::Any || !operand.in_interface) {
            return if can_be_nil(param) {
                Ok(Value::Nil)
            } else {
                Err(self.error(format!("invalid value; expected {}", type_name(param))))
            };
        }
        if is_assignable(&operand.value, param) {
            return Ok(as_passed(operand.value, param));
        }
        let got = if operand.value.is_nil() { "interface {}" } else { operand.value.type_name() };
        Err(self.error(format!("wrong type for value; expected {}; got {got}", type_name(param))))
    }
}

/// What an `interface {}` holds of a value.
fn as_passed(value: Value, param: Param) -> Value {
    match &value {
        Value::Object(object) if param == Param::Any => object.copied().map_or(value, Value::Object),
        _ => value,
    }
}

fn is_assignable(value: &Value, param: Param) -> bool {
    match (param, value) {
        (Param::Any, _)
        | (Param::String, Value::String(_))
        | (Param::Bool, Value::Bool(_))
        | (Param::Float, Value::Float(_))
        | (Param::Bytes, Value::Bytes(_)) => true,
        (Param::Int, Value::Int(number)) => number.kind() == IntKind::Int,
        (Param::Int64, Value::Int(number)) => number.kind() == IntKind::Int64,
        (Param::Map, Value::Map(map)) => map.type_of().underlying == type_name(param),
        (Param::List | Param::Strings, Value::List(list)) => list.type_of().underlying == type_name(param),
        (Param::Uint32, Value::Int(number)) => number.kind() == IntKind::Uint32,
        (Param::Object(name) | Param::NamedInteger(name), Value::Object(object)) => object.type_name() == name,
        _ => false,
    }
}

fn can_be_nil(param: Param) -> bool {
    match param {
        Param::Any | Param::Bytes | Param::Map | Param::List | Param::Strings => true,
        Param::Object(name) => name.starts_with('*'),
        Param::String
        | Param::Bool
        | Param::Int
        | Param::Int64
        | Param::Uint32
        | Param::NamedInteger(_)
        | Param::Float => false,
    }
}

/// Go's name of a parameter's type.
fn type_name(param: Param) -> &'static str {
    match param {
        Param::Any => "interface {}",
        Param::String => "string",
        Param::Bool => "bool",
        Param::Int => "int",
        Param::Int64 => "int64",
        Param::Uint32 => "uint32",
        Param::Float => "float64",
        Param::Bytes => "[]uint8",
        Param::Map => "map[string]interface {}",
        Param::List => "[]interface {}",
        Param::Strings => "[]string",
        Param::Object(name) | Param::NamedInteger(name) => name,
    }
}

/// A constant as `uint32`, without its high bits.
fn uint32(number: u64) -> Value {
    Value::Int(Int::new(IntKind::Uint32, i64::from(number as u32)))
}
