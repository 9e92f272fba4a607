//! What a validator found.

use std::collections::HashSet;

use crate::path::{FieldPath, Segment};
use crate::violation::{ErrorKind, MOST_TOLD, Violation};

/// One failure.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// What it becomes.
    pub(super) kind: ErrorKind,
    /// kube-openapi's text: failures of the same text are one.
    pub(super) message: String,
    /// What the error says; the message, unless the kind has words of its own.
    pub(super) detail: Option<String>,
    /// The value shown; `None` for kinds that show none.
    pub(super) value: Option<String>,
    /// Whether the error's field says where it is; errors of `oneOf` and the like only say so in their text.
    pub(super) located: bool,
    /// Where it is.
    pub(super) segments: Vec<Segment>,
}

/// So many failures are found again without an index.
const FEW: usize = 8;

/// Failures, and how many checks passed.
///
/// [`MOST_TOLD`] failures are kept, and beyond them the first of each kind: whether rules are asked depends on the kinds.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    failures: Vec<Failure>,
    /// The texts of the failures, if there are more than [`FEW`].
    seen: HashSet<String>,
    /// The kinds of the failures, a bit for each.
    kinds: u16,
    passed: u64,
}

impl Outcome {
    /// Nothing but one failure.
    pub(super) fn of(failure: Failure) -> Self {
        let mut outcome = Self::default();
        outcome.add(failure);
        outcome
    }

    /// One more check has passed.
    pub(super) fn pass(&mut self) {
        self.passed = self.passed.saturating_add(1);
    }

    /// Adds a failure unless one of the same text is there.
    pub(super) fn add(&mut self, failure: Failure) {
        let kind = 1 << failure.kind as u16;
        if self.failures.len() >= MOST_TOLD && self.kinds & kind != 0 {
            return;
        }
        if self.is_new(&failure.message) {
            self.kinds |= kind;
            self.failures.push(failure);
        }
    }

    /// Whether no failure has this text; the next one must be that which has it. Most outcomes have one or two failures,
    /// of which there may be many: these are compared, and remembered only from [`FEW`] on.
    fn is_new(&mut self, message: &str) -> bool {
        if self.failures.len() < FEW {
            return self.failures.iter().all(|known| known.message != message);
        }
        if self.seen.is_empty() {
            self.seen = self.failures.iter().map(|known| known.message.clone()).collect();
        }
        self.seen.insert(message.to_owned())
    }

    /// Adds what another validator found.
    pub(super) fn merge(&mut self, other: Self) {
        let passed = self.passed.saturating_add(other.passed);
        if self.failures.is_empty() {
            *self = Self { passed, ..other };
            return;
        }
        self.passed = passed;
        for failure in other.failures {
            self.add(failure);
        }
    }

    /// Whether nothing failed.
    pub(super) fn is_valid(&self) -> bool {
        self.failures.is_empty()
    }

    /// How many checks passed.
    pub(super) fn passed(&self) -> u64 {
        self.passed
    }

    /// The same without failures: they are those of an unchanged value.
    pub(super) fn forgiven(self) -> Self {
        Self { passed: self.passed, ..Self::default() }
    }

    /// The server's errors below `base`.
    pub(super) fn into_violations(self, base: &FieldPath) -> Vec<Violation> {
        self.failures.into_iter().map(|failure| failure.into_violation(base)).collect()
    }
}

impl Failure {
    fn into_violation(self, base: &FieldPath) -> Violation {
        let detail = self.detail.unwrap_or(self.message);
        let starts_with_index = matches!(self.segments.first(), Some(Segment::Index(_)));
        let place = FieldPath(base.0.iter().cloned().chain(self.segments).collect());
        let (field, place) = match self.located {
            false => (base.clone(), Some(place)),
            true if starts_with_index => (with_dotted_index(&place, base.0.len()), Some(place)),
            true => (place, None),
        };
        Violation { kind: self.kind, field, value: self.value, detail, place }
    }
}

/// The path as the server writes it: an index right below the judged value is a name to it (`default.[0]`).
fn with_dotted_index(path: &FieldPath, position: usize) -> FieldPath {
    let mut dotted = path.clone();
    if let Some(Segment::Index(index)) = path.0.get(position) {
        dotted.0[position] = Segment::Child(format!("[{index}]"));
    }
    dotted
}
