//! Writing classic signatures: the payload, and the manifest under the `.sig` tag.
//!
//! Source: cosign, `pkg/oci/mutate/signatures.go` and `pkg/oci/empty`, go-containerregistry, `pkg/v1/mutate`.

use bytes::Bytes;
use oci::{Descriptor, Digest, RawManifest, Tag, media_type};
use serde_json::{Value, json};

use super::layer::{PAYLOAD_TYPE, layer};
use crate::attachment::{Attachment, in_go_order};
use crate::{Signature, SignerError};

/// The most signatures that readers take from one tag (cosign, `pkg/oci/mutate`, `maxLayers`).
pub const MOST_LAYERS: usize = 1000;

const CONFIG_TYPE: &str = "application/vnd.oci.image.config.v1+json";
/// Go's zero time; cosign writes no other, so that equal signatures are equal manifests.
const NO_TIME: &str = "0001-01-01T00:00:00Z";

/// The payload that cosign signs for `digest`, byte by byte as Go's `encoding/json` writes it.
///
/// `docker_reference` is `host/repository` without tag and digest; podman and skopeo compare it with their policy.
pub fn payload(docker_reference: &str, digest: &Digest) -> Vec<u8> {
    payload_with(docker_reference, digest, &Value::Null)
}

/// The same with the signer's own annotations, as `cosign sign --annotations` has them.
pub fn payload_with(docker_reference: &str, digest: &Digest, optional: &Value) -> Vec<u8> {
    let document = json!({
        "critical": {
            "identity": { "docker-reference": docker_reference },
            "image": { "docker-manifest-digest": digest },
            "type": "cosign container image signature",
        },
        "optional": optional,
    });
    document.to_string().into_bytes()
}

/// The tag under which readers look for signatures of `subject`: `sha256-<hex>.sig`.
pub fn tag(subject: &Digest) -> Tag {
    Tag::of_signatures(subject)
}

/// The manifest of all `entries`, payloads with their signatures, at a tag that does not exist yet.
pub fn manifest(entries: &[(Vec<u8>, Signature)]) -> Attachment {
    written(json!({ "schemaVersion": 2, "mediaType": media_type::IMAGE_MANIFEST }), Vec::new(), entries)
}

/// The manifest that an `existing` one becomes with `entries` added. The layers that are there stay as they are, and
/// only blobs that the repository does not have yet are among the blobs.
///
/// # Errors
/// [`SignerError`] when `existing` is not a manifest of signatures, or would hold more than [`MOST_LAYERS`].
pub fn extend(existing: &RawManifest, entries: &[(Vec<u8>, Signature)]) -> Result<Attachment, SignerError> {
    let refused = |detail: String| SignerError::service(format!("signature manifest {}", existing.digest), detail);
    let document = existing.document().map_err(|error| refused(error.to_string()))?;
    let layers = document.layers.unwrap_or_default();
    if document.config.is_none() || layers.iter().any(|layer| layer.media_type != PAYLOAD_TYPE) {
        return Err(refused(
            format!("expected layers of type {PAYLOAD_TYPE} and a config")
                + "; something else was pushed to the tag that cosign keeps signatures at",
        ));
    }
    if layers.len() + entries.len() > MOST_LAYERS {
        return Err(refused(format!("it holds {} signatures, readers take {MOST_LAYERS}", layers.len())));
    }
    let mut document: Value = serde_json::from_slice(&existing.bytes).map_err(|error| refused(error.to_string()))?;
    let kept = taken(&mut document);
    Ok(written(document, kept, entries))
}

/// The manifest that an `existing` one becomes with the layers of `other` that it has not got yet; nothing when it has
/// them all. For signatures and attestations that come from another repository: their payloads are copied before.
///
/// # Errors
/// [`SignerError`] when the two do not hold layers of one type, or would hold more than [`MOST_LAYERS`] together.
pub fn joined(existing: &RawManifest, other: &RawManifest) -> Result<Option<Attachment>, SignerError> {
    let mut document = read(existing)?;
    let mut layers = taken(&mut document);
    let others = taken(&mut read(other)?);
    let new: Vec<Value> = others.into_iter().filter(|layer| !layers.contains(layer)).collect();
    if new.is_empty() {
        return Ok(None);
    }
    layers.extend(new);
    let kind = layers.first().map(|layer| layer["mediaType"].clone());
    if layers.len() > MOST_LAYERS || layers.iter().any(|layer| Some(&layer["mediaType"]) != kind.as_ref()) {
        let place = format!("signature manifests {} and {}", existing.digest, other.digest);
        return Err(SignerError::service(place, format!("expected together at most {MOST_LAYERS} layers of one type")));
    }
    Ok(Some(written(document, layers, &[])))
}

/// The manifest as JSON, after it was read strictly.
fn read(manifest: &RawManifest) -> Result<Value, SignerError> {
    let refused = |detail: String| SignerError::service(format!("signature manifest {}", manifest.digest), detail);
    let document = manifest.document().map_err(|error| refused(error.to_string()))?;
    if document.config.is_none() {
        return Err(refused("expected layers and a config".to_owned()));
    }
    serde_json::from_slice(&manifest.bytes).map_err(|error| refused(error.to_string()))
}

fn taken(document: &mut Value) -> Vec<Value> {
    document["layers"].as_array_mut().map(std::mem::take).unwrap_or_default()
}

/// `document` with `layers` and those of `entries`, and the config that fits them.
pub(super) fn written(mut document: Value, mut layers: Vec<Value>, entries: &[(Vec<u8>, Signature)]) -> Attachment {
    layers.extend(entries.iter().map(|(payload, signature)| layer(payload, signature)));
    let config = config(&layers);
    let config_descriptor = Descriptor::of(CONFIG_TYPE, &config);
    document["config"] = in_go_order(&config_descriptor);
    document["layers"] = Value::Array(layers);
    let mut blobs = vec![(config_descriptor, Bytes::from(config))];
    for (payload, _) in entries {
        let descriptor = Descriptor::of(PAYLOAD_TYPE, payload);
        if blobs.iter().all(|(known, _)| *known != descriptor) {
            blobs.push((descriptor, Bytes::copy_from_slice(payload)));
        }
    }
    Attachment { manifest: RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string()), blobs }
}

/// The image config over `layers`: their digests, which are those of the uncompressed layers too, and as many empty
/// entries of history.
fn config(layers: &[Value]) -> Vec<u8> {
    let digests: Vec<&Value> = layers.iter().map(|layer| &layer["digest"]).collect();
    let history: Vec<Value> = layers.iter().map(|_| json!({ "created": NO_TIME })).collect();
    let document = json!({
        "architecture": "",
        "created": NO_TIME,
        "history": history,
        "os": "",
        "rootfs": { "type": "layers", "diff_ids": digests },
        "config": {},
    });
    document.to_string().into_bytes()
}
