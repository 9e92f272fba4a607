//! The standard library of CEL: operators, conversions, text, time (cel-go's `common/stdlib/standard.go`).
//!
//! Every file declares the functions of one theme and says what they mean.

mod add;
mod arithmetic;
mod calendar;
mod collections;
pub(crate) mod conversions;
pub(crate) mod equality;
pub(crate) mod kinds;
mod logic;
mod moments;
pub(crate) mod numbers;
mod optionals;
pub(crate) mod ordering;
mod spans;
mod text;
mod zones;

use crate::function::{Apply, Function, Overload};
use crate::types::Type;

/// The functions of Kubernetes 1.`minor`.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    [
        logic::functions(),
        arithmetic::functions(),
        ordering::functions(),
        collections::functions(),
        optionals::functions(),
        conversions::functions(minor),
        text::functions(),
        moments::functions(),
    ]
    .concat()
}

/// An overload that the evaluator itself carries out.
fn built_in(id: &'static str, parameters: Vec<Type>, result: Type) -> Overload {
    Overload { id, member: false, parameters, result, apply: None, estimate: None, track: None }
}

/// A function of one parameter.
fn unary(id: &'static str, parameter: Type, result: Type, apply: Apply) -> Overload {
    Overload::function(id, vec![parameter], result, apply)
}

/// A function or operator of two parameters.
fn binary(id: &'static str, (left, right): (Type, Type), result: Type, apply: Apply) -> Overload {
    Overload::function(id, vec![left, right], result, apply)
}

/// `A`
fn any() -> Type {
    Type::parameter("A")
}

/// `list(A)`
fn list_of_any() -> Type {
    Type::list(any())
}

/// `map(A, B)`
fn map_of_any() -> Type {
    Type::map(any(), Type::parameter("B"))
}
