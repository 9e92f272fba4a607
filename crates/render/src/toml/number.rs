//! Numbers.

use super::lexer::Fault;
use gostd::strconv::quote;
use gotemplate::Value;

/// An integer: decimal, `0x`, `0o` or `0b`, with `_` between digits.
pub(super) fn integer(text: &str, line: usize) -> Result<Value, Fault> {
    let fault = |message: String| Fault { line, message };
    if !underscores_are_fine(text) {
        return Err(fault(format!("Invalid integer {}: underscores must be surrounded by digits", quote(text))));
    }
    if has_leading_zero(text) {
        return Err(fault(format!("Invalid integer {}: cannot have leading zeroes", quote(text))));
    }
    let digits = text.replace('_', "");
    let number = match digits.get(..2) {
        Some("0x") => i64::from_str_radix(digits.get(2..).unwrap_or_default(), 16),
        Some("0o") => i64::from_str_radix(digits.get(2..).unwrap_or_default(), 8),
        Some("0b") => i64::from_str_radix(digits.get(2..).unwrap_or_default(), 2),
        _ => digits.parse(),
    };
    number.map(Value::int64).map_err(|_| fault(format!("{text} is out of range for int64")))
}

/// A float, also `inf` and `nan`.
pub(super) fn float(text: &str, line: usize) -> Result<Value, Fault> {
    let fault = |message: String| Fault { line, message };
    let parts = || text.split(['.', 'e', 'E']).filter(|part| !part.is_empty());
    if !parts().all(underscores_are_fine) {
        return Err(fault(format!("Invalid float {}: underscores must be surrounded by digits", quote(text))));
    }
    if parts().next().is_some_and(has_leading_zero) {
        return Err(fault(format!("Invalid float {}: cannot have leading zeroes", quote(text))));
    }
    if !points_are_fine(text) {
        let message = format!("Invalid float {}: '.' must be followed by one or more digits", quote(text));
        return Err(fault(message));
    }
    let number: Result<f64, _> = text.replace('_', "").parse();
    match number {
        Ok(number) if number.is_infinite() && !text.ends_with('f') => {
            Err(fault(format!("{text} is out of range for float64")))
        }
        Ok(number) if number.is_nan() && text.starts_with('-') => Ok(Value::Float(-f64::NAN.abs())),
        Ok(number) => Ok(Value::Float(number)),
        Err(_) => Err(fault(format!("Invalid float value: {}", quote(text)))),
    }
}

fn has_leading_zero(text: &str) -> bool {
    match text.as_bytes() {
        [b'0', second, ..] => !matches!(second, b'b' | b'o' | b'x'),
        [b'-' | b'+', b'0', _, ..] => true,
        _ => false,
    }
}

/// Whether `_` only stands behind digits, and a digit at the end.
fn underscores_are_fine(text: &str) -> bool {
    if matches!(text.trim_start_matches(['+', '-']), "nan" | "inf") {
        return true;
    }
    let mut behind_digit = false;
    for byte in text.bytes() {
        if byte == b'_' && !behind_digit {
            return false;
        }
        behind_digit = byte.is_ascii_hexdigit();
    }
    behind_digit
}

fn points_are_fine(text: &str) -> bool {
    let mut parts = text.split('.');
    parts.next();
    parts.all(|part| part.starts_with(|character: char| character.is_ascii_digit()))
}
