//! Finding the chart that a command names, and loading it as Helm does (Helm: `pkg/action/install.go`,
//! `LocateChart`).

use std::path::{Path, PathBuf};

use chart::{ArchiveRules, Loaded, MAX_CHART_BYTES};

use super::chart_flags::ChartOptions;
use super::error::{HelmError, Result};
use crate::commands::block_on;
use crate::deps::{self, Archive, Wanted};
use crate::disk::{self, DiskFolder};
use crate::terminal;

/// Where a chart is.
#[derive(Debug)]
pub enum Located {
    /// On this machine: the absolute path of a folder or an archive.
    Here(PathBuf),
    /// Fetched from elsewhere.
    Fetched(Box<Archive>),
}

/// Finds a chart on this machine, or fetches it.
///
/// # Errors
/// Nothing is there, or it can't be fetched.
pub fn locate(name: &str, options: &ChartOptions) -> Result<Located> {
    let name = name.trim();
    let path = Path::new(name);
    let repository = options.repo.as_deref().filter(|url| !url.is_empty());
    if repository.is_none() && path.exists() {
        return Ok(Located::Here(disk::absolute(path)));
    }
    if repository.is_none() && (path.is_absolute() || name.starts_with('.')) {
        return Err(HelmError::new(format!("path {} not found", gostd::strconv::quote(name))));
    }
    let registry = options.registry();
    let (version, login) = (options.version(), options.login());
    let archive = block_on(deps::chart(&Wanted { reference: name, repository, version, login, options: &registry }))?;
    if let Some(pulled) = &archive.pulled {
        terminal::log(&[format!("Pulled: {}", pulled.reference), format!("Digest: {}", pulled.digest)]);
    }
    Ok(Located::Fetched(Box::new(archive)))
}

impl Located {
    /// The path to show; for what was fetched its origin.
    pub fn shown(&self) -> String {
        match self {
            Self::Here(path) => path.display().to_string(),
            Self::Fetched(archive) => archive.origin.clone(),
        }
    }

    /// Loads a folder or an archive.
    ///
    /// # Errors
    /// What is no chart.
    pub fn load(&self) -> Result<Loaded> {
        match self {
            Self::Here(path) if path.is_dir() => chart::load_folder(&DiskFolder::new(path)).map_err(HelmError::new),
            Self::Here(path) => archive_of(&path.display().to_string(), &disk::read(path, MAX_CHART_BYTES)?),
            Self::Fetched(archive) => archive_of(&archive.origin, &archive.bytes),
        }
    }
}

/// Loads the bytes of an archive; of what is wrong inside Helm's general loader says little.
fn archive_of(name: &str, archive: &[u8]) -> Result<Loaded> {
    chart::ensure_archive(name, archive).map_err(HelmError::new)?;
    chart::load_archive_by(ArchiveRules::Helm, archive).map_err(|error| HelmError {
        text: "unable to load chart archive".to_owned(),
        detailed: Some(format!("{name}: {error}")),
    })
}
