//! Charts from OCI registries: a version out of the tags, then manifest and chart layer.

use chart::Dependency;
use chart::dependencies::{choose_version, local_archive_name, versions_from_tags};
use gostd::semver::Version;
use oci::{Reference, Store, Tag, limits};
use registry::RemoteStore;
use release::look::chart_blobs;

use super::archive::{Archive, Pulled};
use super::cache::Cache;
use crate::failure::{Failure, Result};

/// The version that a dependency means: itself where it is a version (it is taken literally as a tag, as in Helm),
/// else the highest tag in the range.
///
/// # Errors
/// Whatever the registry reports.
pub async fn choose(store: &RemoteStore, dependency: &Dependency) -> Result<Option<String>> {
    if Version::parse(&dependency.version).is_ok() {
        return Ok(Some(dependency.version.clone()));
    }
    let tags = store.tags().await?;
    let names: Vec<&str> = tags.iter().map(Tag::as_str).collect();
    let versions = versions_from_tags(&names);
    let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
    let chosen = choose_version(&dependency.version, &versions).map_err(Failure::input)?;
    Ok(chosen.map(str::to_owned))
}

/// The archive of one version, from the cache or the registry. The manifest is asked for in any case.
///
/// # Errors
/// Whatever the registry reports, and artifacts that are no charts.
pub async fn archive(store: &RemoteStore, wanted: &Dependency, cache: &Cache) -> Result<Archive> {
    content(store, &Reference::Tag(Tag::of_version(&wanted.version)?), wanted, cache).await
}

/// The archive that a tag or a digest means; `wanted` only names its file.
///
/// # Errors
/// As [`archive`].
pub async fn content(
    store: &RemoteStore,
    reference: &Reference,
    wanted: &Dependency,
    cache: &Cache,
) -> Result<Archive> {
    let origin = match reference {
        Reference::Tag(tag) => format!("{}:{tag}", store.location()),
        Reference::Digest(digest) => format!("{}@{digest}", store.location()),
    };
    let manifest = store.manifest(reference).await?;
    let Some((_, layer)) = chart_blobs(&manifest) else {
        return Err(Failure::input(format!("{origin} is not a Helm chart")));
    };
    let cached = cache.content(&layer.digest);
    let is_cached = cached.is_some();
    let bytes = match cached {
        Some(bytes) => bytes,
        None => store.blob(&layer, limits::CHART).await?,
    };
    let reference = origin.strip_prefix("oci://").unwrap_or(&origin).to_owned();
    Ok(Archive {
        file_name: local_archive_name(&wanted.name, &wanted.version),
        version: wanted.version.clone(),
        bytes,
        origin,
        promised: Some(layer.digest),
        cached: is_cached,
        pulled: Some(Pulled { reference, digest: manifest.digest }),
    })
}
