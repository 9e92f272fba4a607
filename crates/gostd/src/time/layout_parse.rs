//! `time.ParseInLocation`.

use super::Location;
use super::calendar::days_in_month;
use super::format::{MONTHS, WEEKDAYS};
use super::layout::{Chunk, Zone, split};
use super::moment::{Parts, Time, month_and_day};
use super::text::{atoi, is_digit, leading_int, quote};

/// Reads a time by a layout; what names no zone is in `location`.
///
/// # Errors
/// Go's text, such as `parsing time "x" as "2006": cannot parse "x" as "2006"`.
pub fn parse_in_location(layout: &[u8], text: &[u8], location: &Location) -> Result<Time, String> {
    let mut reader = Reader { rest: text, ..Reader::default() };
    let mut rest = layout;
    loop {
        let parts = split(rest);
        let mismatch = |expected: &[u8], found: &[u8]| {
            let (text, layout) = (quote(text), quote(layout));
            format!("parsing time {text} as {layout}: cannot parse {} as {}", quote(found), quote(expected))
        };
        if !reader.skip(parts.prefix) {
            return Err(mismatch(parts.prefix, reader.rest));
        }
        let Some(chunk) = parts.chunk else { break };
        rest = parts.rest;
        let held = reader.rest;
        let complete = reader.chunk(chunk, rest);
        if let Some(field) = reader.out_of_range {
            return Err(format!("parsing time {}: {field} out of range", quote(text)));
        }
        if complete.is_none() {
            return Err(mismatch(parts.text, held));
        }
    }
    if !reader.rest.is_empty() {
        return Err(format!("parsing time {}: extra text: {}", quote(text), quote(reader.rest)));
    }
    reader.finish(location).map_err(|problem| format!("parsing time {}: {problem}", quote(text)))
}

#[derive(Default)]
struct Reader<'a> {
    rest: &'a [u8],
    parts: Parts,
    month: Option<i64>,
    day: Option<i64>,
    year_day: Option<i64>,
    /// `Some(true)` after PM.
    afternoon: Option<bool>,
    is_utc: bool,
    zone_offset: Option<i32>,
    zone_name: Option<&'a [u8]>,
    out_of_range: Option<&'static str>,
}

impl<'a> Reader<'a> {
    /// Takes a text of the layout, in which a run of spaces stands for any number of them.
    fn skip(&mut self, mut prefix: &[u8]) -> bool {
        while let [first, later @ ..] = prefix {
            if *first == b' ' {
                if self.rest.first().is_some_and(|byte| *byte != b' ') {
                    return false;
                }
                prefix = cut_spaces(prefix);
                self.rest = cut_spaces(self.rest);
                continue;
            }
            let [found, rest @ ..] = self.rest else { return false };
            if found != first {
                return false;
            }
            (prefix, self.rest) = (later, rest);
        }
        true
    }

    /// Takes a part; `None` if it is not there. `layout` is what follows the part's chunk.
    fn chunk(&mut self, chunk: Chunk, layout: &[u8]) -> Option<()> {
        match chunk {
            Chunk::Year => self.short_year()?,
            Chunk::LongYear => self.long_year()?,
            Chunk::Month => self.month = Some(self.name(&MONTHS, 3)? + 1),
            Chunk::LongMonth => self.month = Some(self.name(&MONTHS, usize::MAX)? + 1),
            Chunk::NumberMonth | Chunk::ZeroMonth => {
                let month = self.number(chunk == Chunk::ZeroMonth)?;
                self.month = Some(self.within(month, 1, 12, "month"));
            }
            Chunk::Weekday => drop(self.name(&WEEKDAYS, 3)?),
            Chunk::LongWeekday => drop(self.name(&WEEKDAYS, usize::MAX)?),
            Chunk::Day | Chunk::SpaceDay | Chunk::ZeroDay => {
                self.skip_spaces(usize::from(chunk == Chunk::SpaceDay));
                self.day = Some(self.number(chunk == Chunk::ZeroDay)?);
            }
            Chunk::SpaceYearDay | Chunk::ZeroYearDay => {
                self.skip_spaces(if chunk == Chunk::SpaceYearDay { 2 } else { 0 });
                self.year_day = Some(self.number_of_three(chunk == Chunk::ZeroYearDay)?);
            }
            Chunk::Hour => {
                let hour = self.number(false)?;
                self.parts.hour = self.within(hour, 0, 23, "hour");
            }
            Chunk::Hour12 | Chunk::ZeroHour12 => {
                let hour = self.number(chunk == Chunk::ZeroHour12)?;
                self.parts.hour = self.within(hour, 0, 12, "hour");
            }
            Chunk::Minute | Chunk::ZeroMinute => {
                let minute = self.number(chunk == Chunk::ZeroMinute)?;
                self.parts.minute = self.within(minute, 0, 59, "minute");
            }
            Chunk::Second | Chunk::ZeroSecond => self.second(chunk == Chunk::ZeroSecond, layout)?,
            Chunk::Noon { lower } => self.noon(lower)?,
            Chunk::ZoneName => self.named_zone()?,
            Chunk::Zone(zone) => self.zone(zone)?,
            Chunk::Fraction { digits, trims, .. } => self.fraction(digits, trims)?,
        }
        Some(())
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn within(&mut self, number: i64, least: i64, most: i64, field: &'static str) -> i64 {
        if !(least..=most).contains(&number) {
            self.out_of_range = Some(field);
        }
        number
    }

    fn skip_spaces(&mut self, most: usize) {
        for _ in 0..most {
            self.rest = self.rest.strip_prefix(b" ").unwrap_or(self.rest);
        }
    }

    fn short_year(&mut self) -> Option<()> {
        let year = atoi(self.take(2)?)?;
        // Unix time starts in 1969 west of Greenwich.
        self.parts.year = if year >= 69 { year + 1900 } else { year + 2000 };
        Some(())
    }

    fn long_year(&mut self) -> Option<()> {
        if !is_digit(self.rest, 0) {
            return None;
        }
        self.parts.year = atoi(self.take(4)?)?;
        Some(())
    }

    /// The place of the first name, cut to `length`, that the text begins with; case does not matter.
    fn name(&mut self, names: &[&str], length: usize) -> Option<i64> {
        for (place, name) in names.iter().enumerate() {
            let name = name.as_bytes().get(..length).unwrap_or(name.as_bytes());
            if self.rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
                self.take(name.len())?;
                return i64::try_from(place).ok();
            }
        }
        None
    }

    /// One or two digits, or exactly two.
    fn number(&mut self, fixed: bool) -> Option<i64> {
        if !is_digit(self.rest, 0) {
            return None;
        }
        match (is_digit(self.rest, 1), fixed) {
            (true, _) => atoi(self.take(2)?),
            (false, true) => None,
            (false, false) => atoi(self.take(1)?),
        }
    }

    /// One to three digits, or exactly three.
    fn number_of_three(&mut self, fixed: bool) -> Option<i64> {
        let count = self.rest.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 || fixed && count != 3 {
            return None;
        }
        atoi(self.take(count)?)
    }

    /// A fraction of the second may follow even if the layout has none.
    fn second(&mut self, fixed: bool, layout: &[u8]) -> Option<()> {
        let second = self.number(fixed)?;
        self.parts.second = self.within(second, 0, 59, "second");
        let has_fraction = matches!(self.rest, [b'.' | b',', b'0'..=b'9', ..]);
        if self.out_of_range.is_none() && has_fraction && !matches!(split(layout).chunk, Some(Chunk::Fraction { .. })) {
            self.all_decimals()?;
        }
        Some(())
    }

    fn fraction(&mut self, digits: usize, trims: bool) -> Option<()> {
        if trims {
            let has_fraction = matches!(self.rest, [b'.' | b',', b'0'..=b'9', ..]);
            return if has_fraction { self.all_decimals() } else { Some(()) };
        }
        let text = self.take(digits + 1)?;
        self.nanoseconds(text)
    }

    fn all_decimals(&mut self) -> Option<()> {
        let count = self.rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
        let text = self.take(count + 1)?;
        self.nanoseconds(text)
    }

    /// A separator and digits; those behind the ninth do not count. Go lets a sign pass.
    fn nanoseconds(&mut self, text: &[u8]) -> Option<()> {
        let [b'.' | b',', digits @ ..] = text else { return None };
        let digits = digits.get(..9).unwrap_or(digits);
        let number = atoi(digits)?;
        let missing = u32::try_from(9 - digits.len()).ok()?;
        self.parts.nanos = u32::try_from(number * 10_i64.pow(missing)).unwrap_or(0);
        if number < 0 {
            self.out_of_range = Some("fractional second");
        }
        Some(())
    }

    fn noon(&mut self, lower: bool) -> Option<()> {
        self.afternoon = Some(match (self.take(2)?, lower) {
            (b"PM", false) | (b"pm", true) => true,
            (b"AM", false) | (b"am", true) => false,
            _ => return None,
        });
        Some(())
    }

    fn named_zone(&mut self) -> Option<()> {
        if let Some(rest) = self.rest.strip_prefix(b"UTC") {
            self.is_utc = true;
            self.rest = rest;
            return Some(());
        }
        let length = zone_name_length(self.rest)?;
        self.zone_name = Some(self.take(length)?);
        Some(())
    }

    fn zone(&mut self, zone: Zone) -> Option<()> {
        if zone.has_z
            && let Some(rest) = self.rest.strip_prefix(b"Z")
        {
            self.is_utc = true;
            self.rest = rest;
            return Some(());
        }
        let colon = usize::from(zone.has_colons);
        let length = 3 + if zone.has_minutes { 2 + colon } else { 0 } + if zone.has_seconds { 2 + colon } else { 0 };
        let text = self.rest.get(..length)?;
        let colons = [3, 6].iter().filter(|place| **place < length);
        if zone.has_colons && !colons.map(|place| text.get(*place)).all(|byte| byte == Some(&b':')) {
            return None;
        }
        self.rest = self.rest.get(length..)?;
        let pair = |start: usize, present: bool| if present { two_digits(text.get(start..)?) } else { Some(0) };
        // Behind a part that is no number the others count as zero.
        let hours = pair(1, true);
        let minutes = hours.and_then(|_| pair(3 + colon, zone.has_minutes));
        let seconds = minutes.and_then(|_| pair(5 + 2 * colon, zone.has_seconds));
        for (number, most, field) in [
            (hours, 24, "time zone offset hour"),
            (minutes, 60, "time zone offset minute"),
            (seconds, 60, "time zone offset second"),
        ] {
            if number.is_some_and(|number| number > most) {
                self.out_of_range = Some(field);
            }
        }
        let offset = (hours? * 60 + minutes?) * 60 + seconds?;
        self.zone_offset = Some(match text.first()? {
            b'+' => offset,
            b'-' => -offset,
            _ => return None,
        });
        Some(())
    }

    fn finish(mut self, location: &Location) -> Result<Time, &'static str> {
        match self.afternoon {
            Some(true) if self.parts.hour < 12 => self.parts.hour += 12,
            Some(false) if self.parts.hour == 12 => self.parts.hour = 0,
            _ => {}
        }
        (self.parts.month, self.parts.day) = self.date()?;
        let month = u32::try_from(self.parts.month).unwrap_or(0);
        if !(1..=i64::from(days_in_month(self.parts.year, month))).contains(&self.parts.day) {
            return Err("day out of range");
        }
        Ok(self.in_zone(location))
    }

    fn date(&self) -> Result<(i64, i64), &'static str> {
        let Some(year_day) = self.year_day else { return Ok((self.month.unwrap_or(1), self.day.unwrap_or(1))) };
        let (month, day) = month_and_day(self.parts.year, year_day).ok_or("day-of-year out of range")?;
        if self.month.is_some_and(|given| given != month) {
            return Err("day-of-year does not match month");
        }
        if self.day.is_some_and(|given| given != day) {
            return Err("day-of-year does not match day");
        }
        Ok((month, day))
    }

    fn in_zone(self, location: &Location) -> Time {
        if self.is_utc {
            return Time::from_parts(self.parts, Location::utc());
        }
        let as_utc = || Time::from_parts(self.parts, Location::utc());
        let shift = |time: &Time, offset: i32, zone: Location| {
            Time::new(time.unix() - i64::from(offset), self.parts.nanos, zone)
        };
        let name = self.zone_name.unwrap_or_default();
        // Go's own mark for "no offset" is -1, which is therefore none.
        if let Some(offset) = self.zone_offset.filter(|offset| *offset != -1) {
            let time = shift(&as_utc(), offset, location.clone());
            let local = location.offset_at(time.unix());
            if local.seconds == offset && (name.is_empty() || local.name.as_bytes() == name) {
                return time;
            }
            return time.in_location(Location::fixed(&String::from_utf8_lossy(name), offset));
        }
        if self.zone_name.is_none() {
            return Time::from_parts(self.parts, location.clone());
        }
        let time = as_utc();
        if let Some(offset) = location.offset_named(name, time.unix()) {
            return shift(&time, offset, location.clone());
        }
        let hours = name.strip_prefix(b"GMT").filter(|hours| !hours.is_empty()).and_then(atoi).unwrap_or(0);
        let offset = i32::try_from(hours * 3600).unwrap_or(0);
        time.in_location(Location::fixed(&String::from_utf8_lossy(name), offset))
    }
}

fn cut_spaces(text: &[u8]) -> &[u8] {
    let count = text.iter().take_while(|byte| **byte == b' ').count();
    text.get(count..).unwrap_or_default()
}

fn two_digits(text: &[u8]) -> Option<i32> {
    let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] = text else { return None };
    Some(i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
}

/// How long the abbreviation at the start is, if it looks like one (`time.parseTimeZone`).
fn zone_name_length(text: &[u8]) -> Option<usize> {
    if text.len() < 3 {
        return None;
    }
    if text.starts_with(b"ChST") || text.starts_with(b"MeST") {
        return Some(4);
    }
    if let Some(rest) = text.strip_prefix(b"GMT") {
        return Some(3 + signed_hours_length(rest));
    }
    if matches!(text.first(), Some(b'+' | b'-')) {
        return Some(signed_hours_length(text)).filter(|length| *length > 0);
    }
    let capitals = text.iter().take(6).take_while(|byte| byte.is_ascii_uppercase()).count();
    match capitals {
        3 => Some(3),
        4 if text.get(3) == Some(&b'T') || text.starts_with(b"WITA") => Some(4),
        5 if text.get(4) == Some(&b'T') => Some(5),
        _ => None,
    }
}

/// The length of `+3` or `-11`, 0 if there is no such thing.
fn signed_hours_length(text: &[u8]) -> usize {
    let [b'+' | b'-', digits @ ..] = text else { return 0 };
    match leading_int(digits) {
        Some((hours, rest)) if hours <= 23 && rest.len() < digits.len() => text.len() - rest.len(),
        _ => 0,
    }
}
