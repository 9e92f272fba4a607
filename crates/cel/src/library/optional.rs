//! Optional values (cel-go's `cel.OptionalTypes`), since 1.28. The operators `.?` and `[?]` are standard ones.

use crate::function::{Call, Fault, Function, Overload};
use crate::library::arguments::{items, list, optional, perhaps, value};
use crate::library::shown::shown;
use crate::types::Type;
use crate::value::Value;

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 28 {
        return Vec::new();
    }
    let content = || Type::parameter("V");
    let maybe = || Type::optional(content());
    let (plain, maybes) = (Type::list(content()), Type::list(maybe()));
    let of_non_zero = Overload::function("optional_ofNonZeroValue", vec![content()], maybe(), of_non_zero);
    let or = Overload { apply: None, ..Overload::method("optional_or_optional", vec![maybe(), maybe()], maybe(), of) };
    let or_value =
        Overload { apply: None, ..Overload::method("optional_orValue_value", vec![maybe(), content()], content(), of) };
    let last = Overload::method("list_last", vec![plain.clone()], maybe(), last);
    let first = Overload::method("list_first", vec![plain.clone()], maybe(), first);
    vec![
        Function::of("optional.of", Overload::function("optional_of", vec![content()], maybe(), of)),
        Function::of("optional.ofNonZeroValue", of_non_zero),
        Function::of("optional.none", Overload::function("optional_none", vec![], maybe(), none)),
        Function::of("value", Overload::method("optional_value", vec![maybe()], content(), content_of)),
        Function::of("hasValue", Overload::method("optional_hasValue", vec![maybe()], Type::Bool, has_value)),
        Function::of("or", or),
        Function::of("orValue", or_value),
        Function::of("last", last),
        Function::of("first", first),
        Function::of(
            "optional.unwrap",
            Overload::function("optional_unwrap", vec![maybes.clone()], plain.clone(), unwrap),
        ),
        Function::of("unwrapOpt", Overload::method("optional_unwrapOpt", vec![maybes], plain, unwrap)),
    ]
}

fn of(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(perhaps(Some(value(call, 0)?.clone())))
}

fn none(_: &Call<'_>) -> Result<Value, Fault> {
    Ok(perhaps(None))
}

fn of_non_zero(call: &Call<'_>) -> Result<Value, Fault> {
    let content = value(call, 0)?;
    Ok(perhaps(if is_zero(content) { None } else { Some(content.clone()) }))
}

/// Whether a value is what a variable of its type holds before anything was put there (`IsZeroValue`). What has no such
/// value, such as an object, never is.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(truth) => !truth,
        Value::Int(number) | Value::Duration(number) => *number == 0,
        Value::Uint(number) => *number == 0,
        Value::Double(number) => *number == 0.0,
        Value::String(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Timestamp(moment) => moment.seconds == ZERO_TIME && moment.nanoseconds == 0,
        Value::List(list) => list.items.is_empty(),
        Value::Map(map) => map.entries.is_empty(),
        Value::Object(_) | Value::Optional(_) | Value::Type(_) | Value::Opaque(_) | Value::Fault(_) => false,
    }
}

/// The first moment of year 1, Go's zero time.
const ZERO_TIME: i64 = -62_135_596_800;

fn content_of(call: &Call<'_>) -> Result<Value, Fault> {
    optional(call, 0)?.cloned().ok_or_else(|| Fault::new("optional.none() dereference"))
}

fn has_value(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(optional(call, 0)?.is_some()))
}

fn last(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(perhaps(items(call, 0)?.last().cloned()))
}

fn first(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(perhaps(items(call, 0)?.first().cloned()))
}

fn unwrap(call: &Call<'_>) -> Result<Value, Fault> {
    let mut contents = Vec::new();
    for item in items(call, 0)? {
        match item {
            Value::Optional(content) => contents.extend(content.as_deref().cloned()),
            other => return Err(Fault::new(format!("value {} is not optional", shown(other)))),
        }
    }
    Ok(list(contents))
}
