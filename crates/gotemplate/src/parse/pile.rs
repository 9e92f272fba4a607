//! Lists that are being built while others inside them are.

/// All unfinished lists of one type, the innermost last. A finished list gets exactly the memory that it needs, in one
/// allocation; most have one or two items.
pub(super) struct Pile<T>(Vec<T>);

impl<T> Default for Pile<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Pile<T> {
    /// Where a new list begins.
    pub(super) fn mark(&self) -> usize {
        self.0.len()
    }

    /// Adds to the innermost list.
    pub(super) fn push(&mut self, item: T) {
        self.0.push(item);
    }

    /// Finishes the list that began at a mark.
    pub(super) fn take(&mut self, mark: usize) -> Vec<T> {
        self.0.drain(mark.min(self.0.len())..).collect()
    }
}
