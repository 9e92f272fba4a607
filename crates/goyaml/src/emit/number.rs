//! Numbers as each go-yaml writes them.

use gostd::json::{Number, Value, encode};
use gostd::strconv::format_float;

use super::Dialect;
use crate::Error;
use crate::number::unsupported_name;
use crate::resolve::{Resolved, resolve_plain};

/// Whole floats below this are written exactly as integers by JSON.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The decimal digits of an integer, in `buffer`.
pub(super) fn digits(number: u64, negative: bool, buffer: &mut [u8; 20]) -> &[u8] {
    let mut rest = number;
    let mut start = buffer.len();
    for slot in buffer.iter_mut().rev() {
        *slot = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        start -= 1;
        if rest == 0 {
            break;
        }
    }
    // 64 bits with a sign have 19 digits at most.
    if negative && let Some(slot) = start.checked_sub(1).and_then(|before| buffer.get_mut(before)) {
        *slot = b'-';
        start -= 1;
    }
    buffer.get(start..).unwrap_or_default()
}

/// A float.
pub(super) fn float_text(number: f64, dialect: Dialect) -> Result<String, Error> {
    match dialect {
        Dialect::V2 => compact_text(number),
        Dialect::V3 => Ok(pretty_text(number)),
    }
}

/// JSON writes whole floats as integers, which go-yaml reads as such if they fit.
fn compact_text(number: f64) -> Result<String, Error> {
    if let Some(text) = unsupported_name(number) {
        return Err(Error::UnsupportedNumber { text, position: None });
    }
    if number.abs() < EXACT && number.fract() == 0.0 {
        // In range and whole.
        return Ok((number as i64).to_string());
    }
    let json = encode(&Value::Number(Number::Float(number)));
    Ok(match resolve_plain(&json) {
        Resolved::Int(number) => number.to_string(),
        Resolved::Uint(number) => number.to_string(),
        Resolved::Float(number) => format_float(number, b'g', 64),
        _ => json,
    })
}

fn pretty_text(number: f64) -> String {
    match unsupported_name(number) {
        Some("NaN") => ".nan".to_owned(),
        Some("+Inf") => ".inf".to_owned(),
        Some(_) => "-.inf".to_owned(),
        None => format_float(number, b'g', 64),
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, digits, float_text};

    #[test]
    fn integers_are_decimal() {
        let text = |number: i64| {
            let mut buffer = [0; 20];
            String::from_utf8(digits(number.unsigned_abs(), number < 0, &mut buffer).to_vec()).unwrap()
        };
        for number in [0, 7, -1, 10, i64::MAX, i64::MIN] {
            assert_eq!(text(number), number.to_string());
        }
        assert_eq!(digits(u64::MAX, false, &mut [0; 20]), u64::MAX.to_string().as_bytes());
    }

    #[test]
    fn floats_differ_between_the_libraries() {
        for (number, compact, pretty) in [
            (-0.0, "0", "-0"),
            (1e6, "1000000", "1e+06"),
            (9_223_372_036_854_775_807.0, "9223372036854776000", "9.223372036854776e+18"),
            (1e20, "1e+20", "1e+20"),
            (0.1, "0.1", "0.1"),
        ] {
            assert_eq!(float_text(number, Dialect::V2).unwrap(), compact);
            assert_eq!(float_text(number, Dialect::V3).unwrap(), pretty);
        }
    }
}
