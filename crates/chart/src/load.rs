//! Loading charts from folders and archives (Helm: `pkg/chart/loader/load.go`).

use crate::archive::{ArchiveRules, unpack};
use crate::assemble::{Assembly, CHART_YAML, check_root};
use crate::chart::{Chart, Loaded};
use crate::decode::{self, Document, Step, locate};
use crate::error::{LoadError, Place};
use crate::file::{Budget, File, MAX_CHART_BYTES};
use crate::folder::Folder;
use crate::metadata::{API_VERSION_1, API_VERSION_2};
use crate::walk::walk;

/// The `apiVersion` that Helm 4.3 only knows by name.
const API_VERSION_3: &str = "v3";

/// Loads a chart from its folder, with Helm's rules for the archives in `charts/`.
///
/// # Errors
/// Whatever Helm would refuse, in its words, and charts beyond our limits.
pub fn load_folder(folder: &dyn Folder) -> Result<Loaded, LoadError> {
    let text = folder
        .read(CHART_YAML, MAX_CHART_BYTES)
        .map_err(|error| LoadError::NotAChart { location: folder.location(CHART_YAML), reason: error.to_string() })?;
    check_api_version(&File::new(CHART_YAML, &text))?;
    let walked = walk(folder)?;
    let mut assembly = Assembly::new(ArchiveRules::Helm, walked.notes);
    let chart = assembly.chart(walked.files, 0)?;
    let notes = assembly.notes;
    Ok(Loaded { chart, notes })
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
    let unpacked = unpack(tgz, rules, &mut Budget::new())?;
    if let Some(chart_yaml) = unpacked.files.iter().find(|file| file.path == CHART_YAML) {
        check_api_version(chart_yaml)?;
    }
    let mut assembly = Assembly::new(rules, Vec::new());
    let chart = assembly.chart(unpacked.files, 0)?;
    check_root(rules, &unpacked.root, &chart)?;
    let notes = assembly.notes;
    Ok(Loaded { chart, notes })
}

/// Helm chooses a loader by `apiVersion` before it looks at anything else.
fn check_api_version(chart_yaml: &File) -> Result<(), LoadError> {
    let document = Document::parse(CHART_YAML, &chart_yaml.data)?;
    let version = decode::api_version(&document)?;
    let place = || {
        let steps = [Step::Key("apiVersion".to_owned())];
        Place::new(CHART_YAML, document.node.as_ref().map(|node| locate(node, &steps)))
    };
    match version.as_str() {
        "" | API_VERSION_1 | API_VERSION_2 => Ok(()),
        API_VERSION_3 => Err(LoadError::VersionThree { place: place() }),
        _ => Err(LoadError::UnsupportedVersion { place: place() }),
    }
}
