//! `print`, `printf` and `println`.

use crate::error::Error;
use crate::format;
use crate::function::Call;
use crate::value::Value;

/// Counts the work of writing the arguments.
pub(super) fn count_written(call: &mut Call<'_>) -> Result<(), Error> {
    for argument in call.arguments() {
        call.context.work(format::steps_to_write(argument)?)?;
    }
    Ok(())
}

/// `fmt.Sprint`
pub(super) fn print(call: &mut Call<'_>) -> Result<Value, Error> {
    count_written(call)?;
    format::try_sprint(call.arguments(), &mut |bytes| call.context.charge(bytes)).map(Value::from)
}

/// `fmt.Sprintln`
pub(super) fn println(call: &mut Call<'_>) -> Result<Value, Error> {
    count_written(call)?;
    format::try_sprintln(call.arguments(), &mut |bytes| call.context.charge(bytes)).map(Value::from)
}

/// `fmt.Sprintf`
pub(super) fn printf(call: &mut Call<'_>) -> Result<Value, Error> {
    count_written(call)?;
    let format = call.string(0);
    format::sprintf(format.as_bytes(), call.rest(1), &mut |bytes| call.context.charge(bytes)).map(Value::from)
}
