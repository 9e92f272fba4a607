//! References to keys, as cosign understands them.
//!
//! Source: cosign, `doc/cosign_sign.md` and `pkg/signature/keys.go`.

use std::env;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use signing::keys::MOST_BYTES;
use zeroize::Zeroizing;

use crate::failure::{Failure, Result};

/// Where a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyReference {
    /// In a file.
    File(PathBuf),
    /// In an environment variable: `env:NAME` or cosign's `env://NAME`.
    Variable(String),
    /// On stdin: `-`.
    Stdin,
}

const KMS: &str =
    "keys that never leave a device or a service are not supported yet: sign with a key file, env:NAME or -";

/// Schemes of cosign that are not supported, and what to do instead.
const UNSUPPORTED: [(&str, &str); 12] = [
    (
        "k8s://",
        "read the secret and pipe it: kubectl get secret NAME -o jsonpath='{.data.cosign\\.key}' | base64 -d | portolan … --sign-key -",
    ),
    ("gitlab://", "in the project's jobs the key is a variable: env:COSIGN_PRIVATE_KEY"),
    ("github://", "give the secret to the step as a variable and name it: env:COSIGN_PRIVATE_KEY"),
    ("pkcs11:", KMS),
    ("awskms://", KMS),
    ("gcpkms://", KMS),
    ("azurekms://", KMS),
    ("hashivault://", KMS),
    ("openbao://", KMS),
    ("http://", "a private key is not fetched from the network: pipe it and give -"),
    ("https://", "a private key is not fetched from the network: pipe it and give -"),
    ("file://", "give the path alone"),
];

impl KeyReference {
    /// Reads a reference. It is never told what the text was when that could be a key.
    ///
    /// # Errors
    /// A scheme that is not supported, or a key where its place is expected.
    pub fn parse(text: &str) -> Result<Self> {
        if text.contains("-----BEGIN") || text.contains('\n') {
            let failure = Failure::usage("expected where the signing key is, found a key itself");
            return Err(failure.hint("name the variable that holds it: env:NAME; or pipe it and give -"));
        }
        if let Some(name) = text.strip_prefix("env://").or_else(|| text.strip_prefix("env:")) {
            return if name.is_empty() { Err(Self::unreadable(text)) } else { Ok(Self::Variable(name.to_owned())) };
        }
        if let Some((scheme, hint)) = UNSUPPORTED.iter().find(|(scheme, _)| text.starts_with(scheme)) {
            let failure = Failure::usage(format!("signing key {text}: keys at {scheme} are not supported"));
            return Err(failure.hint(*hint));
        }
        match text {
            "" => Err(Self::unreadable(text)),
            "-" => Ok(Self::Stdin),
            text if text.contains("://") => Err(Self::unreadable(text)),
            path => Ok(Self::File(path.into())),
        }
    }

    /// Whether what should be a path could be the key itself, which is not to be repeated.
    pub fn is_like_a_key(&self) -> bool {
        matches!(self, Self::File(path) if is_like_a_key(path))
    }

    fn unreadable(text: &str) -> Failure {
        Failure::usage(format!("signing key {text:?}: expected a file, env:NAME, or - for stdin"))
    }

    /// The text of the key.
    ///
    /// # Errors
    /// The file or variable that is not there or can't be read.
    pub(super) fn text(&self) -> Result<Zeroizing<Vec<u8>>> {
        let failed = |error: io::Error| Failure::usage(format!("{self}: {error}"));
        match self {
            Self::File(path) => File::open(path).and_then(bounded).map_err(|error| match self.is_like_a_key() {
                // It could be the key itself, which is not repeated.
                true => Failure::usage(format!("there is no file of the signing key: {error}"))
                    .hint("expected where the key is, not the key: a file, env:NAME, or - for stdin"),
                false => failed(error),
            }),
            Self::Stdin => bounded(io::stdin().lock()).map_err(failed),
            Self::Variable(name) => {
                let value = env::var_os(name).filter(|value| !value.is_empty());
                let value = value.ok_or_else(|| Failure::usage(format!("{self}: the variable is not set or empty")))?;
                Ok(Zeroizing::new(value.into_encoded_bytes()))
            }
        }
    }
}

/// Whether what should be a path is as long as a key, and nothing but base64.
fn is_like_a_key(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let is_base64 = |one: u8| one.is_ascii_alphanumeric() || b"+/=".contains(&one);
    text.len() > 60 && text.bytes().all(is_base64)
}

/// Everything there is, up to one byte more than a key may have: a pipe is as good as a file.
fn bounded(source: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let limit = MOST_BYTES + 1;
    let mut text = Zeroizing::new(Vec::with_capacity(limit));
    source.take(limit as u64).read_to_end(&mut text)?;
    Ok(text)
}

impl fmt::Display for KeyReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            Self::Variable(name) => write!(formatter, "env:{name}"),
            Self::Stdin => formatter.write_str("stdin"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_those_of_cosign() {
        let parsed = |text: &str| KeyReference::parse(text).unwrap();
        assert_eq!(parsed("keys/cosign.key"), KeyReference::File("keys/cosign.key".into()));
        assert_eq!(parsed("C:\\keys\\cosign.key"), KeyReference::File("C:\\keys\\cosign.key".into()));
        assert_eq!(parsed("env:COSIGN_PRIVATE_KEY"), parsed("env://COSIGN_PRIVATE_KEY"));
        assert_eq!(parsed("-"), KeyReference::Stdin);
    }

    #[test]
    fn what_is_not_supported_says_what_to_do() {
        for (scheme, hint) in UNSUPPORTED {
            let failure = KeyReference::parse(&format!("{scheme}there")).unwrap_err();
            assert_eq!((failure.message.contains(scheme), failure.hint.as_deref()), (true, Some(hint)));
        }
        for text in ["", "env:", "env://", "ftp://host/key"] {
            assert!(KeyReference::parse(text).unwrap_err().message.contains("expected a file"), "{text}");
        }
    }

    #[test]
    fn a_key_in_place_of_its_place_is_not_repeated() {
        for text in ["-----BEGIN PRIVATE KEY-----", "c2VjcmV0\nc2VjcmV0"] {
            let failure = KeyReference::parse(text).unwrap_err();
            assert!(!failure.message.contains(text) && failure.hint.unwrap().contains("env:NAME"));
        }
        let bare = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4zd/irSD0gkM6CTDkXtz";
        let failure = KeyReference::parse(bare).unwrap().text().unwrap_err();
        assert!(!format!("{failure:?}").contains(bare), "{failure:?}");
    }
}
