//! Lists and maps: `[ ]`, `in`, `size`.

use super::{any, binary, built_in, equality, list_of_any, map_of_any};
use crate::function::{Call, Fault, Function, Overload};
use crate::types::Type;
use crate::value::Value;

/// The functions; indexes are carried out by the evaluator.
pub(super) fn functions() -> Vec<Function> {
    vec![
        Function { name: "_[_]", overloads: indexes() },
        Function {
            name: "@in",
            overloads: vec![
                binary("in_list", (any(), list_of_any()), Type::Bool, contains),
                binary("in_map", (any(), map_of_any()), Type::Bool, contains),
            ],
        },
        Function { name: "size", overloads: sizes() },
    ]
}

fn indexes() -> Vec<Overload> {
    vec![
        built_in("index_list", vec![list_of_any(), Type::Int], any()),
        built_in("index_map", vec![map_of_any(), any()], Type::parameter("B")),
    ]
}

fn sizes() -> Vec<Overload> {
    let function = |id, parameter| Overload::function(id, vec![parameter], Type::Int, size);
    let method = |id, parameter| Overload::method(id, vec![parameter], Type::Int, size);
    vec![
        function("size_bytes", Type::Bytes),
        method("bytes_size", Type::Bytes),
        function("size_list", list_of_any()),
        method("list_size", list_of_any()),
        function("size_map", map_of_any()),
        method("map_size", map_of_any()),
        function("size_string", Type::String),
        method("string_size", Type::String),
    ]
}

fn size(call: &Call<'_>) -> Result<Value, Fault> {
    let size = match call.arguments {
        [Value::String(text)] => text.chars().count(),
        [Value::Bytes(bytes)] => bytes.len(),
        [Value::List(list)] => list.items.len(),
        [Value::Map(map)] => map.entries.len(),
        [Value::Object(object)] => object.size(),
        _ => return Err(Fault::no_such_overload()),
    };
    Ok(Value::Int(i64::try_from(size).unwrap_or(i64::MAX)))
}

fn contains(call: &Call<'_>) -> Result<Value, Fault> {
    match call.arguments {
        [element, Value::List(list)] => equality::list_contains(list, element, call.work).map(Value::Bool),
        [key, Value::Map(map)] => {
            let found = equality::key(key).and_then(|key| equality::find(map, &key));
            if let Some(Value::Fault(fault)) = found {
                Err((**fault).clone())
            } else {
                Ok(Value::Bool(found.is_some()))
            }
        }
        [Value::String(name), Value::Object(object)] => Ok(Value::Bool(object.fields.contains_key(&**name))),
        _ => Err(Fault::no_such_overload()),
    }
}
