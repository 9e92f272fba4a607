//! The last column of `helm dependency list` (Helm: `pkg/action/dependency.go`).

use gostd::semver::{Constraints, Version};

use crate::chart::Chart;
use crate::metadata::Dependency;

/// A file `charts/<dependency>-*.tgz`.
#[derive(Debug, Clone, Copy)]
pub struct ArchiveFound<'a> {
    /// Its name without folder.
    pub file_name: &'a str,
    /// The chart in it, if it can be loaded.
    pub chart: Option<&'a Chart>,
}

/// What Helm says about a dependency: `ok`, `unpacked`, `missing`, `wrong version`, `invalid version`, `misnamed`,
/// `corrupt` or `too many matches`.
///
/// `archives` are all files whose names match `<dependency's name>-*.tgz`.
pub fn status(dependency: &Dependency, archives: &[ArchiveFound<'_>], parent: &Chart) -> &'static str {
    match archives {
        [] => {}
        [only] => return archive_status(dependency, only),
        several => {
            let mut versioned = several.iter().filter(|archive| is_versioned(archive.file_name, &dependency.name));
            match (versioned.next(), versioned.next()) {
                (Some(archive), None) => return archive_status(dependency, archive),
                (Some(_), Some(_)) => return "too many matches",
                (None, _) => {}
            }
        }
    }
    let found = parent.dependencies.iter().rev().find(|chart| chart.metadata.name == dependency.name);
    match found {
        None => "missing",
        Some(chart) => version_problem(&dependency.version, &chart.metadata.version).unwrap_or("unpacked"),
    }
}

fn archive_status(dependency: &Dependency, archive: &ArchiveFound<'_>) -> &'static str {
    match archive.chart {
        None => "corrupt",
        Some(chart) if chart.metadata.name != dependency.name => "misnamed",
        Some(chart) => version_problem(&dependency.version, &chart.metadata.version).unwrap_or("ok"),
    }
}

fn version_problem(wanted: &str, found: &str) -> Option<&'static str> {
    if wanted == found {
        return None;
    }
    match (Constraints::parse(wanted), Version::parse(found)) {
        (Ok(range), Ok(version)) if range.check(&version) => None,
        (Ok(_), Ok(_)) => Some("wrong version"),
        _ => Some("invalid version"),
    }
}

fn is_versioned(file_name: &str, name: &str) -> bool {
    let stem = file_name.strip_suffix(".tgz").unwrap_or(file_name);
    let version = stem.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')).unwrap_or(stem);
    Version::parse_strict(version).is_ok()
}
