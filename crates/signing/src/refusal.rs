//! Why something is not believed: what was found, what was expected, and how to mend it.

use std::fmt;

/// How much of a stranger's text an error repeats.
const SHOWN: usize = 200;

/// A bundle, signature, trusted root or policy that is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{part}: {found}; expected {expected}")]
pub struct Refusal {
    /// Which part of what was read it is about.
    pub part: Part,
    /// What was found there.
    pub found: String,
    /// What would have been accepted.
    pub expected: String,
    /// How to mend it.
    pub hint: Option<String>,
}

/// The part that a [`Refusal`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The document as a whole: its size, encoding or version.
    Document,
    /// A field, by its path from the document's root.
    Field(String),
    /// The signature itself.
    Signature,
    /// The certificate: its form, chain, or validity at the proven time.
    Certificate,
    /// The certificate's proof that it is in a certificate transparency log.
    CertificateLog,
    /// Whom the certificate names, or who vouches for them.
    Identity,
    /// An entry of a transparency log.
    LogEntry,
    /// A timestamp, or the lack of any proven time.
    Timestamp,
    /// The subjects of the statement, or the digest in a payload: what the signature is about.
    Subject,
    /// What the statement claims.
    PredicateType,
    /// An annotation of a `.sig` layer, by its key.
    Annotation(String),
    /// The manifest around a signature.
    Manifest,
    /// The trusted root.
    TrustedRoot,
    /// The verifier's own policy.
    Policy,
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => write!(formatter, "document"),
            Self::Field(path) => write!(formatter, "field {path}"),
            Self::Signature => write!(formatter, "signature"),
            Self::Certificate => write!(formatter, "certificate"),
            Self::CertificateLog => write!(formatter, "certificate transparency"),
            Self::Identity => write!(formatter, "identity"),
            Self::LogEntry => write!(formatter, "log entry"),
            Self::Timestamp => write!(formatter, "timestamp"),
            Self::Subject => write!(formatter, "subject"),
            Self::PredicateType => write!(formatter, "predicate type"),
            Self::Annotation(key) => write!(formatter, "annotation {key}"),
            Self::Manifest => write!(formatter, "manifest"),
            Self::TrustedRoot => write!(formatter, "trusted root"),
            Self::Policy => write!(formatter, "policy"),
        }
    }
}

impl Refusal {
    /// A refusal without a hint.
    pub fn new(part: Part, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { part, found: found.into(), expected: expected.into(), hint: None }
    }

    /// A refusal about a field of a document.
    pub fn field(path: &str, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::new(Part::Field(shown(path)), found, expected)
    }

    /// The same refusal with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A stranger's text as it may be printed: cut, and without control characters.
pub(crate) fn shown(text: &str) -> String {
    let clean: String = text.chars().take(SHOWN).map(|letter| if letter.is_control() { '?' } else { letter }).collect();
    if text.chars().nth(SHOWN).is_some() { format!("{clean}…") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_small_and_say_what_was_expected() {
        assert!(size_of::<Refusal>() < 128);
        let refusal = Refusal::field("a.b", "7", "a text").hint("write a text");
        assert_eq!(refusal.to_string(), "field a.b: 7; expected a text");
    }

    #[test]
    fn strangers_text_is_cut_and_cleaned() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a?[2Jb");
        assert_eq!(shown(&"x".repeat(300)).chars().count(), SHOWN + 1);
    }
}
