//! `and`, `or`, `not` and `call`.

use crate::error::Error;
use crate::function::Call;
use crate::value::Value;

/// The first argument that is false, or the last.
pub(super) fn and(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(first_or_last(call, false))
}

/// The first argument that is true, or the last.
pub(super) fn or(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(first_or_last(call, true))
}

fn first_or_last(call: &Call<'_>, truth: bool) -> Value {
    let found = call.arguments().iter().find(|argument| argument.truth() == truth);
    found.or(call.arguments().last()).cloned().unwrap_or_default()
}

/// Whether the argument is false.
pub(super) fn not(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::Bool(!call.value(0).truth()))
}

/// Always an error, since no value is a function.
pub(super) fn call(call: &mut Call<'_>) -> Result<Value, Error> {
    let function = call.value(0);
    let name = match function {
        Value::Nil => "<invalid Value>".to_owned(),
        Value::String(text) => text.to_str().into_owned(),
        _ => format!("<{} Value>", function.type_name()),
    };
    Err(call_error(&name, function))
}

/// What the function `call` says of its first argument, whose name is that argument as it stands in the template.
#[must_use]
pub fn call_error(name: &str, function: &Value) -> Error {
    match function {
        Value::Nil => Error::new("call of nil"),
        _ => Error::new(format!("non-function {name} of type {}", function.type_name())),
    }
}
