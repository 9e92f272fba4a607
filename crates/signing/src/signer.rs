//! Who signs: one trait for keys on disk, keyless identities, and keys that never leave a device.

use async_trait::async_trait;
use sigstore_types::TransparencyLogEntry;

use crate::{Message, PublicKey};

/// Makes signatures. A KMS or PKCS#11 key needs no more than this.
#[async_trait]
pub trait Signer: Send + Sync {
    /// Whose signatures these will be; what a verifier's policy must name.
    ///
    /// # Errors
    /// When the identity can't be had, for example without a token.
    async fn holder(&self) -> Result<Holder, SignerError>;

    /// Signs all messages, in their order. They are given together so that one certificate serves all of them.
    ///
    /// # Errors
    /// [`SignerError`]; then nothing was signed.
    async fn sign(&self, messages: &[Message<'_>]) -> Result<Vec<Signature>, SignerError>;

    /// What others testify about each signed statement. A key alone has no witnesses.
    fn witnesses(&self) -> Witnesses {
        Witnesses::default()
    }
}

/// How many others testify about a signature: so that a verifier can be told, and misses one that was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Witnesses {
    /// Entries of transparency logs.
    pub log_entries: usize,
    /// Timestamps of authorities.
    pub timestamps: usize,
    /// Log entries of a classic signature, which has room for one.
    pub classic_log_entries: usize,
}

impl Witnesses {
    /// More than there ever are: what limits nothing.
    pub const ANY: Self = Self { log_entries: usize::MAX, timestamps: usize::MAX, classic_log_entries: usize::MAX };

    /// The fewest of each kind.
    #[must_use]
    pub fn fewest(self, other: Self) -> Self {
        Self {
            log_entries: self.log_entries.min(other.log_entries),
            timestamps: self.timestamps.min(other.timestamps),
            classic_log_entries: self.classic_log_entries.min(other.classic_log_entries),
        }
    }
}

/// Whose signature it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Whoever has the private key of this public key.
    Key(PublicKey),
    /// Whom an OIDC issuer vouched for.
    Identity(Identity),
}

/// An identity in a Fulcio certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The subject alternative name: an e-mail address or the URI of a workflow.
    pub subject: String,
    /// The URL of the OIDC issuer.
    pub issuer: String,
}

/// A signature and what proves whose it is.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The signature; ASN.1 DER for ECDSA.
    pub bytes: Vec<u8>,
    /// Key or certificate.
    pub material: Material,
    /// Entries of transparency logs; none with a key unless asked for.
    pub log_entries: Vec<TransparencyLogEntry>,
    /// `TimeStampResp`s over the signature, in DER.
    pub timestamps: Vec<Vec<u8>>,
}

/// What the signature is to be verified with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Material {
    /// A key that the verifier must know.
    Key(PublicKey),
    /// A certificate of Fulcio.
    Certificate {
        /// The leaf, in DER.
        leaf: Vec<u8>,
        /// Intermediates, then the root, in DER.
        chain: Vec<Vec<u8>>,
    },
}

/// Nothing could be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {detail}")]
pub struct SignerError {
    /// The key, service (with URL) or identity.
    pub what: String,
    /// What went wrong there.
    pub detail: String,
    /// How to mend it.
    pub hint: Option<String>,
    /// What kind of failure it is, for the exit code.
    pub kind: SignerErrorKind,
}

impl SignerError {
    /// A key or a configuration can't be used.
    pub fn configuration(what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::of(SignerErrorKind::Configuration, what.into(), detail.into())
    }

    /// An identity was not accepted.
    pub fn denied(what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::of(SignerErrorKind::Denied, what.into(), detail.into())
    }

    /// Something outside gave no usable answer.
    pub fn service(what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::of(SignerErrorKind::Service, what.into(), detail.into())
    }

    /// The same with how to mend it.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    fn of(kind: SignerErrorKind, what: String, detail: String) -> Self {
        Self { what, detail, hint: None, kind }
    }
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignerErrorKind {
    /// The key or the configuration can't be used.
    Configuration,
    /// A service does not accept the identity.
    Denied,
    /// A service can't be reached, or gave no usable answer.
    Service,
}
