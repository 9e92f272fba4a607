//! Step 8, and `portolan verify`: read a chart back with nothing but its name, and compare everything that names it.
//!
//! The steps of [`verify`]:
//!
//! 1. Read the manifest; its digest is checked by the store.
//! 2. It is a Helm chart's: the config's media type, exactly one chart layer.
//! 3. Read config and layer; size and digest are checked by the store.
//! 4. The layer loads as a chart under the strict archive rules.
//! 5. The config blob says what the layer's `Chart.yaml` says.
//! 6. Title and version annotations agree with the chart.
//! 7. The repository's last component is the chart's name; the tag, if one is given, is its version.

use bytes::Bytes;
use chart::Chart;
use futures_util::future::{join, try_join, try_join3};
use oci::{Descriptor, Digest, RawManifest, Reference, Store, StoreError, Tag, limits, media_type};

use crate::look::{Standing, chart_blobs, is_chart_layer};
use crate::sign::{self, Signatures, Signed};
use crate::stage::{Staged, upload};
use crate::{Error, Ports, Result, Step};

/// What does not agree.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The store could not give what was asked for, or gave something else.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The manifest is not a chart's.
    #[error("not a Helm chart: {0}")]
    NotAChart(String),
    /// The layer is not a chart archive that can be trusted.
    #[error("its chart layer {layer} can't be loaded: {detail}")]
    Archive {
        /// Digest of the layer.
        layer: Digest,
        /// Why.
        detail: String,
    },
    /// Two places name different things.
    #[error("{place} says {found}, but Chart.yaml in the chart layer says {expected}")]
    Disagreement {
        /// The config blob's field, an annotation, the tag or the repository.
        place: String,
        /// What it says.
        found: String,
        /// What the chart says.
        expected: String,
    },
}

/// A chart that was read back and agrees with itself.
#[derive(Debug)]
pub struct VerifiedChart {
    /// Its manifest.
    pub manifest: RawManifest,
    /// The chart in its layer.
    pub chart: Chart,
    /// The archive.
    pub archive: Bytes,
    /// Digest of the chart layer.
    pub layer: Digest,
    /// Digest of the config blob.
    pub config: Digest,
}

/// A release that a stranger could read back by digest.
pub struct Verified<'a> {
    /// The chart as it is staged.
    pub staged: Staged<'a>,
    /// What is attached to it.
    pub signatures: Signatures,
}

/// Verifies what was staged through a fresh store, by digest only.
///
/// # Errors
/// [`Error::NotPublic`] when the place is declared public but does not let a stranger read,
/// [`Error::Verification`] when what comes back does not agree.
pub async fn as_stranger<'a>(ports: &Ports<'_>, signed: Signed<'a>) -> Result<Verified<'a>> {
    let Signed { staged, signatures } = signed;
    let reference = format!("{}/{}@{}", ports.target.location(), staged.chart.name, staged.manifest.digest);
    ports.progress.step(Step::Verify, &reference);
    let stranger = ports.target.open_as_stranger(&staged.chart.repository).await?;
    let (mut outcome, listed) =
        join(verify_known(&*stranger, &staged.manifest), sign::check(&staged, &*stranger, &signatures)).await;
    if lost_content(&outcome) && matches!(staged.standing, Standing::Ours) {
        upload(&*staged.store, staged.chart).await?;
        outcome = verify_known(&*stranger, &staged.manifest).await;
    }
    // The chart comes first: where a stranger can't read at all, that is what there is to say.
    match (outcome, listed) {
        (Err(VerifyError::Store(source)), _) | (Ok(()), Err(Error::Store(source))) => {
            Err(unreadable(ports, reference, source))
        }
        (Err(source), _) => Err(Error::Verification { reference, source }),
        (Ok(()), listed) => listed.map(|()| Verified { staged, signatures }),
    }
}

/// A version that is published but whose blobs are gone: they are pushed again.
fn lost_content(outcome: &Result<(), VerifyError>) -> bool {
    matches!(outcome, Err(VerifyError::Store(error)) if error.is_not_found())
}

fn unreadable(ports: &Ports<'_>, reference: String, source: StoreError) -> Error {
    let hidden = source.is_access() || source.is_not_found();
    match source {
        source if ports.target.is_public() && hidden => Error::NotPublic { reference, source },
        source @ (StoreError::DigestMismatch { .. } | StoreError::WrongSize { .. } | StoreError::Manifest { .. }) => {
            Error::Verification { reference, source: source.into() }
        }
        source => source.into(),
    }
}

/// Reads a chart and compares everything that names it; the numbered steps are in the module's documentation.
///
/// # Errors
/// [`VerifyError`] with the first thing that does not agree.
pub async fn verify(store: &dyn Store, reference: &Reference) -> Result<VerifiedChart, VerifyError> {
    // 1.
    let manifest = store.manifest(reference).await?;
    // 2.
    let (config_at, layer_at) = blobs_of(&manifest)?;
    // 3.
    let (config, archive) =
        try_join(read(store, &config_at, limits::CONFIG), read(store, &layer_at, limits::CHART)).await?;
    let chart = agreed(store, &manifest, &layer_at, &config, &archive)?;
    if let Reference::Tag(tag) = reference {
        tag_agrees(tag, &chart)?;
    }
    Ok(VerifiedChart { manifest, chart, archive, layer: layer_at.digest, config: config_at.digest })
}

/// The same for a manifest that is known: nothing has to be read before anything else, so all is asked for at once.
async fn verify_known(store: &dyn Store, known: &RawManifest) -> Result<(), VerifyError> {
    let (config_at, layer_at) = blobs_of(known)?;
    let by_digest = Reference::Digest(known.digest.clone());
    let manifest = async { Ok(store.manifest(&by_digest).await?) };
    let config = read(store, &config_at, limits::CONFIG);
    let layer = read(store, &layer_at, limits::CHART);
    let (manifest, config, archive) = try_join3(manifest, config, layer).await?;
    agreed(store, &manifest, &layer_at, &config, &archive).map(drop)
}

fn blobs_of(manifest: &RawManifest) -> Result<(Descriptor, Descriptor), VerifyError> {
    let blobs = chart_blobs(manifest).ok_or_else(|| not_a_chart(manifest))?;
    only_chart_layer(manifest)?;
    Ok(blobs)
}

async fn read(store: &dyn Store, blob: &Descriptor, limit: u64) -> Result<Bytes, VerifyError> {
    Ok(store.blob(blob, limit).await?)
}

/// Steps 4 to 7.
fn agreed(
    store: &dyn Store,
    manifest: &RawManifest,
    layer: &Descriptor,
    config: &[u8],
    archive: &[u8],
) -> Result<Chart, VerifyError> {
    // 4.
    let chart = chart::load_archive(archive)
        .map_err(|error| VerifyError::Archive { layer: layer.digest.clone(), detail: error.to_string() })?;
    // 5.
    config_agrees(config, &chart)?;
    // 6.
    annotations_agree(manifest, &chart)?;
    // 7.
    agree("the repository", store.name().base(), &chart.metadata.name)?;
    Ok(chart)
}

fn not_a_chart(manifest: &RawManifest) -> VerifyError {
    let reason = match manifest.document() {
        Err(error) => error.to_string(),
        Ok(document) => match document.config {
            None => "the manifest has no config".to_owned(),
            Some(config) if config.media_type != media_type::HELM_CONFIG => {
                format!("its config is {:?}, expected {:?}", config.media_type, media_type::HELM_CONFIG)
            }
            Some(_) => format!("it has no layer of type {:?}", media_type::HELM_CHART),
        },
    };
    VerifyError::NotAChart(reason)
}

/// Helm takes the last of several chart layers, others the first: nobody must have to know.
fn only_chart_layer(manifest: &RawManifest) -> Result<(), VerifyError> {
    let layers = manifest.document().ok().and_then(|document| document.layers).unwrap_or_default();
    match layers.iter().filter(|layer| is_chart_layer(layer)).count() {
        0 | 1 => Ok(()),
        several => Err(VerifyError::NotAChart(format!("it has {several} chart layers, expected one"))),
    }
}

fn config_agrees(config: &[u8], chart: &Chart) -> Result<(), VerifyError> {
    let found: serde_json::Value = serde_json::from_slice(config)
        .map_err(|error| VerifyError::NotAChart(format!("its config blob is not JSON: {error}")))?;
    let expected: serde_json::Value = serde_json::from_slice(&chart.metadata.to_config_json())
        .map_err(|error| VerifyError::NotAChart(format!("its Chart.yaml does not become JSON: {error}")))?;
    let empty = serde_json::Map::new();
    let (found, expected) = (found.as_object().unwrap_or(&empty), expected.as_object().unwrap_or(&empty));
    for key in found.keys().chain(expected.keys()) {
        if found.get(key) != expected.get(key) {
            let show =
                |value: Option<&serde_json::Value>| value.map_or_else(|| "nothing".to_owned(), ToString::to_string);
            let place = format!("field `{key}` of the config blob");
            return Err(VerifyError::Disagreement {
                place,
                found: show(found.get(key)),
                expected: show(expected.get(key)),
            });
        }
    }
    Ok(())
}

fn annotations_agree(manifest: &RawManifest, chart: &Chart) -> Result<(), VerifyError> {
    let document = manifest.document().map_err(|error| VerifyError::NotAChart(error.to_string()))?;
    let pairs = [
        ("org.opencontainers.image.title", &chart.metadata.name),
        ("org.opencontainers.image.version", &chart.metadata.version),
    ];
    for (key, expected) in pairs {
        if let Some(found) = document.annotations.get(key) {
            agree(&format!("annotation {key}"), found, expected)?;
        }
    }
    Ok(())
}

/// A tag must be the version of the chart under it, with `+` as `_`.
///
/// # Errors
/// [`VerifyError::Disagreement`].
pub fn tag_agrees(tag: &Tag, chart: &Chart) -> Result<(), VerifyError> {
    agree("the tag", tag.as_str(), &chart.metadata.version.replace('+', "_"))
}

fn agree(place: &str, found: &str, expected: &str) -> Result<(), VerifyError> {
    if found == expected {
        return Ok(());
    }
    Err(VerifyError::Disagreement {
        place: place.to_owned(),
        found: format!("{found:?}"),
        expected: format!("{expected:?}"),
    })
}
