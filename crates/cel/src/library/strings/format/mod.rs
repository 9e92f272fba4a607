//! `format`: texts with `%s`, `%d` and so on (cel-go's `ext/formatting.go`).

pub mod check;
mod clauses;
mod literals;
mod numbers;

use crate::function::{Call, Fault};
use crate::library::arguments::{items, string, text};
use crate::library::standard::kinds;
use crate::value::Value;

use clauses::{Clause, Step, Steps};

pub(crate) fn format(call: &Call<'_>) -> Result<Value, Fault> {
    let (pattern, arguments) = (text(call, 0)?, items(call, 1)?);
    super::pay(call, pattern.len())?;
    let mut out = String::new();
    for step in Steps::new(pattern, arguments.len()) {
        match step.map_err(Fault::new)? {
            Step::Literal(text) => out.push_str(text),
            Step::Clause { clause, index } => {
                let argument = arguments.get(index).ok_or_else(|| Fault::new(clauses::out_of_range(index)))?;
                let formatted = formatted(clause, argument)?;
                super::pay(call, formatted.len())?;
                out.push_str(&formatted);
            }
        }
        if out.len() > super::LONGEST_TEXT {
            super::pay(call, out.len())?;
        }
    }
    Ok(string(out))
}

/// An argument as a clause asks for it.
fn formatted(clause: Clause, argument: &Value) -> Result<String, Fault> {
    if let Value::Fault(fault) = argument {
        return Err((**fault).clone());
    }
    let text = match clause {
        Clause::Text => literals::text(argument, 0)?,
        Clause::Decimal => literals::decimal(argument),
        Clause::Fixed(precision) => double(argument).map(|number| numbers::fixed(number, precision)),
        Clause::Scientific(precision) => double(argument).map(|number| numbers::scientific(number, precision)),
        Clause::Binary => binary(argument),
        Clause::Hexadecimal { upper } => hexadecimal(argument, upper),
        Clause::Octal => octal(argument),
    };
    text.ok_or_else(|| {
        Fault::new(format!("error during formatting: {}", clause.complaint(kinds::name(&kinds::of(argument)))))
    })
}

/// A float, or the name of one that is no number.
fn double(argument: &Value) -> Option<f64> {
    match argument {
        Value::Double(number) => Some(*number),
        Value::String(text) => match &**text {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

/// A sign and the digits of a magnitude.
fn signed(number: i64, digits: impl Fn(u64) -> String) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", digits(number.unsigned_abs()))
}

fn binary(argument: &Value) -> Option<String> {
    match argument {
        Value::Int(number) => Some(signed(*number, |magnitude| format!("{magnitude:b}"))),
        Value::Uint(number) => Some(format!("{number:b}")),
        Value::Bool(truth) => Some(u8::from(*truth).to_string()),
        _ => None,
    }
}

fn octal(argument: &Value) -> Option<String> {
    match argument {
        Value::Int(number) => Some(signed(*number, |magnitude| format!("{magnitude:o}"))),
        Value::Uint(number) => Some(format!("{number:o}")),
        _ => None,
    }
}

fn hexadecimal(argument: &Value, upper: bool) -> Option<String> {
    let bytes = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let text: String = match argument {
        Value::Int(number) => signed(*number, |magnitude| format!("{magnitude:x}")),
        Value::Uint(number) => format!("{number:x}"),
        Value::String(text) => bytes(text.as_bytes()),
        Value::Bytes(content) => bytes(content),
        _ => return None,
    };
    Some(if upper { text.to_ascii_uppercase() } else { text })
}
