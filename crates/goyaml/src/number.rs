//! Numbers as Go's `strconv` reads them.

/// `strconv.ParseInt(text, 0, 64)` for a text without underscores.
pub(crate) fn parse_int(text: &str) -> Option<i64> {
    let (negative, unsigned) = split_sign(text);
    let (radix, digits) = split_radix(unsigned);
    signed(negative, magnitude(digits, radix)?)
}

/// `strconv.ParseUint(text, 0, 64)` for a text without underscores.
pub(crate) fn parse_uint(text: &str) -> Option<u64> {
    let (radix, digits) = split_radix(text);
    magnitude(digits, radix)
}

/// `strconv.ParseInt(text, radix, 64)`.
pub(crate) fn parse_int_in(text: &str, radix: u32) -> Option<i64> {
    let (negative, digits) = split_sign(text);
    signed(negative, magnitude(digits, radix)?)
}

/// A decimal floating point number as YAML writes it; `None` if it is none, or out of range.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    if !is_decimal(text) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The same with underscores between digits, as `strconv.ParseFloat` allows them.
pub(crate) fn parse_grouped_float(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split('_').collect();
    let apart = match parts.as_slice() {
        [_] => true,
        [first, middle @ .., last] => {
            first.ends_with(|end: char| end.is_ascii_digit())
                && middle.iter().all(|part| joins_digits(part))
                && last.starts_with(|start: char| start.is_ascii_digit())
        }
        [] => false,
    };
    if apart { parse_float(&parts.concat()) } else { None }
}

/// Whether the text begins and ends with a digit.
fn joins_digits(text: &str) -> bool {
    let is_digit = |character: char| character.is_ascii_digit();
    text.starts_with(is_digit) && text.ends_with(is_digit)
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn is_decimal(text: &str) -> bool {
    let (_, unsigned) = split_sign(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(place) => {
            let (mantissa, exponent) = unsigned.split_at(place);
            (mantissa, exponent.get(1..))
        }
        None => (unsigned, None),
    };
    let whole_exponent = exponent.is_none_or(|exponent| is_digits(split_sign(exponent).1));
    let whole_mantissa = match mantissa.split_once('.') {
        Some(("", fraction)) => is_digits(fraction),
        Some((integer, fraction)) => is_digits(integer) && (fraction.is_empty() || is_digits(fraction)),
        None => is_digits(mantissa),
    };
    whole_mantissa && whole_exponent
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The radix that a prefix announces: `0x`, `0o`, `0b` (either case), or a leading 0 for octal.
fn split_radix(text: &str) -> (u32, &str) {
    let Some(rest) = text.strip_prefix('0') else {
        return (10, text);
    };
    for (letters, radix) in [(['x', 'X'], 16), (['o', 'O'], 8), (['b', 'B'], 2)] {
        if let Some(digits) = rest.strip_prefix(letters) {
            return (radix, digits);
        }
    }
    if rest.is_empty() { (10, text) } else { (8, rest) }
}

fn magnitude(digits: &str, radix: u32) -> Option<u64> {
    // Rust would take a sign here.
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

fn signed(negative: bool, magnitude: u64) -> Option<i64> {
    if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// Go's name of a number that JSON cannot hold.
pub(crate) fn unsupported_name(number: f64) -> Option<&'static str> {
    if number.is_nan() {
        Some("NaN")
    } else if number.is_infinite() {
        Some(if number > 0.0 { "+Inf" } else { "-Inf" })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_float, parse_grouped_float, parse_int, parse_int_in, parse_uint};

    #[test]
    fn integers_follow_their_prefix() {
        for (text, number) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("0777", Some(511)),
            ("+010", Some(8)),
            ("0o17", Some(15)),
            ("-0X1f", Some(-31)),
            ("0b11", Some(3)),
            ("08", None),
            ("0x", None),
            ("", None),
            ("--1", None),
            ("0x-1", None),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("-9223372036854775808", Some(i64::MIN)),
            ("-9223372036854775809", None),
        ] {
            assert_eq!(parse_int(text), number, "{text}");
        }
        assert_eq!(parse_uint("18446744073709551615"), Some(u64::MAX));
        assert_eq!(parse_uint("18446744073709551616"), None);
        assert_eq!(parse_int_in("-1", 2), Some(-1));
    }

    #[test]
    fn floats_are_decimal_and_finite() {
        for text in ["1.", ".5", "-1.5e-3", "+2E5", "1.e5", "08"] {
            assert!(parse_float(text).is_some(), "{text}");
        }
        assert_eq!(parse_grouped_float(".5_0"), Some(0.5));
        assert_eq!(parse_grouped_float("._5"), None);
        for text in [".", "e5", "1e", "inf", "0x1p-2", "1e999", "1_0", "1.5.2", "-", ""] {
            assert!(parse_float(text).is_none(), "{text}");
        }
    }
}
