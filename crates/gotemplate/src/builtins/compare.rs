//! `eq`, `ne`, `lt`, `le`, `gt` and `ge`.

use std::rc::Rc;

use crate::bytes::Str;
use crate::error::Error;
use crate::format::{self, scalar};
use crate::function::Call;
use crate::value::{Object, Value};

/// Values that can be compared, apart from the width of their types (Go's `basicKind`).
enum Basic {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    String(Str),
}

impl Basic {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(truth) => Some(Self::Bool(*truth)),
            Value::Int(number) if number.kind().is_signed() => Some(Self::Int(number.as_i64())),
            Value::Int(number) => Some(Self::Uint(number.as_i64().cast_unsigned())),
            Value::Float(number) => Some(Self::Float(*number)),
            Value::String(text) => Some(Self::String(text.clone())),
            Value::Object(object) => scalar(&**object).and_then(|value| Self::of(&value)),
            Value::Nil | Value::Bytes(_) | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Whether both are equal, if they can be compared.
    fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Bool(first), Self::Bool(second)) => Some(first == second),
            (Self::Int(first), Self::Int(second)) => Some(first == second),
            (Self::Uint(first), Self::Uint(second)) => Some(first == second),
            (Self::Float(first), Self::Float(second)) => Some(first == second),
            (Self::String(first), Self::String(second)) => Some(first == second),
            (Self::Int(signed), Self::Uint(unsigned)) | (Self::Uint(unsigned), Self::Int(signed)) => {
                Some(u64::try_from(*signed) == Ok(*unsigned))
            }
            _ => None,
        }
    }

    /// Whether the first is less, if they are of one kind that has an order.
    fn is_less(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Int(first), Self::Int(second)) => Some(first < second),
            (Self::Uint(first), Self::Uint(second)) => Some(first < second),
            (Self::Float(first), Self::Float(second)) => Some(first < second),
            (Self::String(first), Self::String(second)) => Some(first < second),
            (Self::Int(first), Self::Uint(second)) => {
                Some(u64::try_from(*first).is_ok_and(|first| first < *second) || *first < 0)
            }
            (Self::Uint(first), Self::Int(second)) => Some(u64::try_from(*second).is_ok_and(|second| *first < second)),
            _ => None,
        }
    }
}

/// Whether the first argument equals one of the others.
pub(super) fn eq(call: &mut Call<'_>) -> Result<Value, Error> {
    if call.rest(1).is_empty() {
        return Err(Error::new("missing argument for comparison"));
    }
    for other in call.rest(1) {
        if are_equal(call, call.value(0), other)? {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

/// Whether the arguments differ.
pub(super) fn ne(call: &mut Call<'_>) -> Result<Value, Error> {
    are_equal(call, call.value(0), call.value(1)).map(|equal| Value::Bool(!equal))
}

/// Whether the first argument is less.
pub(super) fn lt(call: &mut Call<'_>) -> Result<Value, Error> {
    is_less(call).map(Value::Bool)
}

/// Whether the first argument is less or equal.
pub(super) fn le(call: &mut Call<'_>) -> Result<Value, Error> {
    is_less_or_equal(call).map(Value::Bool)
}

/// Whether the first argument is not less or equal.
pub(super) fn gt(call: &mut Call<'_>) -> Result<Value, Error> {
    is_less_or_equal(call).map(|less_or_equal| Value::Bool(!less_or_equal))
}

/// Whether the first argument is not less.
pub(super) fn ge(call: &mut Call<'_>) -> Result<Value, Error> {
    is_less(call).map(|less| Value::Bool(!less))
}

fn is_less_or_equal(call: &mut Call<'_>) -> Result<bool, Error> {
    Ok(is_less(call)? || are_equal(call, call.value(0), call.value(1))?)
}

fn is_less(call: &Call<'_>) -> Result<bool, Error> {
    let (first, second) = (call.value(0), call.value(1));
    match (Basic::of(first), Basic::of(second)) {
        (Some(Basic::Bool(_)), Some(Basic::Bool(_))) | (None, _) | (_, None) => {
            Err(Error::new("invalid type for comparison"))
        }
        (Some(one), Some(other)) => one.is_less(&other).ok_or_else(|| incompatible(first, second)),
    }
}

fn incompatible(first: &Value, second: &Value) -> Error {
    let (first, second) = (first.type_name(), second.type_name());
    Error::new(format!("incompatible types for comparison: {first} and {second}"))
}

fn are_equal(call: &mut Call<'_>, first: &Value, second: &Value) -> Result<bool, Error> {
    match (Basic::of(first), Basic::of(second)) {
        (Some(one), Some(other)) => one.equals(&other).ok_or_else(|| incompatible(first, second)),
        (None, None) => are_same(call, first, second),
        _ if first.is_nil() || second.is_nil() => Ok(false),
        _ => Err(incompatible(first, second)),
    }
}

/// Compares what is not basic: nil, objects, and collections, which equal nothing.
fn are_same(call: &mut Call<'_>, first: &Value, second: &Value) -> Result<bool, Error> {
    match (first, second) {
        (Value::Nil, _) | (_, Value::Nil) => Ok(first.is_nil() && second.is_nil()),
        _ if first.kind_name() != second.kind_name() => {
            let (first_text, second_text) = (shown(call, first, b"%s")?, shown(call, second, b"%v")?);
            let (first, second) = (first.type_name(), second.type_name());
            Err(Error::new(format!("non-comparable types {first_text}: {first}, {second}: {second_text}")))
        }
        (Value::Object(first), Value::Object(second)) => Ok(are_same_objects(first, second)),
        _ => Err(Error::new(format!("non-comparable type {}: {}", shown(call, second, b"%s")?, second.type_name()))),
    }
}

/// Pointers equal themselves; structs equal those of their type that print the same.
fn are_same_objects(first: &Rc<dyn Object>, second: &Rc<dyn Object>) -> bool {
    let alike = || first.type_name() == second.type_name() && first.text() == second.text();
    Rc::ptr_eq(first, second) || first.is_same(&**second) || first.kind_name() != "ptr" && alike()
}

/// A value as errors have it.
fn shown(call: &mut Call<'_>, value: &Value, format: &[u8]) -> Result<String, Error> {
    let text = format::sprintf(format, std::slice::from_ref(value), &mut |bytes| call.context.charge(bytes))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
