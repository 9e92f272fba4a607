//! Prices of list functions, those of cel-go's own libraries included (`ext/lists.go`, `ext/sets.go`, `ext/costs.go`).

use super::{NEW_LIST, actual_size, priced};
use crate::ast::{Constant, Kind};
use crate::estimate::{CallEstimate, Cost, Operand, PER_CHARACTER, Size, Sizes};
use crate::types::Type;
use crate::value::{Key, Value};

/// `isSorted`, `sum`, `indexOf` …: every element is compared, texts are gone through. `indexOf` of texts too.
pub(in crate::library) fn compare_all(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    let target = target?;
    match compared_elements(sizes, target) {
        Some(cost) => priced(cost),
        None => priced(sizes.size(target).priced(PER_CHARACTER)),
    }
}

/// `includes`: the same, and a target that is no list counts by its size.
pub(in crate::library) fn includes(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    let target = target?;
    priced(compared_elements(sizes, target).unwrap_or_else(|| sizes.size(target).times_cost(Cost::ONE)))
}

/// 1 for each element, and what it takes to go through it if it is text; `None` for what has no elements.
fn compared_elements(sizes: &dyn Sizes, list: &Operand<'_>) -> Option<Cost> {
    let (kind, element) = sizes.element(list)?;
    let element = match kind {
        Type::String | Type::Bytes => element.priced(PER_CHARACTER),
        _ => Cost::NONE,
    };
    Some(sizes.size(list).times_cost(element.plus(Cost::ONE)))
}

/// What it takes to go through a value and all that is in it.
pub(in crate::library) fn tracked_traversal(arguments: &[Value], _: &Value) -> Option<u64> {
    Some(arguments.first().map_or(0, traversed))
}

fn traversed(value: &Value) -> u64 {
    match value {
        Value::String(text) => floor(text.len()),
        Value::Bytes(bytes) => floor(bytes.len()),
        Value::List(list) => list.items.iter().map(traversed).fold(0, u64::saturating_add),
        Value::Map(map) => map
            .entries
            .iter()
            .map(|(key, value)| traversed_key(key).saturating_add(traversed(value)))
            .fold(0, u64::saturating_add),
        Value::Object(object) => object
            .fields
            .iter()
            .map(|(name, value)| floor(name.len()).saturating_add(traversed(value)))
            .fold(0, u64::saturating_add),
        _ => 1,
    }
}

/// A tenth, rounded down.
fn floor(length: usize) -> u64 {
    (length as f64 * PER_CHARACTER) as u64
}

fn traversed_key(key: &Key) -> u64 {
    match key {
        Key::String(text) => floor(text.len()),
        _ => 1,
    }
}

/// A call that makes a list.
fn allocating(factor: f64, list: Size) -> Option<CallEstimate> {
    let cost = list.priced(factor).plus(Cost::ONE).plus(Cost::exactly(NEW_LIST));
    Some(CallEstimate { cost, result: Some(list) })
}

/// The integer that an operand is, nothing below 0.
fn literal(operand: &Operand<'_>) -> Option<u64> {
    match operand.expr.kind {
        Kind::Constant(Constant::Int(number)) => Some(u64::try_from(number).unwrap_or(0)),
        _ => None,
    }
}

fn square(size: Size) -> Size {
    size.times(size)
}

/// `slice`
pub(in crate::library) fn slice(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let (list, [start, end]) = (sizes.size(target?), arguments) else {
        return None;
    };
    let (start, end) = (literal(start).unwrap_or(0), literal(end).unwrap_or(list.max));
    // The server subtracts without a look.
    allocating(1.0, Size::exactly(end.wrapping_sub(start)))
}

/// `lists.range`
pub(in crate::library) fn range(
    _: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let [count] = arguments else {
        return None;
    };
    allocating(1.0, Size::exactly(literal(count).unwrap_or(u64::MAX)))
}

/// `reverse`
pub(in crate::library) fn reverse(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    allocating(1.0, sizes.size(target?))
}

/// `flatten`
pub(in crate::library) fn flatten(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let depth = arguments.first().map_or(1, |depth| literal(depth).unwrap_or(u64::MAX));
    allocating(depth as f64, sizes.size(target?))
}

/// `distinct`, and `sort` of what is no text: everything is compared with everything.
pub(in crate::library) fn distinct(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    allocating(2.0, square(sizes.size(target?)))
}

/// `sort` of texts.
pub(in crate::library) fn sort_texts(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    allocating(2.0 + PER_CHARACTER, square(sizes.size(target?)))
}

/// `sortBy`: the keys are sorted.
pub(in crate::library) fn sort_by(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    allocating(2.0, square(sizes.size(arguments.first()?)))
}

/// `sortBy` with keys that are texts.
pub(in crate::library) fn sort_by_texts(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    allocating(2.0 + PER_CHARACTER, square(sizes.size(arguments.first()?)))
}

fn tracked_allocating(factor: f64, size: u64) -> Option<u64> {
    let factor = if factor < 0.0 { 1.0 } else { factor };
    Some(((size as f64 * factor) as u64).saturating_add(1 + NEW_LIST))
}

/// The size of the result.
pub(in crate::library) fn tracked_result(_: &[Value], result: &Value) -> Option<u64> {
    tracked_allocating(1.0, actual_size(result))
}

/// The size of the list times the depth.
pub(in crate::library) fn tracked_flatten(arguments: &[Value], _: &Value) -> Option<u64> {
    let depth = match arguments.get(1) {
        Some(Value::Int(depth)) => *depth as f64,
        _ => 1.0,
    };
    tracked_allocating(depth, actual_size(arguments.first()?))
}

/// The list is compared with itself.
pub(in crate::library) fn tracked_sort(arguments: &[Value], _: &Value) -> Option<u64> {
    tracked_self_comparison(arguments.first()?)
}

/// The keys are compared with themselves.
pub(in crate::library) fn tracked_sort_by(arguments: &[Value], _: &Value) -> Option<u64> {
    tracked_self_comparison(arguments.get(1)?)
}

fn tracked_self_comparison(list: &Value) -> Option<u64> {
    let Value::List(list) = list else {
        return None;
    };
    let size = list.items.len() as u64;
    let factor = match list.items.first() {
        Some(Value::String(_) | Value::Bytes(_)) => 2.0 + PER_CHARACTER,
        _ => 2.0,
    };
    tracked_allocating(factor, size.saturating_mul(size))
}

/// `sets.contains`, `sets.intersects`: every element of one with every element of the other.
pub(in crate::library) fn sets(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    compared_sets(sizes, arguments, 1.0)
}

/// `sets.equivalent`: both ways.
pub(in crate::library) fn equivalent_sets(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    compared_sets(sizes, arguments, 2.0)
}

fn compared_sets(sizes: &dyn Sizes, arguments: &[Operand<'_>], factor: f64) -> Option<CallEstimate> {
    let [left, right] = arguments else {
        return None;
    };
    let (left, right) = (sizes.size(left), sizes.size(right));
    priced(left.times(right).priced(factor).plus(Cost::ONE))
}

/// The product of the sizes.
pub(in crate::library) fn tracked_sets(arguments: &[Value], _: &Value) -> Option<u64> {
    tracked_product(arguments, 1.0)
}

/// Twice the product of the sizes.
pub(in crate::library) fn tracked_equivalent_sets(arguments: &[Value], _: &Value) -> Option<u64> {
    tracked_product(arguments, 2.0)
}

fn tracked_product(arguments: &[Value], factor: f64) -> Option<u64> {
    let [left, right] = arguments else {
        return None;
    };
    let product = actual_size(left).wrapping_mul(actual_size(right));
    Some(((product as f64 * factor) as u64).saturating_add(1))
}
