//! Step 5: what the target holds under the version tag.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::{try_join, try_join_all, try_join3};
use oci::{Descriptor, RawManifest, Reference, Store, StoreError, limits, media_type};

use crate::artifact::Artifact;
use crate::sign::held::{self, Held};
use crate::{ChartPlan, Error, Ports, Result, Step};

/// What stands under a version's tag.
#[derive(Debug)]
pub enum Standing {
    /// Nothing: the registry says 404.
    Absent,
    /// The registry does not say (401, 403). Staging may go on, the commit may not.
    Unknown(StoreError),
    /// Our manifest.
    Ours,
    /// Another manifest with the same chart in it, which is adopted: nothing is pushed again.
    EqualContent(Box<RawManifest>),
}

/// A chart with its store and what was found there.
pub struct Looked<'a> {
    /// The chart.
    pub chart: &'a ChartPlan,
    /// Its repository at the target.
    pub store: Arc<dyn Store>,
    /// What stands under its tag.
    pub standing: Standing,
    /// Whether our manifest is there by digest: an earlier run staged it.
    pub staged_before: bool,
    /// What is attached to our manifest's digest; none: nothing will be signed, or the registry does not say yet.
    pub held: Option<Held>,
}

/// Looks at the version's tag, and whether an earlier run staged the manifest.
///
/// # Errors
/// [`Error::Conflict`] when other content is published; whatever the store reports.
pub async fn look<'a>(ports: &Ports<'_>, chart: &'a ChartPlan) -> Result<Looked<'a>> {
    ports.progress.step(Step::Look, &chart.reference);
    let store = ports.target.open(&chart.repository).await?;
    let held = held_for_ours(ports, &*store, chart);
    let (standing, staged_before, held) = try_join3(standing(&*store, chart), was_staged(&*store, chart), held).await?;
    Ok(Looked { chart, store, standing, staged_before, held })
}

async fn held_for_ours(ports: &Ports<'_>, store: &dyn Store, chart: &ChartPlan) -> Result<Option<Held>> {
    if ports.signatory.is_none() {
        return Ok(None);
    }
    match held::look(store, &chart.artifact.manifest.digest).await {
        Ok(held) => Ok(Some(held)),
        Err(Error::Store(error)) if error.is_access() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Below this size uploading again costs less than the question whether it is needed.
const WORTH_ASKING: u64 = 1 << 20;

async fn was_staged(store: &dyn Store, chart: &ChartPlan) -> Result<bool> {
    let artifact = &chart.artifact;
    if artifact.layer.0.size < WORTH_ASKING {
        return Ok(false);
    }
    let blobs = artifact.blobs();
    let blobs = try_join_all(blobs.iter().map(|(blob, _)| store.has_blob(blob)));
    match try_join(store.has_manifest(&artifact.manifest.digest), blobs).await {
        Ok((manifest, blobs)) => Ok(manifest && blobs.into_iter().all(|there| there)),
        Err(error) if error.is_access() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What stands under the chart's tag.
///
/// # Errors
/// [`Error::Conflict`] when it is other content; whatever the store reports but 401, 403 and 404.
pub async fn standing(store: &dyn Store, chart: &ChartPlan) -> Result<Standing> {
    let found = match store.manifest(&Reference::Tag(chart.tag.clone())).await {
        Ok(found) => found,
        Err(error) if error.is_not_found() => return Ok(Standing::Absent),
        Err(error) if error.is_access() => return Ok(Standing::Unknown(error)),
        Err(error) => return Err(error.into()),
    };
    if found.digest == chart.artifact.manifest.digest {
        return Ok(Standing::Ours);
    }
    let differences = differences(store, &found, &chart.artifact).await?;
    if differences.is_empty() {
        return Ok(Standing::EqualContent(Box::new(found)));
    }
    Err(Error::Conflict {
        reference: chart.reference.clone(),
        published: found.digest,
        ours: chart.artifact.manifest.digest.clone(),
        differences: differences.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"),
    })
}

/// The differences between what is published and what would be, one line each; none means equal content.
///
/// # Errors
/// Whatever the store reports, but that what is published is not whole.
pub async fn differences(store: &dyn Store, published: &RawManifest, ours: &Artifact) -> Result<Vec<String>> {
    let Some((config, layer)) = chart_blobs(published) else {
        return Ok(vec!["what is published under this tag is not a Helm chart".to_owned()]);
    };
    let config = async { store.blob(&config, limits::CONFIG).await };
    let layer = async { store.blob(&layer, limits::CHART).await };
    let (config, layer) = match try_join(config, layer).await {
        Ok(read) => read,
        Err(error) if error.is_not_found() || matches!(error, StoreError::WrongSize { .. }) => {
            return Ok(vec![format!("what is published can't be read: {error}")]);
        }
        Err(error) => return Err(error.into()),
    };
    let mut differences = match (chart::load_archive(&layer), chart::load_archive(&ours.layer.1)) {
        (Ok(published), Ok(ours)) => chart::compare::compare(&published, &ours).lines(),
        (Err(error), _) => vec![format!("what is published can't be read as a chart: {error}")],
        (_, Err(error)) => vec![format!("our package can't be read as a chart: {error}")],
    };
    if !same_json(&config, &ours.config.1) {
        differences.push("the config blob (Chart.yaml as JSON) differs".to_owned());
    }
    Ok(differences)
}

fn same_json(left: &Bytes, right: &Bytes) -> bool {
    let parse = |bytes: &Bytes| serde_json::from_slice::<serde_json::Value>(bytes).ok();
    parse(left).is_some_and(|left| Some(left) == parse(right))
}

/// Config and chart layer of a manifest, when it is a chart's: exactly the media types that Helm looks for.
pub fn chart_blobs(manifest: &RawManifest) -> Option<(Descriptor, Descriptor)> {
    let document = manifest.document().ok()?;
    let config = document.config.filter(|config| config.media_type == media_type::HELM_CONFIG)?;
    let layer = document.layers?.into_iter().find(is_chart_layer)?;
    Some((config, layer))
}

/// Whether a layer is a chart's archive.
pub fn is_chart_layer(layer: &Descriptor) -> bool {
    [media_type::HELM_CHART, media_type::HELM_CHART_LEGACY].contains(&layer.media_type.as_str())
}
