//! Step 1: what an image's attachments may hang on.

use std::collections::{BTreeMap, HashSet};

use oci::{Descriptor, Digest, ImageReference, RawManifest, Reference, StoreError, media_type};
use serde::Deserialize;

use super::search::Search;
use super::{MAX_NESTING, MAX_SUBJECTS};
use crate::clean;

/// BuildKit's annotation of entries that are no images (BuildKit, `docs/attestations/attestation-storage.md`).
const REFERENCE_TYPE: &str = "vnd.docker.reference.type";
const REFERENCE_DIGEST: &str = "vnd.docker.reference.digest";
/// The artifact type of BuildKit's newer form.
pub(super) const DOCKER_ATTESTATION: &str = "application/vnd.docker.attestation.manifest.v1+json";

/// The type of configs that hold nothing (OCI image specification, `manifest.md`).
const EMPTY: &str = "application/vnd.oci.empty.v1+json";

/// A manifest that documents may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// Its digest.
    pub(super) digest: Digest,
    /// Its platform: `linux/amd64`.
    pub(super) platform: Option<String>,
}

/// An entry with attestations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attestation {
    /// The manifest of the attestations.
    pub(super) digest: Digest,
    /// The image that they are about.
    pub(super) about: Option<Digest>,
}

/// An index with the platforms of its entries.
#[derive(Deserialize)]
struct Index {
    #[serde(default)]
    manifests: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    media_type: String,
    digest: Digest,
    #[serde(default)]
    artifact_type: Option<String>,
    #[serde(default)]
    annotations: Option<BTreeMap<String, String>>,
    #[serde(default)]
    platform: Option<Platform>,
}

#[derive(Deserialize)]
struct Platform {
    #[serde(default)]
    os: String,
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    variant: String,
}

impl Search<'_> {
    /// Resolves the image.
    ///
    /// # Errors
    /// The registry does not have it, can't be reached or entered.
    pub(super) async fn resolve(&mut self, image: &ImageReference) -> oci::Result<()> {
        let named = image.digest.as_deref().or(image.effective_tag()).unwrap_or_default();
        let manifest = self.store.manifest(&Reference::parse(named)?).await?;
        let mut indexes = vec![(manifest, 0_usize)];
        let mut outer = Vec::new();
        let mut seen = HashSet::new();
        while let Some((manifest, depth)) = indexes.pop() {
            if !seen.insert(manifest.digest.clone()) {
                continue;
            }
            outer.push(Subject { digest: manifest.digest.clone(), platform: None });
            for entry in self.entries(&manifest)? {
                let is_index = matches!(entry.media_type.as_str(), media_type::IMAGE_INDEX | media_type::DOCKER_LIST);
                if is_index && depth < MAX_NESTING {
                    let read = self.manifest(Reference::Digest(entry.digest.clone())).await?;
                    indexes.extend(read.map(|(manifest, _)| (manifest, depth + 1)));
                } else if !is_index {
                    self.take(entry);
                }
            }
        }
        if self.subjects.len() > MAX_SUBJECTS {
            self.note(&format!("more than {MAX_SUBJECTS} platforms: the rest is not looked at"));
            self.subjects.truncate(MAX_SUBJECTS);
        }
        self.subjects.extend(outer);
        Ok(())
    }

    /// The entries of an index; an image has none.
    fn entries(&self, manifest: &RawManifest) -> oci::Result<Vec<Entry>> {
        let unreadable = |source| StoreError::Manifest { location: self.store.location(), source };
        let document = manifest.document().map_err(unreadable)?;
        if document.manifests.is_none() {
            return Ok(Vec::new());
        }
        let read = serde_json::from_slice::<Index>(&manifest.bytes);
        let index = read.map_err(|error| unreadable(oci::InvalidManifest(error.to_string())))?;
        Ok(index.manifests)
    }

    fn take(&mut self, entry: Entry) {
        let annotation = |key: &str| entry.annotations.as_ref().and_then(|all| all.get(key)).map(String::as_str);
        let is_attestation = annotation(REFERENCE_TYPE) == Some("attestation-manifest")
            || entry.artifact_type.as_deref() == Some(DOCKER_ATTESTATION);
        if is_attestation {
            let about = annotation(REFERENCE_DIGEST).and_then(|digest| Digest::parse(digest).ok());
            self.attestations.push(Attestation { digest: entry.digest, about });
            return;
        }
        let platform = entry.platform.as_ref().and_then(platform);
        self.subjects.push(Subject { digest: entry.digest, platform });
    }

    /// The subject with a digest.
    pub(super) fn subject(&self, digest: &Digest) -> Option<Subject> {
        self.subjects.iter().find(|subject| subject.digest == *digest).cloned()
    }

    /// Referrers of a kind, each with its subject. ggcr's registry gives all of them the type of an empty config: theirs is
    /// only in their manifests.
    pub(super) fn referrers_where(&self, is: impl Fn(&Descriptor) -> bool) -> Vec<(Subject, Descriptor)> {
        let chosen = self.referrers.iter().filter(|(_, referrer)| is(referrer));
        chosen.filter_map(|(index, referrer)| Some((self.subjects.get(*index)?.clone(), referrer.clone()))).collect()
    }
}

/// Whether a list says nothing of what kind a referrer is.
pub(super) fn is_of_unknown_kind(referrer: &Descriptor) -> bool {
    referrer.artifact_type.as_deref().is_none_or(|kind| kind.is_empty() || kind == EMPTY)
}

fn platform(platform: &Platform) -> Option<String> {
    let parts = [&platform.os, &platform.architecture, &platform.variant];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    clean::some(&parts.join("/"))
}
