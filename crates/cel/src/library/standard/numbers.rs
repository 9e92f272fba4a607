//! Arithmetic of numbers; what does not fit is an error, never wrapped (cel-go's `common/types/overflow.go`).

use crate::function::{Call, Fault};
use crate::value::{Key, Value};

fn int_overflow() -> Fault {
    Fault::new("integer overflow")
}

fn uint_overflow() -> Fault {
    Fault::new("unsigned integer overflow")
}

fn ints(call: &Call<'_>) -> Result<(i64, i64), Fault> {
    match call.arguments {
        [Value::Int(left), Value::Int(right)] => Ok((*left, *right)),
        _ => Err(Fault::no_such_overload()),
    }
}

fn uints(call: &Call<'_>) -> Result<(u64, u64), Fault> {
    match call.arguments {
        [Value::Uint(left), Value::Uint(right)] => Ok((*left, *right)),
        _ => Err(Fault::no_such_overload()),
    }
}

fn doubles(call: &Call<'_>) -> Result<(f64, f64), Fault> {
    match call.arguments {
        [Value::Double(left), Value::Double(right)] => Ok((*left, *right)),
        _ => Err(Fault::no_such_overload()),
    }
}

fn int(result: Option<i64>) -> Result<Value, Fault> {
    result.map(Value::Int).ok_or_else(int_overflow)
}

fn uint(result: Option<u64>) -> Result<Value, Fault> {
    result.map(Value::Uint).ok_or_else(uint_overflow)
}

/// `int + int`
pub(super) fn add_int(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = ints(call)?;
    int(left.checked_add(right))
}

/// `int - int`
pub(super) fn subtract_int(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = ints(call)?;
    int(left.checked_sub(right))
}

/// `int * int`
pub(super) fn multiply_int(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = ints(call)?;
    int(left.checked_mul(right))
}

/// `int / int`
pub(super) fn divide_int(call: &Call<'_>) -> Result<Value, Fault> {
    match ints(call)? {
        (_, 0) => Err(Fault::new("division by zero")),
        (left, right) => int(left.checked_div(right)),
    }
}

/// `int % int`
pub(super) fn remainder_int(call: &Call<'_>) -> Result<Value, Fault> {
    match ints(call)? {
        (_, 0) => Err(Fault::new("modulus by zero")),
        (left, right) => int(left.checked_rem(right)),
    }
}

/// `-int`
pub(super) fn negate_int(call: &Call<'_>) -> Result<Value, Fault> {
    match call.arguments {
        [Value::Int(number)] => int(number.checked_neg()),
        _ => Err(Fault::no_such_overload()),
    }
}

/// `uint + uint`
pub(super) fn add_uint(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = uints(call)?;
    uint(left.checked_add(right))
}

/// `uint - uint`
pub(super) fn subtract_uint(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = uints(call)?;
    uint(left.checked_sub(right))
}

/// `uint * uint`
pub(super) fn multiply_uint(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = uints(call)?;
    uint(left.checked_mul(right))
}

/// `uint / uint`
pub(super) fn divide_uint(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = uints(call)?;
    left.checked_div(right).map(Value::Uint).ok_or_else(|| Fault::new("division by zero"))
}

/// `uint % uint`
pub(super) fn remainder_uint(call: &Call<'_>) -> Result<Value, Fault> {
    let (left, right) = uints(call)?;
    left.checked_rem(right).map(Value::Uint).ok_or_else(|| Fault::new("modulus by zero"))
}

/// `double + double`
pub(super) fn add_double(call: &Call<'_>) -> Result<Value, Fault> {
    doubles(call).map(|(left, right)| Value::Double(left + right))
}

/// `double - double`
pub(super) fn subtract_double(call: &Call<'_>) -> Result<Value, Fault> {
    doubles(call).map(|(left, right)| Value::Double(left - right))
}

/// `double * double`
pub(super) fn multiply_double(call: &Call<'_>) -> Result<Value, Fault> {
    doubles(call).map(|(left, right)| Value::Double(left * right))
}

/// `double / double`
pub(super) fn divide_double(call: &Call<'_>) -> Result<Value, Fault> {
    doubles(call).map(|(left, right)| Value::Double(left / right))
}

/// `-double`
pub(super) fn negate_double(call: &Call<'_>) -> Result<Value, Fault> {
    match call.arguments {
        [Value::Double(number)] => Ok(Value::Double(-number)),
        _ => Err(Fault::no_such_overload()),
    }
}

/// The integer that a float is without its fraction (`doubleToInt64Checked`).
pub(super) fn double_to_int(number: f64) -> Result<i64, Fault> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if number > -LIMIT && number < LIMIT { Ok(number as i64) } else { Err(int_overflow()) }
}

/// The unsigned integer that a float is without its fraction (`doubleToUint64Checked`).
pub(super) fn double_to_uint(number: f64) -> Result<u64, Fault> {
    const LIMIT: f64 = 18_446_744_073_709_551_616.0;
    if (0.0..LIMIT).contains(&number) { Ok(number as u64) } else { Err(uint_overflow()) }
}

/// An unsigned integer as a signed one.
pub(super) fn uint_to_int(number: u64) -> Result<i64, Fault> {
    i64::try_from(number).map_err(|_| int_overflow())
}

/// A signed integer as an unsigned one.
pub(super) fn int_to_uint(number: i64) -> Result<u64, Fault> {
    u64::try_from(number).map_err(|_| uint_overflow())
}

/// The key of a map that a float is equal to.
pub(crate) fn double_to_key(number: f64) -> Option<Key> {
    if number.fract() != 0.0 {
        return None;
    }
    double_to_int(number).map(Key::Int).or_else(|_| double_to_uint(number).map(Key::Uint)).ok()
}
