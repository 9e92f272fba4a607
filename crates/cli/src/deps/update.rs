//! `deps update`: the highest versions that the list allows, and a new lock (Helm: `Manager.Update`,
//! `Resolver.Resolve`).

use std::env;

use chart::Dependency;
use chart::dependencies::{
    DependencyError, Lock, PlannedDependency, Source, lock_digest, lock_file_name, no_valid_version, plan,
};

use super::archive::Archive;
use super::build::not_cached;
use super::sources::Sources;
use super::{Run, download, fetch_oci, local, save};
use crate::failure::Result;
use crate::{now, source_time};

/// Fetches the highest versions that the list allows, and writes the lock if it changes.
///
/// # Errors
/// Whatever can't be found, fetched, checked or written.
pub async fn update(run: &Run<'_>) -> Result<()> {
    let listed = &run.chart.metadata.dependencies;
    if listed.is_empty() {
        return Ok(());
    }
    let lock_file = run.folder.join(lock_file_name(&run.chart.metadata.api_version));
    save::refuse_symlink(&lock_file)?;
    let requested = run.known.with_addresses(listed)?;
    let planned = plan(&requested)?;
    local::require_folders(run.folder, &planned)?;
    let cached: Vec<Option<Archive>> = planned.iter().map(|entry| from_cache(run, entry)).collect();
    let sources = Sources::open(run, &not_cached(&planned, &cached)).await?;
    let exact = resolve(run, &sources, &planned, &cached).await?;
    let taken = download::all(run, &sources, &exact, cached).await?;
    save::replace(run.folder, &taken)?;
    let digest = lock_digest(&requested, &taken.locked);
    if run.chart.lock.as_ref().is_some_and(|lock| lock.digest == digest) {
        return Ok(());
    }
    let lock = Lock { generated: None, digest, dependencies: Some(taken.locked) };
    save::write_lock(&lock_file, &lock.stamped(generated(run)?))
}

/// With `--skip-refresh`, exact versions that were fetched before.
fn from_cache(run: &Run<'_>, entry: &PlannedDependency) -> Option<Archive> {
    if run.skip_refresh { run.cache.archive(&entry.dependency) } else { None }
}

/// When the lock is made: now, or what `SOURCE_DATE_EPOCH` says.
fn generated(run: &Run<'_>) -> Result<i64> {
    let decided = env::var_os("SOURCE_DATE_EPOCH").is_some_and(|value| !value.is_empty());
    if decided { Ok(source_time::decide(run.folder)?.seconds) } else { Ok(now::unix_seconds()) }
}

/// One version for each entry; all that have none are reported together.
async fn resolve(
    run: &Run<'_>,
    sources: &Sources,
    planned: &[PlannedDependency],
    cached: &[Option<Archive>],
) -> Result<Vec<PlannedDependency>> {
    let mut exact = Vec::new();
    let mut subcharts = Vec::new();
    for (entry, cached) in planned.iter().zip(cached) {
        let version = match cached {
            Some(archive) => Some(archive.version.clone()),
            None => choose(run, sources, entry).await?,
        };
        match version {
            Some(version) => exact.push(at_version(entry, version)),
            None => subcharts.push(no_valid_version(&entry.dependency)),
        }
    }
    if subcharts.is_empty() { Ok(exact) } else { Err(DependencyError::NoVersion { subcharts }.into()) }
}

async fn choose(run: &Run<'_>, sources: &Sources, entry: &PlannedDependency) -> Result<Option<String>> {
    let dependency = &entry.dependency;
    match &entry.source {
        Source::Vendored { .. } => Ok(Some(dependency.version.clone())),
        Source::Folder { address } => local::version(run.folder, dependency, address),
        Source::Registry { reference } => fetch_oci::choose(&sources.registry(reference)?, dependency).await,
        Source::Repository { url } => sources.repository(url)?.choose(dependency),
        Source::Alias { .. } => Err(download::unknown_alias(dependency).into()),
    }
}

/// What a lock says about a dependency: name, repository and version, nothing else.
fn at_version(entry: &PlannedDependency, version: String) -> PlannedDependency {
    let Dependency { name, repository, .. } = entry.dependency.clone();
    PlannedDependency {
        dependency: Dependency { name, repository, version, ..Dependency::default() },
        source: entry.source.clone(),
    }
}
