//! What a rule found, as a plain value.

use goyaml::{Node, Position};
use serde::{Serialize, Serializer};

use crate::Rule;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Worth mending; does not stop a release.
    Warning,
    /// Stops a release.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What one rule saw at one place, before the table says who it is and how much it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The file, relative to where the user stands.
    pub file: String,
    /// Where in the file.
    pub position: Option<Position>,
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl Observation {
    /// An observation about a whole file.
    pub fn of(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), position: None, message: message.into(), hint: None }
    }

    /// The same, at a node.
    pub fn at(self, node: Option<&Node>) -> Self {
        Self { position: node.map(|node| node.span.start).or(self.position), ..self }
    }

    /// The same, at a position.
    pub fn at_position(self, position: Option<Position>) -> Self {
        Self { position, ..self }
    }

    /// The same, with a way to mend it.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub(crate) fn by(self, rule: &Rule) -> Finding {
        Finding {
            check: rule.id,
            severity: rule.severity,
            file: self.file,
            position: self.position,
            message: self.message,
            hint: self.hint,
        }
    }
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's permanent id, `group/name`.
    pub check: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The file, relative to where the user stands.
    pub file: String,
    /// Line and column, both from 1.
    #[serde(serialize_with = "line_and_column", skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Finding {
    /// `file:line:column`, as far as it is known.
    pub fn place(&self) -> String {
        match self.position {
            Some(at) => format!("{}:{}:{}", self.file, at.line, at.column),
            None => self.file.clone(),
        }
    }
}

fn line_and_column<S: Serializer>(position: &Option<Position>, serializer: S) -> Result<S::Ok, S::Error> {
    position
        .map(|at| [("line", at.line), ("column", at.column)].into_iter().collect::<std::collections::BTreeMap<_, _>>())
        .serialize(serializer)
}
