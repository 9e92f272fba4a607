//! Conversions: `int(x)`, `string(x)`, `timestamp(x)`, …

mod numbers;
mod text;
mod time;

pub(crate) use text::text_of;

use super::{any, unary};
use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::types::Type::{self, Bool, Bytes, Double, Duration, Int, String, Timestamp, Uint};
use crate::value::Value;

/// The functions of Kubernetes 1.`minor`.
pub(super) fn functions(minor: u32) -> Vec<Function> {
    vec![
        Function { name: "type", overloads: vec![unary("type", any(), Type::Type(Some(any().into())), type_of)] },
        Function {
            name: "bool",
            overloads: to(Bool, &[("bool_to_bool", Bool, same), ("string_to_bool", String, text::to_bool)]),
        },
        Function {
            name: "bytes",
            overloads: to(Bytes, &[("bytes_to_bytes", Bytes, same), ("string_to_bytes", String, text::to_bytes)]),
        },
        Function { name: "double", overloads: doubles() },
        Function { name: "duration", overloads: durations(minor) },
        Function { name: "dyn", overloads: vec![unary("to_dyn", any(), Type::Dyn, same)] },
        Function { name: "int", overloads: ints() },
        Function { name: "string", overloads: strings() },
        Function { name: "timestamp", overloads: timestamps() },
        Function { name: "uint", overloads: uints() },
    ]
}

fn to(result: Type, from: &[(&'static str, Type, Apply)]) -> Vec<Overload> {
    from.iter().map(|(id, parameter, apply)| unary(id, parameter.clone(), result.clone(), *apply)).collect()
}

fn doubles() -> Vec<Overload> {
    to(
        Double,
        &[
            ("double_to_double", Double, same),
            ("int64_to_double", Int, numbers::to_double),
            ("string_to_double", String, numbers::to_double),
            ("uint64_to_double", Uint, numbers::to_double),
        ],
    )
}

/// cel-go forgot about integers between Kubernetes 1.36 and 1.37.
fn durations(minor: u32) -> Vec<Overload> {
    let mut overloads =
        to(Duration, &[("duration_to_duration", Duration, same), ("string_to_duration", String, time::to_duration)]);
    if minor < 36 {
        overloads.insert(1, unary("int64_to_duration", Int, Duration, time::to_duration));
    }
    overloads
}

fn ints() -> Vec<Overload> {
    to(
        Int,
        &[
            ("int64_to_int64", Int, same),
            ("double_to_int64", Double, numbers::to_int),
            ("duration_to_int64", Duration, numbers::to_int),
            ("string_to_int64", String, numbers::to_int),
            ("timestamp_to_int64", Timestamp, numbers::to_int),
            ("uint64_to_int64", Uint, numbers::to_int),
        ],
    )
}

fn strings() -> Vec<Overload> {
    to(
        String,
        &[
            ("string_to_string", String, same),
            ("bool_to_string", Bool, text::to_string),
            ("bytes_to_string", Bytes, text::to_string),
            ("double_to_string", Double, text::to_string),
            ("duration_to_string", Duration, text::to_string),
            ("int64_to_string", Int, text::to_string),
            ("timestamp_to_string", Timestamp, text::to_string),
            ("uint64_to_string", Uint, text::to_string),
        ],
    )
}

fn timestamps() -> Vec<Overload> {
    to(
        Timestamp,
        &[
            ("timestamp_to_timestamp", Timestamp, same),
            ("int64_to_timestamp", Int, time::to_timestamp),
            ("string_to_timestamp", String, time::to_timestamp),
        ],
    )
}

fn uints() -> Vec<Overload> {
    to(
        Uint,
        &[
            ("uint64_to_uint64", Uint, same),
            ("double_to_uint64", Double, numbers::to_uint),
            ("int64_to_uint64", Int, numbers::to_uint),
            ("string_to_uint64", String, numbers::to_uint),
        ],
    )
}

fn same(call: &Call<'_>) -> Result<Value, Fault> {
    argument(call).cloned()
}

fn type_of(call: &Call<'_>) -> Result<Value, Fault> {
    argument(call).map(super::kinds::of_as_value)
}

fn argument<'a>(call: &Call<'a>) -> Result<&'a Value, Fault> {
    match call.arguments {
        [value] => Ok(value),
        _ => Err(Fault::no_such_overload()),
    }
}

/// The value cannot be converted.
fn failed(value: &Value, to: &str) -> Fault {
    let from = super::kinds::of(value);
    Fault::new(format!("type conversion error from '{}' to '{to}'", super::kinds::name(&from)))
}
