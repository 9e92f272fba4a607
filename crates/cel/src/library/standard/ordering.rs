//! `<`, `<=`, `>`, `>=`: the same types for each, numbers of different types included.

use std::cmp::Ordering;

use super::binary;
use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::types::Type;
use crate::value::Value;

/// The operators.
pub(super) fn functions() -> Vec<Function> {
    vec![
        Function { name: "_<_", overloads: overloads(LESS, less) },
        Function { name: "_<=_", overloads: overloads(LESS_EQUALS, less_equals) },
        Function { name: "_>_", overloads: overloads(GREATER, greater) },
        Function { name: "_>=_", overloads: overloads(GREATER_EQUALS, greater_equals) },
    ]
}

/// What can be compared with what, in cel-go's order.
const PAIRS: [(Type, Type); 14] = [
    (Type::Bool, Type::Bool),
    (Type::Int, Type::Int),
    (Type::Int, Type::Double),
    (Type::Int, Type::Uint),
    (Type::Uint, Type::Uint),
    (Type::Uint, Type::Double),
    (Type::Uint, Type::Int),
    (Type::Double, Type::Double),
    (Type::Double, Type::Int),
    (Type::Double, Type::Uint),
    (Type::String, Type::String),
    (Type::Bytes, Type::Bytes),
    (Type::Timestamp, Type::Timestamp),
    (Type::Duration, Type::Duration),
];

/// The ids of an operator's overloads, in the order of [`PAIRS`].
macro_rules! ids {
    ($operator:literal) => {
        [
            concat!($operator, "_bool"),
            concat!($operator, "_int64"),
            concat!($operator, "_int64_double"),
            concat!($operator, "_int64_uint64"),
            concat!($operator, "_uint64"),
            concat!($operator, "_uint64_double"),
            concat!($operator, "_uint64_int64"),
            concat!($operator, "_double"),
            concat!($operator, "_double_int64"),
            concat!($operator, "_double_uint64"),
            concat!($operator, "_string"),
            concat!($operator, "_bytes"),
            concat!($operator, "_timestamp"),
            concat!($operator, "_duration"),
        ]
    };
}

const LESS: [&str; 14] = ids!("less");
const LESS_EQUALS: [&str; 14] = ids!("less_equals");
const GREATER: [&str; 14] = ids!("greater");
const GREATER_EQUALS: [&str; 14] = ids!("greater_equals");

fn overloads(ids: [&'static str; 14], apply: Apply) -> Vec<Overload> {
    ids.into_iter().zip(PAIRS).map(|(id, pair)| binary(id, pair, Type::Bool, apply)).collect()
}

fn less(call: &Call<'_>) -> Result<Value, Fault> {
    ordered(call, Ordering::is_lt)
}

fn less_equals(call: &Call<'_>) -> Result<Value, Fault> {
    ordered(call, Ordering::is_le)
}

fn greater(call: &Call<'_>) -> Result<Value, Fault> {
    ordered(call, Ordering::is_gt)
}

fn greater_equals(call: &Call<'_>) -> Result<Value, Fault> {
    ordered(call, Ordering::is_ge)
}

fn ordered(call: &Call<'_>, holds: fn(Ordering) -> bool) -> Result<Value, Fault> {
    match call.arguments {
        [left, right] => compare(left, right).map(|ordering| Value::Bool(holds(ordering))),
        _ => Err(Fault::no_such_overload()),
    }
}

/// Which of two values comes first.
///
/// # Errors
///
/// If they have no order, or one is not a number that can be ordered.
pub(crate) fn compare(left: &Value, right: &Value) -> Result<Ordering, Fault> {
    use Value::{Bool, Bytes, Double, Duration, Int, String, Timestamp, Uint};
    match (left, right) {
        (Int(_) | Uint(_) | Double(_), Int(_) | Uint(_) | Double(_)) => {
            compare_numbers(left, right).ok_or_else(|| Fault::new("NaN values cannot be ordered"))
        }
        (Bool(left), Bool(right)) => Ok(left.cmp(right)),
        (String(left), String(right)) => Ok(left.as_bytes().cmp(right.as_bytes())),
        (Bytes(left), Bytes(right)) => Ok(left.cmp(right)),
        (Duration(left), Duration(right)) => Ok(left.cmp(right)),
        (Timestamp(left), Timestamp(right)) => Ok(left.cmp(right)),
        (Double(number), _) if number.is_nan() => Err(Fault::new("NaN values cannot be ordered")),
        _ => Err(Fault::no_such_overload()),
    }
}

/// Which of two numbers is smaller, whatever their types; `None` if one is not a number.
pub(crate) fn compare_numbers(left: &Value, right: &Value) -> Option<Ordering> {
    use Value::{Double, Int, Uint};
    match (left, right) {
        (Int(left), Int(right)) => Some(left.cmp(right)),
        (Uint(left), Uint(right)) => Some(left.cmp(right)),
        (Int(left), Uint(right)) => Some(i128::from(*left).cmp(&i128::from(*right))),
        (Uint(left), Int(right)) => Some(i128::from(*left).cmp(&i128::from(*right))),
        (Double(left), Double(right)) => left.partial_cmp(right),
        (Double(left), Int(right)) => double_and_int(*left, *right),
        (Int(left), Double(right)) => double_and_int(*right, *left).map(Ordering::reverse),
        (Double(left), Uint(right)) => double_and_uint(*left, *right),
        (Uint(left), Double(right)) => double_and_uint(*right, *left).map(Ordering::reverse),
        _ => None,
    }
}

/// As cel-go compares them: within the range of integers both as floats.
fn double_and_int(left: f64, right: i64) -> Option<Ordering> {
    match left {
        _ if left < i64::MIN as f64 => Some(Ordering::Less),
        _ if left > i64::MAX as f64 => Some(Ordering::Greater),
        _ => left.partial_cmp(&(right as f64)),
    }
}

fn double_and_uint(left: f64, right: u64) -> Option<Ordering> {
    match left {
        _ if left < 0.0 => Some(Ordering::Less),
        _ if left > u64::MAX as f64 => Some(Ordering::Greater),
        _ => left.partial_cmp(&(right as f64)),
    }
}
