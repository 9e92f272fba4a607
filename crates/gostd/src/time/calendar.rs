//! The proleptic Gregorian calendar.

const SECONDS_PER_DAY: i64 = 86_400;

/// Days of a whole cycle of leap years.
const DAYS_PER_400_YEARS: i64 = 146_097;

/// Days from 0000-03-01, where the cycles begin, to 1970-01-01.
const DAYS_BEFORE_1970: i64 = 719_468;

/// A date and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilTime {
    /// The year; 0 is the year before 1.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: u32,
    /// The day of the month, 1 to 31.
    pub day: u32,
    /// The hour, 0 to 23.
    pub hour: u32,
    /// The minute, 0 to 59.
    pub minute: u32,
    /// The second, 0 to 59.
    pub second: u32,
}

impl CivilTime {
    /// What a clock shows so many seconds after 1970-01-01T00:00:00.
    pub fn from_seconds(seconds: i64) -> Self {
        let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
        let second_of_day = small(seconds.rem_euclid(SECONDS_PER_DAY));
        let (hour, rest) = (second_of_day / 3600, second_of_day % 3600);
        Self { year, month, day, hour, minute: rest / 60, second: rest % 60 }
    }

    /// The inverse of [`CivilTime::from_seconds`]. Years beyond about 290 billion overflow and are clamped.
    pub fn to_seconds(self) -> i64 {
        let second_of_day = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        days_from_civil(self.year, self.month, self.day).saturating_mul(SECONDS_PER_DAY).saturating_add(second_of_day)
    }
}

/// The date (year, month, day) so many days after 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days.saturating_add(DAYS_BEFORE_1970);
    let cycle = days.div_euclid(DAYS_PER_400_YEARS);
    let day_of_cycle = days.rem_euclid(DAYS_PER_400_YEARS);
    // Takes out the leap days at the ends of 4 and 100 years, and puts back the one at the end of the cycle.
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year = day_of_cycle - days_before_year(year_of_cycle);
    // Years begin in March here, so that the leap day is the last; 153 days make five months from there.
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = cycle * 400 + year_of_cycle + i64::from(month <= 2);
    (year, small(month), small(day))
}

/// How many days after 1970-01-01 a date is. The month counts from 1; a day beyond its month runs into the next.
pub fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let month = i64::from(month.clamp(1, 12));
    let shifted_year = if month <= 2 { year.saturating_sub(1) } else { year };
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(day) - 1;
    let day_of_cycle = days_before_year(shifted_year.rem_euclid(400)) + day_of_year;
    let cycles = shifted_year.div_euclid(400);
    cycles.saturating_mul(DAYS_PER_400_YEARS).saturating_add(day_of_cycle - DAYS_BEFORE_1970)
}

/// How many days the month has, 0 for a month that doesn't exist.
pub fn days_in_month(year: i64, month: u32) -> u32 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days from the start of a 400-year cycle to that of one of its years.
fn days_before_year(year_of_cycle: i64) -> i64 {
    365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100
}

/// Narrows a value that is known to be small and not negative.
fn small(value: i64) -> u32 {
    u32::try_from(value).unwrap_or_default()
}
