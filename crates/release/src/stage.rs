//! Step 6: blobs, then the manifest by digest. Nothing is visible afterwards.

use std::sync::Arc;

use oci::{RawManifest, Store, copy_manifest};

use crate::look::{Looked, Standing};
use crate::sign::held::Held;
use crate::{ChartPlan, Ports, Result, Step};

/// A chart whose manifest is in the target, by digest.
pub struct Staged<'a> {
    /// The chart.
    pub chart: &'a ChartPlan,
    /// Its repository at the target.
    pub store: Arc<dyn Store>,
    /// What was found under its tag.
    pub standing: Standing,
    /// What will be, or is, under the tag: our manifest, or the published one with equal content.
    pub manifest: RawManifest,
    /// What was found attached to our digest.
    pub held: Option<Held>,
}

/// Uploads what is missing.
///
/// # Errors
/// Whatever the store reports.
pub async fn stage<'a>(ports: &Ports<'_>, looked: Looked<'a>) -> Result<Staged<'a>> {
    let Looked { chart, store, standing, staged_before, held } = looked;
    let manifest = match &standing {
        Standing::EqualContent(published) => RawManifest::clone(published),
        Standing::Ours => chart.artifact.manifest.clone(),
        Standing::Absent | Standing::Unknown(_) => {
            if !staged_before {
                ports.progress.step(Step::Stage, &chart.reference);
                upload(&*store, chart).await?;
            }
            chart.artifact.manifest.clone()
        }
    };
    Ok(Staged { chart, store, standing, manifest, held })
}

/// Blobs side by side, then the manifest by digest.
///
/// # Errors
/// Whatever the store reports.
pub async fn upload(store: &dyn Store, chart: &ChartPlan) -> Result<()> {
    Ok(copy_manifest(store, &chart.artifact.manifest, &chart.artifact.blobs()).await?)
}
