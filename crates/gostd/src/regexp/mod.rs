//! Regular expressions as Go's `regexp` reads and runs them.
//!
//! Everything shows: which syntax is refused and in which words (no look-around, no back references), `\d`, `\w`, `\s`
//! and `\b` that know ASCII only, `$` that means the very end, text that is not UTF-8. So the grammar is Go's own
//! here, down to its limits, and not that of another engine. As in Go the time of a search is linear in the text, times
//! the size of the pattern; since both may come from a stranger, everything is counted and ends with [`Exhausted`] when
//! the [`Budget`] does.
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

pub use crate::budget::Budget;
pub use error::{Error, ErrorCode, Exhausted};

use input::Input;
use program::Program;

/// A budget for one call or a few: far more than an honest pattern needs, and a quarter of a second at most.
pub const DEFAULT_UNITS: u64 = 100_000_000;

/// What a search costs, whatever it finds.
const SEARCH_UNITS: u64 = 32;

/// What an instruction costs to make.
const INSTRUCTION_UNITS: u64 = 32;

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
/// Whatever Go refuses, in Go's words; [`ErrorCode::Exhausted`] for a pattern of a size that nobody needs, or if the
/// budget is exhausted.
pub fn compile(pattern: &str, budget: &Budget) -> Result<Regexp, Error> {
    let parsed = parser::parse(pattern, budget)?;
    budget.spend(INSTRUCTION_UNITS * parsed.tree.size)?;
    let program = program::compile(&parsed.tree);
    Ok(Regexp { pattern: pattern.to_owned(), program, names: parsed.names })
}

/// Whether [`compile`] would compile the pattern, without doing it.
///
/// # Errors
///
/// As [`compile`].
pub fn check(pattern: &str, budget: &Budget) -> Result<(), Error> {
    parser::parse(pattern, budget).map(drop)
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
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn is_match(&self, text: &[u8], budget: &Budget) -> Result<bool, Exhausted> {
        self.search(text, 0, budget).next(0, &mut [])
    }

    /// The leftmost match (`FindIndex`).
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn find(&self, text: &[u8], budget: &Budget) -> Result<Option<Range<usize>>, Exhausted> {
        let mut slots = [0; 2];
        let found = self.search(text, slots.len(), budget).next(0, &mut slots)?;
        Ok(found.then_some(slots[0]..slots[1]))
    }

    /// The leftmost match and its groups (`FindSubmatchIndex`); groups that took no part are `None`.
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn captures(&self, text: &[u8], budget: &Budget) -> Result<Option<Captures>, Exhausted> {
        let mut slots = vec![backtrack::NONE; 2 * self.names.len()];
        if !self.search(text, slots.len(), budget).next(0, &mut slots)? {
            return Ok(None);
        }
        let ranges = slots.chunks_exact(2).map(|pair| match pair {
            [start, end] if *start != backtrack::NONE && *end != backtrack::NONE => Some(*start..*end),
            _ => None,
        });
        Ok(Some(ranges.collect()))
    }

    /// Searches in a text that fill so many slots.
    fn search<'r>(&'r self, text: &'r [u8], slots: usize, budget: &'r Budget) -> Search<'r> {
        let (program, input) = (&self.program, Input { text });
        let engine = if backtrack::fits(program, text) {
            Engine::Backtrack(backtrack::Backtracker::new(program, input))
        } else {
            Engine::Threads(threads::Machine::new(program, input, slots, budget))
        };
        Search { engine, budget }
    }
}

/// Where the whole match and each group are.
pub type Captures = Vec<Option<Range<usize>>>;

/// Searches in one text, which share their memory.
struct Search<'r> {
    engine: Engine<'r>,
    budget: &'r Budget,
}

enum Engine<'r> {
    Backtrack(backtrack::Backtracker<'r>),
    Threads(threads::Machine<'r>),
}

impl Search<'_> {
    /// Finds the leftmost match from a place on and fills the slots.
    fn next(&mut self, from: usize, slots: &mut [usize]) -> Result<bool, Exhausted> {
        self.budget.spend(SEARCH_UNITS)?;
        match &mut self.engine {
            Engine::Backtrack(backtracker) => backtracker.search(from, slots, self.budget),
            Engine::Threads(machine) => machine.search(from, slots),
        }
    }
}
