//! Methods of strings: `contains`, `endsWith`, `startsWith`, `matches`.

use gostd::regexp;

use crate::function::{Call, Fault, Function, Overload};
use crate::types::Type;
use crate::value::Value;

/// The functions.
pub(super) fn functions() -> Vec<Function> {
    let two_strings = || vec![Type::String, Type::String];
    let method =
        |name, id, apply| Function { name, overloads: vec![Overload::method(id, two_strings(), Type::Bool, apply)] };
    vec![
        method("contains", "contains_string", contains),
        method("endsWith", "ends_with_string", ends_with),
        method("startsWith", "starts_with_string", starts_with),
        Function {
            name: "matches",
            overloads: vec![
                Overload::function("matches", two_strings(), Type::Bool, matches),
                Overload::method("matches_string", two_strings(), Type::Bool, matches),
            ],
        },
    ]
}

fn strings<'a>(call: &Call<'a>) -> Result<(&'a str, &'a str), Fault> {
    match call.arguments {
        [Value::String(left), Value::String(right)] => Ok((left, right)),
        _ => Err(Fault::no_such_overload()),
    }
}

fn contains(call: &Call<'_>) -> Result<Value, Fault> {
    strings(call).map(|(text, part)| Value::Bool(text.contains(part)))
}

fn ends_with(call: &Call<'_>) -> Result<Value, Fault> {
    strings(call).map(|(text, end)| Value::Bool(text.ends_with(end)))
}

fn starts_with(call: &Call<'_>) -> Result<Value, Fault> {
    strings(call).map(|(text, start)| Value::Bool(text.starts_with(start)))
}

fn matches(call: &Call<'_>) -> Result<Value, Fault> {
    let (text, pattern) = strings(call)?;
    let expression = regexp::compile(pattern, call.work).map_err(|error| Fault::new(error.to_string()))?;
    let found = expression.is_match(text.as_bytes(), call.work);
    found.map(Value::Bool).map_err(|error| Fault::new(error.to_string()))
}
