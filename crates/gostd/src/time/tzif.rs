//! Files of the tz database (RFC 8536) as `time.LoadLocationFromTZData` reads them.

use super::location::{Offset, Transition};
use super::rule::Rules;

/// What a file holds.
pub(super) struct File {
    pub(super) offsets: Vec<Offset>,
    pub(super) transitions: Vec<Transition>,
    pub(super) rules: Option<Rules>,
}

/// The counts in a header.
struct Counts {
    utc_flags: usize,
    standard_flags: usize,
    leap_seconds: usize,
    transitions: usize,
    offsets: usize,
    characters: usize,
}

/// Bytes before the counts: magic, version, reserved.
const PREAMBLE: usize = 20;

/// Reads a file, `None` if it is malformed.
pub(super) fn read(data: &[u8]) -> Option<File> {
    let version = *data.strip_prefix(b"TZif")?.first()?;
    let mut input = Input(data);
    input.take(PREAMBLE)?;
    let mut counts = input.counts()?;
    let width = match version {
        0 => 4,
        b'2' | b'3' => {
            // The same again in 64 bits follows.
            input.take(counts.size(4)?)?;
            input.take(PREAMBLE)?;
            counts = input.counts()?;
            8
        }
        _ => return None,
    };
    input.body(&counts, width)
}

impl Counts {
    /// Bytes of the body with times of this width.
    fn size(&self, width: usize) -> Option<usize> {
        let transitions = self.transitions.checked_mul(width + 1)?;
        let leap_seconds = self.leap_seconds.checked_mul(width + 4)?;
        transitions
            .checked_add(self.offsets.checked_mul(6)?)?
            .checked_add(self.characters)?
            .checked_add(leap_seconds)?
            .checked_add(self.standard_flags)?
            .checked_add(self.utc_flags)
    }
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn count(&mut self) -> Option<usize> {
        let bytes: [u8; 4] = self.take(4)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok()
    }

    fn counts(&mut self) -> Option<Counts> {
        Some(Counts {
            utc_flags: self.count()?,
            standard_flags: self.count()?,
            leap_seconds: self.count()?,
            transitions: self.count()?,
            offsets: self.count()?,
            characters: self.count()?,
        })
    }

    fn body(&mut self, counts: &Counts, width: usize) -> Option<File> {
        let times = self.take(counts.transitions.checked_mul(width)?)?;
        let indexes = self.take(counts.transitions)?;
        let offsets = self.take(counts.offsets.checked_mul(6)?)?;
        let names = self.take(counts.characters)?;
        self.take(counts.leap_seconds.checked_mul(width + 4)?)?;
        self.take(counts.standard_flags)?;
        self.take(counts.utc_flags)?;
        let offsets: Vec<Offset> = offsets.chunks(6).map(|entry| offset(entry, names)).collect::<Option<_>>()?;
        let mut transitions = Vec::with_capacity(indexes.len());
        for (time, index) in times.chunks(width).zip(indexes) {
            let index = usize::from(*index);
            offsets.get(index)?;
            transitions.push(Transition { when: signed(time), index });
        }
        if transitions.is_empty() {
            offsets.first()?;
            transitions.push(Transition { when: i64::MIN, index: 0 });
        }
        let rules = match self.0 {
            [b'\n', rules @ .., b'\n'] => Rules::parse(rules),
            _ => None,
        };
        Some(File { offsets, transitions, rules })
    }
}

fn offset(entry: &[u8], names: &[u8]) -> Option<Offset> {
    let [a, b, c, d, is_dst, name] = entry else { return None };
    let name = names.get(usize::from(*name)..)?.split(|byte| *byte == 0).next()?;
    Some(Offset {
        name: String::from_utf8_lossy(name).into_owned(),
        seconds: i32::from_be_bytes([*a, *b, *c, *d]),
        is_dst: *is_dst != 0,
    })
}

/// A big-endian number of 4 or 8 bytes.
fn signed(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number: i64, byte| (number << 8) | i64::from(*byte))
}
