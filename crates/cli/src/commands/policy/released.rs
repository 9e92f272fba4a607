//! What was found on a release, as far as a consumer's policy has to name it.

use oci::Digest;
use signing::{Holder, Identity, PublicKey};

use super::trust_root::TrustRoot;

/// A release that was verified.
#[derive(Clone, Debug)]
pub struct Released {
    /// Host and path without scheme: `ghcr.io/org/charts/agents`.
    pub repository: String,
    /// The chart's name.
    pub name: String,
    /// Its version, with `+` where it has one.
    pub version: String,
    /// Digest of the manifest.
    pub digest: Digest,
    /// Whose signature was verified.
    pub holder: Holder,
    /// Whether that signature is in a transparency log.
    pub logged: bool,
    /// Whether the signature is a bundle.
    pub bundled: bool,
    /// Whether cosign's older signature is there too.
    pub classic: bool,
    /// Whether the chart has a provenance file.
    pub provenance: bool,
    /// The file with the keys that the provenance file was verified with.
    pub keyring: Option<String>,
    /// Predicate types that the same holder attested.
    pub attested: Vec<String>,
    /// The trusted root that verifiers must be given; none for the public one.
    pub trusted_root: Option<String>,
    /// What is in it.
    pub trust_root: Option<TrustRoot>,
    /// Whether a timestamp authority proves when it was signed.
    pub timestamped: bool,
    /// Whether the registry is on plain HTTP.
    pub plain_http: bool,
}

impl Released {
    /// The reference that never moves.
    pub fn pinned(&self) -> String {
        format!("{}@{}", self.repository, self.digest)
    }

    /// Patterns that cover every reference to the repository, and no reference to another one.
    pub fn patterns(&self) -> [String; 2] {
        [":*", "@*"].map(|end| quoted(&format!("{}{end}", self.repository)))
    }

    /// Whether the next version is signed by somebody else: the workflow of another tag.
    pub fn is_signed_for_one_tag(&self) -> bool {
        self.identity().is_some_and(|identity| identity.subject.contains("@refs/tags/"))
    }

    /// The public key, if a key signed.
    pub fn key(&self) -> Option<&PublicKey> {
        match &self.holder {
            Holder::Key(key) => Some(key),
            Holder::Identity(_) => None,
        }
    }

    /// The identity, if it was not a key.
    pub fn identity(&self) -> Option<&Identity> {
        match &self.holder {
            Holder::Key(_) => None,
            Holder::Identity(identity) => Some(identity),
        }
    }
}

/// A text between quotes that YAML reads back unchanged: JSON's.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Several lines, each after `spaces` blanks, for a block scalar.
pub fn indented(text: &str, spaces: usize) -> String {
    let blanks = " ".repeat(spaces);
    text.trim_end().lines().map(|line| format!("{blanks}{line}\n")).collect()
}

/// A regular expression that covers exactly this text; Go's syntax.
pub fn exactly(text: &str) -> String {
    let special = r"\.+*?()|[]{}^$";
    let escaped: String =
        text.chars().flat_map(|one| special.contains(one).then_some('\\').into_iter().chain([one])).collect();
    format!("^{escaped}$")
}

/// A text as one word of a POSIX shell.
pub fn word(text: &str) -> String {
    let plain = |one: char| one.is_ascii_alphanumeric() || "-_./:@=+,%".contains(one);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_for_their_reader() {
        assert_eq!(exactly("https://a.b/c+d"), r"^https://a\.b/c\+d$");
        assert_eq!(word("a b"), "'a b'");
        assert_eq!(word("it's"), r"'it'\''s'");
        assert_eq!(quoted("a\"b"), r#""a\"b""#);
        assert_eq!(indented("a\nb\n", 2), "  a\n  b\n");
    }
}
