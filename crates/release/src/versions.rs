//! `portolan versions`: the chart versions of a repository with what their configs say.

use futures_util::{StreamExt, TryStreamExt, stream};
use gostd::semver::Version;
use oci::{Reference, Store, StoreError, Tag, limits};
use serde::Serialize;

use crate::Result;
use crate::look::chart_blobs;

/// One published version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublishedVersion {
    /// The version: the tag with `_` as `+`.
    pub version: String,
    /// The tag.
    pub tag: String,
    /// Digest of the manifest.
    pub digest: String,
    /// Version of the application, from the config blob.
    pub app_version: Option<String>,
    /// `org.opencontainers.image.created`, RFC 3339.
    pub created: Option<String>,
    /// Whether SemVer calls it a prerelease.
    pub prerelease: bool,
    /// Whether Helm's version ranges can find it (strict SemVer tags only).
    pub helm_sees: bool,
    /// Whether the tag holds a Helm chart at all.
    pub chart: bool,
}

const SIDE_BY_SIDE: usize = 8;

/// Lists the versions that Artifact Hub or Helm would see, highest first; of each chart only manifest and config
/// are read.
///
/// # Errors
/// Whatever the store reports.
pub async fn list(store: &dyn Store) -> Result<Vec<PublishedVersion>> {
    let tags = store.tags().await?;
    let visible: Vec<(Version, Tag)> = tags.into_iter().filter_map(|tag| Some((version_of(&tag)?, tag))).collect();
    let reads = stream::iter(visible.into_iter().map(|(version, tag)| read(store, version, tag)));
    let mut found: Vec<(Version, PublishedVersion)> = reads.buffered(SIDE_BY_SIDE).try_collect().await?;
    found.sort_by(|(left, a), (right, b)| right.cmp(left).then_with(|| a.tag.cmp(&b.tag)));
    Ok(found.into_iter().map(|(_, version)| version).collect())
}

fn version_of(tag: &Tag) -> Option<Version> {
    Version::parse(&tag.as_str().replacen('_', "+", 1)).ok()
}

async fn read(store: &dyn Store, version: Version, tag: Tag) -> Result<(Version, PublishedVersion), StoreError> {
    let manifest = store.manifest(&Reference::Tag(tag.clone())).await?;
    let blobs = chart_blobs(&manifest);
    let config = match &blobs {
        Some((config, _)) => {
            serde_json::from_slice::<serde_json::Value>(&store.blob(config, limits::CONFIG).await?).ok()
        }
        None => None,
    };
    let restored = tag.as_str().replace('_', "+");
    let created = manifest
        .document()
        .ok()
        .and_then(|document| document.annotations.get("org.opencontainers.image.created").cloned());
    let app_version = config.as_ref().and_then(|config| config.get("appVersion")).and_then(|value| value.as_str());
    let listed = PublishedVersion {
        helm_sees: Version::parse_strict(&restored).is_ok(),
        version: restored,
        tag: tag.as_str().to_owned(),
        digest: manifest.digest.to_string(),
        app_version: app_version.map(str::to_owned),
        created,
        prerelease: !version.prerelease.is_empty(),
        chart: blobs.is_some(),
    };
    Ok((version, listed))
}
