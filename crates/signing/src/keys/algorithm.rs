//! Kinds of keys, and who can verify what they sign.

use std::fmt;

/// The algorithm of a key pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256: what everybody verifies.
    EcdsaP256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384,
    /// ECDSA on P-521 with SHA-512.
    EcdsaP521,
    /// RSA, PKCS#1 v1.5 with SHA-256.
    Rsa {
        /// Length of the modulus.
        bits: usize,
    },
    /// Ed25519 over the message itself.
    Ed25519,
}

/// Which algorithms a signer may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// Those that every reader of signatures verifies.
    Readable,
    /// Those that only some verify, too. Whoever wants this must say so.
    Unreadable,
}

impl Algorithm {
    /// Why a key of this kind is not [`Accept::Readable`]: the readers that fail. Measured with cosign 3.1.3, which does
    /// not verify its own signatures with such keys unless it is told the hash; Flux and containers/image have SHA-256
    /// built in.
    pub fn unreadable(self) -> Option<&'static str> {
        match self {
            Self::EcdsaP256 | Self::Rsa { .. } => None,
            Self::EcdsaP384 | Self::EcdsaP521 => Some(
                "cosign (without --signature-digest-algorithm), Flux, policy-controller, podman and skopeo \
                 verify with SHA-256 only",
            ),
            Self::Ed25519 => Some(
                "cosign, Flux, podman and skopeo disagree on what is hashed, and cosign 3 refuses its own signatures",
            ),
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EcdsaP256 => formatter.write_str("ECDSA P-256"),
            Self::EcdsaP384 => formatter.write_str("ECDSA P-384"),
            Self::EcdsaP521 => formatter.write_str("ECDSA P-521"),
            Self::Rsa { bits } => write!(formatter, "RSA {bits}"),
            Self::Ed25519 => formatter.write_str("Ed25519"),
        }
    }
}
