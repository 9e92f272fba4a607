//! What a verification proved.

use serde_json::Value;

use crate::classic::Payload;
use crate::policy::Weakening;
use crate::refusal::{Part, Refusal, shown};
use crate::statement::predicate::SIGNATURE;
use crate::{Holder, Identity};

/// A signature that was verified, with everything that may be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proven {
    /// Whose signature it is.
    pub holder: Holder,
    /// What the statement claims; none for a classic signature, which claims nothing.
    pub predicate_type: Option<String>,
    /// The signed statement, for a bundle.
    pub statement: Option<Value>,
    /// The signed payload, for a classic signature.
    pub payload: Option<Payload>,
    /// What the certificate tells about the build, by the names of Fulcio's extensions.
    pub claims: Vec<(&'static str, String)>,
    /// When the signature existed, as others proved it.
    pub signed_at: Vec<SignedAt>,
    /// Where it is logged.
    pub log: Vec<Logged>,
    /// What was not proven.
    pub weakenings: Vec<Weakening>,
}

/// A proven time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedAt {
    /// Seconds since 1970.
    pub time: i64,
    /// Who proved it.
    pub source: TimeSource,
}

/// Who proved a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// A timestamp authority (RFC 3161).
    TimestampAuthority,
    /// A transparency log, by its signed entry timestamp.
    TransparencyLog,
}

/// A verified log entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The log's key id in hexadecimal.
    pub log_id: String,
    /// Where the trusted root says the log is.
    pub url: String,
    /// The entry's index; within its shard if nothing signed the index within the whole log.
    pub index: u64,
}

impl Proven {
    /// A proof with nothing but its holder.
    pub(crate) fn of(holder: Holder) -> Self {
        Self {
            holder,
            predicate_type: None,
            statement: None,
            payload: None,
            claims: Vec::new(),
            signed_at: Vec::new(),
            log: Vec::new(),
            weakenings: Vec::new(),
        }
    }

    /// The identity, if it is not a key's signature.
    pub fn identity(&self) -> Option<&Identity> {
        match &self.holder {
            Holder::Identity(identity) => Some(identity),
            Holder::Key(_) => None,
        }
    }

    /// Whether somebody says no more than "I sign this": a classic signature, or a bundle of cosign's signature type.
    /// An SBOM by the same key is none, though `cosign verify` takes it for one.
    pub fn is_signature(&self) -> bool {
        self.predicate_type.as_deref().is_none_or(|predicate_type| predicate_type == SIGNATURE)
    }

    /// Demands a kind of claim.
    ///
    /// # Errors
    /// [`Refusal`] that names both kinds.
    pub fn demand(&self, predicate_type: &str) -> Result<(), Refusal> {
        if self.predicate_type.as_deref() == Some(predicate_type) {
            return Ok(());
        }
        let found = self.predicate_type.as_deref().map_or_else(
            || "a classic signature, which makes no statement".to_owned(),
            |found| format!("a statement of type {}", shown(found)),
        );
        let refusal = Refusal::new(Part::PredicateType, found, predicate_type);
        Err(if predicate_type == SIGNATURE {
            refusal.hint("`cosign verify` takes any statement for a signature; sign the digest itself as well")
        } else {
            refusal
        })
    }
}

/// What readers will not see: cosign 3 and Flux ignore classic signatures as soon as one bundle parses, whoever signed
/// it (cosign `pkg/cosign/verify.go`, Flux source-controller `internal/oci`).
///
/// `parsed` counts the bundles that are attached, `proven` those that the policy believes.
pub fn hidden_classic_signature(classic_proven: bool, parsed: usize, proven: usize) -> Option<&'static str> {
    (classic_proven && parsed > 0 && proven == 0).then_some(
        "the `.sig` signature is right, but a bundle of somebody else is attached: cosign 3 and Flux look at bundles \
         only and will refuse this artifact until a bundle of this signer is attached too",
    )
}
