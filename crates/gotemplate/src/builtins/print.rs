//! `print`, `printf` and `println`.

use crate::error::Error;
use crate::format;
use crate::function::Call;
use crate::value::Value;

/// `fmt.Sprint`
pub(super) fn print(call: &mut Call<'_>) -> Result<Value, Error> {
    format::try_sprint(call.arguments(), &mut |bytes| call.context.charge(bytes)).map(Value::from)
}

/// `fmt.Sprintln`
pub(super) fn println(call: &mut Call<'_>) -> Result<Value, Error> {
    format::try_sprintln(call.arguments(), &mut |bytes| call.context.charge(bytes)).map(Value::from)
}

/// `fmt.Sprintf`
pub(super) fn printf(call: &mut Call<'_>) -> Result<Value, Error> {
    let format = call.string(0);
    format::sprintf(format.as_bytes(), call.rest(1), &mut |bytes| call.context.charge(bytes)).map(Value::from)
}
