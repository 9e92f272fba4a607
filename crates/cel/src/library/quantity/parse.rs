//! Texts of quantities (`apimachinery/pkg/api/resource/quantity.go`).

use super::amount::Amount;
use super::decimal::Decimal;

const WRONG_FORM: &str = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_NUMBER: &str = "unable to parse numeric part of quantity";
const WRONG_SUFFIX: &str = "unable to parse quantity's suffix";

/// The smallest unit, 10⁻⁹: what is smaller is rounded up to it.
const SMALLEST: i64 = -9;

/// The parts of a text.
struct Parts<'a> {
    is_negative: bool,
    /// Digits before the point, without zeros at the start.
    whole: &'a str,
    /// Digits after the point.
    fraction: &'a str,
    /// Whether there is any digit at all.
    has_digits: bool,
    suffix: &'a str,
}

/// The factor that a suffix stands for.
#[derive(Clone, Copy)]
enum Factor {
    Ten(i32),
    Two(u32),
}

/// Reads a quantity.
pub(super) fn parse(text: &str) -> Result<Amount, &'static str> {
    if text.is_empty() {
        return Err(WRONG_FORM);
    }
    let parts = split(text)?;
    let factor = factor(parts.suffix).ok_or(WRONG_SUFFIX)?;
    match small(&parts, factor) {
        Some(amount) => Ok(amount),
        None => large(&parts, factor).map(Amount::Large),
    }
}

/// Cuts the digits off the start.
fn digits<'a>(rest: &mut &'a str) -> &'a str {
    let (digits, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
    *rest = after;
    digits
}

fn split(text: &str) -> Result<Parts<'_>, &'static str> {
    let is_negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut rest = unsigned.trim_start_matches('0');
    let has_zeros = rest.len() < unsigned.len();
    let whole = digits(&mut rest);
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        rest = after;
        fraction = digits(&mut rest);
    }
    let suffix = rest;
    let after = suffix.trim_start_matches(|letter| "eEinumkKMGTP".contains(letter));
    let after = after.strip_prefix(['-', '+']).unwrap_or(after);
    if !after.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(WRONG_FORM);
    }
    let has_digits = has_zeros || !whole.is_empty() || !fraction.is_empty();
    Ok(Parts { is_negative, whole, fraction, has_digits, suffix })
}

fn factor(suffix: &str) -> Option<Factor> {
    let factor = match suffix {
        "n" => Factor::Ten(-9),
        "u" => Factor::Ten(-6),
        "m" => Factor::Ten(-3),
        "" => Factor::Ten(0),
        "k" => Factor::Ten(3),
        "M" => Factor::Ten(6),
        "G" => Factor::Ten(9),
        "T" => Factor::Ten(12),
        "P" => Factor::Ten(15),
        "E" => Factor::Ten(18),
        "Ki" => Factor::Two(10),
        "Mi" => Factor::Two(20),
        "Gi" => Factor::Two(30),
        "Ti" => Factor::Two(40),
        "Pi" => Factor::Two(50),
        "Ei" => Factor::Two(60),
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E']).filter(|exponent| !exponent.is_empty())?;
            // As on the server the upper half of the exponent is lost.
            Factor::Ten(gostd::strconv::parse_int(exponent.as_bytes(), 10, 64).ok()? as i32)
        }
    };
    Some(factor)
}

/// A number that fits a small amount by its length.
fn small(parts: &Parts<'_>, factor: Factor) -> Option<Amount> {
    let whole_length = parts.whole.len().max(1) as i64;
    let fraction_length = parts.fraction.len() as i64;
    let (spare, exponent, times) = match factor {
        Factor::Ten(exponent) => (18 - whole_length - fraction_length, exponent, 1),
        Factor::Two(_) if !parts.fraction.is_empty() => return None,
        Factor::Two(exponent) => (15 - whole_length - i64::from(exponent * 3 / 10) - 1, 0, 1_i64 << exponent),
    };
    let scale = exponent.wrapping_sub(fraction_length as i32);
    if spare < 0 || i64::from(scale) < SMALLEST {
        return None;
    }
    let digits = [parts.whole, parts.fraction].concat();
    let value: i64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    let value = value.checked_mul(times)?;
    Some(Amount::Small { value: if parts.is_negative { -value } else { value }, scale })
}

/// Any other number, rounded up to the smallest unit.
fn large(parts: &Parts<'_>, factor: Factor) -> Result<Decimal, &'static str> {
    if !parts.has_digits {
        return Err(WRONG_NUMBER);
    }
    let digits = parts.whole.bytes().chain(parts.fraction.bytes());
    let number = Decimal::new(false, digits, parts.fraction.len() as i64);
    let number = match factor {
        Factor::Ten(exponent) => number.with_exponent(i64::from(exponent)),
        Factor::Two(exponent) => number.times_1024(exponent / 10),
    };
    let number = if number.is_zero() { number } else { number.rounded_up(-SMALLEST).ok_or(WRONG_NUMBER)? };
    let number = match factor {
        Factor::Two(_) => capped(number),
        Factor::Ten(_) => number,
    };
    Ok(if parts.is_negative { number.negated() } else { number })
}

/// At most the largest integer.
fn capped(number: Decimal) -> Decimal {
    let largest = Decimal::from_integer(i64::MAX, 0);
    if number.compare(&largest).is_gt() { largest } else { number }
}
