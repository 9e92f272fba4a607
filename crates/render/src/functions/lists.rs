//! Lists taken apart and put together: `list`, `first`, `append`, `slice`, `concat`, `chunk` (sprig's list.go).
//! The `must` twins say the same when something is wrong.

use gotemplate::value::{ANY_LIST, Element, Type};
use gotemplate::{Call, Error, Function, List, Param, Str, Value};

use super::cast::{float_to_int, to_int};
use super::limits::{VALUE_SIZE, made_list};
use super::sequence::{item, items, length};
use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("list", &[], Param::Any, list),
    variadic("tuple", &[], Param::Any, list),
    fixed("first", &[Param::Any], first),
    fixed("mustFirst", &[Param::Any], first),
    fixed("last", &[Param::Any], last),
    fixed("mustLast", &[Param::Any], last),
    fixed("rest", &[Param::Any], rest),
    fixed("mustRest", &[Param::Any], rest),
    fixed("initial", &[Param::Any], initial),
    fixed("mustInitial", &[Param::Any], initial),
    fixed("append", &[Param::Any, Param::Any], push),
    fixed("mustAppend", &[Param::Any, Param::Any], push),
    fixed("push", &[Param::Any, Param::Any], push),
    fixed("mustPush", &[Param::Any, Param::Any], push),
    fixed("prepend", &[Param::Any, Param::Any], prepend),
    fixed("mustPrepend", &[Param::Any, Param::Any], prepend),
    variadic("slice", &[Param::Any], Param::Any, slice),
    variadic("mustSlice", &[Param::Any], Param::Any, slice),
    variadic("concat", &[], Param::Any, concat),
    fixed("chunk", &[Param::Int, Param::Any], chunk),
    fixed("mustChunk", &[Param::Int, Param::Any], chunk),
    fixed("reverse", &[Param::Any], reverse),
    fixed("mustReverse", &[Param::Any], reverse),
];

/// `[][]interface {}`
static LIST_OF_LISTS: Type =
    Type { name: "[][]interface {}", underlying: "[][]interface {}", element: Element::Other, methods: &[] };

fn list(call: &mut Call<'_>) -> Result<Value, Error> {
    made_list(call, call.arguments().to_vec())
}

fn first(call: &mut Call<'_>) -> Result<Value, Error> {
    length(call.value(0), "Cannot find first on type")?;
    Ok(item(call.value(0), 0))
}

fn last(call: &mut Call<'_>) -> Result<Value, Error> {
    let length = length(call.value(0), "Cannot find last on type")?;
    Ok(item(call.value(0), length.saturating_sub(1)))
}

/// All but the first item; of nothing a nil slice.
fn rest(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(0), "Cannot find rest on type")?;
    some_or_nil(call, items.split_first().map(|(_, rest)| rest))
}

/// All but the last item; of nothing a nil slice.
fn initial(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(0), "Cannot find initial on type")?;
    some_or_nil(call, items.split_last().map(|(_, initial)| initial))
}

fn some_or_nil(call: &mut Call<'_>, items: Option<&[Value]>) -> Result<Value, Error> {
    items.map_or_else(|| Ok(Value::List(List::nil(&ANY_LIST))), |items| made_list(call, items.to_vec()))
}

fn push(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(0), "Cannot push on type")?;
    let mut all = Vec::with_capacity(items.len() + 1);
    all.extend_from_slice(&items);
    all.push(call.value(1).clone());
    made_list(call, all)
}

fn prepend(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(0), "Cannot prepend on type")?;
    let mut all = Vec::with_capacity(items.len() + 1);
    all.push(call.value(1).clone());
    all.extend_from_slice(&items);
    made_list(call, all)
}

fn reverse(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(0), "Cannot find reverse on type")?;
    made_list(call, items.iter().rev().cloned().collect())
}

/// The items from one place to another, a list of the same type; nil for an empty one.
fn slice(call: &mut Call<'_>) -> Result<Value, Error> {
    let value = call.value(0);
    let length = length(value, "list should be type of slice or array but")?;
    if length == 0 {
        return Ok(Value::Nil);
    }
    let bound = |index: usize, default: usize| {
        call.arguments().get(index).map_or(Some(default), |bound| usize::try_from(to_int(bound)).ok())
    };
    let (start, end) = (bound(1, 0), bound(2, length));
    call.context.charge(length * VALUE_SIZE)?;
    let range = start.zip(end).map(|(start, end)| start..end);
    let part = match (value, range) {
        (Value::List(list), Some(range)) => {
            list.items().get(range).map(|items| Value::List(List::new(list.type_of(), items.to_vec())))
        }
        (Value::Bytes(bytes), Some(range)) => bytes.as_bytes().get(range).map(|part| Value::Bytes(Str::from(part))),
        _ => None,
    };
    part.ok_or_else(|| Error::new("reflect.Value.Slice: slice index out of bounds"))
}

/// All items of all lists; of none a nil slice.
fn concat(call: &mut Call<'_>) -> Result<Value, Error> {
    let complaint = |error: Error| {
        let is_kind = error.message.starts_with("Cannot concat");
        if is_kind { Error::new(format!("{} as list", error.message)) } else { error }
    };
    let mut all = Vec::new();
    for list in call.arguments() {
        let items = items(list, "Cannot concat type").map_err(complaint)?;
        call.context.charge(items.len() * VALUE_SIZE)?;
        all.extend_from_slice(&items);
    }
    Ok(if all.is_empty() { Value::List(List::nil(&ANY_LIST)) } else { Value::list(all) })
}

/// Lists of so many items, the last one of what is left.
fn chunk(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(1), "Cannot chunk type")?;
    let size = call.integer(0);
    // Sizes below 1 go through Go's float arithmetic and end in nothing, one list or a panic.
    let count = float_to_int(((items.len() as f64 - 1.0) / size as f64).floor() + 1.0);
    let remainder = float_to_int((items.len() as f64 % size as f64).floor());
    let last_size = if remainder == 0 { size } else { remainder };
    let panics = count < 0 || count > 0 && (last_size < 0 || count > 1 && size < 0);
    if panics {
        return Err(Error::new("runtime error: makeslice: len out of range"));
    }
    call.context.charge(items.len() * 2 * VALUE_SIZE)?;
    let chunks: Vec<Value> = match usize::try_from(size) {
        Ok(size) if size > 0 => items.chunks(size).map(|chunk| Value::list(chunk.to_vec())).collect(),
        _ if count > 0 => vec![Value::list(items.to_vec())],
        _ => Vec::new(),
    };
    Ok(Value::List(List::new(&LIST_OF_LISTS, chunks)))
}
