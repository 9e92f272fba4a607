//! Choosing between values: `default`, `empty`, `coalesce`, `ternary`, `all`, `any` (sprig's defaults.go). Empty is what
//! `if` takes for false.

use gotemplate::{Call, Error, Function, Param, Value};

use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("default", &[Param::Any], Param::Any, default),
    fixed("empty", &[Param::Any], |call| Ok((!call.value(0).truth()).into())),
    variadic("coalesce", &[], Param::Any, coalesce),
    variadic("all", &[], Param::Any, |call| Ok(call.arguments().iter().all(Value::truth).into())),
    variadic("any", &[], Param::Any, |call| Ok(call.arguments().iter().any(Value::truth).into())),
    fixed("ternary", &[Param::Any, Param::Any, Param::Bool], ternary),
];

/// The second argument unless it is empty or missing, else the first.
fn default(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(call.value(usize::from(call.value(1).truth())).clone())
}

/// The first argument that isn't empty.
fn coalesce(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(call.arguments().iter().find(|value| value.truth()).cloned().unwrap_or_default())
}

/// The first argument if the third is true, else the second.
fn ternary(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(call.value(usize::from(!call.boolean(2))).clone())
}
