//! `deps list`: what a chart needs and what is there (Helm: `pkg/action/dependency.go`).

use std::fs;
use std::path::{Component, Path, PathBuf};

use chart::dependencies::{ArchiveFound, status};
use chart::{ArchiveRules, Chart, Dependency, MAX_CHART_BYTES};
use gostd::strconv;
use serde::Serialize;

use super::{load, stat_error};
use crate::disk::DiskFolder;
use crate::failure::{Failure, Result};
use crate::terminal::{self, Output};
use crate::{disk, misplaced};

/// Characters of a column; longer texts are cut.
const WIDEST: usize = 80;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listing {
    api_version: &'static str,
    kind: &'static str,
    name: String,
    version: String,
    dependencies: Vec<Listed>,
    /// Charts in `charts/` that no dependency names.
    unlisted: Vec<String>,
    /// What is in `charts/` and should be a chart, but can't be loaded.
    not_charts: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    name: String,
    version: String,
    repository: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    alias: String,
    status: &'static str,
}

/// Prints what a chart's folder or archive needs.
///
/// # Errors
/// A chart that can't be loaded.
pub fn list(path: &Path, output: Output) -> Result<()> {
    let chart = load_any(path)?;
    let listing = listing(&cleaned(path).join("charts"), &chart);
    match output {
        Output::Json => terminal::json(&listing),
        Output::Text if listing.dependencies.is_empty() => {
            let charts = cleaned(path).join("charts");
            terminal::data(&format!("WARNING: no dependencies at {}", charts.display()));
        }
        Output::Text => terminal::data(&text(&listing)),
    }
    Ok(())
}

fn load_any(path: &Path) -> Result<Chart> {
    misplaced::refuse_address(path, "name the folder that holds Chart.yaml, or an archive")?;
    let metadata = fs::metadata(path).map_err(|error| Failure::input(stat_error(path, &error)))?;
    if metadata.is_dir() {
        return load(path);
    }
    let bytes = disk::read(path, MAX_CHART_BYTES)?;
    chart::ensure_archive(&path.display().to_string(), &bytes).map_err(Failure::input)?;
    let loaded = chart::load_archive_by(ArchiveRules::Helm, &bytes).map_err(|error| {
        let failure = Failure::input(format!("{}: {error}", path.display()));
        Failure { hint: error.hint(), ..failure }
    })?;
    Ok(loaded.chart)
}

/// A path as Go's `filepath.Clean` leaves it, as far as messages need it.
fn cleaned(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, Component::CurDir)).collect()
}

fn listing(charts: &Path, chart: &Chart) -> Listing {
    let dependencies = &chart.metadata.dependencies;
    let found = if dependencies.is_empty() { Vec::new() } else { in_charts(charts) };
    let shown = |found: &Found| charts.join(&found.name).display().to_string();
    let candidates = || found.iter().filter(|found| found.is_folder || found.name.ends_with(".tgz"));
    let is_listed = |chart: &Chart| dependencies.iter().any(|dependency| dependency.name == chart.name());
    let unlisted = candidates().filter(|found| found.chart.as_ref().is_some_and(|chart| !is_listed(chart)));
    let not_charts = candidates().filter(|found| found.chart.is_none());
    Listing {
        api_version: release::report::API_VERSION,
        kind: "Dependencies",
        name: chart.name().to_owned(),
        version: chart.version().to_owned(),
        unlisted: unlisted.map(shown).collect(),
        not_charts: not_charts.map(shown).collect(),
        dependencies: dependencies.iter().map(|dependency| listed(dependency, &found, chart)).collect(),
    }
}

fn listed(dependency: &Dependency, found: &[Found], parent: &Chart) -> Listed {
    let prefix = format!("{}-", dependency.name);
    let matching = found.iter().filter(|found| found.name.starts_with(&prefix) && found.name.ends_with(".tgz"));
    let archives: Vec<ArchiveFound<'_>> =
        matching.map(|found| ArchiveFound { file_name: &found.name, chart: found.chart.as_ref() }).collect();
    Listed {
        name: dependency.name.clone(),
        version: dependency.version.clone(),
        repository: dependency.repository.clone(),
        alias: dependency.alias.clone(),
        status: status(dependency, &archives, parent),
    }
}

/// Something in `charts/`.
struct Found {
    name: String,
    is_folder: bool,
    chart: Option<Chart>,
}

/// What is in `charts/`, by name. Hidden folders are not charts to Helm's loader, and left out.
fn in_charts(charts: &Path) -> Vec<Found> {
    let Ok(entries) = fs::read_dir(charts) else { return Vec::new() };
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names.into_iter().map(|name| look_at(charts, name)).collect()
}

fn look_at(charts: &Path, name: String) -> Found {
    let path = charts.join(&name);
    let is_folder = path.is_dir();
    let chart = if is_folder {
        chart::load_folder(&DiskFolder::new(&path)).ok().map(|loaded| loaded.chart)
    } else {
        let bytes = disk::read(&path, MAX_CHART_BYTES).ok();
        let loaded = bytes.and_then(|bytes| chart::load_archive_by(ArchiveRules::Helm, &bytes).ok());
        loaded.map(|loaded| loaded.chart)
    };
    Found { name, is_folder, chart }
}

/// The table as Helm prints it, an empty line, and warnings.
fn text(listing: &Listing) -> String {
    let mut rows: Vec<[&str; 4]> = vec![["NAME", "VERSION", "REPOSITORY", "STATUS"]];
    rows.extend(listing.dependencies.iter().map(|row| [&*row.name, &*row.version, &*row.repository, row.status]));
    let mut text = table(&rows) + "\n";
    for path in &listing.not_charts {
        text += &format!("WARNING: {} is not a chart.\n", strconv::quote(path));
    }
    for path in &listing.unlisted {
        text += &format!("WARNING: {} is not in Chart.yaml.\n", strconv::quote(path));
    }
    text
}

fn table(rows: &[[&str; 4]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default().min(WIDEST)
    };
    let widths: Vec<usize> = (0..4).map(width).collect();
    let line = |row: &[&str; 4]| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| sized(cell, *width)).collect();
        cells.join("\t") + "\n"
    };
    rows.iter().map(line).collect()
}

/// A text of exactly `width` characters: padded, or cut and marked.
fn sized(cell: &str, width: usize) -> String {
    if cell.chars().count() <= width {
        return format!("{cell:<width$}");
    }
    let kept: String = cell.chars().take(width.saturating_sub(3)).collect();
    kept + "..."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_helms() {
        let rows = [
            ["NAME", "VERSION", "REPOSITORY", "STATUS"],
            ["kid", "^0.1.0", "http://127.0.0.1:8931/", "ok"],
            ["other", ">=0.2", "oci://127.0.0.1:8932/charts", "ok"],
        ];
        let expected = "NAME \tVERSION\tREPOSITORY                 \tSTATUS\n\
                        kid  \t^0.1.0 \thttp://127.0.0.1:8931/     \tok    \n\
                        other\t>=0.2  \toci://127.0.0.1:8932/charts\tok    \n";
        assert_eq!(table(&rows), expected);
    }

    #[test]
    fn long_cells_are_cut() {
        let long = "x".repeat(81);
        assert_eq!(sized(&long, WIDEST), format!("{}...", "x".repeat(77)));
        assert_eq!(sized("xy", 4), "xy  ");
    }

    #[test]
    fn paths_are_shown_clean() {
        assert_eq!(cleaned(Path::new("./p/")), Path::new("p"));
        assert_eq!(cleaned(Path::new(".")).join("charts"), Path::new("charts"));
        assert_eq!(cleaned(Path::new("/a/./p")), Path::new("/a/p"));
    }
}
