//! Sets of code points as a class collects them.

use crate::unicode::{Ranges, foldable, simple_fold};

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

/// Adds a set, turned round if wanted.
pub(super) fn add_all(class: &mut Ranges, ranges: &[(u32, u32)], fold: bool, negated: bool) {
    if !negated {
        for (first, last) in ranges {
            add(class, *first, *last, fold);
        }
        return;
    }
    let mut positive = Ranges::new();
    add_all(&mut positive, ranges, fold, false);
    class.extend(negate(&clean(positive)));
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
