//! What a rule found, as a plain value.

use goyaml::{Node, Position};
use serde::{Serialize, Serializer};

use crate::Rule;
use crate::policy::Origin;

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
    /// Another severity than the rule's.
    pub severity: Option<Severity>,
    /// A change that mends it and can do no harm.
    pub fix: Option<Fix>,
}

impl Observation {
    /// An observation about a whole file.
    pub fn of(file: &str, message: impl Into<String>) -> Self {
        let (file, message) = (file.to_owned(), message.into());
        Self { file, position: None, message, hint: None, severity: None, fix: None }
    }

    /// A problem of one of Artifact Hub's metadata files; what it only ignores is a warning.
    pub(crate) fn of_problem(file: &str, problem: &hub::Problem) -> Self {
        let edit = problem.mend.as_ref().map(|(span, text)| Edit {
            file: file.to_owned(),
            start: span.start,
            end: span.end,
            text: text.clone(),
        });
        Self {
            position: problem.position,
            hint: problem.hint.clone(),
            severity: (!problem.fatal).then_some(Severity::Warning),
            fix: edit.map(|edit| Fix::new(format!("write `{}`", edit.text), edit)),
            ..Self::of(file, &problem.message)
        }
    }

    /// The same, at a node.
    pub fn at(self, node: Option<&Node>) -> Self {
        Self { position: node.map(|node| node.span.start).or(self.position), ..self }
    }

    /// The same, at a position.
    pub fn at_position(self, position: Option<Position>) -> Self {
        Self { position, ..self }
    }

    /// The same, in a line of another file.
    pub(crate) fn at_origin(self, origin: &Origin) -> Self {
        Self { file: origin.file.clone(), position: origin.position, ..self }
    }

    /// The same, with a way to mend it.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same, with another severity than the rule's.
    pub fn severity(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }

    /// The same, with a change that mends it. Only for changes of which nobody can doubt that they are wanted.
    pub fn fix(self, fix: Fix) -> Self {
        Self { fix: Some(fix), ..self }
    }

    pub(crate) fn by(self, rule: &Rule) -> Finding {
        Finding {
            check: rule.id,
            severity: self.severity.unwrap_or(rule.severity),
            file: self.file,
            position: self.position,
            message: self.message,
            hint: self.hint,
            decided_by: None,
            fix: self.fix,
        }
    }
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does: a lower-case phrase such as ``write `version: 1.2.3` ``.
    pub title: String,
    /// The changes, all of them or none.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit.
    pub fn new(title: impl Into<String>, edit: Edit) -> Self {
        Self { title: title.into(), edits: vec![edit] }
    }
}

/// One change of a text: what stands from one place up to another is replaced; at equal places text is inserted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The file, relative to where the user stands.
    pub file: String,
    /// The first character that goes.
    #[serde(serialize_with = "place_of_edit")]
    pub start: Position,
    /// The one after the last that goes.
    #[serde(serialize_with = "place_of_edit")]
    pub end: Position,
    /// What comes there.
    pub text: String,
}

impl Edit {
    /// Replaces a node's text.
    pub fn replace(file: &str, node: &Node, text: impl Into<String>) -> Self {
        Self { file: file.to_owned(), start: node.span.start, end: node.span.end, text: text.into() }
    }

    /// Inserts a text before a place.
    pub fn insert(file: &str, at: Position, text: impl Into<String>) -> Self {
        Self { file: file.to_owned(), start: at, end: at, text: text.into() }
    }
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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
    /// The line that set its severity, where that is not the rule's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// A change that mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
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
    position.map(Place::from).serialize(serializer)
}

fn place_of_edit<S: Serializer>(position: &Position, serializer: S) -> Result<S::Ok, S::Error> {
    Place::from(*position).serialize(serializer)
}

/// A position as JSON has it.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

impl From<Position> for Place {
    fn from(at: Position) -> Self {
        Self { line: at.line, column: at.column }
    }
}
