//! Repository names, tags and references (distribution-spec, "Pulling manifests").

use std::fmt;

use crate::Digest;

/// A name, tag or reference breaks the specification's grammar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid {what} {text:?}: expected {expected}")]
pub struct InvalidName {
    /// `repository name`, `tag` or `reference`.
    pub what: &'static str,
    /// What was given, cut to a printable length.
    pub text: String,
    /// The grammar in words.
    pub expected: &'static str,
}

fn invalid(what: &'static str, text: &str, expected: &'static str) -> InvalidName {
    InvalidName { what, text: text.chars().take(300).collect(), expected }
}

/// A repository's name inside its registry: lower-case path components such as `org/charts/agents`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RepositoryName(String);

impl RepositoryName {
    const EXPECTED: &'static str = "lower-case letters and digits joined by '.', '_', '__' or dashes, in components separated by '/', at most 255 characters";

    /// Checks `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*` per component and the length.
    ///
    /// # Errors
    /// [`InvalidName`] with the grammar.
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        if text.is_empty() || text.len() > 255 || !text.split('/').all(is_component) {
            return Err(invalid("repository name", text, Self::EXPECTED));
        }
        Ok(Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last component: the chart's name in a chart repository.
    pub fn base(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// This name with one more component.
    ///
    /// # Errors
    /// [`InvalidName`] when `component` breaks the grammar.
    pub fn join(&self, component: &str) -> Result<Self, InvalidName> {
        Self::parse(&format!("{}/{component}", self.0))
    }
}

fn is_component(component: &str) -> bool {
    let alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = component.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    let separators = component.split(|c: char| c.is_ascii() && alphanumeric(c as u8)).filter(|run| !run.is_empty());
    alphanumeric(first) && alphanumeric(last) && separators.into_iter().all(is_separator)
}

fn is_separator(run: &str) -> bool {
    matches!(run, "." | "_" | "__") || run.bytes().all(|byte| byte == b'-')
}

impl fmt::Display for RepositoryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A tag: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(String);

impl Tag {
    /// Checks the grammar.
    ///
    /// # Errors
    /// [`InvalidName`] with the grammar.
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let bytes = text.as_bytes();
        let starts = bytes.first().is_some_and(|&byte| word(byte));
        let rest = bytes.iter().all(|&byte| word(byte) || byte == b'.' || byte == b'-');
        if !starts || !rest || bytes.len() > 128 {
            return Err(invalid("tag", text, "1 to 128 letters, digits, '_', '.' or '-', the first not '.' or '-'"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The tag under which Helm publishes `version`: every `+` becomes `_` (Helm, `pkg/registry/reference.go`).
    ///
    /// # Errors
    /// [`InvalidName`] when the version holds characters that no tag can.
    pub fn of_version(version: &str) -> Result<Self, InvalidName> {
        Self::parse(&version.replace('+', "_"))
    }

    /// The tag at which cosign keeps the signatures of `subject`: its digest with a dash, then `.sig` (cosign,
    /// `SIGNATURE_SPEC.md`). A digest too long for a tag is cut as for the referrers tag.
    pub fn of_signatures(subject: &Digest) -> Self {
        Self(format!("{}.sig", subject.referrers_tag()))
    }

    /// The tag at which cosign looks for a document about `subject`: its digest with a dash, then `.sbom` (cosign,
    /// `SBOM_SPEC.md`).
    pub fn of_document(subject: &Digest) -> Self {
        Self(format!("{}.sbom", subject.referrers_tag()))
    }

    /// The tag under which cosign 2 keeps attestations of `subject`: `sha256-<hex>.att`.
    pub fn of_attestations(subject: &Digest) -> Self {
        Self(format!("{}.att", subject.referrers_tag()))
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What names a manifest inside a repository.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// A tag: may move.
    Tag(Tag),
    /// A digest: never moves.
    Digest(Digest),
}

impl Reference {
    /// Reads a tag, or a digest when the text holds a colon.
    ///
    /// # Errors
    /// [`InvalidName`] when it is neither.
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        if text.contains(':') {
            return Digest::parse(text)
                .map(Self::Digest)
                .map_err(|_| invalid("reference", text, "a tag or sha256:<64 lower-case hex digits>"));
        }
        Tag::parse(text).map(Self::Tag)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(tag) => tag.fmt(f),
            Self::Digest(digest) => digest.fmt(f),
        }
    }
}

impl From<Digest> for Reference {
    fn from(digest: Digest) -> Self {
        Self::Digest(digest)
    }
}

impl From<Tag> for Reference {
    fn from(tag: Tag) -> Self {
        Self::Tag(tag)
    }
}
