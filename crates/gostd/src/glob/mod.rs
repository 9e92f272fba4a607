//! Globs with the verdicts of `github.com/gobwas/glob` 0.2.3, which Helm uses for `.Files.Glob`.
//!
//! `*` matches anything but separators, `**` anything, `?` one character, `[abc]`, `[a-z]`, `[!a]` one of a set,
//! `{a,b}` alternatives, and a backslash takes the next character literally.
//!
//! That package does not interpret a pattern as it stands: it rewrites it into cheaper matchers, and some rewritings
//! change the meaning. `a/**/b` also matches `a/b`, though `a/**/*b` does not; `x/{*.yaml,one}` misses `x/a.yaml`;
//! `?a` misses `éa`. Charts depend on what really happens, so the rewritings are done here in the same way: `pattern`
//! reads, `factor`, `compile` and `optimize` rewrite, `matcher`, `tree` and `search` answer.
//!
//! Two things differ. Where the Go package would crash on a name, nothing matches; and a pattern that takes
//! exponential time ends with [`Exhausted`] when the [`Budget`] does.

mod compile;
mod error;
mod factor;
mod matcher;
mod optimize;
mod pattern;
mod search;
#[cfg(test)]
mod tests;
mod tree;

pub use crate::budget::Budget;
pub use error::{Error, Exhausted};

use matcher::Matcher;

/// The longest pattern that is read, in bytes.
pub const MAX_PATTERN_LENGTH: usize = 1024;

/// How deep braces may nest.
pub const MAX_NESTING: usize = 32;

/// How many parts may stand in a row.
pub const MAX_PARTS: usize = 256;

/// A budget for one pattern on a chart's files: far more than an honest one needs, and a quarter of a second at most.
pub const DEFAULT_UNITS: u64 = 100_000_000;

/// A pattern, ready to match names.
#[derive(Debug, Clone)]
pub struct Glob {
    matcher: Matcher,
}

impl Glob {
    /// Reads a pattern; `*` and `?` will stop at the separators (Helm: `/`).
    ///
    /// # Errors
    ///
    /// If a set is empty, unclosed or upside down, or the pattern is beyond the limits of this module.
    pub fn new(pattern: &str, separators: &[char]) -> Result<Self, Error> {
        let tree = pattern::parse(pattern)?;
        Ok(Self { matcher: compile::compile(&tree, separators)? })
    }

    /// Whether the pattern matches the whole name. Many names may share the budget.
    ///
    /// # Errors
    ///
    /// The budget is exhausted.
    pub fn is_match(&self, name: &str, budget: &Budget) -> Result<bool, Exhausted> {
        let matches = self.matcher.matches(name.as_bytes(), budget);
        if budget.is_exhausted() { Err(Exhausted) } else { Ok(matches) }
    }
}
