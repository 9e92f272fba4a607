//! Reading a `.sig` manifest and its payloads.

use oci::{Descriptor, Digest, ManifestDocument, RawManifest};
use serde_json::Value;

use super::layer::PAYLOAD_TYPE;
use super::write::MOST_LAYERS;
use crate::json::{self, Object};
use crate::refusal::{Part, Refusal, shown};

/// Artifact or config type of cosign's old experiment with referrers. It is recognised and read, never written.
const EXPERIMENTAL: &str = "application/vnd.dev.cosign.artifact.sig.v1+json";

/// Largest payload. cosign takes 128 MiB; honest ones have some hundred bytes.
pub const PAYLOAD_LIMIT: usize = 1 << 20;

/// Whether a manifest is a classic signature in the form of a referrer, as cosign once wrote it experimentally.
pub fn is_signature_referrer(manifest: &ManifestDocument) -> bool {
    let config = manifest.config.as_ref().map(|config| config.media_type.as_str());
    manifest.artifact_type.as_deref().or(config) == Some(EXPERIMENTAL) || config == Some(EXPERIMENTAL)
}

/// The signatures of a manifest that is about `subject`.
///
/// # Errors
/// When it is no image manifest, has a layer of another kind or too many, or is a referrer of something else.
pub fn layers(manifest: &RawManifest, subject: &Digest) -> Result<Vec<Descriptor>, Refusal> {
    layers_of(manifest, subject, PAYLOAD_TYPE)
}

/// The layers of a manifest that is about `subject` and holds nothing but layers of one type.
pub(super) fn layers_of(manifest: &RawManifest, subject: &Digest, kind: &str) -> Result<Vec<Descriptor>, Refusal> {
    let refuse = |found: String, expected: String| Refusal::new(Part::Manifest, found, expected);
    let document = manifest.document();
    let document = document.map_err(|error| refuse(shown(&error.to_string()), "an image manifest".to_owned()))?;
    if let Some(other) = document.subject.as_ref().filter(|other| other.digest != *subject) {
        return Err(refuse(format!("a referrer of {}", other.digest), format!("one of {subject}")));
    }
    let layers = document.layers.ok_or_else(|| refuse("no layers".to_owned(), "an image manifest".to_owned()))?;
    if layers.len() > MOST_LAYERS {
        return Err(refuse(format!("{} signatures", layers.len()), format!("at most {MOST_LAYERS}")));
    }
    match layers.iter().find(|layer| layer.media_type != kind) {
        Some(layer) => Err(refuse(format!("a layer of type {:?}", shown(&layer.media_type)), kind.to_owned())),
        None => Ok(layers),
    }
}

/// What a classic signature covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload {
    /// The repository that was signed in; cosign does not compare it, containers/image does.
    pub docker_reference: Option<String>,
    /// The digest that was signed, as it is written there.
    pub digest: String,
    /// The signer's own annotations.
    pub optional: Option<Value>,
}

impl Payload {
    /// Reads a payload as cosign does: other fields are tolerated, since the signer signed them; the digest must be
    /// there. Repeated keys are refused, because readers would differ in what they see.
    ///
    /// # Errors
    /// [`Refusal`] that names the field.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let document = json::read(bytes, PAYLOAD_LIMIT)?;
        let root = Object::open(&document, "")?;
        let nothing = || Refusal::field("critical", "nothing", "an object");
        let critical = Object::open(root.get("critical").ok_or_else(nothing)?, "critical")?;
        let no_image = || Refusal::field("critical.image", "nothing", "an object");
        let image = Object::open(critical.get("image").ok_or_else(no_image)?, "critical.image")?;
        let docker_reference = match critical.get("identity") {
            None => None,
            Some(identity) => {
                let identity = Object::open(identity, "critical.identity")?;
                let named = identity.get("docker-reference").is_some();
                if named { Some(identity.text("docker-reference")?.to_owned()) } else { None }
            }
        };
        let digest = image.text("docker-manifest-digest")?.to_owned();
        Ok(Self { docker_reference, digest, optional: root.get("optional").cloned() })
    }
}
