//! `time.Duration`.

use std::fmt;

use super::text::{leading_int, quote};

/// A span of time in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub i64);

impl Duration {
    /// 1 ns
    pub const NANOSECOND: Self = Self(1);
    /// 1 µs
    pub const MICROSECOND: Self = Self(1_000);
    /// 1 ms
    pub const MILLISECOND: Self = Self(1_000_000);
    /// 1 s
    pub const SECOND: Self = Self(1_000_000_000);
    /// 60 s
    pub const MINUTE: Self = Self(60 * Self::SECOND.0);
    /// 60 min
    pub const HOUR: Self = Self(60 * Self::MINUTE.0);

    /// The span as a number of seconds.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.in_units(Self::SECOND)
    }

    /// The span as a number of minutes.
    #[must_use]
    pub fn minutes(self) -> f64 {
        self.in_units(Self::MINUTE)
    }

    /// The span as a number of hours.
    #[must_use]
    pub fn hours(self) -> f64 {
        self.in_units(Self::HOUR)
    }

    /// Whole units and the rest are converted apart, which keeps the last digits.
    fn in_units(self, unit: Self) -> f64 {
        (self.0 / unit.0) as f64 + (self.0 % unit.0) as f64 / unit.0 as f64
    }

    /// Cut towards zero to a multiple of `unit`; unchanged if that is not positive (`Duration.Truncate`).
    #[must_use]
    pub fn truncate(self, unit: Self) -> Self {
        if unit.0 <= 0 { self } else { Self(self.0 - self.0 % unit.0) }
    }

    /// The nearest multiple of `unit`, halves away from zero; unchanged if `unit` is not positive; the extremes on
    /// overflow (`Duration.Round`).
    #[must_use]
    pub fn round(self, unit: Self) -> Self {
        if unit.0 <= 0 {
            return self;
        }
        let rest = self.0 % unit.0;
        if is_less_than_half(rest.unsigned_abs(), unit) {
            return Self(self.0 - rest);
        }
        if self.0 < 0 { Self(self.0.saturating_sub(unit.0 + rest)) } else { Self(self.0.saturating_add(unit.0 - rest)) }
    }

    /// Without its sign; the most negative span becomes the longest (`Duration.Abs`).
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.checked_abs().unwrap_or(i64::MAX))
    }

    /// Reads `1h2m3.5s` (`time.ParseDuration`).
    ///
    /// # Errors
    /// Go's text, such as `time: unknown unit "d" in duration "1d"`.
    pub fn parse(text: &[u8]) -> Result<Self, String> {
        let invalid = || format!("time: invalid duration {}", quote(text));
        let (negative, mut rest) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        if rest == b"0" {
            return Ok(Self(0));
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        let mut total: u64 = 0;
        while !rest.is_empty() {
            let (nanoseconds, after) = parse_part(rest).map_err(|problem| match problem {
                Problem::Invalid => invalid(),
                Problem::MissingUnit => format!("time: missing unit in duration {}", quote(text)),
                Problem::UnknownUnit(unit) => {
                    format!("time: unknown unit {} in duration {}", quote(&unit), quote(text))
                }
            })?;
            total = total.checked_add(nanoseconds).filter(|total| *total <= 1 << 63).ok_or_else(invalid)?;
            rest = after;
        }
        match i64::try_from(total) {
            Ok(total) if negative => Ok(Self(-total)),
            Ok(total) => Ok(Self(total)),
            Err(_) if negative => Ok(Self(i64::MIN)),
            Err(_) => Err(invalid()),
        }
    }
}

/// Whether twice `part` is less than `whole`.
pub(super) fn is_less_than_half(part: u64, whole: Duration) -> bool {
    part.wrapping_mul(2) < whole.0.cast_unsigned()
}

enum Problem {
    Invalid,
    MissingUnit,
    UnknownUnit(Vec<u8>),
}

/// Reads one number and its unit, in nanoseconds.
fn parse_part(text: &[u8]) -> Result<(u64, &[u8]), Problem> {
    let (whole, mut rest) = leading_int(text).ok_or(Problem::Invalid)?;
    let mut has_digits = rest.len() != text.len();
    let (mut fraction, mut scale) = (0, 1.0);
    if let [b'.', decimals @ ..] = rest {
        (fraction, scale, rest) = leading_fraction(decimals);
        has_digits |= rest.len() != decimals.len();
    }
    if !has_digits {
        return Err(Problem::Invalid);
    }
    let length = rest.iter().take_while(|byte| **byte != b'.' && !byte.is_ascii_digit()).count();
    let (unit, rest) = rest.split_at(length);
    if unit.is_empty() {
        return Err(Problem::MissingUnit);
    }
    let Some(Duration(unit)) = unit_named(unit) else {
        return Err(Problem::UnknownUnit(unit.to_vec()));
    };
    let unit = unit.unsigned_abs();
    let mut nanoseconds = whole.checked_mul(unit).filter(|number| *number <= 1 << 63).ok_or(Problem::Invalid)?;
    if fraction > 0 {
        nanoseconds += (fraction as f64 * (unit as f64 / scale)) as u64;
        if nanoseconds > 1 << 63 {
            return Err(Problem::Invalid);
        }
    }
    Ok((nanoseconds, rest))
}

fn unit_named(name: &[u8]) -> Option<Duration> {
    Some(match std::str::from_utf8(name).ok()? {
        "ns" => Duration::NANOSECOND,
        // The micro sign and the Greek letter.
        "us" | "\u{b5}s" | "\u{3bc}s" => Duration::MICROSECOND,
        "ms" => Duration::MILLISECOND,
        "s" => Duration::SECOND,
        "m" => Duration::MINUTE,
        "h" => Duration::HOUR,
        _ => return None,
    })
}

/// Decimals and the power of ten they are to be divided by; those that no longer fit are skipped.
fn leading_fraction(text: &[u8]) -> (u64, f64, &[u8]) {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(count);
    let (mut number, mut scale) = (0_u64, 1.0);
    for digit in digits {
        if number > (i64::MAX / 10).unsigned_abs() {
            break;
        }
        let next = number * 10 + u64::from(digit - b'0');
        if next > 1 << 63 {
            break;
        }
        number = next;
        scale *= 10.0;
    }
    (number, scale, rest)
}

impl fmt::Display for Duration {
    /// `1h2m3.5s`, `1.5ms`, `0s` (`Duration.String`).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        if self.0 < 0 {
            formatter.write_str("-")?;
        }
        match size {
            0 => formatter.write_str("0s"),
            1..1_000 => write!(formatter, "{size}ns"),
            1_000..1_000_000 => write!(formatter, "{}\u{b5}s", decimal(size, 3)),
            1_000_000..1_000_000_000 => write!(formatter, "{}ms", decimal(size, 6)),
            _ => {
                let seconds = decimal(size % 60_000_000_000, 9);
                match size / 60_000_000_000 {
                    0 => write!(formatter, "{seconds}s"),
                    minutes if minutes < 60 => write!(formatter, "{minutes}m{seconds}s"),
                    minutes => write!(formatter, "{}h{}m{seconds}s", minutes / 60, minutes % 60),
                }
            }
        }
    }
}

/// A number with its last digits behind a point, without trailing zeros.
fn decimal(number: u64, places: usize) -> String {
    let power = 10_u64.pow(u32::try_from(places).unwrap_or(0));
    let (whole, fraction) = (number / power, number % power);
    if fraction == 0 {
        return whole.to_string();
    }
    let text = format!("{whole}.{fraction:0places$}");
    text.trim_end_matches('0').to_owned()
}
