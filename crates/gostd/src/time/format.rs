//! `Time.Format`.

use std::io::Write as _;

use super::calendar::CivilTime;
use super::layout::{Chunk, Zone, split};
use super::moment::Time;

/// The months' names.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The names of the days of the week.
pub const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Writes a time by a layout.
pub(super) fn format(time: &Time, layout: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(layout.len() + 10);
    let civil = time.civil();
    let mut rest = layout;
    loop {
        let parts = split(rest);
        out.extend_from_slice(parts.prefix);
        let Some(chunk) = parts.chunk else { return out };
        push_chunk(&mut out, chunk, time, civil);
        rest = parts.rest;
    }
}

fn push_chunk(out: &mut Vec<u8>, chunk: Chunk, time: &Time, civil: CivilTime) {
    let CivilTime { year, month, day, hour, minute, second } = civil;
    let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
    // Writing to a Vec cannot fail.
    let _ = match chunk {
        Chunk::LongMonth => out.write_all(month_name(month).as_bytes()),
        Chunk::Month => out.write_all(short(month_name(month))),
        Chunk::NumberMonth => write!(out, "{month}"),
        Chunk::ZeroMonth => write!(out, "{month:02}"),
        Chunk::LongWeekday => out.write_all(weekday_name(time.weekday()).as_bytes()),
        Chunk::Weekday => out.write_all(short(weekday_name(time.weekday()))),
        Chunk::Day => write!(out, "{day}"),
        Chunk::SpaceDay => write!(out, "{day:2}"),
        Chunk::ZeroDay => write!(out, "{day:02}"),
        Chunk::SpaceYearDay => write!(out, "{:3}", time.year_day()),
        Chunk::ZeroYearDay => write!(out, "{:03}", time.year_day()),
        Chunk::Hour => write!(out, "{hour:02}"),
        Chunk::Hour12 => write!(out, "{hour12}"),
        Chunk::ZeroHour12 => write!(out, "{hour12:02}"),
        Chunk::Minute => write!(out, "{minute}"),
        Chunk::ZeroMinute => write!(out, "{minute:02}"),
        Chunk::Second => write!(out, "{second}"),
        Chunk::ZeroSecond => write!(out, "{second:02}"),
        // Go pads the digits, not the sign.
        Chunk::LongYear if year < 0 => write!(out, "-{:04}", year.unsigned_abs()),
        Chunk::LongYear => write!(out, "{year:04}"),
        Chunk::Year => write!(out, "{:02}", year.unsigned_abs() % 100),
        Chunk::Noon { lower } => out.write_all(match (hour >= 12, lower) {
            (true, false) => b"PM",
            (false, false) => b"AM",
            (true, true) => b"pm",
            (false, true) => b"am",
        }),
        Chunk::ZoneName => push_zone_name(out, time),
        Chunk::Zone(zone) => push_zone(out, zone, time),
        Chunk::Fraction { digits, separator, trims } => {
            push_fraction(out, time.nanos(), digits, separator, trims);
            Ok(())
        }
    };
}

/// The name of a month, 1 to 12.
pub(super) fn month_name(month: u32) -> &'static str {
    month.checked_sub(1).and_then(|place| MONTHS.get(place as usize)).copied().unwrap_or_default()
}

fn weekday_name(weekday: u32) -> &'static str {
    WEEKDAYS.get(weekday as usize).copied().unwrap_or_default()
}

fn short(name: &str) -> &[u8] {
    name.as_bytes().get(..3).unwrap_or_default()
}

/// The abbreviation, or an offset where there is none.
fn push_zone_name(out: &mut Vec<u8>, time: &Time) -> std::io::Result<()> {
    let name = time.location().offset_at(time.unix()).name;
    if name.is_empty() {
        let plain = Zone { has_z: false, has_colons: false, has_minutes: true, has_seconds: false };
        return push_zone(out, plain, time);
    }
    out.write_all(name.as_bytes())
}

fn push_zone(out: &mut Vec<u8>, zone: Zone, time: &Time) -> std::io::Result<()> {
    let offset = time.location().offset_at(time.unix()).seconds;
    if zone.has_z && offset == 0 {
        return out.write_all(b"Z");
    }
    // The sign is that of the whole minutes, as in Go.
    let minutes = offset / 60;
    let colon = if zone.has_colons { ":" } else { "" };
    write!(out, "{}{:02}", if minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs() / 60)?;
    if zone.has_minutes {
        write!(out, "{colon}{:02}", minutes.unsigned_abs() % 60)?;
    }
    if !zone.has_seconds {
        return Ok(());
    }
    // Where Go takes the offset for positive it also keeps the sign of its seconds.
    let seconds = if minutes < 0 { -offset } else { offset } % 60;
    let sign = if seconds < 0 { "-" } else { "" };
    write!(out, "{colon}{sign}{:02}", seconds.unsigned_abs())
}

fn push_fraction(out: &mut Vec<u8>, nanos: u32, digits: usize, separator: u8, trims: bool) {
    if trims && nanos == 0 {
        return;
    }
    let text = format!("{nanos:09}");
    let mut decimals = text.as_bytes().get(..digits.min(9)).unwrap_or_default();
    while trims && let [shorter @ .., b'0'] = decimals {
        decimals = shorter;
    }
    if decimals.is_empty() {
        return;
    }
    out.push(separator);
    out.extend_from_slice(decimals);
}
