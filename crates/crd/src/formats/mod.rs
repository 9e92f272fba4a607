//! The string formats that the server checks (`k8s.io/kube-openapi/pkg/validation/strfmt`).

mod address;
mod mail;
mod numbers;
mod time;

#[cfg(test)]
mod tests;

pub(crate) use time::duration;

use std::sync::OnceLock;

use gostd::budget::Budget;
use gostd::regexp::{self, Exhausted, Regexp};
use gostd::url::Url;

/// A format that strings are checked for.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    name: &'static str,
    accepts: fn(&str, &Budget) -> Result<bool, Exhausted>,
}

/// All of them, by their names without dashes.
const FORMATS: &[Format] = &[
    Format { name: "bsonobjectid", accepts: |text, _| Ok(is_hexadecimal(text, 24)) },
    Format { name: "byte", accepts: |text, _| Ok(is_base64(text)) },
    Format { name: "cidr", accepts: |text, _| Ok(address::is_cidr(text)) },
    Format { name: "creditcard", accepts: |text, _| Ok(numbers::is_credit_card(text)) },
    Format { name: "date", accepts: |text, _| Ok(time::is_date(text)) },
    Format { name: "datetime", accepts: |text, _| Ok(time::is_date_time(text)) },
    Format { name: "duration", accepts: |text, _| Ok(time::is_duration(text)) },
    Format { name: "email", accepts: |text, _| Ok(mail::is_address(text)) },
    Format { name: "hexcolor", accepts: |text, _| Ok(is_hex_color(text)) },
    Format { name: "hostname", accepts: is_hostname },
    Format { name: "ipv4", accepts: |text, _| Ok(address::is_version_four(text)) },
    Format { name: "ipv6", accepts: |text, _| Ok(address::is_version_six(text)) },
    Format { name: "isbn", accepts: |text, _| Ok(numbers::is_isbn10(text) || numbers::is_isbn13(text)) },
    Format { name: "isbn10", accepts: |text, _| Ok(numbers::is_isbn10(text)) },
    Format { name: "isbn13", accepts: |text, _| Ok(numbers::is_isbn13(text)) },
    Format { name: "k8slongname", accepts: |text, _| Ok(is_long_name(text)) },
    Format { name: "k8sshortname", accepts: |text, _| Ok(text.len() <= 63 && is_label(text)) },
    Format { name: "mac", accepts: |text, _| Ok(address::is_mac(text)) },
    Format { name: "password", accepts: |_, _| Ok(true) },
    Format { name: "rgbcolor", accepts: is_rgb_color },
    Format { name: "ssn", accepts: |text, _| Ok(numbers::is_social_security(text)) },
    Format { name: "uri", accepts: |text, _| Ok(Url::parse_request(text.as_bytes()).is_ok()) },
    Format { name: "uuid", accepts: |text, _| Ok(is_uuid(text, |_, _| true)) },
    Format { name: "uuid3", accepts: |text, _| Ok(is_uuid(text, |version, _| version == '3')) },
    Format { name: "uuid4", accepts: |text, _| Ok(is_uuid(text, |version, variant| version == '4' && rfc(variant))) },
    Format { name: "uuid5", accepts: |text, _| Ok(is_uuid(text, |version, variant| version == '5' && rfc(variant))) },
];

impl Format {
    /// The format of this name, if it is one that strings are checked for; dashes do not count.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name.is_empty() {
            return None;
        }
        let plain = name.replace('-', "");
        FORMATS.iter().find(|format| format.name == plain).copied()
    }

    /// Whether the text has this format.
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn accepts(self, text: &str, work: &Budget) -> Result<bool, Exhausted> {
        (self.accepts)(text, work)
    }
}

fn is_hexadecimal(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let plain = digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    !text.is_empty() && text.len().is_multiple_of(4) && padding <= 2 && plain
}

fn is_hex_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or(text);
    is_hexadecimal(digits, 3) || is_hexadecimal(digits, 6)
}

fn is_rgb_color(text: &str, work: &Budget) -> Result<bool, Exhausted> {
    static COLOR: OnceLock<Option<Regexp>> = OnceLock::new();
    const PART: &str = r"\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*";
    matches(&COLOR, &format!(r"^rgb\({PART},{PART},{PART}\)$"), text, work)
}

fn is_hostname(text: &str, work: &Budget) -> Result<bool, Exhausted> {
    static NAME: OnceLock<Option<Regexp>> = OnceLock::new();
    const LETTER: &str = r"a-zA-Z0-9\p{S}\p{L}";
    let single = format!(r"[{LETTER}]((-?[{LETTER}]{{0,62}})?)");
    let label = format!(r"[{LETTER}](([a-zA-Z0-9-\p{{S}}\p{{L}}]{{0,61}}[{LETTER}])?)");
    let pattern = format!(r"^({single}|({label}(\.)){{1,}}([a-zA-Z\p{{L}}]){{2,63}})$");
    let fits = text.len() <= 255 && text.split('.').all(|part| part.len() <= 63);
    Ok(fits && matches(&NAME, &pattern, text, work)?)
}

/// Whether a pattern of ours, compiled once, matches.
fn matches(compiled: &OnceLock<Option<Regexp>>, pattern: &str, text: &str, work: &Budget) -> Result<bool, Exhausted> {
    let compile = || regexp::compile(pattern, &Budget::new(regexp::DEFAULT_UNITS)).ok();
    compiled.get_or_init(compile).as_ref().map_or(Ok(false), |compiled| compiled.is_match(text.as_bytes(), work))
}

/// `[a-z0-9]([-a-z0-9]*[a-z0-9])?`
fn is_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|byte| inner(*byte))
        && bytes.last().is_some_and(|byte| inner(*byte))
        && bytes.iter().all(|byte| inner(*byte) || *byte == b'-')
}

fn is_long_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

/// Whether the text is a UUID, dashes optional, whose version and variant digits suit.
fn is_uuid(text: &str, suits: fn(char, char) -> bool) -> bool {
    let mut digits = String::with_capacity(32);
    for character in text.chars() {
        let dash_may_be_here = matches!(digits.len(), 8 | 12 | 16 | 20);
        match character {
            '-' if dash_may_be_here && !digits.ends_with('-') => digits.push('-'),
            digit if digit.is_ascii_hexdigit() => {
                if digits.ends_with('-') {
                    digits.pop();
                }
                digits.push(digit);
            }
            _ => return false,
        }
    }
    let at = |position: usize| digits.as_bytes().get(position).map_or(' ', |byte| char::from(*byte));
    is_hexadecimal(&digits, 32) && suits(at(12), at(16))
}

/// Whether a digit names the variant of RFC 4122.
fn rfc(variant: char) -> bool {
    matches!(variant.to_ascii_lowercase(), '8' | '9' | 'a' | 'b')
}
