//! What can be wrong with a pattern.

use std::fmt;

use super::{MAX_NESTING, MAX_PARTS, MAX_PATTERN_LENGTH};

/// Why a pattern was refused; displays as the Go package's own text where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// The pattern ends within a set.
    UnclosedSet,
    /// Something stands behind a range, as in `[a-zA-Z]`.
    RangeNotClosed,
    /// The set is empty.
    EmptySet,
    /// The range ends before it begins.
    ReversedRange {
        /// The first character.
        low: char,
        /// The last character.
        high: char,
    },
    /// The pattern holds U+FFFD.
    UnreadableRune,
    /// The pattern is longer than [`MAX_PATTERN_LENGTH`].
    TooLong,
    /// Braces nest deeper than [`MAX_NESTING`].
    TooDeep,
    /// More than [`MAX_PARTS`] parts stand in a row.
    TooManyParts,
}

impl Error {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::RangeNotClosed => "a set holds one range or a list of characters; write {[a-z],[A-Z]}",
            Self::UnclosedSet | Self::EmptySet => "write \\[ where a bracket is meant",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnclosedSet => formatter.write_str("unexpected end of input"),
            Self::RangeNotClosed => formatter.write_str("expected close range character"),
            Self::EmptySet => formatter.write_str("could not parse range"),
            Self::ReversedRange { low, high } => {
                write!(formatter, "hi character '{high}' should be greater than lo '{low}'")
            }
            Self::UnreadableRune => formatter.write_str("could not read rune"),
            Self::TooLong => write!(formatter, "pattern is longer than {MAX_PATTERN_LENGTH} bytes"),
            Self::TooDeep => write!(formatter, "braces in pattern nest deeper than {MAX_NESTING}"),
            Self::TooManyParts => write!(formatter, "pattern has more than {MAX_PARTS} parts in a row"),
        }
    }
}

impl std::error::Error for Error {}

/// A budget was not enough to match a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the pattern takes too long")
    }
}

impl std::error::Error for Exhausted {}
