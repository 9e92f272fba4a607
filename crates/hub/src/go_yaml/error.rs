//! What go-yaml returns when a document does not fit.

use goyaml::{Node, Position};

/// A value that does not fit its field, or a key that must not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where it is.
    pub(crate) position: Position,
    /// go-yaml's text without the line.
    pub(crate) message: String,
}

/// What ends decoding at once (Go: `failf`).
#[derive(Clone, Debug)]
pub(crate) struct Abort {
    /// go-yaml's whole text.
    message: String,
    position: Position,
}

impl Abort {
    /// An end for a reason, at a node.
    pub(crate) fn new(node: &Node, message: &str) -> Self {
        Self { message: format!("yaml: {message}"), position: node.span.start }
    }

    /// The error of the reader, found where types are looked at.
    pub(crate) fn of_reader(node: &Node, error: &goyaml::Error) -> Self {
        Self { message: error.to_string(), position: error.position().unwrap_or(node.span.start) }
    }
}

/// The error that `Unmarshal` returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DecodeError {
    /// go-yaml's whole text.
    pub(crate) text: String,
    /// Each thing that is wrong, with its place where that is known.
    pub(crate) parts: Vec<(Option<Position>, String)>,
}

impl DecodeError {
    pub(super) fn of_text(error: &goyaml::Error) -> Self {
        let text = error.to_string();
        Self { parts: vec![(error.position(), text.clone())], text }
    }

    pub(super) fn of_abort(abort: Abort) -> Self {
        Self { parts: vec![(Some(abort.position), abort.message.clone())], text: abort.message }
    }

    /// Go: `TypeError`.
    pub(super) fn of_faults(faults: Vec<Fault>) -> Self {
        let lines = faults.iter().map(|fault| format!("line {}: {}", fault.position.line, fault.message));
        let text = format!("yaml: unmarshal errors:\n  {}", lines.collect::<Vec<_>>().join("\n  "));
        Self { text, parts: faults.into_iter().map(|fault| (Some(fault.position), fault.message)).collect() }
    }
}
