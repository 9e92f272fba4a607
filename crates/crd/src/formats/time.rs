//! Dates, moments, spans of time.

use gostd::time::{Duration, Location, parse_in_location};

/// `date`: `2006-01-02`
pub(super) fn is_date(text: &str) -> bool {
    parse_in_location(b"2006-01-02", text.as_bytes(), &Location::utc()).is_ok()
}

/// `date-time`: a date, `t`, a time of day with a zone; a second `t` ends it.
pub(super) fn is_date_time(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut parts = lower.split('t');
    match (parts.next(), parts.next()) {
        (Some(date), Some(time)) => text.len() >= 4 && is_date(date) && is_time(time),
        _ => false,
    }
}

/// `23:59:59.123z`, `23:59:59+01:00`; any character may stand before the fraction.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else {
        return false;
    };
    let pair = |from: usize| clock.get(from..from + 2).filter(|pair| pair.bytes().all(|byte| byte.is_ascii_digit()));
    let colons = clock.as_bytes()[2] == b':' && clock.as_bytes()[5] == b':';
    let in_range = |from: usize, most: &str| pair(from).is_some_and(|pair| pair <= most);
    colons && in_range(0, "23") && in_range(3, "59") && in_range(6, "59") && is_fraction_and_zone(rest)
}

fn is_fraction_and_zone(text: &str) -> bool {
    if is_zone(text) {
        return true;
    }
    let mut characters = text.chars();
    let separator = characters.next();
    let fraction = characters.as_str();
    let zone = fraction.trim_start_matches(|character: char| character.is_ascii_digit());
    separator.is_some_and(|separator| separator != '\n') && zone.len() < fraction.len() && is_zone(zone)
}

fn is_zone(text: &str) -> bool {
    let offset = |bytes: &[u8]| match bytes {
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].iter().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    text == "z" || offset(text.as_bytes())
}

/// Units of spans: the short names, last the one that longer words begin with.
const UNITS: &[&[&str]] = &[
    &["ns", "nano"],
    &["us", "µs", "micro"],
    &["ms", "milli"],
    &["s", "sec"],
    &["m", "min"],
    &["h", "hr", "hour"],
    &["d", "day"],
    &["w", "wk", "week"],
];

/// `duration`: as Go has it, or numbers with units anywhere in the text (`22 ns`, `1 day`, `P1D`).
pub(super) fn is_duration(text: &str) -> bool {
    if Duration::parse(text.as_bytes()).is_ok() {
        return true;
    }
    let mut found = false;
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let from_digits = &rest[start..];
        let after = from_digits.trim_start_matches(|character: char| character.is_ascii_digit());
        let unit_on = after.trim_start_matches([' ', '\t', '\n', '\r', '\x0c']);
        let beyond = unit_on.trim_start_matches(|character: char| character.is_ascii_alphabetic() || character == 'µ');
        let unit = &unit_on[..unit_on.len() - beyond.len()];
        if unit.is_empty() {
            rest = after;
            continue;
        }
        let digits = &from_digits[..from_digits.len() - after.len()];
        if digits.parse::<i64>().is_err() {
            return false;
        }
        found |= is_unit(&unit.to_lowercase());
        rest = beyond;
    }
    found
}

fn is_unit(unit: &str) -> bool {
    UNITS.iter().any(|names| names.contains(&unit) || names.last().is_some_and(|name| unit.starts_with(name)))
}
