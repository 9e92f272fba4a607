//! From a layer of a `.sig` or `.att` manifest to its evidence.

use oci::{Descriptor, Digest, RawManifest};

use super::evidence::{Content, Evidence};
use crate::bundle::statement::{self, Statement};
use crate::classic::{self, Annotations, Envelope, Payload};
use crate::message::{STATEMENT_TYPE, encoded};
use crate::refusal::{Part, Refusal, shown};

/// Reads layer, payload and annotations, and demands that all are about the subject.
pub(super) fn evidence(
    manifest: &RawManifest,
    layer: &Descriptor,
    payload: &[u8],
    subject: &Digest,
) -> Result<(Evidence, Payload), Refusal> {
    let layers = classic::layers(manifest, subject)?;
    if !layers.contains(layer) {
        let found = format!("layer {} is not in manifest {}", layer.digest, manifest.digest);
        return Err(Refusal::new(Part::Manifest, found, "one of its layers"));
    }
    must_be(layer, payload)?;
    let annotations = Annotations::read(layer)?;
    let read = Payload::read(payload)?;
    if read.digest != subject.to_string() {
        let found = format!("the payload is about {}", shown(&read.digest));
        let hint = "the signature was made for something else and copied here";
        return Err(Refusal::new(Part::Subject, found, subject.to_string()).hint(hint));
    }
    let evidence = Evidence {
        message: payload.to_vec(),
        content: Content::Simple,
        signature: annotations.signature,
        certificate: annotations.certificate,
        certificate_decides: false,
        chain: annotations.chain,
        log_entries: annotations.log_entry.into_iter().collect(),
        timestamps: annotations.timestamp.into_iter().collect(),
    };
    Ok((evidence, read))
}

fn must_be(layer: &Descriptor, content: &[u8]) -> Result<(), Refusal> {
    let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
    if size == layer.size && layer.digest.matches(content) {
        return Ok(());
    }
    let found = format!("a payload of {size} bytes that is not {}", layer.digest);
    Err(Refusal::new(Part::Document, found, format!("the layer's {} bytes", layer.size)))
}

/// Reads the layer of an attestation, its envelope and annotations, and demands that the statement is about the subject.
pub(super) fn attestation(
    layer: &Descriptor,
    envelope: &[u8],
    subject: &Digest,
) -> Result<(Evidence, Statement), Refusal> {
    must_be(layer, envelope)?;
    let annotations = Annotations::beside(layer)?;
    let Envelope { payload, signature } = Envelope::read(envelope)?;
    let statement = statement::read(&payload)?;
    statement.must_name(subject)?;
    let evidence = Evidence {
        message: encoded(STATEMENT_TYPE, &payload),
        content: Content::Statement { payload, subject: subject.clone() },
        signature,
        certificate: annotations.certificate,
        certificate_decides: false,
        chain: annotations.chain,
        log_entries: annotations.log_entry.into_iter().collect(),
        timestamps: annotations.timestamp.into_iter().collect(),
    };
    Ok((evidence, statement))
}
