//! `deps build`: what the lock names (Helm: `Manager.Build`).

use chart::API_VERSION_1;
use chart::dependencies::{Lock, LockMatch, PlannedDependency, legacy_lock_digest, lock_in_sync, plan};

use super::archive::Archive;
use super::sources::Sources;
use super::{Run, download, local, save, update};
use crate::failure::Result;
use crate::terminal;

/// Fetches what the lock names; without a lock the same as an update.
///
/// # Errors
/// A lock that was made for another list, and whatever can't be fetched, checked or written.
pub async fn build(run: &Run<'_>) -> Result<()> {
    let Some(lock) = &run.chart.lock else {
        return update::update(run).await;
    };
    check_lock(run, lock)?;
    let planned = plan(&run.known.with_addresses(lock.entries())?)?;
    local::require_folders(run.folder, &planned)?;
    let cached: Vec<Option<Archive>> = planned.iter().map(|entry| run.cache.archive(&entry.dependency)).collect();
    let needed = not_cached(&planned, &cached);
    let sources = Sources::open(run, &needed).await?;
    let taken = download::all(run, &sources, &planned, cached).await?;
    save::replace(run.folder, &taken)
}

/// The entries that the cache did not have.
pub fn not_cached<'a>(planned: &'a [PlannedDependency], cached: &[Option<Archive>]) -> Vec<&'a PlannedDependency> {
    let missing = planned.iter().zip(cached).filter(|(_, archive)| archive.is_none());
    missing.map(|(entry, _)| entry).collect()
}

/// The lock must have been made for the list as it is now.
fn check_lock(run: &Run<'_>, lock: &Lock) -> Result<()> {
    let metadata = &run.chart.metadata;
    let requested = run.known.with_addresses(&metadata.dependencies)?;
    plan(&requested)?;
    let by_helm_2 = || {
        // Helm 2 hashed the list before it knew what its aliases mean.
        metadata.api_version == API_VERSION_1 && legacy_lock_digest(&metadata.dependencies) == lock.digest
    };
    match lock_in_sync(&metadata.api_version, &requested, lock) {
        Ok(LockMatch::Current) => return Ok(()),
        Ok(LockMatch::Helm2) => {}
        Err(_) if by_helm_2() => {}
        Err(error) => return Err(error.into()),
    }
    terminal::warn("requirements.lock was made by Helm 2: `portolan deps update` renews it");
    Ok(())
}
