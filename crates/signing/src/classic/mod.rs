//! cosign's signatures before bundles: payloads as layers of one manifest, under a tag made of the subject's digest.
//!
//! Source: cosign, `specs/SIGNATURE_SPEC.md`, `pkg/oci/static`, `pkg/oci/mutate`.

mod annotations;
mod attestation;
mod document;
mod layer;
mod read;
mod write;

pub use annotations::Annotations;
pub use attestation::{ENVELOPE_TYPE, Envelope, attestation_tag, attestations};
pub use document::{CYCLONEDX_TYPE, SPDX_TYPE, document, document_tag};
pub use layer::{BUNDLE, CERTIFICATE, CHAIN, PAYLOAD_TYPE, SIGNATURE, TIMESTAMP};
pub use read::{PAYLOAD_LIMIT, Payload, is_signature_referrer, layers};
pub use write::{MOST_LAYERS, extend, joined, manifest, payload, payload_with, tag};
