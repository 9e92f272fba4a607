//! Why something is not valid, as a tree.

use std::fmt::{self, Write as _};

use crate::english::quote;

/// One reason, and the reasons behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// Where in the values, as a JSON pointer; empty is the whole.
    pub location: String,
    /// What is wrong there, in the library's words.
    pub message: String,
    /// What led to it.
    pub causes: Vec<Failure>,
    /// Only there because several things are wrong at the same place.
    pub(crate) is_group: bool,
}

impl Failure {
    /// Several reasons at one place; a single one stands for itself.
    pub(crate) fn group(location: String, mut causes: Vec<Self>) -> Self {
        if causes.len() == 1 {
            return causes.pop().unwrap_or_default();
        }
        Self { location, message: "validation failed".to_owned(), causes, is_group: true }
    }

    /// The reasons, if this only holds them together.
    pub(crate) fn into_causes(self) -> Vec<Self> {
        if self.is_group { self.causes } else { vec![self] }
    }

    fn write(&self, text: &mut String, indent: usize) {
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{separator}{:indent$}- at {}: {}", "", quote(&self.location), self.message);
        for cause in &self.causes {
            cause.write(text, indent + 2);
        }
    }
}

/// Values that a schema refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// The schema's address.
    pub(crate) schema: String,
    /// What is wrong, in the order of the library's checks, properties by name.
    pub failures: Vec<Failure>,
}

impl Invalid {
    /// The text as Helm shows it: one `- at '/pointer': …` a line, causes indented by two, a line break at the end.
    pub fn helm_text(&self) -> String {
        self.list() + "\n"
    }

    fn list(&self) -> String {
        let mut text = String::new();
        for failure in &self.failures {
            failure.write(&mut text, 0);
        }
        text
    }
}

/// The library's own text, which begins with a line that names the schema.
impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "jsonschema validation failed with {}\n{}", quote(&self.schema), self.list())
    }
}

impl std::error::Error for Invalid {}
