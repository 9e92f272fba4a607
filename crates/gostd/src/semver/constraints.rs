//! Constraints: alternatives of comparisons that must all hold.

use std::fmt;

use super::constraint::{Constraint, Piece};
use super::error::Error;
use super::grammar::{Cursor, is_digit_or_wildcard};
use super::version::Version;

/// The longest constraint that is read, in bytes.
pub(super) const MAX_LENGTH: usize = 512;

/// The most alternatives a constraint may have.
pub(super) const MAX_GROUPS: usize = 32;

/// A constraint such as `>=1.2.0, <2.0.0 || ~3.1`: alternatives separated by `||`, each of comparisons separated by
/// commas or spaces. `1.0 - 2.0` is short for `>=1.0, <=2.0`.
///
/// Prereleases satisfy an alternative only if one of its comparisons names a prerelease itself.
#[derive(Debug, Clone)]
pub struct Constraints {
    groups: Vec<Group>,
}

/// Comparisons that must all hold.
#[derive(Debug, Clone)]
struct Group {
    constraints: Vec<Constraint>,
    prereleases: bool,
}

impl Constraints {
    /// Reads a constraint (`NewConstraint`). The empty text is none; Helm writes `*` for it.
    ///
    /// # Errors
    ///
    /// If an alternative is not made of comparisons, a version in it is none, or the text has more than 512 bytes or
    /// 32 alternatives.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_LENGTH {
            return Err(Error::ConstraintTooLong);
        }
        let text = rewrite_ranges(text);
        let alternatives: Vec<&str> = text.split("||").collect();
        if alternatives.len() > MAX_GROUPS {
            return Err(Error::TooManyGroups);
        }
        let groups = alternatives.into_iter().map(Group::parse).collect::<Result<_, _>>()?;
        Ok(Self { groups })
    }

    /// Whether the version satisfies the constraint.
    pub fn check(&self, version: &Version) -> bool {
        self.groups.iter().any(|group| group.accepts(version))
    }
}

impl fmt::Display for Constraints {
    /// The comparisons as written, with single spaces between them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.groups.iter().enumerate() {
            if index > 0 {
                formatter.write_str(" || ")?;
            }
            let written: Vec<&str> = group.constraints.iter().map(|constraint| constraint.written.as_str()).collect();
            formatter.write_str(&written.join(" "))?;
        }
        Ok(())
    }
}

impl Group {
    fn parse(text: &str) -> Result<Self, Error> {
        let pieces = split(text).ok_or_else(|| Error::ImproperConstraint(text.to_owned()))?;
        let constraints = pieces.iter().map(Constraint::new).collect::<Result<Vec<_>, _>>()?;
        let prereleases = constraints.iter().any(|constraint| constraint.base.is_prerelease());
        Ok(Self { constraints, prereleases })
    }

    fn accepts(&self, version: &Version) -> bool {
        self.constraints.iter().all(|constraint| constraint.accepts(version, self.prereleases))
    }
}

/// Cuts an alternative into its comparisons; `None` if anything else is in it.
fn split(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut cursor = Cursor::new(text);
    let mut pieces = Vec::new();
    loop {
        pieces.push(Piece::read(&mut cursor)?);
        let spaced = cursor.skip_space();
        if cursor.is_at_end() {
            return Some(pieces);
        }
        if !cursor.skip(",") && !spaced {
            return None;
        }
    }
}

/// Replaces every `A - B` by `>= A, <= B `, wherever it stands, before anything else is looked at.
fn rewrite_ranges(text: &str) -> String {
    let mut rewritten = text.to_owned();
    let mut start = 0;
    while start < text.len() {
        let Some(range) = text.get(start..).and_then(Range::read) else {
            start += 1;
            continue;
        };
        let comparisons = format!(">= {}, <= {} ", range.low, range.high);
        rewritten = rewritten.replacen(range.whole, &comparisons, 1);
        start += range.whole.len();
    }
    rewritten
}

/// A range with the white space around it.
struct Range<'a> {
    whole: &'a str,
    low: &'a str,
    high: &'a str,
}

impl<'a> Range<'a> {
    /// Reads a range at the very start of the text.
    fn read(text: &'a str) -> Option<Self> {
        let mut cursor = Cursor::new(text);
        cursor.skip_space();
        let low = cursor.version(is_digit_or_wildcard)?;
        let dashed = cursor.skip_space() && cursor.skip("-") && cursor.skip_space();
        if !dashed {
            return None;
        }
        let high = cursor.version(is_digit_or_wildcard)?;
        cursor.skip_space();
        Some(Self { whole: cursor.consumed(), low: low.whole, high: high.whole })
    }
}
