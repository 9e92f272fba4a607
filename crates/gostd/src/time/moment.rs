//! `time.Time`.

use std::cmp::Ordering;
use std::fmt;

use super::calendar::{CivilTime, civil_from_days, days_from_civil, days_in_month};
use super::duration::is_less_than_half;
use super::format::format;
use super::{Duration, Location};

const DAY: i64 = 86_400;
const BILLION: i128 = 1_000_000_000;

/// Seconds from the start of year 1, Go's zero time, to 1970.
const ZERO_TO_1970: i64 = 62_135_596_800;

/// A moment in a time zone, with a reading of the monotonic clock where it came from `time.Now`.
#[derive(Clone, Debug)]
pub struct Time {
    seconds: i64,
    nanos: u32,
    monotonic: Option<i64>,
    location: Location,
}

/// The parts of a date, which need not be within their ranges: `time.Date`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts {
    /// The year.
    pub year: i64,
    /// The month from 1.
    pub month: i64,
    /// The day of the month from 1.
    pub day: i64,
    /// Hours of the day.
    pub hour: i64,
    /// Minutes of the hour.
    pub minute: i64,
    /// Seconds of the minute.
    pub second: i64,
    /// Nanoseconds, 0 to 999,999,999.
    pub nanos: u32,
}

impl Time {
    /// Seconds since 1970 in UTC and nanoseconds below 1,000,000,000, shown in a zone.
    #[must_use]
    pub fn new(seconds: i64, nanos: u32, location: Location) -> Self {
        Self { seconds, nanos: nanos.min(999_999_999), monotonic: None, location }
    }

    /// `time.Now`: with a reading of the monotonic clock, in nanoseconds since the program started.
    #[must_use]
    pub fn with_monotonic(self, nanoseconds: i64) -> Self {
        Self { monotonic: Some(nanoseconds), ..self }
    }

    /// The start of year 1 in UTC: Go's zero `time.Time`.
    #[must_use]
    pub fn zero() -> Self {
        Self::new(-ZERO_TO_1970, 0, Location::utc())
    }

    /// What the clocks of a zone show, as UTC (`time.Date`). Parts beyond their ranges run over.
    #[must_use]
    pub fn from_parts(parts: Parts, location: Location) -> Self {
        let months = parts.month.saturating_sub(1);
        let year = parts.year.saturating_add(months.div_euclid(12));
        let month = u32::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
        let days = days_from_civil(year, month, 1).saturating_add(parts.day.saturating_sub(1));
        let clock = parts.hour.saturating_mul(3600).saturating_add(parts.minute.saturating_mul(60));
        let local = days.saturating_mul(DAY).saturating_add(clock).saturating_add(parts.second);
        let guess = location.lookup(local);
        let mut offset = i64::from(guess.offset.seconds);
        let utc = local.saturating_sub(offset);
        // Near a change of the offset the guess may be that of the other side.
        if offset != 0 && !(guess.start..guess.end).contains(&utc) {
            offset = i64::from(location.offset_at(utc).seconds);
        }
        Self::new(local.saturating_sub(offset), parts.nanos, location)
    }

    /// Seconds since 1970 (`Time.Unix`).
    #[must_use]
    pub fn unix(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds of the second (`Time.Nanosecond`).
    #[must_use]
    pub fn nanos(&self) -> u32 {
        self.nanos
    }

    /// `Time.UnixMilli`, `UnixMicro` and `UnixNano`: `per_second` is 1,000, 1,000,000 or 1,000,000,000. Wraps.
    #[must_use]
    pub fn unix_in(&self, per_second: u32) -> i64 {
        let fraction = self.nanos / (1_000_000_000 / per_second.max(1)).max(1);
        self.seconds.wrapping_mul(i64::from(per_second)).wrapping_add(i64::from(fraction))
    }

    /// The reading of the monotonic clock.
    #[must_use]
    pub fn monotonic(&self) -> Option<i64> {
        self.monotonic
    }

    /// The zone it is shown in.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The same moment in another zone (`Time.In`); forgets the monotonic clock.
    #[must_use]
    pub fn in_location(&self, location: Location) -> Self {
        Self { monotonic: None, location, ..*self }
    }

    /// What the zone's clocks show.
    #[must_use]
    pub fn civil(&self) -> CivilTime {
        CivilTime::from_seconds(self.local_seconds())
    }

    /// The day of the year from 1 (`Time.YearDay`).
    #[must_use]
    pub fn year_day(&self) -> i64 {
        let civil = self.civil();
        days_from_civil(civil.year, civil.month, civil.day) - days_from_civil(civil.year, 1, 1) + 1
    }

    /// The day of the week from Sunday, 0 to 6 (`Time.Weekday`).
    #[must_use]
    pub fn weekday(&self) -> u32 {
        // 1970-01-01 was a Thursday.
        let weekday = (self.local_seconds().div_euclid(DAY) + 4).rem_euclid(7);
        u32::try_from(weekday).unwrap_or(0)
    }

    /// Year and week by ISO 8601 (`Time.ISOWeek`).
    #[must_use]
    pub fn iso_week(&self) -> (i64, i64) {
        let days = self.local_seconds().div_euclid(DAY);
        // A week belongs to the year of its Thursday.
        let thursday = days + 3 - (days + 3).rem_euclid(7);
        let (year, ..) = civil_from_days(thursday);
        (year, (thursday - days_from_civil(year, 1, 1)) / 7 + 1)
    }

    fn local_seconds(&self) -> i64 {
        self.seconds.saturating_add(i64::from(self.location.offset_at(self.seconds).seconds))
    }

    /// Whether this is the start of year 1 (`Time.IsZero`).
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.seconds == -ZERO_TO_1970 && self.nanos == 0
    }

    /// Later by a span (`Time.Add`), and so is the monotonic clock.
    #[must_use]
    pub fn add(&self, span: Duration) -> Self {
        let nanos = i64::from(self.nanos) + span.0 % 1_000_000_000;
        let seconds = self.seconds.saturating_add(span.0 / 1_000_000_000 + nanos.div_euclid(1_000_000_000));
        let nanos = u32::try_from(nanos.rem_euclid(1_000_000_000)).unwrap_or(0);
        let monotonic = self.monotonic.and_then(|reading| reading.checked_add(span.0));
        Self { seconds, nanos, monotonic, location: self.location.clone() }
    }

    /// The span since another moment, at most the longest one (`Time.Sub`).
    #[must_use]
    pub fn sub(&self, other: &Self) -> Duration {
        if let (Some(this), Some(that)) = (self.monotonic, other.monotonic) {
            return Duration(this.saturating_sub(that));
        }
        let span = self.nanoseconds() - other.nanoseconds();
        Duration(i64::try_from(span).unwrap_or(if span < 0 { i64::MIN } else { i64::MAX }))
    }

    fn nanoseconds(&self) -> i128 {
        i128::from(self.seconds) * BILLION + i128::from(self.nanos)
    }

    /// Later by years, months and days of the calendar (`Time.AddDate`).
    #[must_use]
    pub fn add_date(&self, years: i64, months: i64, days: i64) -> Self {
        let civil = self.civil();
        let parts = Parts {
            year: civil.year.saturating_add(years),
            month: i64::from(civil.month).saturating_add(months),
            day: i64::from(civil.day).saturating_add(days),
            hour: i64::from(civil.hour),
            minute: i64::from(civil.minute),
            second: i64::from(civil.second),
            nanos: self.nanos,
        };
        Self::from_parts(parts, self.location.clone())
    }

    /// Which moment is earlier (`Time.Compare`), by the monotonic clock where both have a reading.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self.monotonic, other.monotonic) {
            (Some(this), Some(that)) => this.cmp(&that),
            _ => (self.seconds, self.nanos).cmp(&(other.seconds, other.nanos)),
        }
    }

    /// Cut to a multiple of `unit` since the zero time (`Time.Truncate`); forgets the monotonic clock.
    #[must_use]
    pub fn truncate(&self, unit: Duration) -> Self {
        let plain = self.in_location(self.location.clone());
        if unit.0 <= 0 { plain } else { plain.add(Duration(-self.beyond(unit))) }
    }

    /// The nearest multiple of `unit` since the zero time (`Time.Round`); forgets the monotonic clock.
    #[must_use]
    pub fn round(&self, unit: Duration) -> Self {
        let plain = self.in_location(self.location.clone());
        if unit.0 <= 0 {
            return plain;
        }
        let rest = self.beyond(unit);
        let is_down = is_less_than_half(rest.unsigned_abs(), unit);
        plain.add(Duration(if is_down { -rest } else { unit.0 - rest }))
    }

    /// Nanoseconds since the last multiple of `unit`.
    fn beyond(&self, unit: Duration) -> i64 {
        let since_zero = self.nanoseconds() + i128::from(ZERO_TO_1970) * BILLION;
        i64::try_from(since_zero.rem_euclid(i128::from(unit.0))).unwrap_or(0)
    }

    /// Written by a layout (`Time.Format`).
    #[must_use]
    pub fn format(&self, layout: &[u8]) -> Vec<u8> {
        format(self, layout)
    }

    /// RFC 3339 with as many decimals as needed, as in JSON (`Time.MarshalJSON` without its quotes and prefix).
    ///
    /// # Errors
    /// Years and offsets that RFC 3339 does not have.
    pub fn to_rfc3339(&self) -> Result<String, &'static str> {
        let offset = self.location.offset_at(self.seconds).seconds;
        if !(0..=9999).contains(&self.civil().year) {
            return Err("year outside of range [0,9999]");
        }
        if (offset / 60).unsigned_abs() >= 24 * 60 {
            return Err("timezone hour outside of range [0,23]");
        }
        Ok(String::from_utf8_lossy(&self.format(b"2006-01-02T15:04:05.999999999Z07:00")).into_owned())
    }
}

impl fmt::Display for Time {
    /// `2006-01-02 15:04:05.999999999 -0700 MST`, and ` m=+0.1` with a monotonic reading (`Time.String`).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.format(b"2006-01-02 15:04:05.999999999 -0700 MST");
        formatter.write_str(&String::from_utf8_lossy(&text))?;
        let Some(reading) = self.monotonic else { return Ok(()) };
        let sign = if reading < 0 { '-' } else { '+' };
        let size = reading.unsigned_abs();
        write!(formatter, " m={sign}{}.{:09}", size / 1_000_000_000, size % 1_000_000_000)
    }
}

/// The month and day of a day of the year from 1, if the year has it.
pub(super) fn month_and_day(year: i64, year_day: i64) -> Option<(i64, i64)> {
    let mut day = year_day;
    for month in 1..=12 {
        let length = i64::from(days_in_month(year, month));
        if (1..=length).contains(&day) {
            return Some((i64::from(month), day));
        }
        day -= length;
    }
    None
}
