//! Why a pattern is refused, in Go's words.

use std::fmt;

use crate::strconv;

/// What is wrong with a pattern (`syntax.ErrorCode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// A class or range that does not exist or is upside down
    InvalidCharRange,
    /// A backslash before something that can't be escaped
    InvalidEscape,
    /// A group name that is no name
    InvalidNamedCapture,
    /// `(?` and something Go does not know, such as look-around
    InvalidPerlOperator,
    /// Two repetitions in a row
    InvalidRepeatOperator,
    /// A count above 1000
    InvalidRepeatSize,
    /// No `]`
    MissingBracket,
    /// No `)`
    MissingParenthesis,
    /// Nothing to repeat
    MissingRepeatArgument,
    /// A backslash at the end
    TrailingBackslash,
    /// A `)` too many
    UnexpectedParenthesis,
    /// More than 1000 levels
    NestingDepth,
    /// A program of more than 128 MiB
    Large,
    /// Nothing that Go minds: reading or running it takes more than we give
    Exhausted,
}

impl ErrorCode {
    fn text(self) -> &'static str {
        match self {
            Self::InvalidCharRange => "invalid character class range",
            Self::InvalidEscape => "invalid escape sequence",
            Self::InvalidNamedCapture => "invalid named capture",
            Self::InvalidPerlOperator => "invalid or unsupported Perl syntax",
            Self::InvalidRepeatOperator => "invalid nested repetition operator",
            Self::InvalidRepeatSize => "invalid repeat count",
            Self::MissingBracket => "missing closing ]",
            Self::MissingParenthesis => "missing closing )",
            Self::MissingRepeatArgument => "missing argument to repetition operator",
            Self::TrailingBackslash => "trailing backslash at end of expression",
            Self::UnexpectedParenthesis => "unexpected )",
            Self::NestingDepth => "expression nests too deeply",
            Self::Large => "expression too large",
            Self::Exhausted => EXHAUSTED,
        }
    }
}

const EXHAUSTED: &str = "the regular expression takes too long";

/// A budget was not enough for a pattern or a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(EXHAUSTED)
    }
}

impl std::error::Error for Exhausted {}

impl From<Exhausted> for Error {
    fn from(_: Exhausted) -> Self {
        Self::new(ErrorCode::Exhausted, "")
    }
}

/// A pattern that Go's `regexp.Compile` refuses, or that is too much for us; displays as Go's error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub code: ErrorCode,
    /// The part of the pattern that is wrong.
    pub expression: String,
}

impl Error {
    pub(super) fn new(code: ErrorCode, expression: &str) -> Self {
        Self { code, expression: expression.to_owned() }
    }

    /// Whether Go might take the pattern, and it is only too much for us.
    pub fn is_exhausted(&self) -> bool {
        self.code == ErrorCode::Exhausted
    }

    /// What `regexp.MustCompile` panics with for the whole pattern.
    pub fn panic_text(&self, pattern: &str) -> String {
        format!("regexp: Compile({}): {self}", quote(pattern))
    }
}

/// Back quotes where Go allows them, else double quotes.
fn quote(pattern: &str) -> String {
    if strconv::can_backquote(pattern.as_bytes()) { format!("`{pattern}`") } else { strconv::quote(pattern) }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_exhausted() {
            return formatter.write_str(EXHAUSTED);
        }
        write!(formatter, "error parsing regexp: {}: `{}`", self.code.text(), self.expression)
    }
}

impl std::error::Error for Error {}
