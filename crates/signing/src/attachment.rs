//! What refers to a release: the manifests of bundles and of plain documents, with their blobs.
//!
//! Sources: cosign 3 (`pkg/oci/remote/write.go`, `WriteReferrer`) for bundles, oras (`oras attach`) for documents,
//! the OCI image specification 1.1 ("Guidance for an Empty Descriptor"). Fields stand in the order in which those
//! programs write them, so that equal content is equal bytes.

use bytes::Bytes;
use oci::{Descriptor, RawManifest, media_type};
use serde_json::{Value, json};

/// Media type of sigstore bundles 0.3, of the layer and as artifact type.
pub const BUNDLE_TYPE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";
/// Manifest annotation that says what kind of content a bundle has (cosign, `write.go`).
pub const BUNDLE_CONTENT: &str = "dev.sigstore.bundle.content";
/// Manifest annotation with the predicate type of a bundle's statement (cosign, `write.go`).
pub const BUNDLE_PREDICATE: &str = "dev.sigstore.bundle.predicateType";
/// Manifest annotation with the time of creation (OCI image specification, `annotations.md`).
pub const CREATED: &str = "org.opencontainers.image.created";
/// Layer annotation with a file's name (OCI image specification, `annotations.md`).
pub const TITLE: &str = "org.opencontainers.image.title";
/// Media type of the empty config.
pub const EMPTY_TYPE: &str = "application/vnd.oci.empty.v1+json";

const EMPTY: &[u8] = b"{}";
const EMPTY_BASE64: &str = "e30=";

/// A manifest to push beside a release, with its blobs.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The manifest.
    pub manifest: RawManifest,
    /// The blobs that must be there before it, none twice.
    pub blobs: Vec<(Descriptor, Bytes)>,
}

/// The referrer that carries a bundle, as cosign 3 writes it: exactly one layer, and `created` in RFC 3339.
pub fn bundle(bundle: &[u8], predicate_type: &str, subject: &Descriptor, created: &str) -> Attachment {
    let layer = Descriptor::of(BUNDLE_TYPE, bundle);
    let mut config = in_go_order(&Descriptor::of(EMPTY_TYPE, EMPTY));
    config["artifactType"] = BUNDLE_TYPE.into();
    let document = json!({
        "schemaVersion": 2,
        "mediaType": media_type::IMAGE_MANIFEST,
        "config": config,
        "layers": [in_go_order(&layer)],
        "annotations": {
            BUNDLE_CONTENT: "dsse-envelope",
            BUNDLE_PREDICATE: predicate_type,
            CREATED: created,
        },
        "subject": in_go_order(subject),
        "artifactType": BUNDLE_TYPE,
    });
    attachment(&document, layer, bundle)
}

/// The referrer that carries a document without signature, as `oras attach` writes it: the media type is the artifact
/// type too, the layer has the file's name as title, and `created` is in RFC 3339.
pub fn document(media_type: &str, file_name: &str, content: &[u8], subject: &Descriptor, created: &str) -> Attachment {
    let layer = Descriptor::of(media_type, content);
    let mut config = in_oras_order(&Descriptor::of(EMPTY_TYPE, EMPTY));
    config["data"] = EMPTY_BASE64.into();
    let mut titled = in_oras_order(&layer);
    titled["annotations"] = json!({ TITLE: file_name });
    let document = json!({
        "schemaVersion": 2,
        "mediaType": media_type::IMAGE_MANIFEST,
        "artifactType": media_type,
        "config": config,
        "layers": [titled],
        "subject": in_oras_order(subject),
        "annotations": { CREATED: created },
    });
    attachment(&document, layer, content)
}

fn attachment(document: &Value, layer: Descriptor, content: &[u8]) -> Attachment {
    let mut blobs = vec![(Descriptor::of(EMPTY_TYPE, EMPTY), Bytes::from_static(EMPTY))];
    if content != EMPTY {
        blobs.push((layer, Bytes::copy_from_slice(content)));
    }
    Attachment { manifest: RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string()), blobs }
}

/// A plain descriptor with its fields as go-containerregistry orders them.
pub(crate) fn in_go_order(descriptor: &Descriptor) -> Value {
    json!({
        "mediaType": descriptor.media_type,
        "size": descriptor.size,
        "digest": descriptor.digest,
    })
}

/// A plain descriptor with its fields as the OCI image specification's Go types order them.
fn in_oras_order(descriptor: &Descriptor) -> Value {
    json!({
        "mediaType": descriptor.media_type,
        "digest": descriptor.digest,
        "size": descriptor.size,
    })
}
