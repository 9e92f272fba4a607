//! From exact versions to checked archives, with Helm's words (Helm: `Manager.downloadAll`).
//!
//! Several are fetched side by side, but told and judged in the order of the list.

use std::pin::pin;

use chart::Dependency;
use chart::dependencies::{
    DependencyError, PlannedDependency, Source, already_downloaded, assumed_in_charts, downloading, saving,
};
use futures_util::stream::{self, StreamExt};

use super::archive::Archive;
use super::repositories::same_repository;
use super::sources::{Sources, without_user};
use super::{Run, SIDE_BY_SIDE, fetch_oci, local};
use crate::failure::Result;
use crate::terminal;

/// What was fetched.
#[derive(Default)]
pub struct Taken {
    /// What goes into `charts/`.
    pub archives: Vec<Archive>,
    /// Every dependency in the version that was taken.
    pub locked: Vec<Dependency>,
}

/// Fetches and checks everything; `cached` holds, for each entry, what the cache gave already.
///
/// # Errors
/// The first failure in the order of the list. Nothing has been written then.
pub async fn all(
    run: &Run<'_>,
    sources: &Sources,
    planned: &[PlannedDependency],
    cached: Vec<Option<Archive>>,
) -> Result<Taken> {
    terminal::data(&saving(planned.len()));
    let repeated = repeated(planned);
    let work = planned.iter().zip(cached).zip(&repeated).map(|((entry, cached), repeated)| async move {
        if *repeated { Ok(None) } else { take(run, sources, entry, cached).await }
    });
    let mut answers = pin!(stream::iter(work).buffered(SIDE_BY_SIDE));
    let mut taken = Taken::default();
    for (entry, repeated) in planned.iter().zip(&repeated) {
        let answer = answers.next().await;
        announce(entry, *repeated);
        let archive = answer.transpose()?.flatten();
        if let Some(archive) = &archive {
            tell(run, archive);
        }
        taken.locked.push(locked(entry, archive.as_ref()));
        taken.archives.extend(archive);
    }
    Ok(taken)
}

/// Which entries name what an earlier entry has fetched, under another alias.
fn repeated(planned: &[PlannedDependency]) -> Vec<bool> {
    let same = |left: &Dependency, right: &Dependency| {
        same_repository(&left.repository, &right.repository)
            && (&left.name, &left.version) == (&right.name, &right.version)
    };
    let is_remote = |source: &Source| matches!(source, Source::Registry { .. } | Source::Repository { .. });
    let mut seen: Vec<&Dependency> = Vec::new();
    let mut repeated = Vec::new();
    for entry in planned {
        let before = is_remote(&entry.source) && seen.iter().any(|seen| same(seen, &entry.dependency));
        repeated.push(before);
        seen.push(&entry.dependency);
    }
    repeated
}

/// Fetches and checks one; `None` where there is nothing to fetch.
async fn take(
    run: &Run<'_>,
    sources: &Sources,
    entry: &PlannedDependency,
    cached: Option<Archive>,
) -> Result<Option<Archive>> {
    let wanted = &entry.dependency;
    let archive = match (&entry.source, cached) {
        (_, Some(archive)) => archive,
        (Source::Vendored { folder }, None) => {
            local::check_vendored(run.folder, folder, wanted)?;
            return Ok(None);
        }
        (Source::Folder { address }, None) => local::pack(run.folder, wanted, address)?,
        (Source::Registry { reference }, None) => {
            fetch_oci::archive(&sources.registry(reference)?, wanted, &run.cache).await?
        }
        (Source::Repository { url }, None) => sources.repository(url)?.archive(wanted, &run.cache).await?,
        (Source::Alias { .. }, None) => return Err(unknown_alias(wanted).into()),
    };
    archive.check(wanted)?;
    run.cache.keep(wanted, &archive);
    Ok(Some(archive))
}

/// An alias that was not replaced by its address.
pub fn unknown_alias(dependency: &Dependency) -> DependencyError {
    DependencyError::UnknownRepositories { repositories: vec![dependency.repository.clone()], advice: "" }
}

fn announce(entry: &PlannedDependency, repeated: bool) {
    let repository = without_user(&entry.dependency.repository);
    let shown = Dependency { repository, ..entry.dependency.clone() };
    match &entry.source {
        Source::Vendored { .. } => terminal::data(&assumed_in_charts(&shown)),
        Source::Folder { .. } => {}
        _ if repeated => terminal::data(&already_downloaded(&shown)),
        _ => terminal::data(&downloading(&shown)),
    }
}

fn tell(run: &Run<'_>, archive: &Archive) {
    if let Some(pulled) = archive.pulled.as_ref().filter(|_| !archive.cached) {
        terminal::data(&format!("Pulled: {}\nDigest: {}", pulled.reference, pulled.digest));
    }
    if archive.cached && run.options.verbose > 0 {
        terminal::say(&format!("{} comes from the cache", archive.file_name));
    }
}

/// What the lock says about an entry. Only folders may have another version than the one that was planned.
fn locked(entry: &PlannedDependency, archive: Option<&Archive>) -> Dependency {
    let version = archive.map_or_else(|| entry.dependency.version.clone(), |archive| archive.version.clone());
    Dependency { version, ..entry.dependency.clone() }
}
