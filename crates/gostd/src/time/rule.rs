//! The rule at the end of a tz file, for times after its last transition: `CET-1CEST,M3.5.0,M10.5.0/3` (`time.tzset`).

use super::calendar::{CivilTime, days_from_civil, days_in_month};
use super::location::{Offset, Period};

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// Standard time, and when daylight saving time is in force.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    standard: Offset,
    daylight: Option<Daylight>,
}

#[derive(Clone, Debug)]
struct Daylight {
    offset: Offset,
    start: Change,
    end: Change,
}

/// A day of the year and a second of that day.
#[derive(Clone, Copy, Debug)]
struct Change {
    day: Day,
    second: i64,
}

#[derive(Clone, Copy, Debug)]
enum Day {
    /// `J60`: from 1, never counting 29 February.
    Julian(i64),
    /// `59`: from 0, counting it.
    OfYear(i64),
    /// `M3.5.0`: month, week (5 is the last), day of the week from Sunday.
    OfMonth(u32, i64, i64),
}

impl Rules {
    /// Reads a rule, `None` if it is malformed.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let mut reader = Reader(text);
        let name = reader.name()?;
        let west = reader.offset()?;
        let standard = Offset { name, seconds: seconds_east(west)?, is_dst: false };
        if matches!(reader.0, [] | [b',', ..]) {
            return Some(Self { standard, daylight: None });
        }
        let name = reader.name()?;
        let west = if matches!(reader.0, [] | [b',', ..]) { west - HOUR } else { reader.offset()? };
        let offset = Offset { name, seconds: seconds_east(west)?, is_dst: true };
        if reader.0.is_empty() {
            reader.0 = b",M3.2.0,M11.1.0";
        }
        let [b',' | b';', rest @ ..] = reader.0 else { return None };
        reader.0 = rest;
        let start = reader.change()?;
        reader.0 = reader.0.strip_prefix(b",")?;
        let end = reader.change()?;
        reader.0.is_empty().then_some(Self { standard, daylight: Some(Daylight { offset, start, end }) })
    }

    /// What holds at a second after the last transition.
    pub(super) fn lookup(&self, last_transition: i64, second: i64) -> Period {
        let Some(Daylight { offset, start, end }) = &self.daylight else {
            return Period { offset: self.standard.clone(), start: last_transition, end: i64::MAX };
        };
        let year = CivilTime::from_seconds(second).year;
        let new_year = days_from_civil(year, 1, 1).saturating_mul(DAY);
        let mut first = new_year.saturating_add(start.second_of_year(year, self.standard.seconds));
        let mut second_change = new_year.saturating_add(end.second_of_year(year, offset.seconds));
        let (mut outside, mut inside) = (&self.standard, offset);
        // In the south the year begins with daylight saving time.
        if second_change < first {
            (first, second_change) = (second_change, first);
            (outside, inside) = (inside, outside);
        }
        let (offset, start, end) = if second < first {
            (outside, new_year, first)
        } else if second >= second_change {
            // Go takes all years for ordinary ones here.
            (outside, second_change, new_year.saturating_add(365 * DAY))
        } else {
            (inside, first, second_change)
        };
        Period { offset: offset.clone(), start, end }
    }
}

fn seconds_east(west: i64) -> Option<i32> {
    i32::try_from(-west).ok()
}

impl Change {
    /// In UTC, from the start of the year in UTC; `offset` holds until then.
    fn second_of_year(self, year: i64, offset: i32) -> i64 {
        let is_leap = days_in_month(year, 2) == 29;
        let day = match self.day {
            Day::Julian(day) if is_leap && day >= 60 => day,
            Day::Julian(day) => day - 1,
            Day::OfYear(day) => day,
            Day::OfMonth(month, week, weekday) => day_of_month(year, month, week, weekday),
        };
        day * DAY + self.second - i64::from(offset)
    }
}

/// The day of the year, from 0, of a day of the week in a month.
fn day_of_month(year: i64, month: u32, week: i64, weekday: i64) -> i64 {
    let first = days_from_civil(year, month, 1);
    // 1970-01-01 was a Thursday.
    let first_weekday = (first + 4).rem_euclid(7);
    let mut day = (weekday - first_weekday).rem_euclid(7);
    for _ in 1..week {
        if day + 7 >= i64::from(days_in_month(year, month)) {
            break;
        }
        day += 7;
    }
    first - days_from_civil(year, 1, 1) + day
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    /// Letters up to a digit, sign or comma, or anything in `<>`.
    fn name(&mut self) -> Option<String> {
        let (name, rest) = if let [b'<', rest @ ..] = self.0 {
            let length = rest.iter().position(|byte| *byte == b'>')?;
            (rest.get(..length)?, rest.get(length + 1..)?)
        } else {
            let ends = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b',' | b'-' | b'+');
            let length = self.0.iter().position(ends).unwrap_or(self.0.len());
            if length < 3 {
                return None;
            }
            self.0.split_at(length)
        };
        self.0 = rest;
        Some(String::from_utf8_lossy(name).into_owned())
    }

    /// `-1` or `2:30:00`, in seconds.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.0 {
            [sign @ (b'+' | b'-'), rest @ ..] => {
                self.0 = rest;
                if *sign == b'-' { -1 } else { 1 }
            }
            _ => 1,
        };
        let mut seconds = self.number(0, 24 * 7)? * HOUR;
        for unit in [60, 1] {
            let [b':', rest @ ..] = self.0 else { break };
            self.0 = rest;
            seconds += self.number(0, 59)? * unit;
        }
        Some(sign * seconds)
    }

    fn change(&mut self) -> Option<Change> {
        let day = match self.0 {
            [b'J', rest @ ..] => {
                self.0 = rest;
                Day::Julian(self.number(1, 365)?)
            }
            [b'M', rest @ ..] => {
                self.0 = rest;
                let month = u32::try_from(self.number(1, 12)?).ok()?;
                self.0 = self.0.strip_prefix(b".")?;
                let week = self.number(1, 5)?;
                self.0 = self.0.strip_prefix(b".")?;
                Day::OfMonth(month, week, self.number(0, 6)?)
            }
            _ => Day::OfYear(self.number(0, 365)?),
        };
        let second = match self.0 {
            [b'/', rest @ ..] => {
                self.0 = rest;
                self.offset()?
            }
            _ => 2 * HOUR,
        };
        Some(Change { day, second })
    }

    fn number(&mut self, least: i64, most: i64) -> Option<i64> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        if digits.is_empty() || digits.len() > 3 {
            return None;
        }
        let number = digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
        self.0 = rest;
        (least..=most).contains(&number).then_some(number)
    }
}
