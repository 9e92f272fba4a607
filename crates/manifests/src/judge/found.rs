//! The faults that are found on a walk.

use std::collections::HashMap;

use goyaml::Position;

use crate::{Fault, FaultKind, Step, Versions};

/// Faults of one object that are told.
const MAX_FAULTS: usize = 100;

/// Faults, each once.
#[derive(Default)]
pub(super) struct Found {
    faults: Vec<Fault>,
    known: HashMap<(FaultKind, String), usize>,
}

impl Found {
    /// Adds a fault; one that is known already is one of more versions now.
    pub(super) fn push(&mut self, kind: FaultKind, steps: Vec<Step>, text: String, versions: Versions) {
        let known = self.known.get(&(kind, text.clone())).and_then(|at| self.faults.get_mut(*at));
        if let Some(fault) = known {
            fault.versions = fault.versions.or(versions);
        } else if !self.is_full() && !versions.is_empty() {
            self.known.insert((kind, text.clone()), self.faults.len());
            let position = Position { line: 1, column: 1 };
            self.faults.push(Fault { kind, steps, text, versions, position });
        }
    }

    /// Whether there are so many that no more are told.
    pub(super) fn is_full(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}
