//! Lists taken for sets (cel-go's `ext.Sets`), since 1.29.

use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::library::arguments::value;
use crate::library::prices::lists as prices;
use crate::library::standard::equality::list_contains;
use crate::types::Type;
use crate::value::{List, Value};

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 29 {
        return Vec::new();
    }
    let contains = relation("list_sets_contains_list", contains).priced(prices::sets, prices::tracked_sets);
    let equivalent = relation("list_sets_equivalent_list", equivalent)
        .priced(prices::equivalent_sets, prices::tracked_equivalent_sets);
    let intersects = relation("list_sets_intersects_list", intersects).priced(prices::sets, prices::tracked_sets);
    vec![
        Function::of("sets.contains", contains),
        Function::of("sets.equivalent", equivalent),
        Function::of("sets.intersects", intersects),
    ]
}

fn relation(id: &'static str, apply: Apply) -> Overload {
    let list = Type::list(Type::parameter("T"));
    Overload::function(id, vec![list.clone(), list], Type::Bool, apply)
}

fn list<'a>(call: &Call<'a>, index: usize) -> Result<&'a List, Fault> {
    match value(call, index)? {
        Value::List(list) => Ok(list),
        _ => Err(Fault::no_such_overload()),
    }
}

/// Whether the first list has all elements of the second; a comparison that failed is the answer.
fn has_all(list: &List, other: &List, call: &Call<'_>) -> Result<bool, Fault> {
    for element in &other.items {
        if !list_contains(list, element, call.work)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn contains(call: &Call<'_>) -> Result<Value, Fault> {
    has_all(list(call, 0)?, list(call, 1)?, call).map(Value::Bool)
}

fn equivalent(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = (list(call, 0)?, list(call, 1)?);
    Ok(Value::Bool(has_all(left, right, call)? && has_all(right, left, call)?))
}

fn intersects(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = (list(call, 0)?, list(call, 1)?);
    let common = left.items.iter().any(|element| list_contains(right, element, call.work) == Ok(true));
    Ok(Value::Bool(common))
}
