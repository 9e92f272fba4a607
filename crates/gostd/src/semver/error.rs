//! What can be wrong with a version or a constraint.

use std::fmt;

use super::constraints::{MAX_GROUPS, MAX_LENGTH as MAX_CONSTRAINT_LENGTH};
use super::version::MAX_LENGTH as MAX_VERSION_LENGTH;
use crate::strconv::quote;

/// Why a version or constraint was refused; displays as the Go package's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The version is empty (strict reading only).
    Empty,
    /// The version has more than 256 bytes.
    TooLong,
    /// The text does not have the form of a version.
    Invalid,
    /// A number holds something that is not a digit (strict reading only).
    InvalidCharacters,
    /// A number or a numeric prerelease identifier starts with a zero.
    LeadingZero,
    /// A prerelease identifier is empty or holds a character outside `[0-9A-Za-z-]`.
    InvalidPrerelease,
    /// A build metadata identifier is empty or holds a character outside `[0-9A-Za-z-]`.
    InvalidBuild,
    /// A number is missing between two dots (strict reading only).
    EmptySegment,
    /// The number, here as written, does not fit 64 bits.
    SegmentOutOfRange {
        /// The digits as written.
        digits: String,
        /// Whether it was found by the strict reading, whose text is shorter.
        strict: bool,
    },
    /// This part of a constraint, between two `||`, is none.
    ImproperConstraint(String),
    /// A version within a constraint has the right characters but is no version.
    ConstraintVersion,
    /// The constraint has more than 512 bytes.
    ConstraintTooLong,
    /// The constraint has more than 32 alternatives.
    TooManyGroups,
}

impl Error {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::LeadingZero => "drop the leading zero: 1.2.3, 1.2.3-rc.1",
            Self::ImproperConstraint(_) | Self::ConstraintVersion => {
                "write a constraint such as ^1.2.0, ~1.2.0, >=1.2.0 <2.0.0, 1.2.x or 1.0.0 - 2.0.0"
            }
            Self::ConstraintTooLong | Self::TooManyGroups => "use a shorter constraint, such as a range",
            _ => "write the version as MAJOR.MINOR.PATCH, optionally with -PRERELEASE and +BUILD, such as 1.2.0-rc.1",
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("version string empty"),
            Self::TooLong => write!(formatter, "version string is too long (max {MAX_VERSION_LENGTH} bytes)"),
            Self::Invalid => formatter.write_str("invalid semantic version"),
            Self::InvalidCharacters => formatter.write_str("invalid characters in version"),
            Self::LeadingZero => formatter.write_str("version segment starts with 0"),
            Self::InvalidPrerelease => formatter.write_str("invalid prerelease string"),
            Self::InvalidBuild => formatter.write_str("invalid metadata string"),
            Self::EmptySegment => formatter.write_str("strconv.ParseUint: parsing \"\": invalid syntax"),
            Self::SegmentOutOfRange { digits, strict } => {
                let prefix = if *strict { "" } else { "error parsing version segment: " };
                write!(formatter, "{prefix}strconv.ParseUint: parsing {}: value out of range", quote(digits))
            }
            Self::ImproperConstraint(text) => write!(formatter, "improper constraint: {}", quote(text)),
            Self::ConstraintVersion => formatter.write_str("constraint parser error"),
            Self::ConstraintTooLong => {
                write!(formatter, "constraint string is too long (max {MAX_CONSTRAINT_LENGTH} bytes)")
            }
            Self::TooManyGroups => write!(formatter, "too many constraint groups (max {MAX_GROUPS})"),
        }
    }
}

impl std::error::Error for Error {}
