//! `maximum`, `minimum`, `multipleOf`, and the ranges of number formats.

use gostd::json::Number;
use gostd::strconv;

use super::demands::Demands;
use super::enumeration::shown;
use super::outcome::{Failure, Outcome};
use super::trail::Trail;
use super::types::is_whole;
use crate::violation::ErrorKind;

/// All of them.
pub(super) fn check(demands: &Demands, number: Number, trail: &Trail<'_>) -> Outcome {
    let number = match number {
        Number::Uint(large) => Number::Float(large as f64),
        other => other,
    };
    let judge = Judge { demands, number, trail };
    let mut outcome = Outcome::default();
    outcome.pass();
    judge.range(number, "Checked", &mut outcome);
    if let Some(factor) = demands.multiple_of {
        let native = judge.range(Number::Float(factor), "MultipleOf", &mut outcome);
        judge.multiple(factor, native, &mut outcome);
    }
    if let Some(minimum) = demands.minimum {
        let native = judge.range(Number::Float(minimum), "Minimum boundary", &mut outcome);
        judge.minimum(minimum, native, &mut outcome);
    }
    if let Some(maximum) = demands.maximum {
        let native = judge.range(Number::Float(maximum), "Maximum boundary", &mut outcome);
        judge.maximum(maximum, native, &mut outcome);
    }
    outcome
}

struct Judge<'a> {
    demands: &'a Demands,
    number: Number,
    trail: &'a Trail<'a>,
}

impl Judge<'_> {
    /// The one type that decides the range, and its format if that is one of that type.
    fn kind(&self) -> (&'static str, &str) {
        let format = self.demands.format.as_str();
        match self.demands.types.as_slice() {
            ["integer"] => ("integer", if matches!(format, "int32" | "int64") { format } else { "" }),
            ["number"] => ("number", if matches!(format, "float" | "double") { format } else { "" }),
            _ => ("", ""),
        }
    }

    /// Whether a number is in the range of type and format; adds the failure if not.
    fn range(&self, number: Number, what: &str, outcome: &mut Outcome) -> bool {
        let (kind, format) = self.kind();
        let text = match number {
            Number::Int(whole) => whole.to_string(),
            Number::Uint(whole) => whole.to_string(),
            Number::Float(float) => strconv::format_float(float, b'f', 64),
        };
        let fits = match (kind, format) {
            ("integer", "int32") => strconv::parse_int(text.as_bytes(), 10, 32).is_ok(),
            ("integer", _) => strconv::parse_int(text.as_bytes(), 10, 64).is_ok(),
            (_, "float") => strconv::parse_float(text.as_bytes(), 32).is_ok(),
            _ => true,
        };
        if !fits {
            let format = match format {
                "" => "(default format)".to_owned(),
                format => format!("with format {format}"),
            };
            let message = format!("{what} value must be of type {kind} {format} in {}", self.trail.name());
            outcome.add(unlocated(self.trail, message));
        }
        fits
    }

    fn multiple(&self, factor: f64, native: bool, outcome: &mut Outcome) {
        let name = self.trail.name();
        let whole = match self.number {
            Number::Int(whole) if native => Some((whole, converted(factor))),
            _ => None,
        };
        let (positive, factor_text, holds) = match whole {
            Some((whole, factor)) => {
                (factor > 0, factor.to_string(), factor > 0 && whole.checked_rem(factor) == Some(0))
            }
            None => {
                let number = self.number.as_f64();
                let quotient = if factor < 1.0 { 1.0 / factor * number } else { number / factor };
                (factor > 0.0, strconv::format_float(factor, b'g', 64), is_whole(quotient))
            }
        };
        if !positive {
            let message = format!("factor MultipleOf declared for {name} must be positive: {factor_text}");
            outcome.add(self.failure(message, factor_text));
        } else if !holds {
            let message = format!("{name} in body should be a multiple of {factor_text}");
            outcome.add(self.failure(message, self.shown()));
        }
    }

    fn maximum(&self, maximum: f64, native: bool, outcome: &mut Outcome) {
        let exclusive = self.demands.exclusive_maximum;
        let (within, text) = match self.number {
            Number::Int(whole) if native => {
                let maximum = converted(maximum);
                (whole < maximum || (!exclusive && whole == maximum), maximum.to_string())
            }
            number => {
                let number = number.as_f64();
                (number < maximum || (!exclusive && number == maximum), strconv::format_float(maximum, b'g', 64))
            }
        };
        if !within {
            let how = if exclusive { "less than" } else { "less than or equal to" };
            outcome.add(self.failure(format!("{} in body should be {how} {text}", self.trail.name()), self.shown()));
        }
    }

    fn minimum(&self, minimum: f64, native: bool, outcome: &mut Outcome) {
        let exclusive = self.demands.exclusive_minimum;
        let (within, text) = match self.number {
            Number::Int(whole) if native => {
                let minimum = converted(minimum);
                (whole > minimum || (!exclusive && whole == minimum), minimum.to_string())
            }
            number => {
                let number = number.as_f64();
                (number > minimum || (!exclusive && number == minimum), strconv::format_float(minimum, b'g', 64))
            }
        };
        if !within {
            let how = if exclusive { "greater than" } else { "greater than or equal to" };
            outcome.add(self.failure(format!("{} in body should be {how} {text}", self.trail.name()), self.shown()));
        }
    }

    fn shown(&self) -> String {
        shown(&gostd::json::Value::Number(self.number))
    }

    fn failure(&self, message: String, value: String) -> Failure {
        Failure {
            kind: ErrorKind::Invalid,
            message,
            detail: None,
            value: Some(value),
            located: true,
            segments: self.trail.segments(),
        }
    }
}

/// A number as Go converts it on the servers' processors: what does not fit becomes the smallest integer.
fn converted(number: f64) -> i64 {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if (-BEYOND..BEYOND).contains(&number) { number as i64 } else { i64::MIN }
}

/// A failure whose field does not say where it is.
pub(super) fn unlocated(trail: &Trail<'_>, message: String) -> Failure {
    Failure {
        kind: ErrorKind::Invalid,
        message,
        detail: None,
        value: Some("\"\"".to_owned()),
        located: false,
        segments: trail.segments(),
    }
}
