//! cosign's attestations before bundles: DSSE envelopes as layers of one manifest, under a tag made of the subject's
//! digest, with certificate, log entry and timestamp in annotations as beside classic signatures. They are read, never
//! written.
//!
//! Source: cosign 2, `specs/ATTESTATION_SPEC.md`, `pkg/oci/static/attestation.go`, `pkg/cosign/verify.go`.

use oci::{Descriptor, Digest, RawManifest, Tag};

use super::read::layers_of;
use crate::bundle::{self, dsse};
use crate::json;
use crate::refusal::Refusal;

/// Media type of envelopes.
pub const ENVELOPE_TYPE: &str = "application/vnd.dsse.envelope.v1+json";

/// The tag under which cosign 2 looks for attestations of `subject`: `sha256-<hex>.att`.
pub fn attestation_tag(subject: &Digest) -> Tag {
    Tag::of_attestations(subject)
}

/// The attestations of a manifest that is about `subject`.
///
/// # Errors
/// When it is no image manifest, has a layer of another kind or too many, or is a referrer of something else.
pub fn attestations(manifest: &RawManifest, subject: &Digest) -> Result<Vec<Descriptor>, Refusal> {
    layers_of(manifest, subject, ENVELOPE_TYPE)
}

/// A signed statement as it stands in a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The statement.
    pub payload: Vec<u8>,
    /// The signature over its pre-authentication encoding.
    pub signature: Vec<u8>,
}

impl Envelope {
    /// Reads an envelope.
    ///
    /// # Errors
    /// [`Refusal`] that names the field.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let document = json::read(bytes, bundle::LIMIT)?;
        let (payload, signature) = dsse(&document, "")?;
        Ok(Self { payload, signature })
    }
}
