//! Variables of macros, the innermost of a name on top.

use std::collections::HashMap;

use super::path::Path;
use super::size::EntrySize;
use crate::ast::Name;
use crate::estimate::Size;

/// What is known of a variable of a macro.
#[derive(Debug, Clone, Default)]
pub(super) struct Local {
    /// What it stands for.
    pub(super) path: Path,
    /// Its size.
    pub(super) size: Option<Size>,
    /// The sizes of what is in it.
    pub(super) entries: Option<EntrySize>,
}

/// The variables that macros define where the estimate is.
#[derive(Debug, Default)]
pub(super) struct Locals(HashMap<Name, Vec<Local>>);

impl Locals {
    pub(super) fn push(&mut self, name: &Name, local: Local) {
        self.0.entry(name.clone()).or_default().push(local);
    }

    pub(super) fn pop(&mut self, name: &Name) {
        if let Some(stack) = self.0.get_mut(name) {
            stack.pop();
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Local> {
        self.0.get(name)?.last()
    }
}
