//! Why no key signs.

use crate::judge::Unfit;

/// Why no key signs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// None with this name.
    #[error("no secret key has {choice:?} in its name or fingerprint")]
    NotFound {
        /// What was asked for.
        choice: String,
    },
    /// Several.
    #[error("{}: {keys}", match .choice {
        Some(choice) => format!("more than one key contains {choice:?}"),
        None => "there is more than one secret key".to_owned(),
    })]
    Ambiguous {
        /// What was asked for.
        choice: Option<String>,
        /// The keys.
        keys: String,
    },
    /// Only the public part is in the file.
    #[error("the secret of {key} is not in this file{}", if *.from_keybox { ": a keybox holds public keys only" } else { "" })]
    PublicOnly {
        /// The key.
        key: String,
        /// Whether the file is a keybox.
        from_keybox: bool,
    },
    /// It may not sign.
    #[error("key {key} can't sign: {why}")]
    Unfit {
        /// The key.
        key: String,
        /// Why.
        why: Unfit,
    },
    /// Locked, and no passphrase is given.
    #[error("key {key} is locked with a passphrase, and none is given")]
    Locked {
        /// The key.
        key: String,
    },
    /// The wrong passphrase, or a damaged secret.
    #[error("the passphrase does not unlock key {key}")]
    WrongPassphrase {
        /// The key.
        key: String,
    },
    /// A protection that would take too much memory or time, or that is not known.
    #[error("the secret of key {key} is protected by {protection}")]
    Protection {
        /// The key.
        key: String,
        /// What is wrong with the protection.
        protection: &'static str,
    },
}

impl KeyError {
    /// How to mend it.
    pub fn hint(&self) -> Option<String> {
        let text = match self {
            Self::NotFound { .. } => "`gpg --list-packets FILE` shows what is in the file",
            Self::Ambiguous { .. } => "name one with --key: its whole name, or its fingerprint",
            Self::PublicOnly { .. } => {
                "GnuPG 2.1 and later keep secret keys in private-keys-v1.d: export the key with \
                 `gpg --export-secret-keys --armor NAME > key.asc`"
            }
            Self::Unfit { why, .. } => why.hint(),
            Self::Locked { .. } => "give the passphrase with --passphrase-file FILE, or - for standard input",
            Self::WrongPassphrase { .. } => "the first line of the passphrase file is taken, without its line end",
            Self::Protection { .. } => "export the key with GnuPG 2.2 or later, which protects it in the usual way",
        };
        Some(text.to_owned())
    }
}
