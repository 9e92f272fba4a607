//! Regular expressions as Go's `regexp` reads and runs them.
//!
//! Everything shows: which syntax is refused and in which words (no look-around, no back references), `\d`, `\w`, `\s`
//! and `\b` that know ASCII only, `$` that means the very end, text that is not UTF-8. So the grammar is Go's own
//! here, down to its limits, and not that of another engine. As in Go the time of a search is linear in the text.
//!
//! Patterns are compiled to small programs over code points, which takes a few microseconds; most patterns of a chart
//! are used once.

mod ast;
mod backtrack;
mod class;
mod error;
mod escape;
mod group;
mod input;
mod named_class;
mod parser;
mod program;
mod ranges;
mod replace;
#[cfg(test)]
mod tests;
mod threads;

use std::ops::Range;

pub use error::{Error, ErrorCode};
use program::Program;

/// A compiled pattern (`*regexp.Regexp`).
pub struct Regexp {
    pattern: String,
    program: Program,
    /// The name of each group, empty if it has none; the whole match is the first.
    names: Vec<String>,
}

/// Compiles a pattern (`regexp.Compile`).
///
/// # Errors
///
/// Whatever Go refuses, in Go's words.
pub fn compile(pattern: &str) -> Result<Regexp, Error> {
    let parsed = parser::parse(pattern)?;
    let program = program::compile(&parsed.tree);
    Ok(Regexp { pattern: pattern.to_owned(), program, names: parsed.names })
}

/// Whether Go would compile the pattern, without doing it.
///
/// # Errors
///
/// As [`compile`].
pub fn check(pattern: &str) -> Result<(), Error> {
    parser::parse(pattern).map(drop)
}

/// Escapes everything that means something in a pattern (`regexp.QuoteMeta`).
pub fn quote_meta(text: &[u8]) -> Vec<u8> {
    let mut quoted = Vec::with_capacity(text.len());
    for byte in text {
        if br"\.+*?()|[]{}^$".contains(byte) {
            quoted.push(b'\\');
        }
        quoted.push(*byte);
    }
    quoted
}

impl Regexp {
    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.pattern
    }

    /// How many groups there are, the whole match not counted (`NumSubexp`).
    pub fn groups(&self) -> usize {
        self.names.len() - 1
    }

    /// Whether any part of the text matches (`Match`).
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.search(text, 0, &mut [])
    }

    /// The leftmost match (`FindIndex`).
    pub fn find(&self, text: &[u8]) -> Option<Range<usize>> {
        let mut slots = [0; 2];
        self.search(text, 0, &mut slots).then_some(slots[0]..slots[1])
    }

    /// The leftmost match and its groups (`FindSubmatchIndex`); groups that took no part are `None`.
    pub fn captures(&self, text: &[u8]) -> Option<Vec<Option<Range<usize>>>> {
        let mut slots = vec![backtrack::NONE; 2 * self.names.len()];
        if !self.search(text, 0, &mut slots) {
            return None;
        }
        let ranges = slots.chunks_exact(2).map(|pair| match pair {
            [start, end] if *start != backtrack::NONE && *end != backtrack::NONE => Some(*start..*end),
            _ => None,
        });
        Some(ranges.collect())
    }

    /// Finds the leftmost match from a place on and fills the slots.
    fn search(&self, text: &[u8], from: usize, slots: &mut [usize]) -> bool {
        if backtrack::fits(&self.program, text) {
            backtrack::search(&self.program, text, from, slots)
        } else {
            threads::search(&self.program, text, from, slots)
        }
    }
}
