//! Manifests: raw bytes are what counts, the parsed document is only a view of them.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{Digest, media_type};

/// Points at content (image-spec, `descriptor.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    /// Media type of the content.
    pub media_type: String,
    /// Digest of the content.
    pub digest: Digest,
    /// Length in bytes.
    pub size: u64,
    /// Artifact type of a manifest, as referrers lists show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// Free annotations.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "null_as_default")]
    pub annotations: BTreeMap<String, String>,
}

impl Descriptor {
    /// A plain descriptor of `content`.
    pub fn of(media_type: &str, content: &[u8]) -> Self {
        Self {
            media_type: media_type.to_owned(),
            digest: Digest::of(content),
            size: content.len() as u64,
            artifact_type: None,
            annotations: BTreeMap::new(),
        }
    }
}

/// The bytes are not a manifest or index that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid manifest: {0}")]
pub struct InvalidManifest(pub String);

/// A manifest or index exactly as a store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawManifest {
    /// Its media type, as pushed.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// Digest of the bytes.
    pub digest: Digest,
}

impl RawManifest {
    /// Wraps bytes and computes their SHA-256 digest.
    pub fn new(media_type: &str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { media_type: media_type.to_owned(), digest: Digest::of(&bytes), bytes }
    }

    /// The parsed view.
    ///
    /// # Errors
    /// [`InvalidManifest`] when the JSON does not fit or is ambiguous (`manifests` beside `layers`).
    pub fn document(&self) -> Result<ManifestDocument, InvalidManifest> {
        let document: ManifestDocument =
            serde_json::from_slice(&self.bytes).map_err(|error| InvalidManifest(error.to_string()))?;
        if document.schema_version > 2 {
            return Err(InvalidManifest(format!("its schemaVersion is {}, expected 2", document.schema_version)));
        }
        if document.manifests.is_some() && (document.layers.is_some() || document.config.is_some()) {
            return Err(InvalidManifest("it holds both `manifests` and `layers` or `config`".to_owned()));
        }
        if let Some(inner) = &document.media_type
            && *inner != self.media_type
        {
            return Err(InvalidManifest(format!("its mediaType is {inner:?} but it came as {:?}", self.media_type)));
        }
        Ok(document)
    }

    /// The descriptor that a referrers list shows for this manifest: artifact type, or the config's media type
    /// if there is none, and every annotation (distribution-spec, "Listing referrers").
    ///
    /// # Errors
    /// [`InvalidManifest`] when the bytes can't be read.
    pub fn referrer_descriptor(&self) -> Result<Descriptor, InvalidManifest> {
        let document = self.document()?;
        let from_config = document.config.map(|config| config.media_type);
        let artifact_type = document.artifact_type.filter(|kind| !kind.is_empty()).or(from_config);
        Ok(Descriptor { artifact_type, annotations: document.annotations, ..self.descriptor() })
    }

    /// The plain descriptor of these bytes.
    pub fn descriptor(&self) -> Descriptor {
        Descriptor {
            media_type: self.media_type.clone(),
            digest: self.digest.clone(),
            size: self.bytes.len() as u64,
            artifact_type: None,
            annotations: BTreeMap::new(),
        }
    }
}

/// The fields of an image manifest or image index that matter here; unknown fields are left alone because the
/// raw bytes are what is stored and copied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManifestDocument {
    /// Always 2.
    #[serde(default)]
    pub schema_version: u32,
    /// The type that the document claims to be.
    #[serde(default)]
    pub media_type: Option<String>,
    /// Artifact type.
    #[serde(default)]
    pub artifact_type: Option<String>,
    /// Config of an image manifest.
    #[serde(default)]
    pub config: Option<Descriptor>,
    /// Layers of an image manifest.
    #[serde(default)]
    pub layers: Option<Vec<Descriptor>>,
    /// Children of an index.
    #[serde(default)]
    pub manifests: Option<Vec<Descriptor>>,
    /// What this manifest refers to.
    #[serde(default)]
    pub subject: Option<Descriptor>,
    /// Free annotations.
    #[serde(default, deserialize_with = "null_as_default")]
    pub annotations: BTreeMap<String, String>,
}

impl ManifestDocument {
    /// Config and layers: the blobs that must exist before the manifest.
    pub fn blobs(&self) -> impl Iterator<Item = &Descriptor> {
        self.config.iter().chain(self.layers.iter().flatten())
    }

    /// The children of an index.
    pub fn children(&self) -> impl Iterator<Item = &Descriptor> {
        self.manifests.iter().flatten()
    }
}

/// An image index over `manifests`, as the referrers API answers and the fallback tag holds it.
pub fn index_of(manifests: &[Descriptor]) -> RawManifest {
    let document = serde_json::json!({
        "schemaVersion": 2,
        "mediaType": media_type::IMAGE_INDEX,
        "manifests": manifests,
    });
    RawManifest::new(media_type::IMAGE_INDEX, document.to_string())
}

fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
