//! Where in a text a matcher first matches, and with which lengths.

use super::matcher::{Matcher, find_any, row_begins};
use crate::budget::Budget;
use crate::utf8::{find, find_last, runes};

/// The place of the first match and its possible lengths, ascending, in bytes.
pub(super) type Found = (usize, Vec<usize>);

impl Matcher {
    /// Finds the first match. Several matchers report fewer lengths than there are, trees none at all; patterns that
    /// need those match less than they say, as in the Go package.
    pub(super) fn search(&self, text: &[u8], budget: &Budget) -> Option<Found> {
        if !self.spend(text, budget) {
            return None;
        }
        match self {
            Self::Nothing => Some((0, vec![0])),
            Self::Super => Some((0, all_lengths(text))),
            Self::Any(separators) => {
                let end = find_any(text, separators).unwrap_or(text.len());
                Some((0, all_lengths(text.get(..end)?)))
            }
            Self::Single(_) | Self::List { .. } | Self::Range { .. } => {
                let (start, character) = runes(text).find(|(_, character)| self.takes(*character))?;
                Some((start, vec![character.len_utf8()]))
            }
            Self::Text(wanted) => Some((find(text, wanted.as_bytes())?, vec![wanted.len()])),
            Self::Prefix(prefix) => search_prefix(text, prefix, &[]),
            Self::PrefixAny { prefix, separators } => search_prefix(text, prefix, separators),
            Self::Suffix(suffix) => Some((0, vec![find(text, suffix.as_bytes())? + suffix.len()])),
            Self::PrefixSuffix { prefix, suffix } => search_prefix_suffix(text, prefix, suffix),
            Self::SuffixAny { suffix, separators } => search_suffix_any(text, suffix, separators),
            Self::Contains { needle, negated } => search_contains(text, needle, *negated),
            Self::Min(limit) => search_min(text, *limit),
            Self::Max(limit) => Some((0, std::iter::once(0).chain(ends(text).take(*limit)).collect())),
            Self::EveryOf(matchers) => search_every(matchers, text, budget),
            Self::AnyOf(matchers) => search_alternatives(matchers, text, budget),
            Self::Row { length, matchers } => search_row(*length, matchers, text, budget),
            Self::Tree(_) => None,
        }
    }
}

/// Where each character ends. An invalid byte counts as three, the width of U+FFFD.
fn ends(text: &[u8]) -> impl Iterator<Item = usize> {
    runes(text).map(|(start, character)| start + character.len_utf8())
}

/// The lengths of all beginnings of a text, from nothing to the whole.
fn all_lengths(text: &[u8]) -> Vec<usize> {
    runes(text).map(|(start, _)| start).chain([text.len()]).collect()
}

/// The prefix, and any number of characters behind it that are no separators.
fn search_prefix(text: &[u8], prefix: &str, separators: &[char]) -> Option<Found> {
    let start = find(text, prefix.as_bytes())?;
    let rest = text.get(start + prefix.len()..)?;
    let rest = find_any(rest, separators).and_then(|end| rest.get(..end)).unwrap_or(rest);
    let lengths = std::iter::once(0).chain(ends(rest)).map(|length| prefix.len() + length).collect();
    Some((start, lengths))
}

fn search_prefix_suffix(text: &[u8], prefix: &str, suffix: &str) -> Option<Found> {
    let start = find(text, prefix.as_bytes())?;
    let mut rest = text.get(start..)?;
    let mut lengths = Vec::new();
    while let Some(place) = find_last(rest, suffix.as_bytes()) {
        lengths.push(place + suffix.len());
        rest = rest.get(..place)?;
    }
    lengths.reverse();
    if lengths.is_empty() { None } else { Some((start, lengths)) }
}

fn search_suffix_any(text: &[u8], suffix: &str, separators: &[char]) -> Option<Found> {
    let place = find(text, suffix.as_bytes())?;
    let before = text.get(..place)?;
    let last = |separator: &char| find_last(before, separator.encode_utf8(&mut [0; 4]).as_bytes());
    let start = separators.iter().find_map(last).map_or(0, |separator| separator + 1);
    Some((start, vec![place + suffix.len() - start]))
}

/// Lengths up to or from the first occurrence on, depending on what is wanted.
fn search_contains(text: &[u8], needle: &str, negated: bool) -> Option<Found> {
    let place = find(text, needle.as_bytes());
    if negated {
        let end = place.unwrap_or(text.len());
        return Some((0, all_lengths(text.get(..end)?)));
    }
    let offset = place? + needle.len();
    let rest = text.get(offset..).unwrap_or_default();
    Some((0, all_lengths(rest).into_iter().map(|length| offset + length).collect()))
}

fn search_min(text: &[u8], limit: usize) -> Option<Found> {
    let lengths: Vec<usize> = ends(text).skip(limit.saturating_sub(1)).collect();
    if lengths.is_empty() { None } else { Some((0, lengths)) }
}

/// Searches for each in turn, each behind the start of the one before, and keeps the lengths on which all agree.
fn search_every(matchers: &[Matcher], text: &[u8], budget: &Budget) -> Option<Found> {
    let (mut start, mut offset) = (0_usize, 0_usize);
    let mut shared: Option<Vec<usize>> = None;
    let mut rest = text;
    for matcher in matchers {
        let (index, lengths) = matcher.search(rest, budget)?;
        let kept = match shared {
            None => lengths,
            Some(known) => {
                if !budget.take((known.len() * lengths.len()) as u64) {
                    return None;
                }
                // The ends of both are compared; known lengths count from `start`.
                let agrees = |length: &usize| lengths.contains(&(*length + start).wrapping_sub(index + offset));
                known.into_iter().filter(agrees).map(|length| length + start - (index + offset)).collect()
            }
        };
        if kept.is_empty() {
            return None;
        }
        shared = Some(kept);
        start = index + offset;
        rest = text.get(start..)?;
        offset += index;
    }
    Some((start, shared?))
}

/// The leftmost match of any alternative, with the lengths of all that match there.
fn search_alternatives(matchers: &[Matcher], text: &[u8], budget: &Budget) -> Option<Found> {
    let mut best: Option<Found> = None;
    for matcher in matchers {
        let Some((start, lengths)) = matcher.search(text, budget) else { continue };
        match &mut best {
            Some((best_start, _)) if *best_start < start => {}
            Some((best_start, known)) if *best_start == start => {
                known.extend(lengths);
                known.sort_unstable();
                known.dedup();
            }
            _ => best = Some((start, lengths)),
        }
    }
    best
}

/// The length in characters is reported as if it were bytes.
fn search_row(length: usize, matchers: &[(usize, Matcher)], text: &[u8], budget: &Budget) -> Option<Found> {
    runes(text)
        .map(|(start, _)| start)
        .take_while(|start| text.len() - start >= length)
        .find(|start| row_begins(matchers, text.get(*start..).unwrap_or_default(), budget))
        .map(|start| (start, vec![length]))
}
