//! ISO 8601 durations and periods, as RFC 3339 writes them.

use super::{date, fail};
use crate::english::quote_character;

pub(super) fn check(text: &str) -> Result<(), String> {
    let Some(text) = text.strip_prefix('P') else {
        return fail("must start with P");
    };
    if text.is_empty() {
        return fail("nothing after P");
    }
    if let Some(weeks) = text.strip_suffix('W') {
        return match weeks {
            "" => fail("no number in week"),
            _ if weeks.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
            _ => fail("invalid week"),
        };
    }
    for (index, part) in text.split('T').enumerate() {
        if index > 0 && part.is_empty() {
            return fail("no time elements");
        }
        match index {
            0 => check_part(part, "YMD")?,
            1 => check_part(part, "HMS")?,
            _ => return fail("more than one T"),
        }
    }
    Ok(())
}

/// Numbers, each with a unit, the units in order.
fn check_part(part: &str, units: &str) -> Result<(), String> {
    let mut rest = part.as_bytes();
    let mut left = units;
    while !rest.is_empty() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return fail("missing number");
        }
        let Some((unit, after)) = rest.get(digits..).and_then(<[u8]>::split_first) else {
            return fail("missing unit");
        };
        let unit = char::from(*unit);
        match left.split_once(unit) {
            Some((_, later)) => left = later,
            None if units.contains(unit) => return Err(format!("unit {} out of order", quote_character(unit))),
            None => return Err(format!("invalid unit {}", quote_character(unit))),
        }
        rest = after;
    }
    Ok(())
}

pub(super) fn period(text: &str) -> Result<(), String> {
    let Some((start, end)) = text.split_once('/') else {
        return fail("missing slash");
    };
    let named = |name: &'static str| move |error: String| format!("invalid {name}: {error}");
    if start.starts_with('P') {
        check(start).map_err(named("start duration"))?;
        return date::date_time(end).map_err(named("end date-time"));
    }
    date::date_time(start).map_err(named("start date-time"))?;
    if end.starts_with('P') {
        check(end).map_err(named("end duration"))
    } else {
        date::date_time(end).map_err(named("end date-time"))
    }
}
