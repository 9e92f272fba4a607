//! Formats that schemas know too (`kube-openapi/pkg/validation/strfmt`).

use gostd::time::{Location, parse_in_location};
use gostd::url::Url;

/// An absolute URL or path.
pub(super) fn uri(text: &str) -> Vec<String> {
    Url::parse_request(text.as_bytes()).err().map(|error| error.to_string()).into_iter().collect()
}

/// 32 hexadecimal digits, dashes between some of them.
pub(super) fn uuid(text: &str) -> Vec<String> {
    let mut rest = text;
    let mut is_valid = true;
    for (index, length) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if index > 0 {
            rest = rest.strip_prefix('-').unwrap_or(rest);
        }
        match rest.split_at_checked(length) {
            Some((group, after)) if group.bytes().all(|byte| byte.is_ascii_hexdigit()) => rest = after,
            _ => is_valid = false,
        }
    }
    problem(is_valid && rest.is_empty(), "does not match the UUID format")
}

/// Base64 with padding, not empty.
pub(super) fn byte(text: &str) -> Vec<String> {
    let digits = text.trim_end_matches('=');
    let is_padded = text.len().is_multiple_of(4) && text.len() - digits.len() <= 2;
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    problem(!text.is_empty() && is_padded && digits.bytes().all(is_digit), "invalid base64")
}

/// `2026-01-31`
pub(super) fn date(text: &str) -> Vec<String> {
    problem(is_date(text), "invalid date")
}

fn is_date(text: &str) -> bool {
    parse_in_location(b"2006-01-02", text.as_bytes(), &Location::utc()).is_ok()
}

/// `2026-01-31T13:45:00Z`; an hour has 60 minutes, a minute 60 seconds.
pub(super) fn date_time(text: &str) -> Vec<String> {
    let lower: String = text.chars().map(gostd::unicode::to_lower).collect();
    let mut parts = lower.split('t');
    let is_valid = match (parts.next(), parts.next()) {
        (Some(day), Some(time)) => text.len() >= 4 && is_date(day) && is_time(time),
        _ => false,
    };
    problem(is_valid, "invalid datetime")
}

/// `13:45:00.5z`; any character may stand for the dot.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else {
        return false;
    };
    let numbers: Vec<&str> = clock.split(':').collect();
    let is_number = |number: &str, limit: &str| number.len() == 2 && is_digits(number) && number <= limit;
    let is_clock = matches!(numbers.as_slice(), [hour, minute, second]
        if is_number(hour, "23") && is_number(minute, "59") && is_number(second, "59"));
    let mut fraction = rest.chars();
    let has_dot = fraction.next().is_some_and(|dot| dot != '\n');
    let after = fraction.as_str().trim_start_matches(|digit: char| digit.is_ascii_digit());
    let has_fraction = has_dot && after.len() < fraction.as_str().len();
    is_clock && (is_zone(rest) || (has_fraction && is_zone(after)))
}

/// `z` or `+01:30`
fn is_zone(text: &str) -> bool {
    let offset = text.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':'));
    let is_offset = |(hours, minutes): (&str, &str)| {
        hours.len() == 2 && minutes.len() == 2 && is_digits(hours) && is_digits(minutes)
    };
    text == "z" || offset.is_some_and(is_offset)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn problem(is_valid: bool, text: &str) -> Vec<String> {
    if is_valid { Vec::new() } else { vec![text.to_owned()] }
}
