//! Integers: `int`, `add`, `div`, `max` and the like (sprig's numeric.go). They wrap on overflow.

use gostd::strconv::{atoi, parse_int};
use gotemplate::{Call, Error, Function, Param, Value};

use super::cast::to_int;
use super::text::write;
use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("int", &[Param::Any], |call| Ok(Value::int(to_int(call.value(0))))),
    fixed("int64", &[Param::Any], |call| Ok(Value::int64(to_int(call.value(0))))),
    fixed("atoi", &[Param::String], parse_decimal),
    fixed("toDecimal", &[Param::Any], to_decimal),
    variadic("add", &[], Param::Any, |call| Ok(fold(call, i64::wrapping_add))),
    fixed("add1", &[Param::Any], |call| Ok(Value::int64(to_int(call.value(0)).wrapping_add(1)))),
    fixed("sub", &[Param::Any, Param::Any], |call| Ok(fold(call, i64::wrapping_sub))),
    variadic("mul", &[Param::Any], Param::Any, |call| Ok(fold(call, i64::wrapping_mul))),
    fixed("div", &[Param::Any, Param::Any], |call| divide(call, i64::wrapping_div)),
    fixed("mod", &[Param::Any, Param::Any], |call| divide(call, i64::wrapping_rem)),
    variadic("max", &[Param::Any], Param::Any, |call| Ok(fold(call, i64::max))),
    variadic("biggest", &[Param::Any], Param::Any, |call| Ok(fold(call, i64::max))),
    variadic("min", &[Param::Any], Param::Any, |call| Ok(fold(call, i64::min))),
];

/// What the operation makes of all arguments, 0 if there are none.
fn fold(call: &Call<'_>, operation: impl Fn(i64, i64) -> i64) -> Value {
    let result = call.arguments().iter().map(to_int).reduce(operation);
    Value::int64(result.unwrap_or(0))
}

fn divide(call: &Call<'_>, operation: impl Fn(i64, i64) -> i64) -> Result<Value, Error> {
    if to_int(call.value(1)) == 0 {
        return Err(Error::new("runtime error: integer divide by zero"));
    }
    Ok(fold(call, operation))
}

/// A decimal `int`; what is too large is the largest, what is no number is 0.
fn parse_decimal(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::int(atoi(call.string(0).as_bytes()).unwrap_or_else(|error| error.value)))
}

/// The number that the value's text is in octal.
fn to_decimal(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut text = Vec::new();
    write(&mut text, call.value(0), call.context)?;
    Ok(Value::int64(parse_int(&text, 8, 64).unwrap_or(0)))
}
