//! What goes wrong, in Go's words and with places.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::ast::Source;

/// Where in a template something was being evaluated.
#[derive(Clone, Debug)]
pub struct Location {
    /// The template that was executing (`executing "NAME"`).
    pub executing: Arc<str>,
    /// The text it was parsed from.
    pub source: Arc<Source>,
    /// Line in that text, from 1.
    pub line: u32,
    /// Go's column: bytes since the line began, from 0.
    pub column: u32,
    /// The bytes of the node in that text.
    pub span: Range<u32>,
    /// The node printed back as Go does it (`<.Values.a.b>`).
    pub node: String,
    /// What was nil, where the error is that its fields were asked for (`.Values.a`).
    pub nil: Option<String>,
}

/// What an error is about, for callers that treat some of them differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The template's text cannot be parsed.
    Parse,
    /// The execution of a template failed (Go's `ExecError`).
    Execution,
    /// A function said so.
    Function,
    /// The template asked for more depth, steps, output or memory than it may have. Nothing catches this.
    Limit,
}

/// An error of parsing or executing. Its text is Go's; the causes that Go's `errors.Unwrap` would give follow by
/// [`Error::cause`].
#[derive(Clone, Debug)]
pub struct Error {
    /// What it is about.
    pub kind: ErrorKind,
    /// Where; only for [`ErrorKind::Execution`].
    pub location: Option<Box<Location>>,
    /// The byte of the text at which parsing ended; only for [`ErrorKind::Parse`] and limits of the parser.
    pub position: Option<u32>,
    /// The text; where there is a cause, what stands before the cause's text.
    pub message: String,
    /// The error that this one wraps.
    pub cause: Option<Box<Error>>,
}

impl Error {
    /// What a function returns as its `error`.
    pub fn new(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Function, location: None, position: None, message: message.into(), cause: None }
    }

    /// A function's error that wraps another: `fmt.Errorf("prefix%w", cause)`. A limit stays a limit.
    pub fn wrap(prefix: impl Into<String>, cause: Self) -> Self {
        let kind = if cause.kind == ErrorKind::Limit { ErrorKind::Limit } else { ErrorKind::Function };
        Self { kind, location: None, position: None, message: prefix.into(), cause: Some(Box::new(cause)) }
    }

    /// A text that is no template, in the words of Go's parser (`template: NAME:LINE: …`).
    pub fn parse(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Parse, location: None, position: None, message: message.into(), cause: None }
    }

    /// The template wants too much.
    pub fn limit(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Limit, location: None, position: None, message: message.into(), cause: None }
    }

    /// This error and its causes, outermost first.
    pub fn chain(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |error| error.cause.as_deref())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            let Location { executing, source, line, column, node, .. } = &**location;
            let source = &source.name;
            write!(formatter, "template: {source}:{line}:{column}: executing {executing:?} at <{node}>: ")?;
        }
        formatter.write_str(&self.message)?;
        match &self.cause {
            Some(cause) => cause.fmt(formatter),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
