//! What a verifier demands, and what it gives up.

use std::fmt;

use gostd::regexp::{Budget, DEFAULT_UNITS, compile};

use crate::PublicKey;
use crate::refusal::{Part, Refusal, shown};

/// Whose signatures are believed, and on which evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Signatures of whoever has one of these keys.
    Key {
        /// The keys; any of them will do.
        keys: Vec<PublicKey>,
        /// What is asked of transparency logs.
        log: LogRule,
    },
    /// Signatures of an identity that an issuer vouched for, certified by an authority of the trusted root.
    Identity {
        /// The certificate's subject alternative name.
        subject: Matcher,
        /// The URL of the OIDC issuer.
        issuer: Matcher,
        /// What is asked of transparency logs.
        log: LogRule,
        /// What is asked of certificate transparency logs.
        certificate_log: CertificateLogRule,
        /// What is asked of timestamp authorities.
        timestamp: TimestampRule,
    },
}

impl Policy {
    /// Signatures by one of these keys; a log entry is verified if there is one, and none is asked for.
    pub fn keys(keys: Vec<PublicKey>) -> Self {
        Self::Key { keys, log: LogRule::Accepted }
    }

    /// Signatures of an identity, with everything that sigstore asks for.
    pub fn identity(subject: Matcher, issuer: Matcher) -> Self {
        Self::Identity {
            subject,
            issuer,
            log: LogRule::Required,
            certificate_log: CertificateLogRule::Required,
            timestamp: TimestampRule::Accepted,
        }
    }
}

/// What is asked of transparency logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogRule {
    /// At least one entry, and every entry must be right.
    Required,
    /// No entry is needed; every entry must be right.
    Accepted,
    /// Entries are not looked at.
    Ignored,
}

/// What is asked of certificate transparency logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateLogRule {
    /// The certificate must carry a timestamp of a certificate transparency log of the trusted root.
    Required,
    /// Not looked at (`--insecure-ignore-sct` of cosign).
    Waived,
}

/// What is asked of timestamp authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampRule {
    /// A timestamp of an authority of the trusted root must be there, whatever the log says.
    Required,
    /// The time may be proven by a timestamp or by a log's entry timestamp.
    Accepted,
}

/// How a text of a certificate is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Letter by letter.
    Exact(String),
    /// By a regular expression that covers the whole text.
    Pattern(Pattern),
}

/// A regular expression as Go reads it. It must cover the whole text: cosign's are not anchored, and
/// `https://github.com/example/` there also admits `https://evil.com/https://github.com/example/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`Refusal`] when Go would not compile it.
    pub fn new(pattern: &str) -> Result<Self, Refusal> {
        let budget = Budget::new(DEFAULT_UNITS);
        // The pattern alone must be one: `a)|(b` would escape its anchors.
        let compiled = compile(pattern, &budget).and_then(|_| compile(&anchored(pattern), &budget));
        compiled.map_err(|error| {
            let found = format!("{:?}: {error}", shown(pattern));
            Refusal::new(Part::Policy, found, "a regular expression in Go's syntax")
        })?;
        Ok(Self(pattern.to_owned()))
    }

    fn covers(&self, text: &str) -> bool {
        let budget = Budget::new(DEFAULT_UNITS);
        let pattern = compile(&anchored(&self.0), &budget);
        pattern.is_ok_and(|pattern| pattern.is_match(text.as_bytes(), &budget).unwrap_or(false))
    }

    /// The pattern as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn anchored(pattern: &str) -> String {
    format!(r"\A(?:{pattern})\z")
}

impl Matcher {
    /// Whether the text is what is asked for. A pattern that costs too much does not match.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Exact(expected) => expected == text,
            Self::Pattern(pattern) => pattern.covers(text),
        }
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(text) => write!(formatter, "{text:?}"),
            Self::Pattern(Pattern(pattern)) => write!(formatter, "a text that /{pattern}/ covers as a whole"),
        }
    }
}

/// Something that a verification did not prove, for the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weakening {
    /// There is no log entry, and none was asked for.
    NoLogEntry,
    /// There are log entries, and they were not looked at.
    LogIgnored(usize),
    /// Certificate transparency was not asked for.
    CertificateLogWaived,
    /// There are timestamps, and no authority is trusted.
    TimestampsIgnored(usize),
    /// The bundle lacks the field of log entries.
    NoLogField,
}

impl fmt::Display for Weakening {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLogEntry => formatter.write_str(
                "no transparency log entry was asked for: a signature made with a stolen key would look the same, \
                 and nobody could find it in a log",
            ),
            Self::LogIgnored(count) => write!(
                formatter,
                "{count} transparency log entries were not looked at: they may be forged or belong to another signature"
            ),
            Self::CertificateLogWaived => formatter.write_str(
                "certificate transparency was waived: the authority may have issued this certificate without anybody \
                 being able to notice",
            ),
            Self::TimestampsIgnored(count) => write!(
                formatter,
                "{count} timestamps were not verified, because the trusted root names no timestamp authority: when \
                 the signature was made is not proven"
            ),
            Self::NoLogField => formatter.write_str(
                "the bundle has no `tlogEntries` field: cosign reads that as no entry, sigstore-python refuses it",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c15_patterns_cover_the_whole_text() {
        let matches = |pattern: &str, text: &str| Pattern::new(pattern).is_ok_and(|pattern| pattern.covers(text));
        assert!(matches("https://github.com/example/.*", "https://github.com/example/charts"));
        assert!(!matches("https://github.com/example/.*", "https://evil.com/https://github.com/example/charts"));
        assert!(!matches("example.com", "evil-example.com"));
        assert!(!matches("example.com", "example.com.evil"));
        assert!(!matches("(?m)^a$", "b\na"));
        assert!(!matches("a|b", "ab"));
        assert!(!matches("a", "a\n"));
    }

    #[test]
    fn c15_a_pattern_can_not_escape_its_anchors() {
        for pattern in ["a)|(b", "(", "(?<n", r"\"] {
            let refusal = Pattern::new(pattern).err();
            assert_eq!(refusal.map(|refusal| refusal.part), Some(Part::Policy), "{pattern}");
        }
    }
}
