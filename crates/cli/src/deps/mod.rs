//! What a chart needs, put into `charts/` as Helm does it (Helm: `pkg/downloader/manager.go`, `internal/resolver`).
//!
//! ```text
//! Chart.yaml ─plan→ where each comes from ─resolve (update) or lock (build)→ one version of each
//!            ─download→ archives, each checked ─save→ charts/, outdated ones removed ─(update)→ Chart.lock
//! ```
//!
//! What differs from Helm, on purpose:
//!
//! * Only repositories that are needed are asked, and they need not be known to Helm.
//! * The digest in a repository's index is checked. Archives with a known digest are kept in a [`cache`]; `build` takes
//!   what the lock names from there and asks nobody.
//! * `charts/` is touched when everything has been fetched and checked, not before.
//! * An archive must hold the chart, and the version, that was asked for.
//! * A dependency over OCI that no version satisfies is reported like any other, not at its download.

mod archive;
mod build;
mod cache;
mod download;
mod fetch_http;
mod fetch_oci;
mod http;
mod list;
mod local;
mod repositories;
mod save;
mod single;
mod sources;
mod trust;
mod update;

pub use archive::Archive;
pub use list::list;
pub use single::{Wanted, chart, file};
pub use trust::Trust;

use std::fs;
use std::io;
use std::path::Path;

use chart::dependencies::DependencyError;
use chart::{Chart, LoadError};

use crate::arguments::RegistryOptions;
use crate::disk::DiskFolder;
use crate::failure::{Failure, Result};
use crate::{gather, misplaced, terminal};

use self::cache::Cache;
use self::repositories::Repositories;

/// Requests that run side by side.
const SIDE_BY_SIDE: usize = 4;

/// What a user asks for.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The chart's folder.
    pub folder: &'a Path,
    /// The cache's folder, if another than the user's own.
    pub cache: Option<&'a Path>,
    /// `update` takes exact versions from the cache without asking for them.
    pub skip_refresh: bool,
    /// TLS, credentials of registries, verbosity.
    pub options: &'a RegistryOptions,
}

/// A request with everything that was read for it.
pub struct Run<'a> {
    folder: &'a Path,
    chart: Chart,
    known: Repositories,
    cache: Cache,
    skip_refresh: bool,
    options: &'a RegistryOptions,
}

/// Fetches what the lock names; without a lock the same as [`update()`].
///
/// # Errors
/// A lock that was made for another list, and whatever can't be fetched, checked or written.
pub async fn build(request: Request<'_>) -> Result<()> {
    build::build(&Run::start(request)?).await
}

/// Fetches the highest versions that `Chart.yaml` allows, and writes the lock if it changes.
///
/// # Errors
/// Whatever can't be found, fetched, checked or written.
pub async fn update(request: Request<'_>) -> Result<()> {
    update::update(&Run::start(request)?).await
}

impl<'a> Run<'a> {
    fn start(request: Request<'a>) -> Result<Self> {
        misplaced::refuse_address(request.folder, gather::FOLDER)?;
        let shown = request.folder.display();
        let found = fs::metadata(request.folder).map_err(|error| {
            let failure = Failure::input(format!("could not find {shown}: {}", stat_error(request.folder, &error)));
            failure.hint(gather::FOLDER)
        })?;
        if !found.is_dir() {
            return Err(Failure::input(format!("{shown}: only unpacked charts can be updated")));
        }
        Ok(Self {
            folder: request.folder,
            chart: load(request.folder)?,
            known: Repositories::load()?,
            cache: Cache::at(request.cache),
            skip_refresh: request.skip_refresh,
            options: request.options,
        })
    }
}

/// Go's words for a path that can't be looked at.
fn stat_error(path: &Path, error: &io::Error) -> String {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => format!("stat {path}: no such file or directory"),
        _ => format!("stat {path}: {error}"),
    }
}

/// Loads a chart's folder; Helm's notes go to stderr.
fn load(folder: &Path) -> Result<Chart> {
    let loaded = chart::load_folder(&DiskFolder::new(folder)).map_err(|error| unloadable(folder, &error))?;
    loaded.notes.iter().for_each(|note| terminal::say(note));
    Ok(loaded.chart)
}

fn unloadable(folder: &Path, error: &LoadError) -> Failure {
    let place = match error.place() {
        None => folder.display().to_string(),
        Some(place) => {
            let file = folder.join(&place.file).display().to_string();
            let at = place.position.map(|at| format!(":{}:{}", at.line, at.column));
            format!("{file}{}", at.unwrap_or_default())
        }
    };
    Failure { hint: error.hint(), ..Failure::input(format!("{place}: {error}")) }
}

impl From<DependencyError> for Failure {
    fn from(error: DependencyError) -> Self {
        Self { hint: error.hint(), ..Self::input(&error) }
    }
}
