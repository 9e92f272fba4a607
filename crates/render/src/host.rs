//! What functions know of the render they run in. Nothing here comes from the machine: time and randomness are
//! given, so that a scenario can be repeated.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use foldhash::HashMap;
use gostd::regexp::Budget;
use gostd::time::{Location, Time};
use gotemplate::Str;

use crate::keys::Keys;
pub use crate::random::Random;

/// The state of one render, behind [`gotemplate::Call::host`].
#[derive(Debug)]
pub struct Host {
    /// The present moment: seconds since 1970 in UTC, and nanoseconds.
    pub now: (i64, u32),
    /// The local zone.
    pub zone: Location,
    /// The source of randomness.
    pub random: RefCell<Random>,
    /// `required` and `fail` return nothing instead of failing (`helm lint`).
    pub lint: bool,
    /// What Helm would log, in its format and order.
    pub log: RefCell<Vec<String>>,
    /// How often each template has been included by those that run now.
    pub included: RefCell<HashMap<Str, u32>>,
    /// What `env` sees, in the names of releases only.
    pub environment: BTreeMap<String, String>,
    /// What may be spent on finding patterns, regular expressions and those of file names.
    pub searches: Budget,
    /// Keys that are shared with other renders.
    pub keys: Keys,
    /// How many keys this render has made.
    pub made: Cell<u32>,
    /// Keys, certificates and hashed passwords made so far.
    pub secrets: Cell<u32>,
}

impl Host {
    /// The zone that Go calls `Local`.
    #[must_use]
    pub fn local(&self) -> Location {
        self.zone.clone()
    }

    /// `time.Now()`. Its reading of the monotonic clock is always the same, so that a render can be repeated.
    #[must_use]
    pub fn now(&self) -> Time {
        let (seconds, nanos) = self.now;
        Time::new(seconds, nanos, self.local()).with_monotonic(MONOTONIC_NOW)
    }
}

/// Nanoseconds since the start of the program, about what it takes Helm to get to its templates.
const MONOTONIC_NOW: i64 = 50_000_000;
