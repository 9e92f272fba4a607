//! Step 10: `artifacthub-repo.yml` under the tag `artifacthub.io`. Unchanged is not pushed; pushed is read back.

use hub::metadata_artifact;
use oci::{Digest, RawManifest, Reference, Store, StoreError, Tag, TagRule, copy_manifest, limits};
use serde::Serialize;

use crate::{ChartPlan, Ports, Result, Step};

/// What became of the repository metadata.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum HubMetadata {
    /// There is no file for this chart.
    None,
    /// The registry holds this content already.
    Unchanged {
        /// Digest of the manifest under the tag.
        digest: String,
    },
    /// It was pushed and read back.
    Pushed {
        /// Digest of the manifest under the tag.
        digest: String,
    },
}

/// The metadata file of a chart with what its repository holds now.
pub struct LookedMetadata<'a> {
    chart: &'a ChartPlan,
    file: Option<&'a [u8]>,
    held: Option<RawManifest>,
}

/// Looks at what the chart's repository holds under the metadata tag.
///
/// # Errors
/// Whatever the store reports.
pub async fn look<'a>(ports: &Ports<'_>, chart: &'a ChartPlan) -> Result<LookedMetadata<'a>> {
    let Some((_, file)) = &chart.hub_metadata else { return Ok(LookedMetadata { chart, file: None, held: None }) };
    let store = ports.target.open(&chart.repository).await?;
    let held = held(&*store).await?;
    Ok(LookedMetadata { chart, file: Some(file), held })
}

/// A chart's metadata artifact whose content is in the target, by digest.
pub struct StagedMetadata<'a> {
    chart: &'a ChartPlan,
    state: State,
}

enum State {
    None,
    Unchanged(Digest),
    Staged(RawManifest),
}

/// Uploads the metadata artifact by digest, unless the repository holds this file already.
///
/// # Errors
/// Whatever the store reports.
pub async fn stage<'a>(ports: &Ports<'_>, looked: LookedMetadata<'a>) -> Result<StagedMetadata<'a>> {
    let LookedMetadata { chart, file, held } = looked;
    let Some(file) = file else { return Ok(StagedMetadata { chart, state: State::None }) };
    let store = ports.target.open(&chart.repository).await?;
    Ok(StagedMetadata { chart, state: upload(&*store, held, file).await? })
}

/// A chart's metadata artifact with its tag pointed at it.
pub struct PublishedMetadata<'a>(StagedMetadata<'a>);

/// Points the metadata tag at what was staged.
///
/// # Errors
/// Whatever the store reports.
pub async fn publish<'a>(ports: &Ports<'_>, staged: StagedMetadata<'a>) -> Result<PublishedMetadata<'a>> {
    if matches!(staged.state, State::Staged(_)) {
        ports.progress.step(Step::HubMetadata, &staged.chart.reference);
        let store = ports.target.open(&staged.chart.repository).await?;
        point(&*store, &staged.state).await?;
    }
    Ok(PublishedMetadata(staged))
}

/// Reads back what was published.
///
/// # Errors
/// Whatever the store reports; other content is [`StoreError::TagMoved`].
pub async fn read_back(ports: &Ports<'_>, published: PublishedMetadata<'_>) -> Result<HubMetadata> {
    let StagedMetadata { chart, state } = published.0;
    let store = ports.target.open(&chart.repository).await?;
    Ok(pointed(&*store, state).await?)
}

/// Makes sure that the repository's metadata tag carries exactly `file`.
///
/// # Errors
/// Whatever the store reports; a read-back with other content is [`StoreError::TagMoved`].
pub async fn push(store: &dyn Store, file: &[u8]) -> oci::Result<HubMetadata> {
    let held = held(store).await?;
    let state = upload(store, held, file).await?;
    point(store, &state).await?;
    pointed(store, state).await
}

async fn upload(store: &dyn Store, held: Option<RawManifest>, file: &[u8]) -> oci::Result<State> {
    let (manifest, config, layer) = metadata_artifact::describe(file);
    if let Some(held) = held
        && metadata_artifact::metadata_layer(&held).is_some_and(|found| found.digest == layer.digest)
    {
        return Ok(State::Unchanged(held.digest));
    }
    let blobs = [(config, metadata_artifact::CONFIG.into()), (layer, file.to_vec().into())];
    copy_manifest(store, &manifest, &blobs).await?;
    Ok(State::Staged(manifest))
}

async fn point(store: &dyn Store, state: &State) -> oci::Result<()> {
    match state {
        State::None | State::Unchanged(_) => Ok(()),
        State::Staged(manifest) => store.tag(&Tag::parse(metadata_artifact::TAG)?, manifest, TagRule::Move).await,
    }
}

async fn pointed(store: &dyn Store, state: State) -> oci::Result<HubMetadata> {
    let manifest = match state {
        State::None => return Ok(HubMetadata::None),
        State::Unchanged(digest) => return Ok(HubMetadata::Unchanged { digest: digest.to_string() }),
        State::Staged(manifest) => manifest,
    };
    expect(store, &Tag::parse(metadata_artifact::TAG)?, &manifest.digest).await?;
    Ok(HubMetadata::Pushed { digest: manifest.digest.to_string() })
}

async fn held(store: &dyn Store) -> oci::Result<Option<RawManifest>> {
    match store.manifest(&Reference::Tag(Tag::parse(metadata_artifact::TAG)?)).await {
        Ok(manifest) => Ok(Some(manifest)),
        Err(error) if error.is_not_found() || error.is_access() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn expect(store: &dyn Store, tag: &Tag, expected: &Digest) -> oci::Result<()> {
    let found = store.manifest(&Reference::Tag(tag.clone())).await?;
    if found.digest == *expected {
        return Ok(());
    }
    Err(StoreError::TagMoved { location: format!("{}:{tag}", store.location()) })
}

/// Reads the metadata file that Artifact Hub would find: its bytes and the manifest's digest.
///
/// # Errors
/// Whatever the store reports; [`StoreError::NotFound`] when the tag or the layer is missing.
pub async fn show(store: &dyn Store) -> oci::Result<(bytes::Bytes, Digest)> {
    let tag = Tag::parse(metadata_artifact::TAG)?;
    let manifest = store.manifest(&Reference::Tag(tag)).await?;
    let layer = metadata_artifact::metadata_layer(&manifest).ok_or_else(|| StoreError::NotFound {
        location: store.location(),
        what: format!("a layer of type {}", oci::media_type::HUB_METADATA),
    })?;
    Ok((store.blob(&layer, limits::MANIFEST).await?, manifest.digest))
}
