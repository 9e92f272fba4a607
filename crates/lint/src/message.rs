//! What linting finds (Helm: `lint/support/message.go`).

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Against convention; `--strict` takes it for an error.
    Warning,
    /// The chart will hardly work.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Info => "INFO",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
        })
    }
}

/// One finding. `Display` is Helm's line, which may go on over several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How bad it is.
    pub severity: Severity,
    /// A file or folder in the chart, the chart's own path, or nothing.
    pub path: String,
    /// Helm's text.
    pub text: String,
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{}] {}: {}", self.severity, self.path, self.text)
    }
}

/// All that there is to say about one chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings, in Helm's order.
    pub messages: Vec<Message>,
    /// What Helm logs on stderr meanwhile, one line each.
    pub log: Vec<String>,
}
