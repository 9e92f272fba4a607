//! Texts as floats.

use super::error::{NumberError, NumberErrorReason};
use super::underscore::are_underscores_between_digits;

/// Exponents are cut here, as in Go: beyond it everything is zero or infinite.
const LARGEST_EXPONENT: i64 = 10_000;

/// Reads a float (`strconv.ParseFloat`): decimal or hexadecimal, underscores between digits after a base prefix,
/// `NaN`, `Inf` and `Infinity` in any case. With `bits` 32 it is rounded to single precision.
///
/// # Errors
/// As Go's; what is too large comes with an infinity.
pub fn parse_float(text: &[u8], bits: u32) -> Result<f64, NumberError<f64>> {
    let fail = |reason, value| Err(NumberError::new("ParseFloat", text, reason, value));
    if let Some(value) = special(text) {
        return Ok(value);
    }
    let Some(number) = Literal::read(text) else {
        return fail(NumberErrorReason::Syntax, 0.0);
    };
    let value = match (number.hexadecimal, bits) {
        (true, 32) => number.assemble(&SINGLE),
        (true, _) => number.assemble(&DOUBLE),
        (false, 32) => decimal(text).parse::<f32>().map_or(0.0, f64::from),
        (false, _) => decimal(text).parse().unwrap_or(0.0),
    };
    if value.is_infinite() { fail(NumberErrorReason::Range, value) } else { Ok(value) }
}

/// Infinities and not-a-number.
fn special(text: &[u8]) -> Option<f64> {
    if text.eq_ignore_ascii_case(b"nan") {
        return Some(f64::NAN);
    }
    let (sign, name) = match text {
        [b'-', rest @ ..] => (-1.0, rest),
        [b'+', rest @ ..] => (1.0, rest),
        _ => (1.0, text),
    };
    let infinite = name.eq_ignore_ascii_case(b"inf") || name.eq_ignore_ascii_case(b"infinity");
    infinite.then_some(sign * f64::INFINITY)
}

/// A checked literal as Rust reads it: without underscores.
fn decimal(text: &[u8]) -> String {
    text.iter().filter(|byte| **byte != b'_').map(|byte| char::from(*byte)).collect()
}

/// A literal of good form. The mantissa is only kept for hexadecimal ones.
struct Literal {
    negative: bool,
    hexadecimal: bool,
    mantissa: u64,
    /// Whether nonzero digits did not fit into the mantissa.
    truncated: bool,
    /// Two to this scales the mantissa.
    exponent: i64,
}

impl Literal {
    fn read(text: &[u8]) -> Option<Self> {
        let (negative, unsigned) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        let (hexadecimal, rest) = match unsigned {
            [b'0', b'x' | b'X', rest @ ..] if !rest.is_empty() => (true, rest),
            _ => (false, unsigned),
        };
        let mut literal = Self { negative, hexadecimal, mantissa: 0, truncated: false, exponent: 0 };
        let rest = literal.read_mantissa(rest)?;
        let letter = if hexadecimal { b'p' } else { b'e' };
        match rest.split_first() {
            Some((first, exponent)) if first.to_ascii_lowercase() == letter => {
                literal.exponent += exponent_of(exponent)?;
            }
            None if !hexadecimal => {}
            _ => return None,
        }
        (!text.contains(&b'_') || are_underscores_between_digits(text)).then_some(literal)
    }

    /// Reads digits, underscores and one point, and returns what follows.
    fn read_mantissa<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (mut saw_digits, mut saw_point) = (false, false);
        for (place, byte) in text.iter().enumerate() {
            match byte {
                b'_' => {}
                b'.' if !saw_point => saw_point = true,
                _ if byte.is_ascii_digit() || self.hexadecimal && byte.is_ascii_hexdigit() => {
                    saw_digits = true;
                    self.push(*byte, saw_point);
                }
                _ => return if saw_digits { text.get(place..) } else { None },
            }
        }
        saw_digits.then_some(&[])
    }

    fn push(&mut self, byte: u8, behind_point: bool) {
        let digit = char::from(byte).to_digit(16).unwrap_or(0);
        if self.mantissa >> 60 == 0 {
            self.mantissa = self.mantissa << 4 | u64::from(digit);
            self.exponent -= if behind_point { 4 } else { 0 };
        } else {
            self.truncated |= digit != 0;
            self.exponent += if behind_point { 0 } else { 4 };
        }
    }

    /// Rounds half to even to a type's precision (Go's `atofHex`).
    fn assemble(&self, size: &Size) -> f64 {
        let sign = if self.negative { -1.0 } else { 1.0 };
        if self.mantissa == 0 {
            return sign * 0.0;
        }
        // The value is 1.xxx times two to `top`.
        let top = self.exponent + 63 - i64::from(self.mantissa.leading_zeros());
        if top > size.largest_exponent {
            return sign * f64::INFINITY;
        }
        let lowest_bit = (top - size.mantissa_bits).max(size.smallest_exponent - size.mantissa_bits);
        let whole = round_shifted(self.mantissa, lowest_bit - self.exponent, self.truncated);
        // At most 53 bits and a representable scale: both steps are exact.
        let value = scaled(whole as f64, lowest_bit);
        sign * if value > size.largest { f64::INFINITY } else { value }
    }
}

/// What a float type can hold.
struct Size {
    mantissa_bits: i64,
    smallest_exponent: i64,
    largest_exponent: i64,
    largest: f64,
}

const SINGLE: Size =
    Size { mantissa_bits: 23, smallest_exponent: -126, largest_exponent: 127, largest: f32::MAX as f64 };
const DOUBLE: Size = Size { mantissa_bits: 52, smallest_exponent: -1022, largest_exponent: 1023, largest: f64::MAX };

/// Divides by two to `shift`, rounding half to even. `more` says that the number is a little larger than given.
fn round_shifted(number: u64, shift: i64, more: bool) -> u64 {
    if shift <= 0 {
        return number.checked_shl(shift.unsigned_abs() as u32).unwrap_or(0);
    }
    let wide = u128::from(number) << 1 | u128::from(more);
    let shift = u32::try_from(shift).unwrap_or(u32::MAX).min(100) + 1;
    let kept = wide >> shift;
    let lost = wide & ((1 << shift) - 1);
    let half = 1_u128 << (shift - 1);
    let up = lost > half || lost == half && kept & 1 == 1;
    (kept + u128::from(up)) as u64
}

/// Multiplies by two to `exponent` in steps that are all representable.
fn scaled(value: f64, exponent: i64) -> f64 {
    if exponent >= -1022 {
        return value * power_of_two(exponent.min(1023));
    }
    value * power_of_two(exponent + 100) * power_of_two(-100)
}

/// Two to an exponent within -1022 to 1023.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits((exponent.clamp(-1022, 1023) + 1023).unsigned_abs() << 52)
}

/// Reads the exponent behind its letter.
fn exponent_of(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if !digits.first()?.is_ascii_digit() {
        return None;
    }
    let mut exponent = 0_i64;
    for byte in digits.iter().filter(|byte| **byte != b'_') {
        let digit = char::from(*byte).to_digit(10)?;
        if exponent < LARGEST_EXPONENT {
            exponent = exponent * 10 + i64::from(digit);
        }
    }
    Some(if negative { -exponent } else { exponent })
}
