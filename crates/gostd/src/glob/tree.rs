//! A matcher in the middle with others before and after it.

use super::matcher::Matcher;
use crate::budget::Budget;
use crate::utf8::decode_rune;

/// What it costs to try a place or a length.
const TRY_UNITS: u64 = 8;

/// Matches a text of three parts.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) value: Matcher,
    /// What comes before; if absent, nothing may.
    pub(super) left: Option<Matcher>,
    /// What comes after; if absent, nothing may.
    pub(super) right: Option<Matcher>,
    lengths: Lengths,
}

/// The lengths of the three parts in characters, as they were before any optimization; 0 for an absent part.
#[derive(Debug, Clone, Copy)]
struct Lengths {
    value: Option<usize>,
    left: Option<usize>,
    right: Option<usize>,
}

impl Tree {
    pub(super) fn new(value: Matcher, left: Option<Matcher>, right: Option<Matcher>) -> Self {
        let length = |branch: &Option<Matcher>| branch.as_ref().map_or(Some(0), Matcher::length);
        let lengths = Lengths { value: value.length(), left: length(&left), right: length(&right) };
        Self { value, left, right, lengths }
    }

    pub(super) fn length(&self) -> Option<usize> {
        Some(self.lengths.left? + self.lengths.value? + self.lengths.right?)
    }

    /// Tries the places of the middle part from left to right. Known lengths of the other parts, though in
    /// characters, are taken for bytes to narrow the search.
    pub(super) fn matches(&self, text: &[u8], budget: &Budget) -> bool {
        if self.length().is_some_and(|length| length > text.len()) {
            return false;
        }
        let mut offset = self.lengths.left.unwrap_or(0);
        let Some(limit) = text.len().checked_sub(self.lengths.right.unwrap_or(0)) else { return false };
        while offset < limit && budget.take(TRY_UNITS) {
            let Some((index, lengths)) = text.get(offset..limit).and_then(|part| self.value.search(part, budget))
            else {
                return false;
            };
            let start = offset + index;
            if self.matches_at(start, &lengths, text, budget) {
                return true;
            }
            let (_, width) = decode_rune(text.get(start..).unwrap_or_default());
            offset = start + width;
        }
        false
    }

    /// Whether the rest matches if the middle part starts there and has one of these lengths.
    fn matches_at(&self, start: usize, lengths: &[usize], text: &[u8], budget: &Budget) -> bool {
        let before = text.get(..start).unwrap_or_default();
        branch_matches(self.left.as_ref(), before, budget)
            && lengths.iter().rev().any(|length| {
                let after = text.get(start + length..).unwrap_or_default();
                budget.take(TRY_UNITS) && branch_matches(self.right.as_ref(), after, budget)
            })
    }
}

fn branch_matches(branch: Option<&Matcher>, text: &[u8], budget: &Budget) -> bool {
    branch.map_or(text.is_empty(), |matcher| matcher.matches(text, budget))
}
