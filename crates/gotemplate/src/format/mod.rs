//! Go's `fmt` over template values.
//!
//! Verbs, flags, spacing and the complaints inside of texts (`%!d(string=x)`) are those of Go 1.27's `fmt/print.go` and
//! `fmt/format.go`. Objects print their [`text`](crate::Object::text) where Go would ask for `String()` or `Error()`.
//! Addresses, which `%p` prints, are made up. Where Go would run out of stack or memory (a map that holds itself), the
//! functions named `try_…` fail and the others end the text there.

mod directive;
mod flags;
mod float;
mod integer;
mod output;
mod printer;
mod scalar;
mod string;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use gostd::strconv::{append_float, append_int, append_uint};

use crate::error::Error;
use crate::value::Value;
use output::Output;
use printer::Printer;
pub(crate) use scalar::scalar;

/// Asked before a text grows by so many bytes.
pub type Charge<'a> = dyn FnMut(usize) -> Result<(), Error> + 'a;

/// How much one value may hold that is written.
const MOST_WRITTEN: usize = 500_000;

/// So much of a value is written in about the time of a step.
const WRITTEN_PER_STEP: usize = 4;

/// How many steps of a template writing a value is worth. What is shared in it counts each time it is met, so that a few
/// lines of a template can make a value of any size.
///
/// # Errors
/// A limit: that would be too much to write.
pub fn steps_to_write(value: &Value) -> Result<usize, Error> {
    match value.weight_within(MOST_WRITTEN) {
        Some(weight) => Ok(weight / WRITTEN_PER_STEP),
        None => {
            Err(Error::limit(format!("a value with more than {MOST_WRITTEN} values in it is too large to be written")))
        }
    }
}

/// Where texts end that nobody is charged for, in bytes.
const MOST_UNCHARGED: usize = 64 << 20;

/// `fmt.Sprint`: a space between two operands that are both no strings. What nests too deeply or grows beyond 64 MiB
/// is cut.
#[must_use]
pub fn sprint(arguments: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    uncharged(&mut out, |printer| printer.print(arguments));
    out
}

/// `fmt.Sprintln`: spaces between all operands and a line break at the end; cut like [`sprint`].
#[must_use]
pub fn sprintln(arguments: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    uncharged(&mut out, |printer| printer.print_line(arguments));
    out
}

/// `fmt.Sprint`, with all memory beyond a few KiB charged.
///
/// # Errors
/// What the charge says, or a limit if the values nest too deeply.
pub fn try_sprint(arguments: &[Value], charge: &mut Charge<'_>) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    charged(&mut out, charge, |printer| printer.print(arguments))?;
    Ok(out)
}

/// `fmt.Sprintln`, charged as [`try_sprint`].
///
/// # Errors
/// As [`try_sprint`].
pub fn try_sprintln(arguments: &[Value], charge: &mut Charge<'_>) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    charged(&mut out, charge, |printer| printer.print_line(arguments))?;
    Ok(out)
}

/// `fmt.Sprintf`, with all memory beyond a few KiB charged; widths and precisions end at a million, as in Go.
///
/// # Errors
/// What the charge says, or a limit if the values nest too deeply. Bad formats are no errors but show in the text.
pub fn sprintf(format: &[u8], arguments: &[Value], charge: &mut Charge<'_>) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(format.len() + 16);
    charged(&mut out, charge, |printer| directive::print(printer, format, arguments))?;
    Ok(out)
}

/// `fmt.Fprint` of one value, as a template's action prints it; cut like [`sprint`]. Nil prints `<nil>`: the
/// `<no value>` of actions is the executor's business.
pub fn write_value(out: &mut Vec<u8>, value: &Value) {
    if !write_simple(out, value) {
        uncharged(out, |printer| printer.print_argument(value, 'v'));
    }
}

/// [`write_value`], with all memory beyond a few KiB charged. Texts and numbers are free.
///
/// # Errors
/// As [`try_sprint`]; the output then holds what was printed before.
pub fn try_write_value(out: &mut Vec<u8>, value: &Value, charge: &mut Charge<'_>) -> Result<(), Error> {
    if write_simple(out, value) {
        return Ok(());
    }
    charged(out, charge, |printer| printer.print_argument(value, 'v'))
}

/// A value as actions print it: what a pointer points to, unless the pointer has a text (Go's `printableValue`).
pub(crate) fn printable(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::Object(object) if object.methods().iter().all(|method| method.name != "String") => {
            object.pointee().map_or(Cow::Borrowed(value), |pointee| Cow::Owned(Value::Object(pointee)))
        }
        _ => Cow::Borrowed(value),
    }
}

/// Prints what needs no printer: nearly everything that templates print.
fn write_simple(out: &mut Vec<u8>, value: &Value) -> bool {
    match value {
        Value::String(text) => out.extend_from_slice(text.as_bytes()),
        Value::Int(number) if number.kind().is_signed() => append_int(out, number.as_i64()),
        Value::Int(number) => append_uint(out, number.as_i64().cast_unsigned()),
        Value::Float(number) => write_float(out, *number),
        Value::Bool(truth) => out.extend_from_slice(if *truth { b"true" } else { b"false" }),
        Value::Nil => out.extend_from_slice(b"<nil>"),
        _ => return false,
    }
    true
}

fn write_float(out: &mut Vec<u8>, number: f64) {
    append_float(out, number, b'g', None, 64);
}

fn uncharged(out: &mut Vec<u8>, print: impl FnOnce(&mut Printer<'_>)) {
    let mut left = MOST_UNCHARGED;
    let mut charge = |bytes| {
        left = usize::checked_sub(left, bytes).ok_or_else(|| Error::limit("the text is too long"))?;
        Ok(())
    };
    // The text ends where it went wrong.
    let _ = charged(out, &mut charge, print);
}

fn charged(out: &mut Vec<u8>, charge: &mut Charge<'_>, print: impl FnOnce(&mut Printer<'_>)) -> Result<(), Error> {
    let mut printer = Printer::new(Output::new(out, charge));
    print(&mut printer);
    printer.finish()
}
