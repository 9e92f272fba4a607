//! cel-go's functions of lists (`ext.Lists`, version 3), since 1.34.

use crate::function::{Apply, Call, Estimate, Fault, Function, Overload};
use crate::library::arguments::{integer, items, list};
use crate::library::prices::lists as prices;
use crate::library::standard::equality::equal;
use crate::library::standard::kinds;
use crate::library::standard::ordering::compare;
use crate::types::Type;
use crate::value::Value;

/// The most elements that `lists.range` makes.
const LONGEST_RANGE: i64 = 1_000_000;

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 34 {
        return Vec::new();
    }
    let any = || Type::list(Type::parameter("T"));
    let of_any = |id, apply, estimate, track| Overload::method(id, vec![any()], any(), apply).priced(estimate, track);
    let slice = Overload::method("list_slice", vec![any(), Type::Int, Type::Int], any(), slice)
        .priced(prices::slice, prices::tracked_result);
    // Before 1.37, cel-go 0.26 knew no bounds here.
    let range: Apply = if minor < 37 { range_without_bounds } else { range };
    let range = Overload::function("lists_range", vec![Type::Int], Type::list(Type::Int), range)
        .priced(prices::range, prices::tracked_result);
    vec![
        Function::of("slice", slice),
        flatten_function(),
        Function { name: "sort", overloads: COMPARABLE.iter().map(sort_overload).collect() },
        Function { name: "@sortByAssociatedKeys", overloads: COMPARABLE.iter().map(sort_by_overload).collect() },
        Function::of("lists.range", range),
        Function::of("reverse", of_any("list_reverse", reverse, prices::reverse, prices::tracked_result)),
        Function::of("distinct", of_any("list_distinct", distinct, prices::distinct, prices::tracked_sort)),
    ]
}

/// A type that has an order, with the ids of its overloads.
type Comparable = (Type, &'static str, &'static str);

const COMPARABLE: [Comparable; 8] = [
    (Type::Int, "list_int_sort", "list_int_sortByAssociatedKeys"),
    (Type::Uint, "list_uint_sort", "list_uint_sortByAssociatedKeys"),
    (Type::Double, "list_double_sort", "list_double_sortByAssociatedKeys"),
    (Type::Bool, "list_bool_sort", "list_bool_sortByAssociatedKeys"),
    (Type::Duration, "list_google.protobuf.Duration_sort", "list_google.protobuf.Duration_sortByAssociatedKeys"),
    (Type::Timestamp, "list_google.protobuf.Timestamp_sort", "list_google.protobuf.Timestamp_sortByAssociatedKeys"),
    (Type::String, "list_string_sort", "list_string_sortByAssociatedKeys"),
    (Type::Bytes, "list_bytes_sort", "list_bytes_sortByAssociatedKeys"),
];

fn sort_overload((element, id, _): &Comparable) -> Overload {
    let is_text = matches!(element, Type::String | Type::Bytes);
    let estimate: Estimate = if is_text { prices::sort_texts } else { prices::distinct };
    let list = Type::list(element.clone());
    Overload::method(id, vec![list.clone()], list, sort).priced(estimate, prices::tracked_sort)
}

fn sort_by_overload((key, _, id): &Comparable) -> Overload {
    let is_text = matches!(key, Type::String | Type::Bytes);
    let estimate: Estimate = if is_text { prices::sort_by_texts } else { prices::sort_by };
    let list = Type::list(Type::parameter("T"));
    Overload::method(id, vec![list.clone(), Type::list(key.clone())], list, sort_by)
        .priced(estimate, prices::tracked_sort_by)
}

fn flatten_function() -> Function {
    let (any, dynamic) = (Type::list(Type::parameter("T")), Type::list(Type::Dyn));
    let once = Overload::method("list_flatten", vec![Type::list(any.clone())], any, flatten);
    let often = Overload::method("list_flatten_int", vec![dynamic.clone(), Type::Int], dynamic, flatten);
    let priced = |overload: Overload| overload.priced(prices::flatten, prices::tracked_flatten);
    Function { name: "flatten", overloads: vec![priced(once), priced(often)] }
}

fn slice(call: &Call<'_>) -> Result<Value, Fault> {
    let (items, start, end) = (items(call, 0)?, integer(call, 1)?, integer(call, 2)?);
    let fail = |why: String| Err(Fault::new(format!("cannot slice({start}, {end}), {why}")));
    let (Ok(from), Ok(to)) = (usize::try_from(start), usize::try_from(end)) else {
        return fail("negative indexes not supported".to_owned());
    };
    if start > end {
        return fail("start index must be less than or equal to end index".to_owned());
    }
    match items.get(from..to) {
        Some(part) => Ok(list(part.to_vec())),
        None => fail(format!("list is length {}", items.len())),
    }
}

/// What lists in a list have, down to a depth.
fn flatten(call: &Call<'_>) -> Result<Value, Fault> {
    let depth = if call.arguments.len() > 1 { integer(call, 1)? } else { 1 };
    if depth < 0 {
        return Err(Fault::new("level must be non-negative"));
    }
    let mut flat = Vec::new();
    // Lists that are gone through, innermost last.
    let mut open = vec![items(call, 0)?.iter()];
    while let Some(innermost) = open.last_mut() {
        match innermost.next() {
            Some(Value::List(inner)) if open.len() as i64 <= depth => open.push(inner.items.iter()),
            Some(item) => flat.push(item.clone()),
            None => drop(open.pop()),
        }
    }
    Ok(list(flat))
}

fn reverse(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(list(items(call, 0)?.iter().rev().cloned().collect()))
}

fn distinct(call: &Call<'_>) -> Result<Value, Fault> {
    let mut kept: Vec<&Value> = Vec::new();
    for item in items(call, 0)? {
        let mut is_new = true;
        for other in &kept {
            match equal(item, other, call.work) {
                Ok(true) => {
                    is_new = false;
                    break;
                }
                Err(fault) if call.work.is_exhausted() => return Err(fault),
                _ => {}
            }
        }
        if is_new {
            kept.push(item);
        }
    }
    Ok(list(kept.into_iter().cloned().collect()))
}

fn sort(call: &Call<'_>) -> Result<Value, Fault> {
    let items = items(call, 0)?;
    sorted(items, items)
}

fn sort_by(call: &Call<'_>) -> Result<Value, Fault> {
    sorted(items(call, 0)?, items(call, 1)?)
}

/// The items in the order of their keys.
fn sorted(items: &[Value], keys: &[Value]) -> Result<Value, Fault> {
    if items.len() != keys.len() {
        return Err(Fault::new(format!(
            "@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got {} and {} elements respectively",
            items.len(),
            keys.len()
        )));
    }
    let Some(first) = keys.first() else {
        return Ok(list(Vec::new()));
    };
    let kind = kinds::of(first);
    if !COMPARABLE.iter().any(|(comparable, _, _)| *comparable == kind) {
        return Err(Fault::new("list elements must be comparable"));
    }
    if keys.iter().any(|key| kinds::of(key) != kind) {
        return Err(Fault::new("list elements must have the same type"));
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    gostd::sort::sort(&mut order, |left, right| match (keys.get(*left), keys.get(*right)) {
        (Some(left), Some(right)) => compare(left, right).is_ok_and(std::cmp::Ordering::is_lt),
        _ => false,
    });
    Ok(list(order.into_iter().filter_map(|index| items.get(index).cloned()).collect()))
}

fn range(call: &Call<'_>) -> Result<Value, Fault> {
    let count = integer(call, 0)?;
    if count < 0 {
        return Err(Fault::new(format!("lists.range: size must be non-negative, got {count}")));
    }
    if count > LONGEST_RANGE {
        let message = format!("lists.range: size {count} exceeds maximum allowed ({LONGEST_RANGE})");
        return Err(Fault::new(message));
    }
    Ok(numbers(count))
}

/// Without bounds; what is longer costs more than any call may, which the server says when it has made the list.
fn range_without_bounds(call: &Call<'_>) -> Result<Value, Fault> {
    match integer(call, 0)? {
        count if count > LONGEST_RANGE => Err(Fault::new("operation cancelled: actual cost limit exceeded")),
        count => Ok(numbers(count)),
    }
}

fn numbers(count: i64) -> Value {
    list((0..count).map(Value::Int).collect())
}
