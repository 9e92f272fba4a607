//! What functions know of the render they run in. Nothing here comes from the machine: time and randomness are
//! given, so that a scenario can be repeated.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use gotemplate::Str;

/// The state of one render, behind [`gotemplate::Call::host`].
#[derive(Debug)]
pub struct Host {
    /// The present moment: seconds since 1970 in UTC, and nanoseconds.
    pub now: (i64, u32),
    /// The local zone: its name and its offset in seconds east of UTC.
    pub zone: (String, i32),
    /// The source of randomness.
    pub random: RefCell<Random>,
    /// `required` and `fail` return nothing instead of failing (`helm lint`).
    pub lint: bool,
    /// What Helm would log, in its format and order.
    pub log: RefCell<Vec<String>>,
    /// How often each template has been included by those that run now.
    pub included: RefCell<HashMap<Str, u32>>,
    /// Calls of `tpl` within each other.
    pub depth: Cell<u32>,
}

/// A stream of random bytes from a seed (ChaCha20): as unpredictable as its seed.
#[derive(Debug)]
pub struct Random {
    seed: [u8; 32],
}

impl Random {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self { seed }
    }

    /// The seed.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }
}
