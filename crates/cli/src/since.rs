//! `--since`: what of a chart's package differs from a commit of git, and which charts are touched at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chart::Chart;
use chart::compare::{Change, FileDifference};
use checks::Base;

use crate::failure::{Failure, Result};
use crate::git::{self, BaseCommit};
use crate::{disk, examine, terminal};

/// A `Chart.yaml` that is looked into for its dependencies never has more bytes.
const CHART_YAML_LIMIT: u64 = 1 << 20;

/// A commit that charts are compared with. Each repository is asked once.
pub struct Since {
    reference: String,
    /// Nobody asked for it, so it may fail.
    assumed: bool,
    repositories: Mutex<BTreeMap<PathBuf, Option<Arc<BaseCommit>>>>,
}

impl Since {
    /// The commit of the option. Without it, in a pull request's run in GitHub Actions, the branch that it goes to, if it
    /// was fetched; an empty option is no option and no pull request either.
    pub fn new(option: Option<&str>) -> Option<Self> {
        let made = |reference: String, assumed| Self { reference, assumed, repositories: Mutex::default() };
        match option {
            Some("") => None,
            Some(reference) => Some(made(reference.to_owned(), false)),
            None => pull_request_base().map(|reference| made(reference, true)),
        }
    }

    /// The commit as it was asked for.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// The chart at that commit.
    ///
    /// # Errors
    /// Exit 2: no repository, an unknown commit, no common history.
    pub fn base(&self, folder: &Path, chart: &Chart) -> Result<Option<Base>> {
        let Some(commit) = self.commit(folder)? else { return Ok(None) };
        let reference = commit.reference.clone();
        let new = || Some(Base { reference: reference.clone(), ..Base::default() });
        let Some(old) = commit.chart(folder, chart.name()) else { return Ok(new()) };
        match chart::load_folder(&old) {
            Ok(old) if old.chart.name() == chart.name() => {
                let changed = changed(&commit, folder, &old.chart, chart);
                let changes = descriptions(&old.chart);
                let definitions = checks::subject::definition_texts(&old.chart, &examine::moment());
                let version = Some(old.chart.metadata.version);
                Ok(Some(Base { reference, version, changed, changes, definitions }))
            }
            Ok(_) => Ok(new()),
            Err(error) => {
                let path = folder.display();
                terminal::say(&format!("{path} was no chart at {reference}, so it counts as new: {error}"));
                Ok(new())
            }
        }
    }

    /// The charts with changes in their folders, and those that take one of them in by `file://`.
    ///
    /// # Errors
    /// As [`Self::base`].
    pub fn changed(&self, folders: Vec<PathBuf>) -> Result<Vec<PathBuf>> {
        let mut changed = BTreeSet::new();
        let mut waiting = Vec::new();
        for folder in folders.iter() {
            let full = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            match self.commit(folder)?.is_none_or(|commit| commit.touches(folder)) {
                true => drop(changed.insert(full)),
                false => waiting.push((full, folder_dependencies(folder))),
            }
        }
        loop {
            let before = waiting.len();
            waiting.retain(|(full, needed)| {
                let stays = needed.is_disjoint(&changed);
                if !stays {
                    changed.insert(full.clone());
                }
                stays
            });
            if waiting.len() == before {
                break;
            }
        }
        let unchanged: BTreeSet<PathBuf> = waiting.into_iter().map(|(full, _)| full).collect();
        let is_unchanged = |folder: &PathBuf| folder.canonicalize().is_ok_and(|full| unchanged.contains(&full));
        Ok(folders.into_iter().filter(|folder| !is_unchanged(folder)).collect())
    }

    fn commit(&self, folder: &Path) -> Result<Option<Arc<BaseCommit>>> {
        let Some(root) = git::repository_root(folder) else {
            let failure =
                Failure::usage(format!("--since {}: {} is in no git repository", self.reference, folder.display()));
            return if self.assumed { Ok(None) } else { Err(failure) };
        };
        let mut repositories = self.repositories.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = repositories.get(&root) {
            return Ok(known.clone());
        }
        let opened = match BaseCommit::open(&root, &self.reference) {
            Ok(commit) => Some(Arc::new(commit)),
            Err(failure) if self.assumed => {
                terminal::say(&format!("charts are not compared with the pull request's base: {}", failure.message));
                None
            }
            Err(failure) => return Err(failure),
        };
        repositories.insert(root, opened.clone());
        Ok(opened)
    }
}

/// `origin/BRANCH` for the branch that a pull request goes to, if the clone has it.
fn pull_request_base() -> Option<String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    variable("GITHUB_ACTIONS")?;
    let branch = variable("GITHUB_BASE_REF")?;
    let full = format!("refs/remotes/origin/{branch}");
    git::has_commit(Path::new("."), &full).then(|| format!("origin/{branch}"))
}

/// Folders that a chart takes in by `file://`.
fn folder_dependencies(folder: &Path) -> BTreeSet<PathBuf> {
    let read = || {
        let text = disk::read(&folder.join("Chart.yaml"), CHART_YAML_LIMIT).ok()?;
        let node = goyaml::parse(&text).ok()??;
        let listed = node.get("dependencies")?.as_sequence()?;
        let addresses = listed.iter().filter_map(|entry| entry.get("repository")?.as_str());
        let local = addresses.filter(|address| address.starts_with("file://"));
        let at = folder.display().to_string();
        let paths = local.map(|address| PathBuf::from(chart::dependencies::local_path(address, &at)));
        Some(paths.filter_map(|path| path.canonicalize().ok()).collect())
    };
    read().unwrap_or_default()
}

/// Files of the package that differ. Packing writes `Chart.yaml` anew from its fields, so only those count there.
fn changed(commit: &BaseCommit, folder: &Path, old: &Chart, new: &Chart) -> Vec<String> {
    let differences = chart::compare::compare(old, new);
    let files = differences.files.iter().filter(|file| file.path != "Chart.yaml");
    let mut changed: BTreeSet<String> = files.filter_map(|file| source(commit, folder, file)).collect();
    if !differences.fields.is_empty() {
        changed.insert("Chart.yaml".to_owned());
    }
    changed.into_iter().collect()
}

/// The path of a file that differs; nothing for a new file that git does not take for a source.
fn source(commit: &BaseCommit, folder: &Path, file: &FileDifference) -> Option<String> {
    let Change::Added { .. } = file.change else { return Some(file.path.clone()) };
    let path = folder.join(&file.path);
    let known = commit.source(&path)?;
    let is_itself = Path::new(&known).file_name() == path.file_name();
    Some(if is_itself { file.path.clone() } else { format!("{known} (a submodule)") })
}

/// The descriptions in `artifacthub.io/changes`; none of a list that can't be read.
fn descriptions(chart: &Chart) -> Vec<String> {
    let value = chart.metadata.annotations.get(hub::annotations::CHANGES);
    let read = value.and_then(|value| hub::annotations::changes(value).ok());
    read.unwrap_or_default().into_iter().map(|change| change.description).collect()
}
