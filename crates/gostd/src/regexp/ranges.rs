//! Sets of code points as a class collects them.

use std::collections::HashSet;
use std::sync::Arc;

use crate::unicode::{Ranges, foldable, simple_fold};

/// A clean set, shared by all that use it.
pub(super) type Set = Arc<[(u32, u32)]>;

/// The largest code point.
pub(super) const MAX_RUNE: u32 = 0x10_ffff;

/// Adds a range and, if wanted, its letters in every case.
pub(super) fn add(class: &mut Ranges, first: u32, last: u32, fold: bool) {
    class.push((first, last));
    if !fold {
        return;
    }
    for code in foldable(first, last) {
        let mut other = simple_fold(code);
        while other != code {
            class.push((other, other));
            other = simple_fold(other);
        }
    }
}

/// A set with its letters in every case if wanted, turned round if wanted.
pub(super) fn set(ranges: &[(u32, u32)], fold: bool, negated: bool) -> Set {
    let mut positive = Ranges::with_capacity(ranges.len());
    for (first, last) in ranges {
        add(&mut positive, *first, *last, fold);
    }
    let positive = clean(positive);
    if negated { negate(&positive).into() } else { positive.into() }
}

/// A class in brackets while it is read. Its ranges are cleaned now and then, so that they never take more than twice
/// of what they must.
#[derive(Default)]
pub(super) struct Collection {
    ranges: Ranges,
    /// How many ranges there were after the last cleaning.
    clean: usize,
    /// The sets that were added already, by where they are in memory.
    added: HashSet<*const (u32, u32)>,
}

/// So many ranges are never too many.
const FEW: usize = 1024;

impl Collection {
    /// Adds a range, and says how many ranges that made.
    pub fn add(&mut self, first: u32, last: u32, fold: bool) -> usize {
        let before = self.ranges.len();
        add(&mut self.ranges, first, last, fold);
        let made = self.ranges.len() - before;
        self.tidy();
        made
    }

    /// Adds a set, and says how many ranges that made.
    pub fn add_set(&mut self, set: &Set) -> usize {
        if !self.added.insert(set.as_ptr()) {
            return 0;
        }
        self.ranges.extend_from_slice(set);
        self.tidy();
        set.len()
    }

    fn tidy(&mut self) {
        if self.ranges.len() > FEW + 2 * self.clean {
            self.ranges = clean(std::mem::take(&mut self.ranges));
            self.clean = self.ranges.len();
        }
    }

    /// All of it, turned round if wanted.
    pub fn finish(self, negated: bool) -> Ranges {
        let ranges = clean(self.ranges);
        if negated { negate(&ranges) } else { ranges }
    }
}

/// Sorts the ranges and joins those that touch.
pub(super) fn clean(mut class: Ranges) -> Ranges {
    class.sort_unstable();
    let mut joined: Ranges = Vec::with_capacity(class.len());
    for (first, last) in class {
        match joined.last_mut() {
            Some(previous) if first <= previous.1 + 1 => previous.1 = previous.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// What is not in a clean set.
pub(super) fn negate(class: &[(u32, u32)]) -> Ranges {
    let mut others = Ranges::with_capacity(class.len() + 1);
    let mut next = 0;
    for (first, last) in class {
        if next < *first {
            others.push((next, first - 1));
        }
        next = last + 1;
    }
    if next <= MAX_RUNE {
        others.push((next, MAX_RUNE));
    }
    others
}
