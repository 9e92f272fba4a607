//! From a layer of a `.sig` manifest to its evidence.

use oci::{Descriptor, Digest, RawManifest};

use super::evidence::{Content, Evidence};
use crate::classic::{self, Annotations, Payload};
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
    let size = u64::try_from(payload.len()).unwrap_or(u64::MAX);
    if size != layer.size || !layer.digest.matches(payload) {
        let found = format!("a payload of {size} bytes that is not {}", layer.digest);
        return Err(Refusal::new(Part::Document, found, format!("the layer's {} bytes", layer.size)));
    }
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
