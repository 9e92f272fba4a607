//! One comparison, such as `>=1.2` or `^1.x`, and which versions satisfy it.

use std::cmp::Ordering;

use super::error::Error;
use super::grammar::{Cursor, Parts, is_digit_or_wildcard};
use super::version::{Version, compare_prereleases};

/// How a version is compared. `=` and no operator mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Tilde,
    Caret,
}

/// The spellings, longer ones before their beginnings.
const OPERATORS: [(&str, Operator); 12] = [
    ("!=", Operator::NotEqual),
    (">=", Operator::GreaterOrEqual),
    ("=>", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    ("=<", Operator::LessOrEqual),
    ("~>", Operator::Tilde),
    ("=", Operator::Equal),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("~", Operator::Tilde),
    ("^", Operator::Caret),
    ("", Operator::Equal),
];

/// The first part of the version that is missing or `x`, `X`, `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wildcard {
    None,
    Major,
    Minor,
    Patch,
}

/// One comparison.
#[derive(Debug, Clone)]
pub(super) struct Constraint {
    operator: Operator,
    /// The operator and version as written.
    pub(super) written: String,
    wildcard: Wildcard,
    /// The version with its wildcards as zeros.
    pub(super) base: Version,
}

/// A comparison cut out of its text, not yet understood.
pub(super) struct Piece<'a> {
    operator: (&'static str, Operator),
    parts: Parts<'a>,
}

impl<'a> Piece<'a> {
    /// Reads an operator and a version-like text, with white space around each; `None` if there is no version.
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Option<Self> {
        cursor.skip_space();
        let operator = OPERATORS.into_iter().find(|(spelling, _)| cursor.skip(spelling))?;
        cursor.skip_space();
        let parts = cursor.version(is_digit_or_wildcard)?;
        Some(Self { operator, parts })
    }
}

impl Constraint {
    /// Understands a piece.
    ///
    /// # Errors
    ///
    /// [`Error::ConstraintVersion`] if its version is none after all, such as `1x` or `1.2.3-01`.
    pub(super) fn new(piece: &Piece<'_>) -> Result<Self, Error> {
        let Piece { operator: (spelling, operator), parts } = piece;
        let (base, wildcard) = base_version(parts);
        Ok(Self {
            operator: *operator,
            written: format!("{spelling}{}", parts.whole),
            wildcard,
            base: Version::parse(&base).map_err(|_| Error::ConstraintVersion)?,
        })
    }

    /// Whether the version satisfies the comparison. Prereleases never do unless `prereleases` is set.
    pub(super) fn accepts(&self, version: &Version, prereleases: bool) -> bool {
        if version.is_prerelease() && !prereleases {
            return false;
        }
        match self.operator {
            Operator::Equal if self.wildcard == Wildcard::None => *version == self.base,
            Operator::Equal | Operator::Tilde => self.accepts_tilde(version),
            Operator::NotEqual => self.differs(version),
            Operator::Greater => self.is_exceeded_by(version),
            Operator::Less => *version < self.base,
            Operator::GreaterOrEqual => *version >= self.base,
            Operator::LessOrEqual => self.is_not_exceeded_by(version),
            Operator::Caret => self.accepts_caret(version),
        }
    }

    /// `!=1.x` refuses every 1, `!=1.2.x` every 1.2 whose prerelease part is the same.
    fn differs(&self, version: &Version) -> bool {
        match self.wildcard {
            Wildcard::None | Wildcard::Major => *version != self.base,
            Wildcard::Minor => version.major != self.base.major,
            Wildcard::Patch => {
                (version.major, version.minor) != (self.base.major, self.base.minor)
                    || compare_prereleases(&version.prerelease, &self.base.prerelease) != Ordering::Equal
            }
        }
    }

    /// `>11` starts at 12, `>11.1` at 11.2.
    fn is_exceeded_by(&self, version: &Version) -> bool {
        match self.wildcard {
            Wildcard::None | Wildcard::Major => *version > self.base,
            Wildcard::Minor => version.major > self.base.major,
            Wildcard::Patch => (version.major, version.minor) > (self.base.major, self.base.minor),
        }
    }

    /// `<=11` reaches to the end of 11, `<=11.1` to the end of 11.1; `<=*` means 0.0.
    fn is_not_exceeded_by(&self, version: &Version) -> bool {
        match self.wildcard {
            Wildcard::None => *version <= self.base,
            Wildcard::Minor => version.major <= self.base.major,
            Wildcard::Patch | Wildcard::Major => (version.major, version.minor) <= (self.base.major, self.base.minor),
        }
    }

    /// `~1.2.3` and `~1.2` stay within 1.2, `~1` within 1; `*` and `~0.0.0` accept everything.
    fn accepts_tilde(&self, version: &Version) -> bool {
        if *version < self.base {
            return false;
        }
        let base = &self.base;
        let is_zero = (base.major, base.minor, base.patch) == (0, 0, 0);
        if is_zero && matches!(self.wildcard, Wildcard::None | Wildcard::Major) {
            return true;
        }
        version.major == base.major && (version.minor == base.minor || self.wildcard == Wildcard::Minor)
    }

    /// `^` keeps the leftmost number that isn't zero. `^*` accepts only 0.0.0, unlike `*`.
    fn accepts_caret(&self, version: &Version) -> bool {
        if *version < self.base || version.major != self.base.major {
            return false;
        }
        if self.base.major > 0 || self.wildcard == Wildcard::Minor {
            return true;
        }
        if self.base.minor > 0 || self.wildcard == Wildcard::Patch {
            return version.minor == self.base.minor;
        }
        version.minor == 0 && version.patch == self.base.patch
    }
}

/// The version to compare with, as text, and its wildcard. Behind a wildcard only the prerelease part counts.
fn base_version(parts: &Parts<'_>) -> (String, Wildcard) {
    let prerelease = parts.prerelease.map(|prerelease| format!("-{prerelease}")).unwrap_or_default();
    let major = parts.major;
    if is_wildcard(Some(major)) {
        return (format!("0.0.0{prerelease}"), Wildcard::Major);
    }
    if is_wildcard(parts.minor) {
        return (format!("{major}.0.0{prerelease}"), Wildcard::Minor);
    }
    if is_wildcard(parts.patch) {
        let minor = parts.minor.unwrap_or_default();
        return (format!("{major}.{minor}.0{prerelease}"), Wildcard::Patch);
    }
    (parts.whole.to_owned(), Wildcard::None)
}

fn is_wildcard(segment: Option<&str>) -> bool {
    matches!(segment, None | Some("x" | "X" | "*"))
}
