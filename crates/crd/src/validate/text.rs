//! `maxLength`, `minLength`, `pattern`, and `format` of strings.

use super::demands::{Demands, Pattern};
use super::outcome::Failure;
use super::trail::Trail;
use super::types;
use super::walk::Work;
use crate::violation::ErrorKind;

/// The first of length and pattern that fails.
pub(super) fn check(demands: &Demands, text: &str, trail: &Trail<'_>, work: &Work) -> Option<Failure> {
    let characters = || i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if let Some(max) = demands.max_length
        && characters() > max
    {
        return Some(too_long(trail, max));
    }
    if let Some(min) = demands.min_length
        && characters() < min
    {
        return Some(failure(trail, text, format!("should be at least {min} chars long")));
    }
    let pattern = demands.pattern.as_ref()?;
    mismatch(pattern, text, work).map(|expected| failure(trail, text, format!("should match '{expected}'")))
}

/// The pattern as the message has it, if the text does not match.
fn mismatch(pattern: &Pattern, text: &str, work: &Work) -> Option<String> {
    match pattern.compiled(work) {
        Err(error) => Some(format!("{}, but pattern is invalid: {error}", pattern.source())),
        Ok(compiled) => match compiled.is_match(text.as_bytes(), work.matching()) {
            Ok(true) => None,
            Ok(false) => Some(pattern.source().to_owned()),
            Err(_) => {
                work.spend_all();
                None
            }
        },
    }
}

/// The failure, if the format is known and the text does not have it.
pub(super) fn check_format(demands: &Demands, text: &str, trail: &Trail<'_>, work: &Work) -> Option<Failure> {
    let format = demands.known_format.as_ref()?;
    match format.accepts(text, work.matching()) {
        Ok(true) => None,
        Ok(false) => Some(types::mismatch(trail, &demands.format, text)),
        Err(_) => {
            work.spend_all();
            None
        }
    }
}

fn too_long(trail: &Trail<'_>, max: i64) -> Failure {
    Failure {
        kind: ErrorKind::TooLong,
        message: format!("{} in body should be at most {max} chars long", trail.name()),
        detail: Some(match max {
            i64::MIN..=-1 => "value is too long".to_owned(),
            1 => "may not be more than 1 byte".to_owned(),
            _ => format!("may not be more than {max} bytes"),
        }),
        value: None,
        located: true,
        segments: trail.segments(),
    }
}

fn failure(trail: &Trail<'_>, text: &str, what: String) -> Failure {
    Failure {
        kind: ErrorKind::Invalid,
        message: format!("{} in body {what}", trail.name()),
        detail: None,
        value: Some(gostd::strconv::quote(text)),
        located: true,
        segments: trail.segments(),
    }
}
