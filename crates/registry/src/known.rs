//! What was learned about a repository while it was used.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use oci::{Descriptor, Tag, limits};

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
    /// Entries of indexes.
    seen: BTreeMap<Tag, Vec<Descriptor>>,
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

    /// An index held these entries.
    pub(crate) fn saw(&self, index: &Tag, entries: Vec<Descriptor>) {
        let mut learned = self.learned();
        let seen = learned.seen.entry(index.clone()).or_default();
        for entry in entries {
            if seen.len() < limits::REFERRERS && seen.iter().all(|known| known.digest != entry.digest) {
                seen.push(entry);
            }
        }
    }

    /// These entries, and what the index has ever held.
    pub(crate) fn with_seen(&self, index: &Tag, entries: &[Descriptor]) -> Vec<Descriptor> {
        self.saw(index, entries.to_vec());
        self.learned().seen.get(index).cloned().unwrap_or_default()
    }

    /// What the index has held may be there no more.
    pub(crate) fn forget(&self, index: &Tag) {
        self.learned().seen.remove(index);
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
