//! What is wrong with a text that should be a number or a literal.

use std::fmt;

use super::quote::quote_bytes;

/// Why a text is not the number that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberErrorReason {
    /// It does not look like one.
    Syntax,
    /// It is too large or too small for the type.
    Range,
    /// There is no such base.
    Base(u32),
    /// There is no type with so many bits.
    BitSize(u32),
}

impl fmt::Display for NumberErrorReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => formatter.write_str("invalid syntax"),
            Self::Range => formatter.write_str("value out of range"),
            Self::Base(base) => write!(formatter, "invalid base {base}"),
            Self::BitSize(bits) => write!(formatter, "invalid bit size {bits}"),
        }
    }
}

/// Go's `strconv.NumError` together with the value that Go returns beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberError<T> {
    /// Go's name of the function that failed: `ParseInt`.
    pub function: &'static str,
    /// What was to be read.
    pub text: Vec<u8>,
    /// Why it could not be.
    pub reason: NumberErrorReason,
    /// What Go callers get who ignore the error: zero, or the nearest number of the type if it is out of range.
    pub value: T,
}

impl<T> NumberError<T> {
    pub(super) fn new(function: &'static str, text: &[u8], reason: NumberErrorReason, value: T) -> Self {
        Self { function, text: text.to_vec(), reason, value }
    }
}

impl<T> fmt::Display for NumberError<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "strconv.{}: parsing {}: {}", self.function, quote_bytes(&self.text), self.reason)
    }
}

impl<T: fmt::Debug> std::error::Error for NumberError<T> {}

/// A text is no literal (`strconv.ErrSyntax`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError;

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("invalid syntax")
    }
}

impl std::error::Error for SyntaxError {}
