//! Texts as integers.

use super::error::{NumberError, NumberErrorReason};
use super::underscore::are_underscores_between_digits;

/// What Go returns beside an error, and why.
struct Failure<T>(NumberErrorReason, T);

/// Reads an unsigned integer (`strconv.ParseUint`).
///
/// The base is 2 to 36, or 0 for what a prefix `0b`, `0o`, `0` or `0x` says, and then underscores between digits are
/// fine. `bits` is the size of the type, 0 for 64.
///
/// # Errors
/// As Go's, with the nearest number of the type if it is out of range.
pub fn parse_uint(text: &[u8], base: u32, bits: u32) -> Result<u64, NumberError<u64>> {
    unsigned(text, base, bits).map_err(|Failure(reason, value)| NumberError::new("ParseUint", text, reason, value))
}

/// Reads an integer with an optional sign (`strconv.ParseInt`); base and bits are those of [`parse_uint`].
///
/// # Errors
/// As Go's, with the nearest number of the type if it is out of range.
pub fn parse_int(text: &[u8], base: u32, bits: u32) -> Result<i64, NumberError<i64>> {
    signed(text, base, bits).map_err(|Failure(reason, value)| NumberError::new("ParseInt", text, reason, value))
}

/// Reads a decimal `int` (`strconv.Atoi`).
///
/// # Errors
/// As Go's, with the nearest `int` if it is out of range.
pub fn atoi(text: &[u8]) -> Result<i64, NumberError<i64>> {
    signed(text, 10, 64).map_err(|Failure(reason, value)| NumberError::new("Atoi", text, reason, value))
}

fn signed(text: &[u8], base: u32, bits: u32) -> Result<i64, Failure<i64>> {
    let (negative, magnitude) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let number = match unsigned(magnitude, base, bits) {
        Ok(number) | Err(Failure(NumberErrorReason::Range, number)) => number,
        Err(Failure(reason, _)) => return Err(Failure(reason, 0)),
    };
    let size = if bits == 0 { 64 } else { bits };
    let limit = 1_u64 << (size - 1);
    match negative {
        false if number >= limit => Err(Failure(NumberErrorReason::Range, (limit - 1).cast_signed())),
        true if number > limit => Err(Failure(NumberErrorReason::Range, limit.cast_signed().wrapping_neg())),
        false => Ok(number.cast_signed()),
        true => Ok(number.cast_signed().wrapping_neg()),
    }
}

fn unsigned(text: &[u8], base: u32, bits: u32) -> Result<u64, Failure<u64>> {
    let syntax = Failure(NumberErrorReason::Syntax, 0);
    if text.is_empty() {
        return Err(syntax);
    }
    let (actual_base, digits) = match base {
        0 => base_of(text),
        2..=36 => (base, text),
        _ => return Err(Failure(NumberErrorReason::Base(base), 0)),
    };
    let largest = match bits {
        0 | 64 => u64::MAX,
        1..64 => (1 << bits) - 1,
        _ => return Err(Failure(NumberErrorReason::BitSize(bits), 0)),
    };
    let mut number = 0_u64;
    let mut underscores = false;
    for byte in digits {
        if *byte == b'_' && base == 0 {
            underscores = true;
            continue;
        }
        let Some(digit) = char::from(*byte).to_digit(actual_base) else {
            return Err(syntax);
        };
        let next = number.checked_mul(u64::from(actual_base)).and_then(|tens| tens.checked_add(u64::from(digit)));
        match next {
            Some(next) if next <= largest => number = next,
            _ => return Err(Failure(NumberErrorReason::Range, largest)),
        }
    }
    if underscores && !are_underscores_between_digits(text) {
        return Err(syntax);
    }
    Ok(number)
}

/// The base that a prefix says, and what follows the prefix.
fn base_of(text: &[u8]) -> (u32, &[u8]) {
    match text {
        [b'0', b'b' | b'B', rest @ ..] if !rest.is_empty() => (2, rest),
        [b'0', b'o' | b'O', rest @ ..] if !rest.is_empty() => (8, rest),
        [b'0', b'x' | b'X', rest @ ..] if !rest.is_empty() => (16, rest),
        [b'0', rest @ ..] => (8, rest),
        _ => (10, text),
    }
}
