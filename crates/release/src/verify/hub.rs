//! Step 8: what Artifact Hub reads: the repository metadata under its tag, and the chart's annotations.

use hub::{annotations, metadata_artifact, repository_file};
use oci::{RawManifest, Reference, Store, Tag, limits};

use super::attached::{Fetched, fetched};
use super::chart::VerifiedChart;
use super::judged::Judged;

const WHAT: &str = "Artifact Hub metadata";

/// What is under the metadata tag.
pub(super) struct Metadata {
    manifest: Option<Fetched<RawManifest>>,
    file: Option<Fetched<bytes::Bytes>>,
    config: Option<Fetched<bytes::Bytes>>,
}

/// Reads the metadata tag. Somebody who may read the chart and not this is told that there is nothing, as Artifact Hub is.
///
/// # Errors
/// Whatever the store reports but that it is gone, broken or not to be read.
pub(super) async fn read(store: &dyn Store) -> oci::Result<Metadata> {
    let nothing = Metadata { manifest: None, file: None, config: None };
    let found = match store.manifest(&Reference::Tag(Tag::parse(metadata_artifact::TAG)?)).await {
        Err(error) if error.is_access() || error.is_not_found() => return Ok(nothing),
        found => fetched(found)?,
    };
    let Fetched::There(manifest) = &found else { return Ok(Metadata { manifest: Some(found), ..nothing }) };
    let config = manifest.document().ok().and_then(|document| document.config);
    let file = match metadata_artifact::metadata_layer(manifest) {
        Some(layer) => Some(fetched(store.blob(&layer, limits::MANIFEST).await)?),
        None => None,
    };
    let config = match config {
        Some(config) => Some(fetched(store.blob(&config, limits::CONFIG).await)?),
        None => None,
    };
    Ok(Metadata { manifest: Some(found), file, config })
}

/// Lines about what Artifact Hub reads.
pub(super) fn judge(metadata: &Metadata, chart: &VerifiedChart) -> Vec<Judged> {
    let mut told = vec![file(metadata)];
    if let Some(Fetched::Broken(detail) | Fetched::Gone(detail)) = &metadata.config {
        told.push(Judged::failed(format!("config of {WHAT}"), None, detail));
    }
    let annotations = &chart.chart.metadata.annotations;
    let refused = |key: &str, read: fn(&str) -> Option<String>| {
        let refusal = annotations.get(key).and_then(|value| read(value))?;
        Some(Judged::warning(format!("annotation {key}"), None, refusal))
    };
    told.extend(refused("artifacthub.io/changes", |value| annotations::changes(value).err()));
    told.extend(refused("artifacthub.io/images", |value| annotations::images(value).err()));
    told
}

fn file(metadata: &Metadata) -> Judged {
    let manifest = match &metadata.manifest {
        None => return Judged::absent(WHAT, format!("no tag {}", metadata_artifact::TAG)),
        Some(Fetched::Gone(detail) | Fetched::Broken(detail)) => return Judged::failed(WHAT, None, detail),
        Some(Fetched::There(manifest)) => manifest,
    };
    let digest = Some(&manifest.digest);
    match &metadata.file {
        None => Judged::failed(WHAT, digest, format!("it has no layer of type {}", oci::media_type::HUB_METADATA)),
        Some(Fetched::Gone(detail) | Fetched::Broken(detail)) => Judged::failed(WHAT, digest, detail),
        Some(Fetched::There(file)) => match repository_file::refusal(file) {
            Some(refusal) => Judged::failed(WHAT, digest, format!("Artifact Hub refuses it: {refusal}")),
            None => Judged::present(WHAT, digest, id(file)),
        },
    }
}

fn id(file: &[u8]) -> String {
    let read = repository_file::read(file);
    match read.metadata.repository_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => format!("repository {id}"),
        None => "it names no repository id: the publisher is not verified".to_owned(),
    }
}
