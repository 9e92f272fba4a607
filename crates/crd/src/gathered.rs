//! Violations while they are found.

use crate::violation::{MOST_TOLD, Violation};

/// So many are kept. Each holds a path with all its steps, and a hostile schema can have one in every node, deep down;
/// whether there is any does not depend on it.
pub(crate) const MAX: usize = MOST_TOLD;

/// Violations, and how many there are beyond those that are kept.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    kept: Vec<Violation>,
    count: usize,
}

impl Gathered {
    /// Adds one, which is made only if it is kept.
    pub fn add(&mut self, violation: impl FnOnce() -> Violation) {
        if self.count < MAX {
            self.kept.push(violation());
        }
        self.count += 1;
    }

    /// Adds one if something is so.
    pub fn add_if(&mut self, so: bool, violation: impl FnOnce() -> Violation) {
        if so {
            self.add(violation);
        }
    }

    /// Whether no more are kept: then looking for more is of no use.
    pub fn is_full(&self) -> bool {
        self.count >= MAX
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Those that are kept.
    pub fn into_list(self) -> Vec<Violation> {
        self.kept
    }
}
