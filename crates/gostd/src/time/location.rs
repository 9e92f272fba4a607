//! `time.Location`: which offset and abbreviation hold when.

use std::sync::Arc;

use super::rule::Rules;

/// Before all times.
const ALPHA: i64 = i64::MIN;
/// After all times.
const OMEGA: i64 = i64::MAX;

/// A time zone. Clones are the same zone.
#[derive(Clone, Debug)]
pub struct Location(Arc<Data>);

#[derive(Debug)]
struct Data {
    name: String,
    offsets: Vec<Offset>,
    transitions: Vec<Transition>,
    rules: Option<Rules>,
    kind: Kind,
}

/// Which of Go's variables a zone is, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `time.UTC`
    Utc,
    /// `time.Local`
    Local,
    Other,
}

/// What a zone's clocks show for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offset {
    /// The abbreviation: `CET`; empty if there is none.
    pub name: String,
    /// Seconds east of UTC.
    pub seconds: i32,
    /// Whether this is daylight saving time.
    pub is_dst: bool,
}

/// From when on an offset holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Transition {
    pub(super) when: i64,
    pub(super) index: usize,
}

/// An offset and the seconds between which it holds.
#[derive(Clone, Debug)]
pub(super) struct Period {
    pub(super) offset: Offset,
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Location {
    /// `time.UTC`
    #[must_use]
    pub fn utc() -> Self {
        let offset = Offset { name: "UTC".to_owned(), seconds: 0, is_dst: false };
        Self::build("UTC".to_owned(), vec![offset], Vec::new(), None, Kind::Utc)
    }

    /// A zone that never changes: `time.FixedZone`, with its name and seconds east of UTC.
    #[must_use]
    pub fn fixed(name: &str, seconds: i32) -> Self {
        let offset = Offset { name: name.to_owned(), seconds, is_dst: false };
        Self::build(name.to_owned(), vec![offset], Vec::new(), None, Kind::Other)
    }

    /// A zone of the tz database (`time.LoadLocationFromTZData`); `None` if the data is malformed.
    #[must_use]
    pub fn from_tzif(name: &str, data: &[u8]) -> Option<Self> {
        let file = super::tzif::read(data)?;
        Some(Self::build(name.to_owned(), file.offsets, file.transitions, file.rules, Kind::Other))
    }

    fn build(
        name: String,
        offsets: Vec<Offset>,
        transitions: Vec<Transition>,
        rules: Option<Rules>,
        kind: Kind,
    ) -> Self {
        Self(Arc::new(Data { name, offsets, transitions, rules, kind }))
    }

    /// The same zone as the machine's own, `time.Local`, under the name that it has there.
    #[must_use]
    pub fn as_local(&self, name: &str) -> Self {
        let Data { offsets, transitions, rules, .. } = &*self.0;
        Self::build(name.to_owned(), offsets.clone(), transitions.clone(), rules.clone(), Kind::Local)
    }

    /// The name: `UTC`, `Europe/Berlin`; empty for offsets without a name (`Location.String`).
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether this is `time.UTC` itself.
    #[must_use]
    pub fn is_utc(&self) -> bool {
        self.0.kind == Kind::Utc
    }

    /// Whether this is the machine's own zone, `time.Local`.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.kind == Kind::Local
    }

    /// Whether both are one pointer in Go.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.is_utc() && other.is_utc())
    }

    /// What holds at a second since 1970 in UTC.
    #[must_use]
    pub fn offset_at(&self, second: i64) -> Offset {
        self.lookup(second).offset
    }

    /// `Location.lookup`
    pub(super) fn lookup(&self, second: i64) -> Period {
        let transitions = &self.0.transitions;
        let after = transitions.partition_point(|transition| transition.when <= second);
        let end = transitions.get(after).map_or(OMEGA, |transition| transition.when);
        let Some(last) = after.checked_sub(1).and_then(|place| transitions.get(place)) else {
            return Period { offset: self.first_offset(), start: ALPHA, end };
        };
        if after == transitions.len()
            && let Some(rules) = &self.0.rules
        {
            return rules.lookup(last.when, second);
        }
        Period { offset: self.offset(last.index), start: last.when, end }
    }

    /// The offset that an abbreviation stands for, best at the given second of local time (`Location.lookupName`).
    pub(super) fn offset_named(&self, name: &[u8], local: i64) -> Option<i32> {
        let named = || self.0.offsets.iter().filter(|offset| offset.name.as_bytes() == name);
        let in_force = named().find_map(|offset| {
            let found = self.lookup(local.wrapping_sub(i64::from(offset.seconds))).offset;
            (found.name == offset.name).then_some(found.seconds)
        });
        in_force.or_else(|| named().next().map(|offset| offset.seconds))
    }

    fn offset(&self, index: usize) -> Offset {
        self.0.offsets.get(index).cloned().unwrap_or(Offset { name: String::new(), seconds: 0, is_dst: false })
    }

    /// The offset before the first transition (`Location.lookupFirstZone`).
    fn first_offset(&self) -> Offset {
        let Data { offsets, transitions, .. } = &*self.0;
        if !transitions.iter().any(|transition| transition.index == 0) {
            return self.offset(0);
        }
        let first = transitions.first().map_or(0, |transition| transition.index);
        let is_standard = |index: &usize| offsets.get(*index).is_some_and(|offset| !offset.is_dst);
        if !is_standard(&first)
            && let Some(index) = (0..first).rev().find(is_standard)
        {
            return self.offset(index);
        }
        self.offset((0..offsets.len()).find(is_standard).unwrap_or(0))
    }
}
