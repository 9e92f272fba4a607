//! Dates, moments, spans of time.

use gostd::strconv;
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

/// `duration`
pub(super) fn is_duration(text: &str) -> bool {
    duration(text).is_ok()
}

/// The units of spans: their names and nanoseconds. The last name of a unit may go on (`hours`).
const UNITS: [(&[&str], i64); 8] = [
    (&["ns", "nano"], Duration::NANOSECOND.0),
    (&["us", "µs", "micro"], Duration::MICROSECOND.0),
    (&["ms", "milli"], Duration::MILLISECOND.0),
    (&["s", "sec"], Duration::SECOND.0),
    (&["m", "min"], Duration::MINUTE.0),
    (&["h", "hr", "hour"], Duration::HOUR.0),
    (&["d", "day"], 24 * Duration::HOUR.0),
    (&["w", "wk", "week"], 7 * 24 * Duration::HOUR.0),
];

/// `format: duration`, in nanoseconds: as Go writes it, or pairs of number and unit anywhere in the text.
///
/// # Errors
/// The server's text.
pub(crate) fn duration(text: &str) -> Result<i64, String> {
    if let Ok(span) = Duration::parse(text.as_bytes()) {
        return Ok(span.0);
    }
    let invalid = |reason: String| format!("Invalid duration {text}: {reason}");
    let mut sum: Option<i64> = None;
    let mut rest = text;
    while let Some((number, unit, after)) = next_pair(rest) {
        let factor = strconv::atoi(number.as_bytes()).map_err(|error| invalid(error.to_string()))?;
        for (_, nanoseconds) in UNITS.iter().filter(|(names, _)| is_named(names, unit)) {
            sum = Some(sum.unwrap_or(0).wrapping_add(factor.wrapping_mul(*nanoseconds)));
        }
        rest = after;
    }
    sum.ok_or_else(|| invalid(format!("unable to parse {text} as duration")))
}

/// The next number that a word follows: the number, the word, what is left.
fn next_pair(text: &str) -> Option<(&str, &str, &str)> {
    let mut rest = text;
    loop {
        let start = rest.find(|one: char| one.is_ascii_digit())?;
        rest = rest.get(start..)?;
        let (number, after) = split_where(rest, |one| !one.is_ascii_digit());
        let word = after.trim_start_matches(['\t', '\n', '\u{c}', '\r', ' ']);
        let (unit, after_unit) = split_where(word, |one| !(one.is_ascii_alphabetic() || one == 'µ'));
        if !unit.is_empty() {
            return Some((number, unit, after_unit));
        }
        rest = after;
    }
}

fn split_where(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

fn is_named(names: &[&str], unit: &str) -> bool {
    let unit = unit.to_lowercase();
    names.contains(&unit.as_str()) || names.last().is_some_and(|last| unit.starts_with(last))
}
