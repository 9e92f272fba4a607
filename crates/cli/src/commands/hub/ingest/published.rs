//! A version in a registry, looked at as the tracker does (Artifact Hub: `internal/oci/oci.go`, `PullLayer` and
//! `HasCosignSignature`; `internal/repo/manager.go`, `GetMetadata`).

use std::collections::HashSet;

use futures_util::future::join4;
use hub::ingest::{PullFailure, load, pull_refusal};
use hub::layers::{self, CHART, METADATA, PROVENANCE};
use hub::repository::{Repository, RepositoryKind};
use hub::signatures::{Referrer, is_signature_bundle, referrer};
use hub::{FoundAt, metadata_artifact, versions};
use oci::{RawManifest, Reference, Store, StoreError, Tag, limits};

use super::unpublished::{at, place};
use super::{Arguments, Looked, Version};
use crate::access::{Access, Enter};
use crate::commands::block_on;
use crate::failure::{Failure, Result};
use crate::places::{self, ChartReference};
use crate::terminal;

/// Manifests of an index, and of indexes in it, that are looked at. Artifact Hub has no such limit.
const MOST_MANIFESTS: usize = 100;

/// Asks the registry for everything that the tracker asks it for.
///
/// # Errors
/// The registry can't be reached or entered; it has no version.
pub(super) fn look(arguments: &Arguments) -> Result<Version> {
    let reference = ChartReference::parse(&arguments.chart)?;
    let is_layout = arguments.chart.starts_with("oci-layout:");
    if arguments.tag.is_some() || arguments.repository.is_some() && !is_layout {
        return Err(Failure::usage("--repository and --tag are for charts that are not published yet"));
    }
    if reference.digest.is_some() && reference.tag.is_none() {
        return Err(Failure::usage(format!("{reference} has no tag: Artifact Hub reads nothing else")));
    }
    let access = Access::new(&arguments.registry)?;
    let enter = if arguments.anonymous { Enter::AsStranger } else { Enter::AsUser };
    let store = places::open(&reference, &access, enter)?;
    let here = reference.without_version().to_string();
    let url = if is_layout { place(arguments, reference.repository.as_str())? } else { here.clone() };
    let version = block_on(async {
        let tag = match &reference.tag {
            Some(tag) => tag.clone(),
            None => latest(&*store, &here).await?,
        };
        version(&*store, &tag, url).await
    })?;
    Ok(if is_layout { read_from(here, version) } else { version })
}

/// The version of a layout, and a word about where it is taken to be: Artifact Hub reads registries alone.
fn read_from(layout: String, version: Version) -> Version {
    let layout = format!("{layout}:{}", version.tag);
    terminal::say(&format!("note: {layout} is read as if it were {}:{}", version.url, version.tag));
    Version { layout: Some(layout), ..version }
}

/// The tag of the version that is shown where none is asked for.
async fn latest(store: &dyn Store, url: &str) -> Result<Tag> {
    let tags = store.tags().await?;
    let visible = versions::visible(tags.iter().map(Tag::as_str));
    let latest = versions::latest(&visible).map(|found| found.restored.replacen('+', "_", 1));
    let latest = latest.ok_or_else(|| Failure::input(format!("{url} has no version that Artifact Hub would see")))?;
    Ok(Tag::parse(&latest)?)
}

async fn version(store: &dyn Store, tag: &Tag, url: String) -> Result<Version> {
    let manifest = match store.manifest(&Reference::Tag(tag.clone())).await {
        Err(error) if error.is_not_found() => {
            let reason = format!("{}:{tag}: not found", url.trim_start_matches("oci://"));
            return Ok(refused(url, tag, PullFailure::ArtifactNotFound(&reason)));
        }
        manifest => manifest?,
    };
    let (archive, provenance, cosign, metadata) =
        join4(archive(store, &manifest), pull(store, &manifest, PROVENANCE), cosign(store, &manifest), metadata(store))
            .await;
    let mut version = match archive? {
        Ok(bytes) => {
            let repository = Repository { kind: RepositoryKind::Helm, name: None, url: &url };
            let chart = load(&bytes, &FoundAt { repository, tag: tag.as_str() });
            Version { chart, ..at(url, tag.to_string()) }
        }
        Err(Missing::Layer) => refused(url, tag, PullFailure::LayerNotFound),
        Err(Missing::Content(reason)) => refused(url, tag, PullFailure::ArtifactNotFound(&reason)),
    };
    version.provenance = match provenance {
        Ok(Ok(file)) => Looked::Found(file),
        Ok(Err(Missing::Layer)) => Looked::Nothing,
        Ok(Err(Missing::Content(reason))) => Looked::Failed(format!("artifact not found: {reason}")),
        Err(error) => Looked::Failed(error.to_string()),
    };
    version.cosign = match cosign {
        Ok(true) => Looked::Found(Vec::new()),
        Ok(false) => Looked::Nothing,
        Err(error) => Looked::Failed(error.to_string()),
    };
    match metadata {
        Ok(Some(file)) => version.take_metadata(&file),
        Ok(None) => {}
        Err(error) => version.warnings.push(format!("error getting repository metadata: {error}")),
    }
    Ok(version)
}

fn refused(url: String, tag: &Tag, failure: PullFailure<'_>) -> Version {
    let repository = Repository { kind: RepositoryKind::Helm, name: None, url: &url };
    let refusal = pull_refusal(failure, &FoundAt { repository, tag: tag.as_str() });
    Version { chart: Err(refusal), ..at(url, tag.to_string()) }
}

/// Why a layer can't be had, where that is no failure of the registry.
enum Missing {
    /// No manifest has one.
    Layer,
    /// A manifest or blob that is named is not there.
    Content(String),
}

/// The chart: a layer of Helm's type in any of the manifests, else one of the type before.
async fn archive(store: &dyn Store, manifest: &RawManifest) -> oci::Result<Result<Vec<u8>, Missing>> {
    for kind in CHART {
        match pull(store, manifest, kind).await? {
            Err(Missing::Layer) => {}
            other => return Ok(other),
        }
    }
    Ok(Err(Missing::Layer))
}

/// The first layer of a type: that of the manifest, or of the first one in an index that has one.
async fn pull(store: &dyn Store, manifest: &RawManifest, kind: &str) -> oci::Result<Result<Vec<u8>, Missing>> {
    let mut stack = vec![manifest.clone()];
    let mut seen = HashSet::new();
    while let Some(manifest) = stack.pop() {
        if !seen.insert(manifest.digest.clone()) || seen.len() > MOST_MANIFESTS {
            continue;
        }
        let Some(children) = layers::children(&manifest) else {
            let Some(layer) = layers::first(&manifest, kind) else { continue };
            return match store.blob(&layer, limits::BLOB).await {
                Ok(bytes) => Ok(Ok(bytes.to_vec())),
                Err(error) if error.is_not_found() => Ok(Err(missing(&layer.digest))),
                Err(error) => Err(error),
            };
        };
        // One after the other, as the tracker does: the first that has the layer ends the walk.
        for child in children.into_iter().take(MOST_MANIFESTS).rev() {
            match store.manifest(&Reference::Digest(child.digest.clone())).await {
                Ok(found) => stack.push(found),
                Err(error) if error.is_not_found() => return Ok(Err(missing(&child.digest))),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(Err(Missing::Layer))
}

fn missing(digest: &oci::Digest) -> Missing {
    Missing::Content(format!("{digest}: not found"))
}

/// Whether there is a signature of cosign: under the tag of the digest, else among the referrers.
async fn cosign(store: &dyn Store, manifest: &RawManifest) -> oci::Result<bool> {
    let subject = &manifest.digest;
    let tag = Tag::parse(&format!("{}.sig", subject.referrers_tag()))?;
    match store.manifest(&Reference::Tag(tag)).await {
        Ok(signatures) => {
            let layers = signatures.document().ok().and_then(|document| document.layers);
            if layers.is_some_and(|layers| !layers.is_empty()) {
                return Ok(true);
            }
        }
        Err(error) if error.is_not_found() => {}
        Err(error) => return Err(error),
    }
    for found in store.referrers(subject).await?.into_iter().take(limits::REFERRERS) {
        match referrer(found.artifact_type.as_deref().unwrap_or_default()) {
            Referrer::Signature => return Ok(true),
            Referrer::Skipped => {}
            Referrer::Unknown => {
                let manifest = store.manifest(&Reference::Digest(found.digest)).await?;
                let document = manifest.document();
                if document.is_ok_and(|document| is_signature_bundle(&document.annotations)) {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

/// `artifacthub-repo.yml`, if it is there.
async fn metadata(store: &dyn Store) -> oci::Result<Option<Vec<u8>>> {
    let tag = Reference::Tag(Tag::parse(metadata_artifact::TAG)?);
    let manifest = match store.manifest(&tag).await {
        Err(StoreError::NotFound { .. }) => return Ok(None),
        manifest => manifest?,
    };
    Ok(pull(store, &manifest, METADATA).await?.ok())
}
