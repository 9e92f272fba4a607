//! Why a part of a key does not sign.

use gostd::time::Timestamp;
use pgp::packet::Signature;

use crate::material::Stub;
use crate::signature::created;

/// Why a part of a key does not sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// Only other keys may be signed with it.
    #[error("its primary key may only certify{}", if *.alone { "" } else { ", and no subkey may sign" })]
    CertifyOnly {
        /// Whether it has no subkeys.
        alone: bool,
    },
    /// Encryption or authentication.
    #[error("it may not sign, only encrypt or authenticate")]
    NotForSigning,
    /// The self-signature says nothing about its use.
    #[error("its self-signature has no key flags, so Helm knows no signer by it")]
    NoFlags,
    /// Its time is over.
    #[error("it expired on {}", day(*.at))]
    Expired {
        /// Unix seconds.
        at: i64,
    },
    /// Made in the future.
    #[error("it is valid from {} on only", day(*.from))]
    NotYetValid {
        /// Unix seconds.
        from: i64,
    },
    /// Its holder took it back.
    #[error("it was revoked on {}{reason}", day(*.at))]
    Revoked {
        /// Unix seconds.
        at: i64,
        /// What the holder says, with a separator in front.
        reason: String,
    },
    /// Nothing but weak signatures bind it.
    #[error("only a signature over {hash} binds it")]
    WeakHash {
        /// The digest's name.
        hash: String,
    },
    /// The signature that binds it has expired.
    #[error("the self-signature on it has expired")]
    BindingExpired,
    /// No valid signature binds it.
    #[error("no valid self-signature binds it")]
    Unbound,
    /// A subkey that never said whose it is.
    #[error("the subkey has not signed its primary key (no valid back signature)")]
    NoConsent,
    /// Its self-signature holds something critical that is not known.
    #[error("its self-signature has a critical {part} that is not known here")]
    UnknownPart {
        /// Which.
        part: String,
    },
    /// Too few bits, or absurdly many.
    #[error("{name} with {bits} bits is not taken")]
    WeakKey {
        /// The algorithm.
        name: &'static str,
        /// The size of its modulus.
        bits: u16,
    },
    /// An algorithm that does not sign, or is not supported.
    #[error("{name} can't be used for signatures")]
    Algorithm {
        /// Its name.
        name: String,
    },
    /// GnuPG 2.2 can't check such signatures.
    #[error("GnuPG 2.2 can't read keys with {name}")]
    Unreadable {
        /// The algorithm.
        name: &'static str,
    },
    /// Not version 4.
    #[error("it is a key of version {version}; GnuPG and Helm read signatures of version 4")]
    Version {
        /// Its version.
        version: u8,
    },
    /// Its secret is elsewhere.
    #[error("{}", match .stub {
        Some(Stub::Card) => "its secret is on a smartcard",
        Some(Stub::LeftOut) => "its secret was left out of the export (gnu-dummy)",
        None => "only its public part is here",
    })]
    NoSecret {
        /// The stub in its place.
        stub: Option<Stub>,
    },
}

impl Unfit {
    pub(crate) fn revoked(by: &Signature) -> Self {
        let text = by.revocation_reason_string().map(|text| String::from_utf8_lossy(text).into_owned());
        let text: String = text.unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(200).collect();
        let reason = if text.is_empty() { text } else { format!(": {text}") };
        Self::Revoked { at: created(by), reason }
    }

    /// How the key's holder mends it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::CertifyOnly { .. } | Self::NotForSigning => {
                "add a signing subkey: `gpg --quick-add-key FINGERPRINT rsa4096 sign`, and export again"
            }
            Self::NoFlags | Self::WeakHash { .. } | Self::BindingExpired | Self::UnknownPart { .. } => {
                "sign it anew with a current GnuPG: `gpg --cert-digest-algo SHA512 --quick-set-expire FINGERPRINT 2y`, and export again"
            }
            Self::Expired { .. } => "prolong it: `gpg --quick-set-expire FINGERPRINT 2y '*'`, and export again",
            Self::NotYetValid { .. } => "check the clock of this machine and of the one that made the key",
            Self::Revoked { .. } => "use another key: `gpg --quick-generate-key NAME rsa4096 sign`",
            Self::Unbound => "the file is damaged or incomplete: export the key again",
            Self::NoConsent => "repair it with `gpg --edit-key FINGERPRINT cross-certify`, and export again",
            Self::WeakKey { .. } | Self::Algorithm { .. } | Self::Unreadable { .. } | Self::Version { .. } => {
                "use RSA with 3072 or 4096 bits, or ed25519 of version 4: `gpg --quick-generate-key NAME rsa4096 sign`"
            }
            Self::NoSecret { stub: Some(Stub::Card) } => {
                "keys on cards can't sign here: use a signing subkey that is stored in a file"
            }
            Self::NoSecret { .. } => "export it with its secret: `gpg --export-secret-keys FINGERPRINT`",
        }
    }
}

fn day(seconds: i64) -> String {
    let time = Timestamp::from_unix(seconds).to_rfc3339();
    time.get(..10).unwrap_or(&time).to_owned()
}
