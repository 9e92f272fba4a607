//! Who signed a release, and what is attached to it, for the report.

use oci::Digest;
use serde::Serialize;
use signing::Holder;

use crate::sign::{Kind, Signatures};

/// Whose signatures a release carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", untagged)]
pub enum SignedBy {
    /// A key.
    Key {
        /// SHA-256 of its SubjectPublicKeyInfo.
        key: String,
        /// The key, as `cosign.pub` holds it.
        public_key: String,
    },
    /// An identity.
    Identity {
        /// The certificate's subject.
        identity: String,
        /// Who vouched for it.
        issuer: String,
    },
}

impl From<&Holder> for SignedBy {
    fn from(holder: &Holder) -> Self {
        match holder {
            Holder::Key(key) => Self::Key { key: Digest::of(key.spki()).to_string(), public_key: key.to_pem() },
            Holder::Identity(identity) => {
                Self::Identity { identity: identity.subject.clone(), issuer: identity.issuer.clone() }
            }
        }
    }
}

/// An object that is attached to a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Signature {
    /// A sigstore bundle, found as a referrer.
    Bundle {
        /// What is claimed.
        predicate_type: String,
        /// Digest of its manifest.
        digest: String,
        /// Whether an earlier run made it.
        reused: bool,
    },
    /// A document without signature, found as a referrer.
    Document {
        /// Its media type.
        media_type: String,
        /// Digest of its manifest.
        digest: String,
        /// Whether an earlier run made it.
        reused: bool,
    },
    /// A document without signature under cosign's `.sbom` tag.
    Tagged {
        /// The tag.
        tag: String,
        /// Digest of the manifest there.
        digest: String,
        /// Whether an earlier run made it.
        reused: bool,
    },
    /// cosign's classic signature, found by its tag.
    Classic {
        /// The tag.
        tag: String,
        /// Digest of the manifest there.
        digest: String,
        /// Whether an earlier run made it.
        reused: bool,
    },
}

impl Signature {
    /// Whether an earlier run made it.
    pub fn is_reused(&self) -> bool {
        let (Self::Bundle { reused, .. }
        | Self::Document { reused, .. }
        | Self::Tagged { reused, .. }
        | Self::Classic { reused, .. }) = self;
        *reused
    }
}

/// Everything that is attached to `subject`.
pub(super) fn signatures(subject: &Digest, signatures: &Signatures) -> Vec<Signature> {
    let referrers = signatures.referrers.iter().map(|one| {
        let (digest, reused) = (one.digest.to_string(), one.reused);
        match one.kind.clone() {
            Kind::Bundle { predicate_type } => Signature::Bundle { predicate_type, digest, reused },
            Kind::Document { media_type } => Signature::Document { media_type, digest, reused },
        }
    });
    let classic = signatures.classic.iter().map(|classic| Signature::Classic {
        tag: signing::classic::tag(subject).to_string(),
        digest: classic.manifest.to_string(),
        reused: classic.is_reused(),
    });
    let tagged = signatures.tagged.iter().map(|tagged| Signature::Tagged {
        tag: signing::classic::document_tag(subject).to_string(),
        digest: tagged.digest.to_string(),
        reused: tagged.reused,
    });
    referrers.chain(tagged).chain(classic).collect()
}
