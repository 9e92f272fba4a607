//! Go's `time`: moments, spans, zones, layouts, and the calendar behind them.
//!
//! Helm stamps lock files and manifest annotations with RFC 3339 times; Artifact Hub reads them back with
//! `time.Parse`, which is a little more tolerant than the RFC and says so in its own words ([`Timestamp`],
//! [`parse_rfc3339`]). Templates handle [`Time`]s in zones, which they write and read by layouts, and [`Duration`]s.

mod calendar;
mod duration;
mod format;
mod layout;
mod layout_parse;
#[cfg(test)]
mod layout_tests;
mod location;
mod moment;
mod parse;
mod rule;
#[cfg(test)]
mod tests;
mod text;
mod tzif;

pub use calendar::{CivilTime, civil_from_days, days_from_civil, days_in_month};
pub use duration::Duration;
pub use format::{MONTHS, WEEKDAYS};
pub use layout_parse::parse_in_location;
pub use location::{Location, Offset};
pub use moment::{Parts, Time};
pub use parse::{Error, parse_rfc3339};

/// A moment, and the zone offset in which it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z; negative before that.
    pub seconds: i64,
    /// Nanoseconds after that second, 0 to 999,999,999.
    pub nanos: u32,
    /// Seconds by which the local clock is ahead of UTC; negative west of it.
    pub offset_seconds: i32,
}

impl Timestamp {
    /// A whole second, written in UTC.
    pub fn from_unix(seconds: i64) -> Self {
        Self { seconds, nanos: 0, offset_seconds: 0 }
    }

    /// The same moment, written with another zone offset.
    pub fn with_offset(self, offset_seconds: i32) -> Self {
        Self { offset_seconds, ..self }
    }

    /// Year, month, day and time of day as the local clock shows them.
    pub fn civil(self) -> CivilTime {
        CivilTime::from_seconds(self.seconds.saturating_add(i64::from(self.offset_seconds)))
    }

    /// `2006-01-02T15:04:05Z` or `…+09:00`: Go's `time.RFC3339`. Fractions of the second are dropped.
    pub fn to_rfc3339(self) -> String {
        format!("{}{}", self.local_text(), self.zone_text())
    }

    /// The same with as many decimals of the second as are not zero: Go's `time.RFC3339Nano`.
    pub fn to_rfc3339_nano(self) -> String {
        let decimals = format!(".{:09}", self.nanos);
        let decimals = decimals.trim_end_matches('0').trim_end_matches('.');
        format!("{}{decimals}{}", self.local_text(), self.zone_text())
    }

    fn local_text(self) -> String {
        let CivilTime { year, month, day, hour, minute, second } = self.civil();
        // Go pads the digits, not the sign.
        let sign = if year < 0 { "-" } else { "" };
        let year = year.unsigned_abs();
        format!("{sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }

    fn zone_text(self) -> String {
        if self.offset_seconds == 0 {
            return "Z".to_owned();
        }
        let minutes = self.offset_seconds / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.unsigned_abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
