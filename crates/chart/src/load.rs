//! Loading charts from folders and archives (Helm: `pkg/chart/loader/load.go`).

use crate::archive::{ArchiveRules, unpack};
use crate::assemble::{Assembly, CHART_YAML, check_root, large_metadata};
use crate::chart::{Chart, Loaded};
use crate::error::LoadError;
use crate::file::{File, MAX_METADATA_BYTES};
use crate::folder::{Folder, FolderError};
use crate::walk::walk;

/// Loads a chart from its folder, with Helm's rules for the archives in `charts/`.
///
/// # Errors
/// Whatever Helm would refuse, in its words, and charts beyond our limits.
pub fn load_folder(folder: &dyn Folder) -> Result<Loaded, LoadError> {
    let text = folder.read(CHART_YAML, MAX_METADATA_BYTES).map_err(|error| match error {
        FolderError::TooLarge { .. } => large_metadata(CHART_YAML),
        error => LoadError::NotAChart { location: folder.location(CHART_YAML), reason: error.to_string() },
    })?;
    let mut assembly = Assembly::new(ArchiveRules::Helm);
    assembly.choose_loader(&File::new(CHART_YAML, &text))?;
    let walked = walk(folder, &mut assembly.budget)?;
    assembly.notes = walked.notes;
    let chart = assembly.chart(walked.files, 0)?;
    let notes = assembly.notes;
    Ok(Loaded { chart, notes })
}

/// Loads a chart from its folder as `helm lint` does: whatever `apiVersion` it has, as if that were `v2`
/// (Helm: `pkg/chart/v2/loader`).
///
/// # Errors
/// As [`load_folder`], but for unknown versions.
pub fn load_any_version(folder: &dyn Folder) -> Result<Loaded, LoadError> {
    let mut assembly = Assembly::new(ArchiveRules::Helm);
    let walked = walk(folder, &mut assembly.budget)?;
    assembly.notes = walked.notes;
    let chart = assembly.chart(walked.files, 0)?;
    Ok(Loaded { chart, notes: assembly.notes })
}

/// Loads a packed chart by [`ArchiveRules::Strict`].
///
/// # Errors
/// As [`load_archive_by`].
pub fn load_archive(tgz: &[u8]) -> Result<Chart, LoadError> {
    load_archive_by(ArchiveRules::Strict, tgz).map(|loaded| loaded.chart)
}

/// Loads a packed chart. The rules hold for archives within it, too.
///
/// # Errors
/// Archives that the rules forbid, and whatever is wrong with the chart in it.
pub fn load_archive_by(rules: ArchiveRules, tgz: &[u8]) -> Result<Loaded, LoadError> {
    let mut assembly = Assembly::new(rules);
    let unpacked = unpack(tgz, rules, &mut assembly.budget)?;
    if let Some(chart_yaml) = unpacked.files.iter().find(|file| file.path == CHART_YAML) {
        assembly.choose_loader(chart_yaml)?;
    }
    let chart = assembly.chart(unpacked.files, 0)?;
    check_root(rules, &unpacked.root, &chart)?;
    let notes = assembly.notes;
    Ok(Loaded { chart, notes })
}

/// Loads a packed chart whatever `apiVersion` it has, as Helm 3 does (Helm 3: `pkg/chart/loader/archive.go`).
///
/// # Errors
/// As [`load_archive_by`], but for unknown versions.
pub fn load_any_archive(rules: ArchiveRules, tgz: &[u8]) -> Result<Loaded, LoadError> {
    let mut assembly = Assembly::new(rules);
    let unpacked = unpack(tgz, rules, &mut assembly.budget)?;
    let chart = assembly.chart(unpacked.files, 0)?;
    check_root(rules, &unpacked.root, &chart)?;
    Ok(Loaded { chart, notes: assembly.notes })
}
