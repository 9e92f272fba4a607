//! Dependencies on disk: folders elsewhere (`file://`), and charts that are in `charts/` already.
//!
//! A folder is packed with the same source time as in a release (`SOURCE_DATE_EPOCH`, else its last commit). Helm takes
//! the time of each file on this disk, which differs between two clones of the same commit, and so does its archive;
//! here the archive has one digest everywhere, and can be committed or compared.

use std::path::{Path, PathBuf};

use chart::Dependency;
use chart::dependencies::{DependencyError, PlannedDependency, Source, check_constraint, local_path};
use gostd::semver::Version;

use super::archive::Archive;
use super::load;
use crate::failure::{Failure, Result};
use crate::source_time;

/// Refuses a list with folders that are not there, before anybody is asked for the rest.
///
/// # Errors
/// Names the first one.
pub fn require_folders(chart: &Path, planned: &[PlannedDependency]) -> Result<()> {
    for entry in planned {
        match &entry.source {
            Source::Vendored { folder } => existing(chart.join(folder))?,
            Source::Folder { address } => existing(folder_of(chart, address))?,
            Source::Registry { .. } | Source::Repository { .. } | Source::Alias { .. } => continue,
        };
    }
    Ok(())
}

fn folder_of(chart: &Path, address: &str) -> PathBuf {
    PathBuf::from(local_path(address, &chart.to_string_lossy()))
}

fn existing(folder: PathBuf) -> Result<PathBuf> {
    if folder.exists() {
        return Ok(folder);
    }
    Err(DependencyError::FolderNotFound { path: folder.display().to_string() }.into())
}

/// The version of the chart in a folder, if it is in the dependency's range.
///
/// # Errors
/// A folder that is not there or no chart.
pub fn version(chart: &Path, dependency: &Dependency, address: &str) -> Result<Option<String>> {
    let found = load(&existing(folder_of(chart, address))?)?;
    let fits = fits(dependency, found.version())?;
    Ok(fits.then(|| found.version().to_owned()))
}

/// Packs the chart in a folder.
///
/// # Errors
/// A folder that is not there or no chart, a version outside of the range, a source time that can't be decided.
pub fn pack(chart: &Path, dependency: &Dependency, address: &str) -> Result<Archive> {
    let folder = existing(folder_of(chart, address))?;
    let found = load(&folder)?;
    if !fits(dependency, found.version())? {
        let (name, wanted, version) = (&dependency.name, &dependency.version, found.version());
        let message = format!("can't get a valid version for dependency {name}: {} has {version}", folder.display());
        return Err(Failure::input(message).hint(format!("{wanted} is wanted: run `portolan deps update`")));
    }
    let time = source_time::decide(&folder)?;
    let package = ::chart::save(&found, time.seconds).map_err(|error| {
        let failure = Failure::input(format!("{}: {error}", folder.display()));
        Failure { hint: error.hint(), ..failure }
    })?;
    Ok(Archive {
        file_name: package.file_name,
        version: package.version,
        bytes: package.bytes.into(),
        origin: folder.display().to_string(),
        promised: None,
        cached: false,
        pulled: None,
    })
}

/// Checks a chart that is in `charts/` already.
///
/// # Errors
/// A folder that is no chart, or has a version outside of the range.
pub fn check_vendored(chart: &Path, folder: &str, dependency: &Dependency) -> Result<()> {
    let folder = chart.join(folder);
    let found = load(&folder).map_err(|failure| {
        let message = format!("unable to load chart '{}': {}", folder.display(), failure.message);
        Failure { message, ..failure }
    })?;
    if fits(dependency, found.version())? {
        return Ok(());
    }
    Err(DependencyError::Unsatisfied {
        name: dependency.name.clone(),
        version: found.version().to_owned(),
        constraint: dependency.version.clone(),
    }
    .into())
}

fn fits(dependency: &Dependency, version: &str) -> Result<bool> {
    let range = check_constraint(dependency)?;
    Ok(Version::parse(version).is_ok_and(|version| range.check(&version)))
}
