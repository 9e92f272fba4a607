//! Floats as Go's `golang.org/x/text/message` writes them for American readers.

use gostd::strconv::append_float;

/// How many digits after the point there are if nobody says so.
const USUAL: i64 = 6;

/// Precisions that Go's formats can't have.
const TOO_LARGE: i64 = 10_000_009;

/// No float has more digits after the point than this.
const MOST_DIGITS: i16 = 1100;

/// The fewest and the most digits after the point, which the package keeps in very small integers.
fn fraction(precision: i64) -> (usize, Option<usize>) {
    let most = precision as i16;
    (usize::from(precision as u8), usize::try_from(most.min(MOST_DIGITS)).ok())
}

/// Digits of a number: those that count, and how many of them stand before the point.
struct Digits {
    is_negative: bool,
    digits: Vec<u8>,
    exponent: i32,
}

impl Digits {
    /// From what Go writes for a magnitude, in plain or in scientific notation.
    fn read(is_negative: bool, text: &[u8]) -> Self {
        let mantissa: Vec<u8> = text.iter().copied().take_while(|byte| *byte != b'e').collect();
        let power = text.get(mantissa.len() + 1..).map_or(0, power);
        let before = mantissa.iter().position(|byte| *byte == b'.').unwrap_or(mantissa.len());
        let all: Vec<u8> = mantissa.into_iter().filter(u8::is_ascii_digit).collect();
        let zeros = all.iter().take_while(|digit| **digit == b'0').count();
        let end = all.iter().rposition(|digit| *digit != b'0').map_or(zeros, |last| last + 1);
        let digits = all.get(zeros..end).unwrap_or_default().to_vec();
        let exponent = if digits.is_empty() { 0 } else { before as i32 - zeros as i32 + power };
        Self { is_negative, digits, exponent }
    }

    fn sign(&self) -> &'static str {
        if self.is_negative { "-" } else { "" }
    }
}

fn power(text: &[u8]) -> i32 {
    std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// What is no number, or has no digits.
fn special(number: f64) -> Option<String> {
    match number {
        _ if number.is_nan() => Some("NaN".to_owned()),
        f64::INFINITY => Some("∞".to_owned()),
        f64::NEG_INFINITY => Some("-∞".to_owned()),
        _ => None,
    }
}

/// The digits of a number as Go writes it.
fn digits(number: f64, format: u8, precision: Option<usize>) -> Digits {
    let mut text = Vec::new();
    append_float(&mut text, number.abs(), format, precision, 64);
    Digits::read(number < 0.0, &text)
}

/// `%f`: `1,234.500000`
pub(super) fn fixed(number: f64, precision: Option<i64>) -> String {
    let precision = precision.unwrap_or(USUAL);
    if precision > TOO_LARGE {
        return "%!(NOVERB)".to_owned();
    }
    if let Some(text) = special(number) {
        return text;
    }
    let (fewest, most) = fraction(precision);
    let digits = if most.is_some() { digits(number, b'f', most) } else { digits(number, b'e', None) };
    let mut whole = String::new();
    let count = usize::try_from(digits.exponent).unwrap_or(0);
    for place in 0..count {
        if place > 0 && (count - place).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(char::from(digits.digits.get(place).copied().unwrap_or(b'0')));
    }
    let whole = if whole.is_empty() { "0" } else { &whole };
    let mut rest = "0".repeat(usize::try_from(-digits.exponent).unwrap_or(0));
    if digits.digits.is_empty() {
        rest.clear();
    }
    rest.extend(digits.digits.iter().skip(count).map(|digit| char::from(*digit)));
    let padding = "0".repeat(fewest.saturating_sub(rest.len()));
    let point = if rest.is_empty() && padding.is_empty() { "" } else { "." };
    format!("{}{whole}{point}{rest}{padding}", digits.sign())
}

/// `%e`: `1.234500×10⁰³`. The server takes what looks like a precision for a width, which is kept in a small integer.
pub(super) fn scientific(number: f64, width: Option<i64>) -> String {
    let width = width.unwrap_or(USUAL);
    if width > TOO_LARGE {
        return "%!(NOVERB)".to_owned();
    }
    let text = special(number).unwrap_or_else(|| with_power(&digits(number, b'e', usize::try_from(USUAL).ok())));
    format!("{text:>width$}", width = usize::from(width as u16))
}

fn with_power(digits: &Digits) -> String {
    let first = digits.digits.first().copied().unwrap_or(b'0');
    let rest: String = digits.digits.iter().skip(1).map(|digit| char::from(*digit)).collect();
    let exponent = if digits.digits.is_empty() { 0 } else { digits.exponent - 1 };
    format!("{}{}.{rest:0<6}×10{}", digits.sign(), char::from(first), raised(exponent))
}

/// An exponent of two digits or more, raised.
fn raised(exponent: i32) -> String {
    let sign = if exponent < 0 { "⁻" } else { "" };
    let digits = format!("{:02}", exponent.unsigned_abs());
    let raise = |digit: char| match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' => '⁰',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        _ => '⁹',
    };
    sign.chars().chain(digits.chars().map(raise)).collect()
}
