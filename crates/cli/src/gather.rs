//! From the charts that a user names to sources of a release: found, loaded, checked, gated.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chart::Chart;
use checks::policy::{Judged, Verdicts};
use checks::{Finding, NamedFile, Selection, Sibling};
use release::attest::slsa::Origin;
use release::gate::{self, Cleared};
use release::plan::Source;

use crate::config::Config;
use crate::disk::{self, DiskFolder};
use crate::examine::{self, Examined, Request};
use crate::exit::Exit;
use crate::facts::Asked;
use crate::failure::{Failure, Result};
use crate::report::text;
use crate::{chart_documents, git, github, misplaced, now, source_time, terminal};

/// A metadata file of Artifact Hub never has more bytes.
const METADATA_LIMIT: u64 = 1 << 20;
const REPOSITORY_FILES: [&str; 2] = ["artifacthub-repo.yml", "artifacthub-repo.yaml"];
/// What is expected of an argument that names a chart.
pub const FOLDER: &str = "name the folder that holds Chart.yaml";
const PACKAGE_FILES: [&str; 2] = ["artifacthub-pkg.yml", "artifacthub-pkg.yaml"];

/// The chart folders to work on: those named, or those that `portolan.yaml` names.
///
/// # Errors
/// Exit 2 when there are none, or an address is named.
pub fn folders(named: &[PathBuf], config: &Config) -> Result<Vec<PathBuf>> {
    if !named.is_empty() {
        named.iter().try_for_each(|folder| misplaced::refuse_address(folder, FOLDER))?;
        let mut seen = HashSet::new();
        return Ok(named.iter().filter(|folder| seen.insert(disk::absolute(folder))).cloned().collect());
    }
    let mut found = Vec::new();
    for pattern in &config.charts {
        let here = matching(&config.folder(), &pattern.value).map_err(|failure| Failure {
            message: format!("{}: {}", pattern.decided_by, failure.message),
            ..failure
        })?;
        if here.is_empty() {
            return Err(Failure::usage(format!("{}: no chart folder matches {:?}", pattern.decided_by, pattern.value)));
        }
        found.extend(here);
    }
    if found.is_empty() {
        return Err(Failure::usage("no chart is named").hint("name a chart folder, or list `charts` in portolan.yaml"));
    }
    Ok(found)
}

/// Folders with a `Chart.yaml` that match a pattern whose last component may hold `*`.
fn matching(base: &Path, pattern: &str) -> Result<Vec<PathBuf>> {
    let (folder, last) = pattern.rsplit_once('/').unwrap_or(("", pattern));
    let folder = if folder.is_empty() { base.to_path_buf() } else { base.join(folder) };
    let entries =
        std::fs::read_dir(&folder).map_err(|error| Failure::usage(format!("{}: {error}", folder.display())))?;
    let matches = |name: &str| gostd::path_match::matches(last, name).unwrap_or(false);
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut found: Vec<PathBuf> = names.filter(|name| matches(name)).map(|name| folder.join(name)).collect();
    found.retain(|path| path.join("Chart.yaml").is_file());
    found.sort();
    Ok(found.into_iter().map(|path| path.strip_prefix(".").map_or_else(|_| path.clone(), Path::to_path_buf)).collect())
}

/// Loads a chart folder; Helm's notes go to stderr.
///
/// # Errors
/// The reason as a finding of `helm/load`, told already, exit 1; exit 2 for an address.
pub fn load(folder: &Path) -> Result<Chart> {
    misplaced::refuse_address(folder, FOLDER)?;
    match chart::load_folder(&DiskFolder::new(folder)) {
        Ok(loaded) => {
            loaded.notes.iter().for_each(|note| terminal::say(note));
            Ok(loaded.chart)
        }
        Err(error) => Err(refused(&folder.display().to_string(), vec![load_finding(folder, &error)])),
    }
}

/// A folder that is no chart as a finding.
pub fn load_finding(folder: &Path, error: &chart::LoadError) -> Finding {
    let place = error.place();
    let file = place.as_ref().map_or_else(|| folder.to_path_buf(), |place| folder.join(&place.file));
    let position = place.and_then(|place| place.position);
    checks::load_failure(&file.display().to_string(), position, error.to_string(), error.hint())
}

/// Findings about a chart, told.
fn refused(chart: &str, findings: Vec<Finding>) -> Failure {
    terminal::findings(chart, &findings);
    let errors = findings.iter().filter(|finding| finding.severity == checks::Severity::Error).count();
    let message = format!(
        "{errors} error{} in the checks: nothing was packaged or published",
        if errors == 1 { "" } else { "s" }
    );
    Failure { message, hint: None, exit: Exit::Findings }
}

/// Loads, checks and gates every chart.
///
/// # Errors
/// Exit 1 with findings; exit 2 when the source time can't be decided.
pub fn sources(folders: &[PathBuf], config: &Config, expected_version: Option<&str>) -> Result<Vec<Source>> {
    // A release looks at the registry itself, before and after it stages.
    let siblings = siblings(folders, config);
    let asked = Asked { expected_version, alone: folders.len() == 1, siblings: &siblings, since: None, against: None };
    let request =
        Request { config, selection: &Selection::default(), kubernetes: &[], moment: examine::moment(), asked };
    let examined = examine::examine_all(folders, &request, |examined| examined)?;
    folders.iter().zip(examined).map(|(folder, examined)| source(folder, examined)).collect()
}

fn source(folder: &Path, examined: Examined) -> Result<Source> {
    let Examined { path, chart, notes, judged, verdicts, repository_file, .. } = examined;
    notes.iter().for_each(|note| terminal::say(note));
    let Some(chart) = chart else { return Err(refused(&path, judged.findings)) };
    refuse_missing_dependencies(folder, &chart)?;
    let facts = git::facts(folder);
    let place = git::place(folder, &facts);
    let time = source_time::decide_knowing(folder, || facts)?;
    let rendered = chart_documents::rendered(&chart);
    let cleared = clear(&path, chart, judged, verdicts)?;
    let hub_metadata = repository_file.map(|file| (file.path, file.bytes));
    let origin = Origin {
        folder: place.as_ref().map_or_else(|| chart_folder(folder), |place| place.folder.clone()),
        commit: place.map(|place| place.commit),
        run: github::run(now::unix_seconds(), now::unix_seconds()),
    };
    Ok(Source { path, cleared, time, hub_metadata, origin, rendered })
}

/// The name of a folder that is in no repository: its path on this machine is nobody's business.
fn chart_folder(folder: &Path) -> String {
    let name = std::path::absolute(folder).ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    name.unwrap_or_else(|| ".".to_owned())
}

/// The charts of a run with the ids of their repositories in Artifact Hub, as far as they can be read. What can't is told
/// when the chart itself is looked at.
pub fn siblings(folders: &[PathBuf], config: &Config) -> Vec<Sibling> {
    if folders.len() < 2 {
        return Vec::new();
    }
    let sibling = |folder: &PathBuf| {
        let text = disk::read(&folder.join("Chart.yaml"), METADATA_LIMIT).ok()?;
        let name = goyaml::parse(&text).ok()??.get("name")?.as_str()?.to_owned();
        let file = repository_file(folder, &name, config).ok()?;
        let repository_id = file.and_then(|file| hub::repository_file::read(&file.bytes).metadata.repository_id);
        Some(Sibling { path: folder.display().to_string(), name, repository_id })
    };
    folders.iter().filter_map(sibling).collect()
}

fn refuse_missing_dependencies(folder: &Path, chart: &Chart) -> Result<()> {
    let missing = chart::dependencies::missing(chart);
    if missing.is_empty() {
        return Ok(());
    }
    let folder = folder.display();
    let message = format!("{folder}: found in Chart.yaml, but missing in charts/ directory: {}", missing.join(", "));
    Err(Failure::input(message).hint(format!("get them with `portolan deps build {folder}`")))
}

/// Tells what an exception covers and what was found, and lets the chart through or not.
fn clear(path: &str, chart: Chart, judged: Judged, verdicts: Verdicts) -> Result<Cleared> {
    for waived in &judged.waived {
        terminal::say(text::excepted(waived).trim_end());
    }
    let cleared = gate::clear(chart, judged, verdicts).map_err(|findings| refused(path, findings))?;
    // Notes are in the report, and `check` tells them.
    let told = cleared.findings().iter().filter(|finding| finding.severity > checks::Severity::Info);
    terminal::findings(path, &told.cloned().collect::<Vec<_>>());
    Ok(cleared)
}

/// `artifacthub-pkg.yml` beside the chart.
pub fn package_file(folder: &Path) -> Result<Option<NamedFile>> {
    first_of(folder, &PACKAGE_FILES)
}

/// `artifacthub-repo.yml` beside the chart, else at the root of the git repository, else beside `portolan.yaml`, else in
/// the current folder; the id from `portolan.yaml` wins.
pub fn repository_file(folder: &Path, chart: &str, config: &Config) -> Result<Option<NamedFile>> {
    let found = match first_of(folder, &REPOSITORY_FILES)? {
        Some(file) => Some(file),
        None => match root_of(folder, config) {
            Some(root) => first_of(&root, &REPOSITORY_FILES)?,
            None => None,
        },
    };
    let id = config.hub_repositories.get(chart).and_then(|repository| repository.id.as_deref());
    Ok(match (found, id) {
        (Some(file), Some(id)) => Some(NamedFile { bytes: hub::repository_file::with_id(&file.bytes, id), ..file }),
        (None, Some(id)) => {
            let path = config.path.as_ref().map_or_else(String::new, |path| path.display().to_string());
            Some(NamedFile { path, bytes: hub::repository_file::with_id(b"", id) })
        }
        (found, None) => found,
    })
}

/// Refuses a metadata file that Artifact Hub would not accept.
///
/// # Errors
/// Exit 1 with the findings.
pub fn valid_metadata(file: &NamedFile) -> Result<()> {
    let findings = checks::repository_file(file);
    let fatal = findings.iter().any(|finding| finding.severity == checks::Severity::Error);
    if fatal {
        return Err(refused("", findings));
    }
    Ok(())
}

fn root_of(folder: &Path, config: &Config) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let below_here = || std::path::absolute(folder).is_ok_and(|folder| folder.starts_with(&here)).then(|| here.clone());
    let configured = config.path.as_ref().map(|_| config.folder());
    let root = git::repository_root(folder).or(configured).or_else(below_here)?;
    Some(root.strip_prefix(&here).map(Path::to_path_buf).unwrap_or(root))
}

fn first_of(folder: &Path, names: &[&str]) -> Result<Option<NamedFile>> {
    for name in names {
        let path = folder.strip_prefix(".").unwrap_or(folder).join(name);
        if let Some(bytes) = disk::read_if_there(&path, METADATA_LIMIT)? {
            return Ok(Some(NamedFile { path: path.display().to_string(), bytes }));
        }
    }
    Ok(None)
}
