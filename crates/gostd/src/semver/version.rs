//! One semantic version.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::error::Error;
use super::grammar::{Cursor, is_digit, is_identifier};

/// The longest version that is read, in bytes.
pub(super) const MAX_LENGTH: usize = 256;

/// A semantic version. Comparison is by precedence: `1.0.0+a` equals `1.0.0+b`.
#[derive(Debug, Clone)]
pub struct Version {
    /// Incompatible changes.
    pub major: u64,
    /// Additions.
    pub minor: u64,
    /// Corrections.
    pub patch: u64,
    /// What follows the `-`, empty if nothing does.
    pub prerelease: String,
    /// What follows the `+`, empty if nothing does.
    pub build: String,
    original: String,
}

impl Version {
    /// Reads a version loosely (`NewVersion`): a `v` in front, missing minor and patch numbers and leading zeros in
    /// numbers are accepted. Helm validates charts and Artifact Hub reads tags this way.
    ///
    /// # Errors
    ///
    /// If the text does not have that form, is longer than 256 bytes, holds a number beyond 64 bits or a numeric
    /// prerelease identifier that starts with a zero.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_LENGTH {
            return Err(Error::TooLong);
        }
        let mut cursor = Cursor::new(text);
        let parts = cursor.version(is_digit).ok_or(Error::Invalid)?;
        if !cursor.is_at_end() {
            return Err(Error::Invalid);
        }
        let prerelease = parts.prerelease.unwrap_or_default();
        let version = Self {
            major: parse_segment(parts.major, false)?,
            minor: parse_segment(parts.minor.unwrap_or("0"), false)?,
            patch: parse_segment(parts.patch.unwrap_or("0"), false)?,
            prerelease: prerelease.to_owned(),
            build: parts.build.unwrap_or_default().to_owned(),
            original: text.to_owned(),
        };
        if !prerelease.is_empty() {
            check_prerelease(prerelease)?;
        }
        Ok(version)
    }

    /// Reads a version strictly (`StrictNewVersion`): exactly `MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD]`. Helm keeps only
    /// such tags when it lists a repository.
    ///
    /// # Errors
    ///
    /// If the text is not exactly such a version or longer than 256 bytes.
    pub fn parse_strict(text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::Empty);
        }
        if text.len() > MAX_LENGTH {
            return Err(Error::TooLong);
        }
        let mut pieces = text.splitn(3, '.');
        let (Some(major), Some(minor), Some(tail)) = (pieces.next(), pieces.next(), pieces.next()) else {
            return Err(Error::Invalid);
        };
        let (tail, build) = split_optional(tail, '+');
        if let Some(build) = build {
            check_build(build)?;
        }
        let (patch, prerelease) = split_optional(tail, '-');
        if let Some(prerelease) = prerelease {
            check_prerelease(prerelease)?;
        }
        for segment in [major, minor, patch] {
            check_strict_segment(segment)?;
        }
        Ok(Self {
            major: parse_segment(major, true)?,
            minor: parse_segment(minor, true)?,
            patch: parse_segment(patch, true)?,
            prerelease: prerelease.unwrap_or_default().to_owned(),
            build: build.unwrap_or_default().to_owned(),
            original: text.to_owned(),
        })
    }

    /// The text that was read.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// Whether the version has a prerelease part.
    pub fn is_prerelease(&self) -> bool {
        !self.prerelease.is_empty()
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let numbers = (self.major, self.minor, self.patch).cmp(&(other.major, other.minor, other.patch));
        numbers.then_with(|| match (self.is_prerelease(), other.is_prerelease()) {
            (false, false) => Ordering::Equal,
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (true, true) => compare_prereleases(&self.prerelease, &other.prerelease),
        })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl Hash for Version {
    /// Only the numbers: versions of equal precedence must hash alike.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.major, self.minor, self.patch).hash(state);
    }
}

impl fmt::Display for Version {
    /// The normal form: three numbers, no `v`, no leading zeros.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if !self.prerelease.is_empty() {
            write!(formatter, "-{}", self.prerelease)?;
        }
        if !self.build.is_empty() {
            write!(formatter, "+{}", self.build)?;
        }
        Ok(())
    }
}

/// Orders prerelease parts identifier by identifier; an empty part is the lowest.
pub(super) fn compare_prereleases(left: &str, right: &str) -> Ordering {
    let mut left = left.split('.');
    let mut right = right.split('.');
    loop {
        let pair = (left.next(), right.next());
        if pair == (None, None) {
            return Ordering::Equal;
        }
        match compare_identifiers(pair.0.unwrap_or_default(), pair.1.unwrap_or_default()) {
            Ordering::Equal => {}
            unequal => return unequal,
        }
    }
}

/// Nothing before numbers before words. Digits beyond 64 bits count as a word, as in the Go package.
fn compare_identifiers(left: &str, right: &str) -> Ordering {
    if left.is_empty() || right.is_empty() {
        return right.is_empty().cmp(&left.is_empty());
    }
    match (parse_number(left), parse_number(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

fn parse_number(text: &str) -> Option<u64> {
    if text.bytes().all(is_digit) { text.parse().ok() } else { None }
}

fn parse_segment(digits: &str, strict: bool) -> Result<u64, Error> {
    if digits.is_empty() {
        return Err(Error::EmptySegment);
    }
    parse_number(digits).ok_or_else(|| Error::SegmentOutOfRange { digits: digits.to_owned(), strict })
}

/// Cuts at the first separator.
fn split_optional(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn check_strict_segment(segment: &str) -> Result<(), Error> {
    if !segment.bytes().all(is_digit) {
        return Err(Error::InvalidCharacters);
    }
    if segment.len() > 1 && segment.starts_with('0') { Err(Error::LeadingZero) } else { Ok(()) }
}

fn check_prerelease(prerelease: &str) -> Result<(), Error> {
    for identifier in prerelease.split('.') {
        if identifier.is_empty() || !identifier.bytes().all(is_identifier) {
            return Err(Error::InvalidPrerelease);
        }
        if identifier.len() > 1 && identifier.starts_with('0') && identifier.bytes().all(is_digit) {
            return Err(Error::LeadingZero);
        }
    }
    Ok(())
}

fn check_build(build: &str) -> Result<(), Error> {
    let valid = |identifier: &str| !identifier.is_empty() && identifier.bytes().all(is_identifier);
    if build.split('.').all(valid) { Ok(()) } else { Err(Error::InvalidBuild) }
}
