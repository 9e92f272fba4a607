//! All matches of a text, and what is made of them.

use std::ops::Range;

use super::backtrack::NONE;
use super::input::Input;
use super::{Exhausted, Regexp};
use crate::budget::Budget;
use crate::unicode::{is_digit, is_letter};
use crate::utf8::{decode_rune, find};

impl Regexp {
    /// The matches, at most `limit` of them if that is not negative (`FindAllIndex`).
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn find_all(&self, text: &[u8], limit: i64, budget: &Budget) -> Result<Vec<Range<usize>>, Exhausted> {
        let mut matches = Vec::new();
        let mut position = 0;
        let mut previous_end = None;
        let mut slots = [0; 2];
        let mut search = self.search(text, slots.len(), budget);
        while position <= text.len() && (limit < 0 || (matches.len() as i64) < limit) {
            if !search.next(position, &mut slots)? {
                break;
            }
            let [start, end] = slots;
            // An empty match right behind another one does not count.
            let accepted = end != position || previous_end != Some(start);
            position = if end == position { position + width(text, position).max(1) } else { end };
            previous_end = Some(end);
            if accepted {
                matches.push(start..end);
            }
        }
        Ok(matches)
    }

    /// Puts the template in place of each match; `$1`, `$name` and `${name}` in it are groups (`ReplaceAll`).
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn replace_all(&self, text: &[u8], template: &[u8], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
        let variables = template.iter().filter(|byte| **byte == b'$').count();
        let wanted = if variables == 0 { 2 } else { 2 * self.names.len() };
        // To find a group by its name, all names are looked at.
        let units = variables.saturating_mul(self.names.len() + 8) as u64 + template.len() as u64 / 16;
        self.replace(text, wanted, budget, |slots, result| {
            self.expand(template, text, slots, result);
            budget.spend(units)
        })
    }

    /// Puts the replacement as it is in place of each match (`ReplaceAllLiteral`).
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn replace_all_literal(&self, text: &[u8], replacement: &[u8], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
        let units = replacement.len() as u64 / 16;
        self.replace(text, 2, budget, |_, result| {
            result.extend_from_slice(replacement);
            budget.spend(units)
        })
    }

    /// The pieces between the matches; with a positive limit at most that many, the last of them unsplit (`Split`).
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn split<'t>(&self, text: &'t [u8], limit: i64, budget: &Budget) -> Result<Vec<&'t [u8]>, Exhausted> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        if !self.pattern.is_empty() && text.is_empty() {
            return Ok(vec![text]);
        }
        let mut pieces = Vec::new();
        let (mut begin, mut end) = (0, 0);
        for found in self.find_all(text, limit, budget)? {
            if limit > 0 && pieces.len() as i64 >= limit - 1 {
                break;
            }
            end = found.start;
            if found.end != 0 {
                pieces.push(text.get(begin..end).unwrap_or_default());
            }
            begin = found.end;
        }
        if end != text.len() {
            pieces.push(text.get(begin..).unwrap_or_default());
        }
        Ok(pieces)
    }

    fn replace(
        &self,
        text: &[u8],
        wanted: usize,
        budget: &Budget,
        write: impl Fn(&[usize], &mut Vec<u8>) -> Result<(), Exhausted>,
    ) -> Result<Vec<u8>, Exhausted> {
        let mut result = Vec::with_capacity(text.len());
        let mut slots = vec![NONE; wanted];
        let mut search = self.search(text, wanted, budget);
        let mut last_end = 0;
        let mut position = 0;
        while position <= text.len() && search.next(position, &mut slots)? {
            let [start, end] = [0, 1].map(|index| slots.get(index).copied().unwrap_or_default());
            result.extend_from_slice(text.get(last_end..start).unwrap_or_default());
            // Nothing for an empty match right behind another one.
            if end > last_end || start == 0 {
                write(&slots, &mut result)?;
            }
            last_end = end;
            position = end.max(position + width(text, position).max(usize::from(end <= position)));
        }
        result.extend_from_slice(text.get(last_end..).unwrap_or_default());
        Ok(result)
    }

    /// Writes a template with its groups filled in (`Expand`).
    fn expand(&self, template: &[u8], text: &[u8], slots: &[usize], result: &mut Vec<u8>) {
        let mut rest = template;
        while let Some(dollar) = find(rest, b"$") {
            result.extend_from_slice(rest.get(..dollar).unwrap_or_default());
            rest = rest.get(dollar + 1..).unwrap_or_default();
            if let Some(after) = rest.strip_prefix(b"$") {
                result.push(b'$');
                rest = after;
                continue;
            }
            let Some((name, after)) = variable(rest) else {
                result.push(b'$');
                continue;
            };
            rest = after;
            if let Some(range) = self.group(name, slots) {
                result.extend_from_slice(text.get(range).unwrap_or_default());
            }
        }
        result.extend_from_slice(rest);
    }

    /// The place of a group that took part, by number or name.
    fn group(&self, name: &[u8], slots: &[usize]) -> Option<Range<usize>> {
        let range = |index: usize| match slots.get(index.checked_mul(2)?..)? {
            [start, end, ..] if *start != NONE && *end != NONE => Some(*start..*end),
            _ => None,
        };
        match number(name) {
            Some(index) => range(index),
            None => (0..self.names.len())
                .filter(|index| self.names.get(*index).is_some_and(|known| known.as_bytes() == name))
                .find_map(range),
        }
    }
}

fn width(text: &[u8], position: usize) -> usize {
    Input { text }.rune(position).map_or(0, |(_, width)| width)
}

/// Splits the name of a group, plain or in braces, from what follows it.
fn variable(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (braced, text) = text.strip_prefix(b"{").map_or((false, text), |inner| (true, inner));
    let mut length = 0;
    loop {
        let (character, width) = decode_rune(text.get(length..)?);
        if !is_letter(character) && !is_digit(character) && character != '_' {
            break;
        }
        length += width;
    }
    if length == 0 {
        return None;
    }
    let (name, rest) = text.split_at_checked(length)?;
    if braced { Some((name, rest.strip_prefix(b"}")?)) } else { Some((name, rest)) }
}

/// The number that a group name is, if it is one without leading zeros.
fn number(name: &[u8]) -> Option<usize> {
    if name.len() > 9 || !name.iter().all(u8::is_ascii_digit) || (name.len() > 1 && name.starts_with(b"0")) {
        return None;
    }
    std::str::from_utf8(name).ok()?.parse().ok()
}
