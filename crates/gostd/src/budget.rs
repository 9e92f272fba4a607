//! How much work may be done at somebody else's wish.

use std::cell::Cell;

use crate::regexp::Exhausted;

/// So many units of work, each of two or three nanoseconds. What is done for the same stranger shares one budget;
/// with its last unit it is exhausted, and stays so.
#[derive(Debug)]
pub struct Budget {
    left: Cell<u64>,
}

impl Budget {
    /// A budget of so many units.
    pub const fn new(units: u64) -> Self {
        Self { left: Cell::new(units) }
    }

    /// Spends units.
    ///
    /// # Errors
    ///
    /// If nothing is left afterwards.
    pub fn spend(&self, units: u64) -> Result<(), Exhausted> {
        if self.take(units) { Ok(()) } else { Err(Exhausted) }
    }

    /// Spends units and says whether anything is left.
    pub fn take(&self, units: u64) -> bool {
        let left = self.left.get().saturating_sub(units);
        self.left.set(left);
        left > 0
    }

    /// How many units are left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    /// Whether nothing is left.
    pub fn is_exhausted(&self) -> bool {
        self.left.get() == 0
    }
}
