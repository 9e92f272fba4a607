//! What a release is to carry, what of it is there, and the rest, signed.

use oci::{Descriptor, Digest, RawManifest};
use serde_json::{Value, json};
use signing::signer::SignerErrorKind;
use signing::statement::{self, Subject, predicate};
use signing::{Message, Signature, Signer, SignerError, classic};

use super::held::Present;
use crate::ChartPlan;
use crate::attest::{Document, Evidence, is_equal, record};

/// A claim as a statement.
pub(super) struct Claim {
    pub(super) predicate_type: String,
    predicate: Value,
    statement: Vec<u8>,
}

/// Everything that a release is to carry.
pub(super) struct Wanted {
    claims: Vec<Claim>,
    payload: Option<Vec<u8>>,
    /// The payload as cosign signs it, which is as good where it was signed before.
    plain: Vec<u8>,
    documents: Vec<Document>,
    subject: Descriptor,
}

/// What is to be made, and what stays.
pub(super) struct Missing {
    claims: Vec<Claim>,
    payload: Option<Vec<u8>>,
    wanted: Kept,
}

/// What an earlier run made, and documents, which need no signature.
pub(super) struct Kept {
    /// Predicate types with the digests of the referrers that claim them.
    pub(super) bundles: Vec<(String, Digest)>,
    /// The layer of the `.sig` manifest.
    pub(super) payload: Option<Descriptor>,
    /// Documents, there or not.
    pub(super) documents: Vec<Document>,
    /// What everything refers to.
    pub(super) subject: Descriptor,
}

/// What is to be attached.
pub(super) struct Made {
    /// Predicate type, statement, signature.
    pub(super) bundles: Vec<(String, Vec<u8>, Signature)>,
    /// The classic payload and its signature.
    pub(super) classic: Option<(Vec<u8>, Signature)>,
    /// What stays, and documents.
    pub(super) kept: Kept,
}

/// Says what a release is to carry. Both signatures name the image: podman compares that of the classic one, and readers
/// in Python take no statement whose subjects have no names.
pub(super) fn wanted(chart: &ChartPlan, manifest: &RawManifest, evidence: &Evidence) -> Wanted {
    let subject = Subject { name: Some(chart.image_name.clone()), digest: manifest.digest.clone() };
    let signature = Claim {
        predicate_type: predicate::SIGNATURE.to_owned(),
        predicate: json!({}),
        statement: statement::statement(&[subject], predicate::SIGNATURE, &json!({})),
    };
    let attested = evidence.attestations.iter().map(|one| Claim {
        predicate_type: one.predicate_type.to_owned(),
        predicate: one.predicate.clone(),
        statement: statement::statement(&one.subjects, one.predicate_type, &one.predicate),
    });
    Wanted {
        claims: std::iter::once(signature).chain(attested).collect(),
        payload: Some(classic_payload(chart, manifest)),
        plain: classic::payload(&chart.image_name, &manifest.digest),
        documents: evidence.documents.clone(),
        subject: manifest.descriptor(),
    }
}

/// It tells that a release record comes with it: whoever takes away all that is listed leaves this signature.
fn classic_payload(chart: &ChartPlan, manifest: &RawManifest) -> Vec<u8> {
    let annotations = json!({ record::ANNOTATION: predicate::RELEASE_RECORD });
    classic::payload_with(&chart.image_name, &manifest.digest, &annotations)
}

impl Wanted {
    /// The same without the classic signature.
    pub(super) fn without_classic(self) -> Self {
        Self { payload: None, ..self }
    }

    /// Leaves out what the holder signed already.
    pub(super) fn missing(self, present: &Present) -> Missing {
        let mut bundles = Vec::new();
        let mut claims = Vec::new();
        for claim in self.claims {
            match present.bundles.iter().find(|(_, proven)| claim.is_made_by(proven)) {
                Some((digest, _)) => bundles.push((claim.predicate_type, digest.clone())),
                None => claims.push(claim),
            }
        }
        let signed = |wanted: &[u8]| present.payloads.iter().find(|(_, payload)| **payload == *wanted);
        let layer = self.payload.as_ref().and_then(|wanted| signed(wanted).or_else(|| signed(&self.plain)));
        let layer = layer.map(|(layer, _)| layer.clone());
        let payload = self.payload.filter(|_| layer.is_none());
        let wanted = Kept { bundles, payload: layer, documents: self.documents, subject: self.subject };
        Missing { claims, payload, wanted }
    }
}

impl Claim {
    /// Whether a signature that is there claims the same: of a plain signature the type says all.
    fn is_made_by(&self, proven: &signing::verify::Proven) -> bool {
        let predicate = proven.statement.as_ref().and_then(|statement| statement.get("predicate"));
        proven.predicate_type.as_deref() == Some(&self.predicate_type)
            && (self.predicate_type == predicate::SIGNATURE
                || predicate.is_some_and(|predicate| is_equal(&self.predicate_type, predicate, &self.predicate)))
    }
}

impl Missing {
    /// Signs everything in one call.
    pub(super) async fn signed(self, signer: &dyn Signer) -> Result<Made, SignerError> {
        let statements = self.claims.iter().map(|claim| Message::Statement(&claim.statement));
        let messages: Vec<Message<'_>> =
            statements.chain(self.payload.iter().map(|text| Message::Simple(text))).collect();
        let signatures = match messages.is_empty() {
            true => Vec::new(),
            false => signer.sign(&messages).await?,
        };
        if signatures.len() != messages.len() {
            return Err(miscounted(messages.len(), signatures.len()));
        }
        let mut signatures = signatures.into_iter();
        let bundles = self.claims.into_iter().zip(signatures.by_ref());
        let bundles = bundles.map(|(claim, signature)| (claim.predicate_type, claim.statement, signature)).collect();
        let classic = self.payload.zip(signatures.next());
        Ok(Made { bundles, classic, kept: self.wanted })
    }
}

fn miscounted(asked: usize, given: usize) -> SignerError {
    SignerError {
        what: "the signer".to_owned(),
        detail: format!("{given} signatures for {asked} messages"),
        hint: None,
        kind: SignerErrorKind::Service,
    }
}
