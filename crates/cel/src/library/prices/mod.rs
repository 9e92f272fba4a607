//! Prices of the libraries' functions (`k8s.io/apiserver/pkg/cel/library/cost.go`).
//!
//! An *estimate* is made from the sizes of operands before anything runs, what was *tracked* from the values. An
//! estimate decides whether a rule may be written at all, so every rounding is the server's.

pub(super) mod lists;
pub(super) mod networks;
pub(super) mod strings;

use crate::estimate::{CallEstimate, Cost, Operand, PER_CHARACTER, PER_PATTERN_CHARACTER, Size, Sizes};
use crate::value::Value;

/// A price without a known size of the result.
fn priced(cost: Cost) -> Option<CallEstimate> {
    Some(cost.into())
}

/// What a new list costs.
const NEW_LIST: u64 = 10;

/// What a check of an authorization costs: two of them are the most that an expression can afford.
const AUTHORIZATION: u64 = 350_000;

/// The shortest requirement of a selector has two characters.
const REQUIREMENTS_PER_CHARACTER: f64 = 0.5;

/// What a requirement costs: a list and a struct.
const PER_REQUIREMENT: f64 = 50.0;

/// How large a value is; what has no size counts as 1.
pub(super) fn actual_size(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.chars().count() as u64,
        Value::Bytes(bytes) => bytes.len() as u64,
        Value::List(list) => list.items.len() as u64,
        Value::Map(map) => map.entries.len() as u64,
        Value::Object(object) => (object.fields.len() + object.hidden.len()) as u64,
        Value::Opaque(opaque) => opaque.size().unwrap_or(1),
        _ => 1,
    }
}

/// What it cost to go through an argument.
fn tracked(arguments: &[Value], index: usize) -> Option<u64> {
    Some(per_character(actual_size(arguments.get(index)?)))
}

/// What it costs to go through so many characters.
fn per_character(size: u64) -> u64 {
    (size as f64 * PER_CHARACTER).ceil() as u64
}

/// 1: reading a field and the like.
pub(super) fn nominal(_: &dyn Sizes, _: Option<&Operand<'_>>, _: &[Operand<'_>]) -> Option<CallEstimate> {
    priced(Cost::ONE)
}

/// 1.
pub(super) fn tracked_nominal(_: &[Value], _: &Value) -> Option<u64> {
    Some(1)
}

/// A check of an authorization.
pub(super) fn authorization(_: &dyn Sizes, _: Option<&Operand<'_>>, _: &[Operand<'_>]) -> Option<CallEstimate> {
    priced(Cost::exactly(AUTHORIZATION))
}

/// A selector of fields or labels: a list of requirements is made from text.
pub(super) fn selector(sizes: &dyn Sizes, _: Option<&Operand<'_>>, arguments: &[Operand<'_>]) -> Option<CallEstimate> {
    let [argument] = arguments else {
        return None;
    };
    priced(selector_cost(sizes.size(argument)))
}

fn selector_cost(length: Size) -> Cost {
    let requirements = length.priced(REQUIREMENTS_PER_CHARACTER).scaled(PER_REQUIREMENT);
    Cost::exactly(NEW_LIST).plus(length.priced(PER_CHARACTER)).plus(requirements)
}

/// What that costs.
pub(super) fn tracked_authorization(_: &[Value], _: &Value) -> Option<u64> {
    Some(AUTHORIZATION)
}

/// What reading a selector costs.
pub(super) fn tracked_selector(arguments: &[Value], _: &Value) -> Option<u64> {
    let length = Size::exactly(actual_size(arguments.get(1)?));
    Some(selector_cost(length).max)
}

/// Going through the only argument, of whose size the result is not known.
pub(super) fn traverse_argument(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    priced(sizes.size(arguments.first()?).priced(PER_CHARACTER))
}

/// Going through the argument twice.
pub(super) fn traverse_twice_argument(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    priced(sizes.size(arguments.first()?).priced(2.0 * PER_CHARACTER))
}

/// Going through the argument, as large as which the result is.
pub(super) fn traverse_argument_to_result(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let [argument] = arguments else {
        return None;
    };
    let size = sizes.size(argument);
    Some(CallEstimate { cost: size.priced(PER_CHARACTER), result: Some(size) })
}

/// A tenth of the first argument's size.
pub(super) fn tracked_first(arguments: &[Value], _: &Value) -> Option<u64> {
    tracked(arguments, 0)
}

/// A fifth of the first argument's size.
pub(super) fn tracked_twice_argument(arguments: &[Value], _: &Value) -> Option<u64> {
    tracked_doubled(arguments.first()?)
}

/// A fifth of a value's size, rounded as the server does at run time.
fn tracked_doubled(value: &Value) -> Option<u64> {
    Some((actual_size(value) as f64 * 2.0 * PER_CHARACTER).ceil() as u64)
}

/// What it cost to search text with a pattern; the text counts as one longer, so that nothing is free.
fn searched(text: u64, pattern: u64) -> u64 {
    per_character(text.saturating_add(1)).saturating_mul((pattern as f64 * PER_PATTERN_CHARACTER).ceil() as u64)
}
