//! Why a provenance file proves nothing.

use crate::judge::Unfit;

/// Why a provenance file proves nothing. Where Helm would take it the message says so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No key of the keyring made it.
    #[error("signature made by unknown entity: it names {makers} as its maker")]
    UnknownSigner {
        /// Fingerprints or key ids.
        makers: String,
    },
    /// The signature does not fit.
    #[error("invalid signature: {detail}")]
    Signature {
        /// Why.
        detail: String,
    },
    /// MD5, SHA-1 or RIPEMD-160.
    #[error("the signature is over {hash}, which can be forged{}", if .hash == "SHA1" { " (`helm verify` takes it)" } else { "" })]
    WeakHash {
        /// The digest's name.
        hash: String,
    },
    /// The key may not sign.
    #[error("the signature is good, but key {key} can't sign: {why}{}", if helm_takes(.why) { " (`helm verify` takes it)" } else { "" })]
    Key {
        /// The key.
        key: String,
        /// Why.
        why: Unfit,
    },
    /// No separator in the text.
    #[error("message block must have at least two parts: metadata, a line `...`, sums")]
    NoSums,
    /// The sums can't be read.
    #[error("the sums of files can't be read: {detail}")]
    Sums {
        /// Why.
        detail: String,
    },
    /// The archive is not named.
    #[error("provenance does not contain a SHA for a file named {name:?}; it names {}", if .named.is_empty() { "no file" } else { .named })]
    NoSum {
        /// The archive's file name.
        name: String,
        /// What it names.
        named: String,
    },
    /// The archive has another digest.
    #[error("sha256 sum does not match for {name}: {found:?} in the provenance, {expected:?} for the archive")]
    OtherSum {
        /// The archive's file name.
        name: String,
        /// The sum in the text.
        found: String,
        /// The archive's.
        expected: String,
    },
    /// The text describes another chart.
    #[error(
        "the metadata in the provenance is not the chart's: {field} is {found}, in the chart {expected} (`helm verify` does not compare them)"
    )]
    Metadata {
        /// The first field that differs.
        field: String,
        /// In the text.
        found: String,
        /// In the chart.
        expected: String,
    },
}

/// What Helm does not look at.
fn helm_takes(why: &Unfit) -> bool {
    matches!(why, Unfit::WeakHash { .. } | Unfit::WeakKey { .. })
}

impl Refusal {
    /// How to mend it.
    pub fn hint(&self) -> Option<String> {
        let text = match self {
            Self::UnknownSigner { .. } => "add the publisher's public key to the keyring, if it is the right one",
            Self::Signature { .. } => "the file was changed after it was signed, or belongs to another key",
            Self::WeakHash { .. } => "ask the publisher to sign with SHA-256 or SHA-512",
            Self::Key { why, .. } => why.hint(),
            Self::NoSums | Self::Sums { .. } => "sign the chart again: `portolan package --sign`",
            Self::NoSum { .. } => {
                "a provenance file belongs to the archive `<name>-<version>.tgz` that was signed; do not rename it"
            }
            Self::OtherSum { found, expected, .. } if found.eq_ignore_ascii_case(expected) => {
                "Helm compares sums letter by letter: they are written in lower case"
            }
            Self::OtherSum { found, .. } if !found.starts_with("sha256:") => "sums are written as `sha256:<hex>`",
            Self::OtherSum { .. } => "this archive is not the one that was signed",
            Self::Metadata { .. } => "the text was signed for another chart: sign the chart again",
        };
        Some(text.to_owned())
    }
}
