//! `--against`: what a registry holds of a chart. Three requests for a chart whose version is new, one for a chart that was
//! never published, none for content of which the digest is ours.

use std::path::Path;
use std::sync::Arc;

use ::release::artifact::{self, Artifact};
use ::release::look;
use chart::Chart;
use checks::{Published, Same};
use futures_util::future::try_join;
use hub::metadata_artifact;
use oci::{Reference, Store, StoreError, Tag, limits};
use tokio::runtime::{Builder, Runtime};

use crate::access::Access;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::places::{self, Shelf};
use crate::{source_time, terminal};

/// When nobody knows a chart's time, content is compared, in which it does not show.
const ANY_TIME: i64 = 315_532_800;

/// A place where charts are published. Connections are shared by all charts.
pub struct Against {
    shelf: Shelf,
    runtime: Runtime,
}

impl Against {
    /// The place of a target's name or an address; nothing is asked yet.
    ///
    /// # Errors
    /// Exit 2 for a name that is not configured or an address that is none.
    pub fn new(named: &str, config: &Config, access: &Arc<Access>) -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| Failure { exit: Exit::Bug, ..Failure::input(format!("no runtime: {error}")) })?;
        Ok(Self { shelf: places::shelf(named, config, access)?, runtime })
    }

    /// What is published of a chart.
    ///
    /// # Errors
    /// Whatever the registry reports but that nothing is there.
    pub fn published(&self, folder: &Path, chart: &Chart) -> Result<Published> {
        self.runtime.block_on(async {
            let store = self.shelf.open(chart.name()).await?;
            let tags = store.tags().await?;
            let metadata = metadata_tag(&tags);
            let (same, repository_id) =
                try_join(same(&*store, &tags, folder, chart), repository_id(&*store, metadata)).await?;
            let visible = hub::versions::visible(tags.iter().map(Tag::as_str));
            let versions = visible.into_iter().map(|version| version.restored).collect();
            Ok(Published { repository: store.location(), versions, same, repository_id })
        })
    }
}

fn metadata_tag(tags: &[Tag]) -> Option<Tag> {
    tags.iter().find(|tag| tag.as_str() == metadata_artifact::TAG).cloned()
}

/// The published version with the chart's version, and what differs.
async fn same(store: &dyn Store, tags: &[Tag], folder: &Path, chart: &Chart) -> Result<Option<Same>> {
    let Some(tag) = Tag::of_version(chart.version()).ok().filter(|tag| tags.contains(tag)) else { return Ok(None) };
    let missing = chart::dependencies::missing(chart);
    if !missing.is_empty() {
        let (folder, missing) = (folder.display(), missing.join(", "));
        terminal::warn(&format!("{folder} is not compared with what is published, since charts/ lacks {missing}"));
        return Ok(None);
    }
    let Some(found) = if_there(store.manifest(&Reference::Tag(tag)).await)? else { return Ok(None) };
    // A chart that can't be packaged is a finding of another check.
    let Ok(ours) = package(folder, chart) else { return Ok(None) };
    let changed = match found.digest == ours.manifest.digest {
        true => Vec::new(),
        false => look::differences(store, &found, &ours).await?,
    };
    Ok(Some(Same { digest: found.digest.to_string(), changed }))
}

fn package(folder: &Path, chart: &Chart) -> Result<Artifact, artifact::BuildError> {
    let seconds = source_time::decide(folder).map_or(ANY_TIME, |time| time.seconds);
    artifact::build(chart, seconds, None)
}

/// The id in the metadata that Artifact Hub would find.
async fn repository_id(store: &dyn Store, tag: Option<Tag>) -> Result<Option<String>> {
    let Some(tag) = tag else { return Ok(None) };
    let Some(manifest) = if_there(store.manifest(&Reference::Tag(tag)).await)? else { return Ok(None) };
    let Some(layer) = metadata_artifact::metadata_layer(&manifest) else { return Ok(None) };
    let Some(file) = if_there(store.blob(&layer, limits::MANIFEST).await)? else { return Ok(None) };
    Ok(hub::repository_file::read(&file).metadata.repository_id)
}

fn if_there<T>(answer: Result<T, StoreError>) -> Result<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}
