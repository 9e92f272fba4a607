//! Constants and all they can be (Go: `newNumber` in `text/template/parse/node.go`).

use crate::ast::Number;

use super::float::{self, FloatError};
use super::names::text_of;
use super::token::Kind;
use super::{runes, unquote};

const NOT_COMPLEX: &str = "syntax error scanning complex number";

/// Reads a number, complex pair or character constant.
///
/// # Errors
/// Go's words for what is wrong with it.
pub(super) fn parse(bytes: &[u8], kind: Kind) -> Result<Number, String> {
    let text = text_of(bytes);
    let number = Number { text, int: None, uint: None, float: None, complex: None };
    match kind {
        Kind::CharConstant => character(bytes, number),
        Kind::Complex => {
            let parts = complex_pair(&number.text)?;
            Ok(complex(parts, number))
        }
        _ => real_or_imaginary(number),
    }
}

fn character(bytes: &[u8], mut number: Number) -> Result<Number, String> {
    let inner = bytes.get(1..).unwrap_or_default();
    let (code, rest) = unquote::character(inner).map_err(|error| error.to_string())?;
    if rest != b"'" {
        return Err(format!("malformed character constant: {}", number.text));
    }
    number.int = Some(i64::from(code));
    number.uint = Some(u64::from(code));
    number.float = Some(f64::from(code));
    Ok(number)
}

fn real_or_imaginary(mut number: Number) -> Result<Number, String> {
    if let Some(imaginary) = number.text.strip_suffix('i').and_then(|part| float::parse(part).ok()) {
        return Ok(complex((0.0, imaginary), number));
    }
    number.uint = unsigned(&number.text);
    number.int = signed(&number.text);
    if number.int == Some(0) {
        number.uint = Some(0);
    }
    #[expect(clippy::cast_precision_loss, reason = "as in Go, a large whole number becomes the nearest float")]
    let whole = number.int.map(|int| int as f64).or(number.uint.map(|uint| uint as f64));
    number.float = whole;
    if whole.is_some() { Ok(number) } else { fraction(number) }
}

/// What is no whole number in the usual ways may be a float, and that may be whole after all (`1e3`).
fn fraction(mut number: Number) -> Result<Number, String> {
    let quoted = || runes::quote(number.text.as_bytes());
    let Ok(value) = float::parse(&number.text) else {
        return Err(format!("illegal number syntax: {}", quoted()));
    };
    if !number.text.contains(['.', 'e', 'E', 'p', 'P']) {
        return Err(format!("integer overflow: {}", quoted()));
    }
    number.float = Some(value);
    number.int = whole_signed(value);
    number.uint = whole_unsigned(value);
    Ok(number)
}

/// A complex constant; without an imaginary part it is also all that its real part is.
fn complex(parts: (f64, f64), mut number: Number) -> Number {
    number.complex = Some(Box::new(parts));
    if parts.1 == 0.0 {
        number.float = Some(parts.0);
        number.int = whole_signed(parts.0);
        number.uint = whole_unsigned(parts.0);
    }
    number
}

#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn whole_signed(value: f64) -> Option<i64> {
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    (value.trunc() == value && (-BOUND..BOUND).contains(&value)).then_some(value as i64)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole_unsigned(value: f64) -> Option<u64> {
    const BOUND: f64 = 18_446_744_073_709_551_616.0;
    (value.trunc() == value && (0.0..BOUND).contains(&value)).then_some(value as u64)
}

/// `strconv.ParseUint(text, 0, 64)`
fn unsigned(text: &str) -> Option<u64> {
    let (base, digits) = match text.as_bytes() {
        [b'0', b'b' | b'B', _, ..] => (2, text.get(2..)?),
        [b'0', b'o' | b'O', _, ..] => (8, text.get(2..)?),
        [b'0', b'x' | b'X', _, ..] => (16, text.get(2..)?),
        [b'0'] => return Some(0),
        [b'0', ..] => (8, text.get(1..)?),
        _ => (10, text),
    };
    // `from_str_radix` would take a sign.
    if !digits.starts_with(|first: char| first == '_' || first.is_ascii_hexdigit()) {
        return None;
    }
    if !digits.contains('_') {
        return u64::from_str_radix(digits, base).ok();
    }
    if !float::underscores_are_well_placed(text) {
        return None;
    }
    u64::from_str_radix(&digits.replace('_', ""), base).ok()
}

/// `strconv.ParseInt(text, 0, 64)`
fn signed(text: &str) -> Option<i64> {
    match text.strip_prefix('-') {
        Some(digits) => 0_i64.checked_sub_unsigned(unsigned(digits)?),
        None => i64::try_from(unsigned(text.strip_prefix('+').unwrap_or(text))?).ok(),
    }
}

/// Both parts of a pair, as `fmt.Sscan` takes them apart.
fn complex_pair(text: &str) -> Result<(f64, f64), String> {
    let split = float_length(text);
    let (real, rest) = text.split_at_checked(split).ok_or(NOT_COMPLEX)?;
    if !rest.starts_with(['+', '-']) {
        return Err(NOT_COMPLEX.to_owned());
    }
    let (imaginary, end) = rest.split_at_checked(float_length(rest)).ok_or(NOT_COMPLEX)?;
    if !end.starts_with('i') {
        return Err(NOT_COMPLEX.to_owned());
    }
    Ok((part(real)?, part(imaginary)?))
}

fn part(text: &str) -> Result<f64, String> {
    float::parse(text).map_err(|error: FloatError| {
        format!("strconv.ParseFloat: parsing {}: {}", runes::quote(text.as_bytes()), error.text())
    })
}

/// How much of a text is one float for `fmt.Sscan`.
fn float_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let skip = |from: usize, accept: &dyn Fn(u8) -> bool| {
        from + bytes.get(from..).unwrap_or_default().iter().take_while(|byte| accept(**byte)).count()
    };
    let has = |position: usize, set: &[u8]| bytes.get(position).is_some_and(|byte| set.contains(byte));
    let mut position = usize::from(has(0, b"+-"));
    // Go looks for "Inf" here and keeps the letter even if it is something else.
    position += usize::from(has(position, b"iI"));
    let is_hexadecimal = has(position, b"0") && has(position + 1, b"xX");
    position += if is_hexadecimal { 2 } else { 0 };
    let is_digit =
        |byte: u8| byte == b'_' || if is_hexadecimal { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
    position = skip(position, &is_digit);
    if has(position, b".") {
        position = skip(position + 1, &is_digit);
    }
    if has(position, if is_hexadecimal { b"pP" } else { b"eEpP" }) {
        position += 1;
        position += usize::from(has(position, b"+-"));
        position = skip(position, &|byte| byte == b'_' || byte.is_ascii_digit());
    }
    position
}
