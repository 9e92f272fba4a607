//! Dates and times without a zone.

use gostd::time::Location;

/// The zones that times without one are in, by which they are told apart.
pub(crate) struct Zones {
    /// The machine's own.
    pub(super) local: Location,
    pub(super) date_time: Location,
    pub(super) date: Location,
    pub(super) time: Location,
}

const DATE_TIME: &str = "datetime-local";
const DATE: &str = "date-local";
const TIME: &str = "time-local";

impl Zones {
    /// The machine's zone, and the offset that it has now in seconds east of UTC.
    pub(crate) fn new(local: Location, offset: i32) -> Self {
        Self {
            local,
            date_time: Location::fixed(DATE_TIME, offset),
            date: Location::fixed(DATE, offset),
            time: Location::fixed(TIME, offset),
        }
    }
}

/// The layout of times in a zone, and whether they are written as they are in UTC.
pub(super) fn layout(zone: &Location) -> (&'static [u8], bool) {
    match zone.name() {
        DATE_TIME => (b"2006-01-02T15:04:05.999999999", true),
        DATE => (b"2006-01-02", true),
        TIME => (b"15:04:05.999999999", true),
        _ => (b"2006-01-02T15:04:05.999999999Z07:00", false),
    }
}
