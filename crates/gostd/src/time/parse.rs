//! `time.Parse(time.RFC3339, …)`.

use std::fmt;

use super::Timestamp;
use super::calendar::{CivilTime, days_in_month};
use super::text::quote;

/// Go's name for the layout, part of its messages.
const LAYOUT: &str = "2006-01-02T15:04:05Z07:00";

/// Why a text is no RFC 3339 time; displays as Go's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Something else stands where a part of the layout was expected.
    Mismatch {
        /// The whole text.
        text: String,
        /// Where it departs from the layout, quoted and escaped as Go does.
        rest: String,
        /// The expected part, in Go's layout notation: `2006`, `-`, `01`, …
        expected: &'static str,
    },
    /// A number is too large or too small.
    OutOfRange {
        /// The whole text.
        text: String,
        /// What the number stands for: `month`, `day`, `time zone offset hour`, …
        field: &'static str,
    },
    /// The time is complete, but the text goes on.
    ExtraText {
        /// The whole text.
        text: String,
        /// What follows the time, quoted and escaped as Go does.
        rest: String,
    },
}

impl Error {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        Some("write the time as 2026-01-31T13:45:00Z or 2026-01-31T13:45:00+09:00".to_owned())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Mismatch { text, .. } | Self::OutOfRange { text, .. } | Self::ExtraText { text, .. }) = self;
        write!(formatter, "parsing time {}", quote(text.as_bytes()))?;
        match self {
            Self::Mismatch { rest, expected, .. } => {
                write!(formatter, " as \"{LAYOUT}\": cannot parse {rest} as \"{expected}\"")
            }
            Self::OutOfRange { field, .. } => write!(formatter, ": {field} out of range"),
            Self::ExtraText { rest, .. } => write!(formatter, ": extra text: {rest}"),
        }
    }
}

impl std::error::Error for Error {}

/// Reads a time as `time.Parse(time.RFC3339, text)` does.
///
/// Beyond the RFC it accepts hours of one digit, any number of decimals (those after the ninth don't count), a comma
/// before them, and offsets of up to 24 hours; it refuses lower-case `t` and `z`, a space for the `T`, and second 60.
///
/// # Errors
///
/// If the text is no such time or the date doesn't exist.
pub fn parse_rfc3339(text: &str) -> Result<Timestamp, Error> {
    let mut reader = Reader { text, rest: text.as_bytes() };
    let year = reader.year()?;
    reader.literal("-")?;
    let month = reader.number("01", 1..=12, "month")?;
    reader.literal("-")?;
    let day = reader.number("02", 0..=99, "day")?;
    reader.literal("T")?;
    let hour = reader.hour()?;
    reader.literal(":")?;
    let minute = reader.number("04", 0..=59, "minute")?;
    reader.literal(":")?;
    let second = reader.number("05", 0..=59, "second")?;
    let nanos = reader.decimals();
    let offset_seconds = reader.zone()?;
    if !reader.rest.is_empty() {
        return Err(Error::ExtraText { text: text.to_owned(), rest: quote(reader.rest) });
    }
    // Go looks at the day last, when it knows the month.
    if !(1..=days_in_month(i64::from(year), month)).contains(&day) {
        return Err(reader.out_of_range("day"));
    }
    let local = CivilTime { year: i64::from(year), month, day, hour, minute, second };
    Ok(Timestamp { seconds: local.to_seconds() - i64::from(offset_seconds), nanos, offset_seconds })
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a [u8],
}

impl Reader<'_> {
    fn mismatch(&self, rest: &[u8], expected: &'static str) -> Error {
        Error::Mismatch { text: self.text.to_owned(), rest: quote(rest), expected }
    }

    fn out_of_range(&self, field: &'static str) -> Error {
        Error::OutOfRange { text: self.text.to_owned(), field }
    }

    fn literal(&mut self, wanted: &'static str) -> Result<(), Error> {
        match self.rest.strip_prefix(wanted.as_bytes()) {
            Some(rest) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(self.mismatch(self.rest, wanted)),
        }
    }

    /// Takes exactly so many digits, or nothing.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        let number = to_number(digits)?;
        self.rest = rest;
        Some(number)
    }

    fn year(&mut self) -> Result<u32, Error> {
        self.digits(4).ok_or_else(|| self.mismatch(self.rest, "2006"))
    }

    /// Reads two digits.
    fn number(
        &mut self,
        element: &'static str,
        range: std::ops::RangeInclusive<u32>,
        field: &'static str,
    ) -> Result<u32, Error> {
        let number = self.digits(2).ok_or_else(|| self.mismatch(self.rest, element))?;
        if range.contains(&number) { Ok(number) } else { Err(self.out_of_range(field)) }
    }

    /// Reads two digits or one.
    fn hour(&mut self) -> Result<u32, Error> {
        let hour = self.digits(2).or_else(|| self.digits(1)).ok_or_else(|| self.mismatch(self.rest, "15"))?;
        if hour < 24 { Ok(hour) } else { Err(self.out_of_range("hour")) }
    }

    /// Reads decimals of the second, if a point or comma and at least one digit come next.
    fn decimals(&mut self) -> u32 {
        let [b'.' | b',', digits @ ..] = self.rest else { return 0 };
        let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 {
            return 0;
        }
        let (decimals, rest) = digits.split_at(count);
        self.rest = rest;
        let mut nanos = 0;
        for place in 0..9 {
            let digit = decimals.get(place).map_or(0, |byte| u32::from(byte - b'0'));
            nanos = nanos * 10 + digit;
        }
        nanos
    }

    /// Reads `Z` or `±hh:mm`, in seconds.
    fn zone(&mut self) -> Result<i32, Error> {
        if let Some(rest) = self.rest.strip_prefix(b"Z") {
            self.rest = rest;
            return Ok(0);
        }
        let whole = self.rest;
        let [sign, hour_tens, hour_ones, b':', minute_tens, minute_ones, rest @ ..] = whole else {
            return Err(self.mismatch(whole, "Z07:00"));
        };
        let hours = to_number(&[*hour_tens, *hour_ones]);
        let minutes = to_number(&[*minute_tens, *minute_ones]);
        // Go checks the ranges before it looks at the sign, and the minutes' complaint replaces the hours'. Minutes
        // behind a bad hour are not read at all.
        if hours.is_some() && minutes.is_some_and(|minutes| minutes > 60) {
            return Err(self.out_of_range("time zone offset minute"));
        }
        if hours.is_some_and(|hours| hours > 24) {
            return Err(self.out_of_range("time zone offset hour"));
        }
        let (Some(hours), Some(minutes)) = (hours, minutes) else { return Err(self.mismatch(whole, "Z07:00")) };
        self.rest = rest;
        let size = i32::try_from((hours * 60 + minutes) * 60).unwrap_or_default();
        match sign {
            b'+' => Ok(size),
            b'-' => Ok(-size),
            _ => Err(self.mismatch(whole, "Z07:00")),
        }
    }
}

/// The value of a text of nothing but digits, at most nine.
fn to_number(digits: &[u8]) -> Option<u32> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}
