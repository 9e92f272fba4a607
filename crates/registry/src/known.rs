//! What was learned about a repository while it was used.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A write of something that others rewrite, too: a list of referrers, a tag with everybody's signatures.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    /// When it was over.
    pub at: Instant,
    /// How long reading and writing took; of several the longest.
    pub took: Duration,
}

/// What was learned about a repository.
#[derive(Default)]
pub(crate) struct Known(Mutex<Learned>);

#[derive(Default)]
struct Learned {
    lists_referrers: Option<bool>,
    written: Option<Written>,
}

impl Known {
    fn learned(&self) -> MutexGuard<'_, Learned> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it lists referrers by itself, if it was asked.
    pub(crate) fn lists_referrers(&self) -> Option<bool> {
        self.learned().lists_referrers
    }

    /// It was asked for referrers.
    pub(crate) fn answered_for_referrers(&self, lists: bool) {
        self.learned().lists_referrers = Some(lists);
    }

    /// The last write of something that others rewrite, too.
    pub(crate) fn last_write(&self) -> Option<Written> {
        self.learned().written
    }

    /// A list or tag was read and written in that time, and it is over now.
    pub(crate) fn wrote_in(&self, took: Duration) {
        let mut learned = self.learned();
        let took = learned.written.map_or(took, |earlier| earlier.took.max(took));
        learned.written = Some(Written { at: Instant::now(), took });
    }
}
