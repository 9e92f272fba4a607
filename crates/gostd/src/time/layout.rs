//! Layouts such as `Mon Jan _2 15:04:05 2006` taken apart (`time.nextStdChunk`).

/// A part of a layout that stands for a part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chunk {
    LongMonth,
    Month,
    NumberMonth,
    ZeroMonth,
    LongWeekday,
    Weekday,
    Day,
    SpaceDay,
    ZeroDay,
    SpaceYearDay,
    ZeroYearDay,
    Hour,
    Hour12,
    ZeroHour12,
    Minute,
    ZeroMinute,
    Second,
    ZeroSecond,
    LongYear,
    Year,
    /// `PM` or `pm`
    Noon {
        lower: bool,
    },
    ZoneName,
    Zone(Zone),
    /// `.000` or `,999`
    Fraction {
        digits: usize,
        separator: u8,
        trims: bool,
    },
}

/// How an offset from UTC is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Zone {
    /// `Z` for UTC.
    pub(super) has_z: bool,
    pub(super) has_colons: bool,
    pub(super) has_minutes: bool,
    pub(super) has_seconds: bool,
}

/// The text before the first chunk, the chunk, its own text, and what follows.
pub(super) struct Split<'a> {
    pub(super) prefix: &'a [u8],
    pub(super) chunk: Option<Chunk>,
    pub(super) text: &'a [u8],
    pub(super) rest: &'a [u8],
}

/// Finds the first chunk.
pub(super) fn split(layout: &[u8]) -> Split<'_> {
    for place in 0..layout.len() {
        let (prefix, tail) = layout.split_at(place);
        let Some((chunk, skipped, length)) = chunk_at(tail) else { continue };
        // A `_` before `2006` is text.
        let (_, tail) = tail.split_at(skipped);
        let (text, rest) = tail.split_at(length);
        let prefix = layout.get(..prefix.len() + skipped).unwrap_or(prefix);
        return Split { prefix, chunk: Some(chunk), text, rest };
    }
    Split { prefix: layout, chunk: None, text: b"", rest: b"" }
}

/// The chunk at the start, if there is one: its kind, bytes before it, its length.
fn chunk_at(text: &[u8]) -> Option<(Chunk, usize, usize)> {
    let (chunk, length) = match text {
        [b'J', ..] => month(text)?,
        [b'M', ..] => weekday_or_zone(text)?,
        [b'0', ..] => zero(text)?,
        [b'1', b'5', ..] => (Chunk::Hour, 2),
        [b'1', ..] => (Chunk::NumberMonth, 1),
        [b'2', b'0', b'0', b'6', ..] => (Chunk::LongYear, 4),
        [b'2', ..] => (Chunk::Day, 1),
        [b'_', b'2', b'0', b'0', b'6', ..] => return Some((Chunk::LongYear, 1, 4)),
        [b'_', b'2', ..] => (Chunk::SpaceDay, 2),
        [b'_', b'_', b'2', ..] => (Chunk::SpaceYearDay, 3),
        [b'3', ..] => (Chunk::Hour12, 1),
        [b'4', ..] => (Chunk::Minute, 1),
        [b'5', ..] => (Chunk::Second, 1),
        [b'P', b'M', ..] => (Chunk::Noon { lower: false }, 2),
        [b'p', b'm', ..] => (Chunk::Noon { lower: true }, 2),
        [b'-', rest @ ..] => zone(rest, false)?,
        [b'Z', rest @ ..] => zone(rest, true)?,
        [b'.' | b',', ..] => fraction(text)?,
        _ => return None,
    };
    Some((chunk, 0, length))
}

fn starts_with_lower_case(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_lowercase)
}

fn month(text: &[u8]) -> Option<(Chunk, usize)> {
    if text.starts_with(b"January") {
        return Some((Chunk::LongMonth, 7));
    }
    let rest = text.strip_prefix(b"Jan")?;
    (!starts_with_lower_case(rest)).then_some((Chunk::Month, 3))
}

fn weekday_or_zone(text: &[u8]) -> Option<(Chunk, usize)> {
    if text.starts_with(b"Monday") {
        return Some((Chunk::LongWeekday, 6));
    }
    if text.starts_with(b"MST") {
        return Some((Chunk::ZoneName, 3));
    }
    let rest = text.strip_prefix(b"Mon")?;
    (!starts_with_lower_case(rest)).then_some((Chunk::Weekday, 3))
}

fn zero(text: &[u8]) -> Option<(Chunk, usize)> {
    let chunk = match text {
        [_, b'1', ..] => Chunk::ZeroMonth,
        [_, b'2', ..] => Chunk::ZeroDay,
        [_, b'3', ..] => Chunk::ZeroHour12,
        [_, b'4', ..] => Chunk::ZeroMinute,
        [_, b'5', ..] => Chunk::ZeroSecond,
        [_, b'6', ..] => Chunk::Year,
        [_, b'0', b'2', ..] => return Some((Chunk::ZeroYearDay, 3)),
        _ => return None,
    };
    Some((chunk, 2))
}

/// `070000`, `07:00:00`, `0700`, `07:00` or `07` behind `-` or `Z`, tried in this order.
fn zone(text: &[u8], has_z: bool) -> Option<(Chunk, usize)> {
    let (has_colons, has_minutes, has_seconds, length) = if text.starts_with(b"070000") {
        (false, true, true, 7)
    } else if text.starts_with(b"07:00:00") {
        (true, true, true, 9)
    } else if text.starts_with(b"0700") {
        (false, true, false, 5)
    } else if text.starts_with(b"07:00") {
        (true, true, false, 6)
    } else if text.starts_with(b"07") {
        (false, false, false, 3)
    } else {
        return None;
    };
    Some((Chunk::Zone(Zone { has_z, has_colons, has_minutes, has_seconds }), length))
}

/// A point or comma and only zeros or only nines, not followed by another digit.
fn fraction(text: &[u8]) -> Option<(Chunk, usize)> {
    let [separator, digits @ ..] = text else { return None };
    let first = *digits.first().filter(|digit| matches!(digit, b'0' | b'9'))?;
    let count = digits.iter().take_while(|digit| **digit == first).count();
    if digits.get(count).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some((Chunk::Fraction { digits: count, separator: *separator, trims: first == b'9' }, count + 1))
}
