//! Numbers and quotes in messages, as `golang.org/x/text` prints them in English.

use std::fmt::Write as _;

use gostd::strconv::{append_quoted_rune, format_float, quote as quote_go};

/// Writes a whole number with a comma before every third digit.
pub(crate) fn integer(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&number.unsigned_abs().to_string()))
}

/// Writes a float with commas, from a million on and below a ten thousandth as `1.5×10⁰⁶`.
pub(crate) fn float(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "∞" } else { "-∞" }.to_owned();
    }
    let scientific = format_float(number.abs(), b'e', 64);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if number < 0.0 { "-" } else { "" };
    if !(-4..6).contains(&exponent) {
        return format!("{sign}{mantissa}×10{}", superscript(exponent));
    }
    let plain = format_float(number.abs(), b'f', 64);
    match plain.split_once('.') {
        Some((whole, fraction)) => format!("{sign}{}.{fraction}", grouped(whole)),
        None => format!("{sign}{}", grouped(&plain)),
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Two raised digits at least.
fn superscript(exponent: i32) -> String {
    let mut text = String::from(if exponent < 0 { "⁻" } else { "" });
    for digit in format!("{:02}", exponent.unsigned_abs()).bytes() {
        let raised = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
        text.extend(raised.get(usize::from(digit - b'0')));
    }
    text
}

/// Puts a text into single quotes, Go's escapes within (the library's `quote`).
pub(crate) fn quote(text: &str) -> String {
    // The library replaces before it cuts the outer quotes off, so a backslash at the end loses its second half.
    let replaced = quote_go(text).replace("\\\"", "\"").replace('\'', "\\'");
    format!("'{}'", replaced.get(1..replaced.len() - 1).unwrap_or_default())
}

/// Quotes a character (`%q` of a rune).
pub(crate) fn quote_character(character: char) -> String {
    let mut quoted = Vec::new();
    append_quoted_rune(&mut quoted, character, false);
    String::from_utf8_lossy(&quoted).into_owned()
}

/// Quotes each text, with commas between.
pub(crate) fn quote_all<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut joined = String::new();
    for text in texts {
        let separator = if joined.is_empty() { "" } else { ", " };
        let _ = write!(joined, "{separator}{}", quote(text));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    // Recorded from message.NewPrinter(language.English).
    #[test]
    fn numbers_as_recorded() {
        let floats = [
            (0.0, "0"),
            (-1.5, "-1.5"),
            (0.0001, "0.0001"),
            (0.000012345, "1.2345×10⁻⁰⁵"),
            (1234.0, "1,234"),
            (999_999.5, "999,999.5"),
            (123_456.789, "123,456.789"),
            (1e6, "1×10⁰⁶"),
            (-1_234_567.5, "-1.2345675×10⁰⁶"),
            (1.5e300, "1.5×10³⁰⁰"),
            (5e-324, "5×10⁻³²⁴"),
        ];
        for (number, text) in floats {
            assert_eq!(float(number), text);
        }
        for (number, text) in [(0, "0"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (123, "123")] {
            assert_eq!(integer(number), text);
        }
    }

    #[test]
    fn quotes() {
        assert_eq!(quote("it's \"so\"\n"), r#"'it\'s "so"\n'"#);
        assert_eq!(quote("a\\"), r"'a\'");
        assert_eq!(quote_all(["a", "b"]), "'a', 'b'");
        assert_eq!(quote_character('"') + &quote_character('é') + &quote_character('\n'), r#"'"''é''\n'"#);
    }
}
