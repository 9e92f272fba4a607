//! Steps 2 and 3: the chart under a digest, and everything that names it.
//!
//! 1. Its manifest is a Helm chart's: the config's media type, exactly one chart layer.
//! 2. Config, chart layer and provenance layer are read; size and digest are checked by the store.
//! 3. The layer loads as a chart under the strict archive rules.
//! 4. The config blob says what the layer's `Chart.yaml` says.
//! 5. Title and version annotations agree with the chart.
//! 6. The repository's last component is the chart's name; the tag, if one is given, is its version.

use bytes::Bytes;
use chart::Chart;
use futures_util::future::try_join3;
use oci::{Descriptor, Digest, RawManifest, Reference, Store, StoreError, Tag, limits, media_type};

use super::attached::is_broken;
use super::lost;
use crate::look::{chart_blobs, is_chart_layer};

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
    /// An object of the release is not there, though something of the release names it.
    #[error("{object} is gone: {detail}")]
    Missing {
        /// What it is, its digest, and what names it.
        object: String,
        /// What the store says.
        detail: String,
    },
    /// What the store has in place of an object is something else.
    #[error("{object} is not what it should be: {detail}")]
    Broken {
        /// What it is, its digest, and what names it.
        object: String,
        /// What is there.
        detail: String,
    },
    /// Something that is attached is not what it should be.
    #[error("{0}")]
    Attached(String),
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
    /// The provenance file with its layer, if the manifest has one.
    pub provenance: Option<(Descriptor, Bytes)>,
}

impl VerifiedChart {
    /// The archive's name, as Helm gives it: `<name>-<version>.tgz`.
    pub fn file_name(&self) -> String {
        format!("{}-{}.tgz", self.chart.metadata.name, self.chart.metadata.version)
    }
}

/// Reads a chart and compares everything that names it; the numbered steps are in the module's documentation.
///
/// # Errors
/// [`VerifyError`] with the first thing that does not agree.
pub async fn verify(store: &dyn Store, reference: &Reference) -> Result<VerifiedChart, VerifyError> {
    let manifest = lost::manifest(store, reference).await?;
    let verified = known(store, manifest).await?;
    if let Reference::Tag(tag) = reference {
        tag_agrees(tag, &verified.chart)?;
    }
    Ok(verified)
}

/// The chart of a manifest that is known.
pub(super) async fn known(store: &dyn Store, manifest: RawManifest) -> Result<VerifiedChart, VerifyError> {
    // 1.
    let (config_at, layer_at) = blobs_of(&manifest)?;
    let provenance_at = provenance_layer(&manifest)?;
    // 2.
    let read = |what, at, limit| read(store, (what, at), &manifest.digest, limit);
    let config = read("config", &config_at, limits::CONFIG);
    let layer = read("chart layer", &layer_at, limits::CHART);
    let provenance = async {
        match &provenance_at {
            Some(at) => read("provenance layer", at, provenance::document::MAX_BYTES as u64).await.map(Some),
            None => Ok(None),
        }
    };
    let (config, archive, provenance) = try_join3(config, layer, provenance).await?;
    // 3. to 6.
    let chart = agreed(store, &manifest, &layer_at, &config, &archive)?;
    let provenance = provenance_at.zip(provenance);
    Ok(VerifiedChart { manifest, chart, archive, layer: layer_at.digest, config: config_at.digest, provenance })
}

/// Helm and Artifact Hub differ in which of several they take.
fn provenance_layer(manifest: &RawManifest) -> Result<Option<Descriptor>, VerifyError> {
    let layers = manifest.document().ok().and_then(|document| document.layers).unwrap_or_default();
    let mut found = layers.into_iter().filter(|layer| layer.media_type == media_type::HELM_PROVENANCE);
    match (found.next(), found.next()) {
        (first, None) => Ok(first),
        (_, Some(_)) => Err(refused(manifest, "it has several provenance layers, expected one at most")),
    }
}

fn blobs_of(manifest: &RawManifest) -> Result<(Descriptor, Descriptor), VerifyError> {
    let blobs = chart_blobs(manifest).ok_or_else(|| not_a_chart(manifest))?;
    only_chart_layer(manifest)?;
    Ok(blobs)
}

async fn read(
    store: &dyn Store,
    (what, blob): (&str, &Descriptor),
    manifest: &Digest,
    limit: u64,
) -> Result<Bytes, VerifyError> {
    let object = || format!("{what} {}, which manifest {manifest} names,", blob.digest);
    store.blob(blob, limit).await.map_err(|error| match error {
        StoreError::NotFound { .. } => VerifyError::Missing { object: object(), detail: error.to_string() },
        error if is_broken(&error) => VerifyError::Broken { object: object(), detail: error.to_string() },
        error => error.into(),
    })
}

/// Steps 3 to 6.
fn agreed(
    store: &dyn Store,
    manifest: &RawManifest,
    layer: &Descriptor,
    config: &[u8],
    archive: &[u8],
) -> Result<Chart, VerifyError> {
    // 3.
    let chart = chart::load_archive(archive)
        .map_err(|error| VerifyError::Archive { layer: layer.digest.clone(), detail: error.to_string() })?;
    // 4.
    config_agrees(config, manifest, &chart)?;
    // 5.
    annotations_agree(manifest, &chart)?;
    // 6.
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
    refused(manifest, reason)
}

fn refused(manifest: &RawManifest, reason: impl std::fmt::Display) -> VerifyError {
    VerifyError::NotAChart(format!("manifest {}: {reason}", manifest.digest))
}

/// Helm takes the last of several chart layers, others the first: nobody must have to know.
fn only_chart_layer(manifest: &RawManifest) -> Result<(), VerifyError> {
    let layers = manifest.document().ok().and_then(|document| document.layers).unwrap_or_default();
    match layers.iter().filter(|layer| is_chart_layer(layer)).count() {
        0 | 1 => Ok(()),
        several => Err(refused(manifest, format!("it has {several} chart layers, expected one"))),
    }
}

fn config_agrees(config: &[u8], manifest: &RawManifest, chart: &Chart) -> Result<(), VerifyError> {
    let found: serde_json::Value = serde_json::from_slice(config)
        .map_err(|error| refused(manifest, format!("its config blob is not JSON: {error}")))?;
    let expected: serde_json::Value = serde_json::from_slice(&chart.metadata.to_config_json())
        .map_err(|error| refused(manifest, format!("its Chart.yaml does not become JSON: {error}")))?;
    let empty = serde_json::Map::new();
    let (found, expected) = (found.as_object().unwrap_or(&empty), expected.as_object().unwrap_or(&empty));
    for key in found.keys().chain(expected.keys()) {
        if found.get(key) != expected.get(key) {
            let show =
                |value: Option<&serde_json::Value>| value.map_or_else(|| "nothing".to_owned(), ToString::to_string);
            let place = format!("field `{key}` of the config blob of manifest {}", manifest.digest);
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
    let document = manifest.document().map_err(|error| refused(manifest, error))?;
    let pairs = [
        ("org.opencontainers.image.title", &chart.metadata.name),
        ("org.opencontainers.image.version", &chart.metadata.version),
    ];
    for (key, expected) in pairs {
        if let Some(found) = document.annotations.get(key) {
            agree(&format!("annotation {key} of manifest {}", manifest.digest), found, expected)?;
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
