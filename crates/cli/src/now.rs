//! The clock, read in one place.

use std::time::{SystemTime, UNIX_EPOCH};

/// Unix seconds now. Only for validity and waiting, never for bytes that are published.
pub fn unix_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Unix seconds and nanoseconds now, for templates that ask for the time.
pub fn unix_nanoseconds() -> (i64, u32) {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos())
}
