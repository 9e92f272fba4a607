//! Numbers and quoted strings as Go's `strconv` writes them.

use std::fmt::Write as _;

use crate::unicode;

/// Writes a float with the fewest digits that read back to it: `strconv.FormatFloat(value, format, -1, bits)`.
///
/// `format` is `b'e'` (`1.5e+06`), `b'f'` (`1500000`) or `b'g'`, which is `e` for exponents below -4 or from 6 on and
/// `f` otherwise; any other byte counts as `g`. With `bits` 32 the value is first rounded to single precision, every
/// other number means 64. Not-a-number and infinities are `NaN`, `+Inf` and `-Inf`.
pub fn format_float(value: f64, format: u8, bits: u32) -> String {
    let single = bits == 32;
    let rounded = if single { f64::from(value as f32) } else { value };
    if rounded.is_nan() {
        return "NaN".to_owned();
    }
    if rounded.is_infinite() {
        return if rounded > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let shortest = if single { format!("{:e}", value as f32) } else { format!("{value:e}") };
    let decimal = Decimal::from_scientific(&shortest);
    match format {
        b'e' => decimal.with_exponent(),
        b'f' => decimal.without_exponent(),
        _ if (-4..6).contains(&decimal.exponent) => decimal.without_exponent(),
        _ => decimal.with_exponent(),
    }
}

/// A finite number: the first digit stands before the point, scaled by ten to the exponent.
struct Decimal {
    sign: &'static str,
    digits: String,
    exponent: i32,
}

impl Decimal {
    /// Reads Rust's own shortest form, such as `-1.5e-7`.
    fn from_scientific(text: &str) -> Self {
        let (sign, magnitude) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
        let (mantissa, exponent) = magnitude.split_once('e').unwrap_or((magnitude, "0"));
        Self { sign, digits: mantissa.replace('.', ""), exponent: exponent.parse().unwrap_or(0) }
    }

    fn with_exponent(&self) -> String {
        let direction = if self.exponent < 0 { '-' } else { '+' };
        let size = self.exponent.unsigned_abs();
        let mantissa = match self.digits.split_at_checked(1) {
            Some((first, rest)) if !rest.is_empty() => format!("{first}.{rest}"),
            _ => self.digits.clone(),
        };
        format!("{}{mantissa}e{direction}{size:02}", self.sign)
    }

    fn without_exponent(&self) -> String {
        let Ok(last_whole_digit) = usize::try_from(self.exponent) else {
            let zeros = "0".repeat(self.exponent.unsigned_abs() as usize - 1);
            return format!("{}0.{zeros}{}", self.sign, self.digits);
        };
        let whole_digits = last_whole_digit + 1;
        match self.digits.split_at_checked(whole_digits) {
            Some((whole, "")) => format!("{}{whole}", self.sign),
            Some((whole, fraction)) => format!("{}{whole}.{fraction}", self.sign),
            None => {
                let zeros = "0".repeat(whole_digits - self.digits.len());
                format!("{}{}{zeros}", self.sign, self.digits)
            }
        }
    }
}

/// Writes a string as a Go literal in double quotes: `strconv.Quote`, the `%q` of Helm's messages.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        push_escaped(character, &mut quoted);
    }
    quoted.push('"');
    quoted
}

fn push_escaped(character: char, quoted: &mut String) {
    let short = match character {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{07}' => "\\a",
        '\u{08}' => "\\b",
        '\u{0c}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u{0b}' => "\\v",
        _ => "",
    };
    let code = u32::from(character);
    // Writing to a String can't fail, so the results carry nothing.
    let _ = match code {
        _ if !short.is_empty() => quoted.write_str(short),
        _ if unicode::is_print(character) => quoted.write_char(character),
        0x00..=0x7f => write!(quoted, "\\x{code:02x}"),
        0x80..=0xffff => write!(quoted, "\\u{code:04x}"),
        _ => write!(quoted, "\\U{code:08x}"),
    };
}

#[cfg(test)]
mod tests {
    use super::{format_float, quote};

    #[test]
    fn floats_as_go_writes_them() {
        for line in include_str!("../testdata/floats.tsv").lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [value, general, exponent, plain, single, _json] = columns[..] else {
                panic!("six columns: {line}");
            };
            let value: f64 = value.parse().unwrap();
            assert_eq!(format_float(value, b'g', 64), general, "g of {line}");
            assert_eq!(format_float(value, b'e', 64), exponent, "e of {line}");
            assert_eq!(format_float(value, b'f', 64), plain, "f of {line}");
            assert_eq!(format_float(value, b'g', 32), single, "32 bit g of {line}");
        }
    }

    #[test]
    fn values_without_digits() {
        assert_eq!(format_float(f64::NAN, b'g', 64), "NaN");
        assert_eq!(format_float(f64::INFINITY, b'f', 64), "+Inf");
        assert_eq!(format_float(f64::NEG_INFINITY, b'e', 64), "-Inf");
        assert_eq!(format_float(1e300, b'g', 32), "+Inf");
    }

    #[test]
    fn quoting_as_go_does_it() {
        let cases = [
            ("", r#""""#),
            ("a \"b\" \\", r#""a \"b\" \\""#),
            ("\u{07}\u{08}\u{0c}\n\r\t\u{0b}", r#""\a\b\f\n\r\t\v""#),
            ("\0\u{1b}\u{7f}", r#""\x00\x1b\x7f""#),
            ("é\u{85}\u{a0}\u{ad}", r#""é\u0085\u00a0\u00ad""#),
            ("\u{200b}\u{feff}\u{fffd}", "\"\\u200b\\ufeff\u{fffd}\""),
            ("😀\u{e000}\u{10ffff}", r#""😀\ue000\U0010ffff""#),
        ];
        for (text, quoted) in cases {
            assert_eq!(quote(text), quoted);
        }
    }
}
