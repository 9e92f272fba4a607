//! Kubernetes' own functions of lists (`kubernetes.lists`).
//!
//! Version 1 of this library took the place of version 0 in 1.37 and stands at another place among the libraries.

use std::cmp::Ordering;

use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::library::arguments::{items, value};
use crate::library::prices::lists as prices;
use crate::library::standard::equality::equal;
use crate::library::standard::ordering::compare;
use crate::types::Type;
use crate::value::Value;

/// Version 0, until 1.36.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 37 { common() } else { Vec::new() }
}

/// Version 1, since 1.37.
pub(crate) fn functions_with_includes(minor: u32) -> Vec<Function> {
    if minor < 37 {
        return Vec::new();
    }
    let includes = Overload::method("list_includes_dyn_dyn", vec![Type::Dyn, Type::Dyn], Type::Bool, includes)
        .priced(prices::includes, prices::tracked_traversal);
    let mut functions = common();
    functions.push(Function::of("includes", includes));
    functions
}

/// A type of elements, and the ids of its overloads.
struct Element {
    kind: Type,
    is_sorted: &'static str,
    sum: Option<(&'static str, Apply)>,
    max: &'static str,
    min: &'static str,
}

fn elements() -> [Element; 8] {
    let element = |kind, is_sorted, max, min| Element { kind, is_sorted, sum: None, max, min };
    let summable = |element: Element, id, sum| Element { sum: Some((id, sum)), ..element };
    let int = element(Type::Int, "list_int_is_sorted_bool", "list_int_max_int", "list_int_min_int");
    let uint = element(Type::Uint, "list_uint_is_sorted_bool", "list_uint_max_uint", "list_uint_min_uint");
    let double =
        element(Type::Double, "list_double_is_sorted_bool", "list_double_max_double", "list_double_min_double");
    let duration = element(
        Type::Duration,
        "list_duration_is_sorted_bool",
        "list_duration_max_duration",
        "list_duration_min_duration",
    );
    [
        summable(int, "list_int_sum_int", sum_ints),
        summable(uint, "list_uint_sum_uint", sum_uints),
        summable(double, "list_double_sum_double", sum_doubles),
        element(Type::Bool, "list_bool_is_sorted_bool", "list_bool_max_bool", "list_bool_min_bool"),
        summable(duration, "list_duration_sum_duration", sum_durations),
        element(
            Type::Timestamp,
            "list_timestamp_is_sorted_bool",
            "list_timestamp_max_timestamp",
            "list_timestamp_min_timestamp",
        ),
        element(Type::String, "list_string_is_sorted_bool", "list_string_max_string", "list_string_min_string"),
        element(Type::Bytes, "list_bytes_is_sorted_bool", "list_bytes_max_bytes", "list_bytes_min_bytes"),
    ]
}

fn common() -> Vec<Function> {
    let elements = elements();
    let of_list = |id, element: &Type, result: &Type, apply| {
        priced(Overload::method(id, vec![Type::list(element.clone())], result.clone(), apply))
    };
    let sums = elements
        .iter()
        .filter_map(|element| element.sum.map(|(id, sum)| of_list(id, &element.kind, &element.kind, sum)));
    let sorted = elements.iter().map(|element| of_list(element.is_sorted, &element.kind, &Type::Bool, is_sorted));
    let max = elements.iter().map(|element| of_list(element.max, &element.kind, &element.kind, max));
    let min = elements.iter().map(|element| of_list(element.min, &element.kind, &element.kind, min));
    let any = Type::parameter("A");
    let index = |id, apply| priced(Overload::method(id, vec![Type::list(any.clone()), any.clone()], Type::Int, apply));
    vec![
        Function { name: "isSorted", overloads: sorted.collect() },
        Function { name: "sum", overloads: sums.collect() },
        Function { name: "max", overloads: max.collect() },
        Function { name: "min", overloads: min.collect() },
        Function::of("indexOf", index("list_a_index_of_int", index_of)),
        Function::of("lastIndexOf", index("list_a_last_index_of_int", last_index_of)),
    ]
}

fn priced(overload: Overload) -> Overload {
    overload.priced(prices::compare_all, prices::tracked_traversal)
}

fn is_sorted(call: &Call<'_>) -> Result<Value, Fault> {
    let items = items(call, 0)?;
    let falls = |pair: &[Value]| matches!(pair, [left, right] if compare(left, right) == Ok(Ordering::Greater));
    Ok(Value::Bool(!items.windows(2).any(falls)))
}

fn max(call: &Call<'_>) -> Result<Value, Fault> {
    extreme(call, "max", Ordering::Less)
}

fn min(call: &Call<'_>) -> Result<Value, Fault> {
    extreme(call, "min", Ordering::Greater)
}

/// The first element of which no later one is to be preferred; what can't be compared is not.
fn extreme(call: &Call<'_>, name: &str, preferred: Ordering) -> Result<Value, Fault> {
    let (first, rest) =
        items(call, 0)?.split_first().ok_or_else(|| Fault::new(format!("{name} called on empty list")))?;
    let better = |best, next| if compare(best, next) == Ok(preferred) { next } else { best };
    Ok(rest.iter().fold(first, better).clone())
}

fn sum_ints(call: &Call<'_>) -> Result<Value, Fault> {
    let add = |sum: i64, item: &Value| match item {
        Value::Int(number) => sum.checked_add(*number).ok_or_else(|| Fault::new("integer overflow")),
        _ => Err(Fault::no_such_overload()),
    };
    items(call, 0)?.iter().try_fold(0, add).map(Value::Int)
}

fn sum_uints(call: &Call<'_>) -> Result<Value, Fault> {
    let add = |sum: u64, item: &Value| match item {
        Value::Uint(number) => sum.checked_add(*number).ok_or_else(|| Fault::new("unsigned integer overflow")),
        _ => Err(Fault::no_such_overload()),
    };
    items(call, 0)?.iter().try_fold(0, add).map(Value::Uint)
}

fn sum_doubles(call: &Call<'_>) -> Result<Value, Fault> {
    let add = |sum: f64, item: &Value| match item {
        Value::Double(number) => Ok(sum + number),
        _ => Err(Fault::no_such_overload()),
    };
    items(call, 0)?.iter().try_fold(0.0, add).map(Value::Double)
}

fn sum_durations(call: &Call<'_>) -> Result<Value, Fault> {
    let add = |sum: i64, item: &Value| match item {
        Value::Duration(span) => sum.checked_add(*span).ok_or_else(|| Fault::new("duration overflow")),
        _ => Err(Fault::no_such_overload()),
    };
    items(call, 0)?.iter().try_fold(0, add).map(Value::Duration)
}

/// Whether a value is equal to another one; where they can't be compared it is not.
fn is(item: &Value, call: &Call<'_>) -> Result<bool, Fault> {
    let wanted = value(call, 1)?;
    match equal(item, wanted, call.work) {
        Err(fault) if call.work.is_exhausted() => Err(fault),
        result => Ok(result == Ok(true)),
    }
}

fn position<'a>(items: impl Iterator<Item = (usize, &'a Value)>, call: &Call<'_>) -> Result<Value, Fault> {
    for (index, item) in items {
        if is(item, call)? {
            return Ok(Value::Int(index as i64));
        }
    }
    Ok(Value::Int(-1))
}

fn index_of(call: &Call<'_>) -> Result<Value, Fault> {
    position(items(call, 0)?.iter().enumerate(), call)
}

fn last_index_of(call: &Call<'_>) -> Result<Value, Fault> {
    position(items(call, 0)?.iter().enumerate().rev(), call)
}

/// Whether a list has an element, or what is no list equals it.
fn includes(call: &Call<'_>) -> Result<Value, Fault> {
    let candidates = match value(call, 0)? {
        Value::List(list) => list.items.as_slice(),
        single => std::slice::from_ref(single),
    };
    for candidate in candidates {
        if is(candidate, call)? {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}
