//! A commit before the work tree, with what differs since: four processes for all charts of a repository, and a fifth
//! for contents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chart::{Entry, EntryKind, Folder, FolderError, LinkTarget};

use super::objects::{Blob, Objects};
use super::tree::{Child, Tree, TreeEntry, TreeKind};
use super::{git, output};
use crate::failure::{Failure, Result};

/// A longer link leads nowhere on any system.
const MAX_LINK_BYTES: u64 = 4096;

/// The commit from which the work tree began, and what git says has changed since.
pub struct BaseCommit {
    /// The repository's folder, without links in its path.
    root: PathBuf,
    /// The commit as it was asked for.
    pub reference: String,
    tree: Tree,
    /// Paths that are not the same in the work tree, new ones included.
    touched: BTreeSet<String>,
    /// Paths that git does not track and does not ignore.
    untracked: BTreeSet<String>,
    objects: Objects,
}

/// Whether a repository knows a commit by this name.
pub fn has_commit(folder: &Path, reference: &str) -> bool {
    let commit = format!("{reference}^{{commit}}");
    !reference.starts_with('-') && git(folder, &["rev-parse", "--verify", "--quiet", &commit]).is_ok()
}

impl BaseCommit {
    /// The merge base of a commit and `HEAD`, as chart-testing takes it.
    ///
    /// # Errors
    /// Exit 2, with what to do: an unknown commit, no common history, no commit at all.
    pub fn open(root: &Path, reference: &str) -> Result<Self> {
        let failed = |reason: String| Failure::usage(format!("--since {reference}: {reason}"));
        if reference.starts_with('-') {
            return Err(failed("this is no name of a commit".to_owned()));
        }
        let root = root.canonicalize().map_err(|error| failed(format!("{}: {error}", root.display())))?;
        let commit = git(&root, &["merge-base", "--", reference, "HEAD"])
            .map_err(|reason| diagnosis(&root, reference, &reason))?;
        let listed = |arguments: &[&str]| output(&root, arguments).map_err(&failed);
        let tree = Tree::parse(&listed(&["ls-tree", "-r", "-z", "--full-tree", &commit])?);
        let touched = paths(&listed(&[
            "diff",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "--no-relative",
            "--ignore-submodules=untracked",
            "--name-only",
            "-z",
            &commit,
            "--",
        ])?);
        let untracked = paths(&listed(&["ls-files", "-z", "--others", "--exclude-standard"])?);
        let objects = Objects::new(&root);
        Ok(Self { root, reference: reference.to_owned(), tree, touched, untracked, objects })
    }

    /// A commit as it is, whatever the work tree holds.
    ///
    /// # Errors
    /// Exit 2 for an unknown commit.
    pub fn at(root: &Path, reference: &str) -> Result<Self> {
        let failed = |reason: String| Failure::usage(format!("{}: commit {reference}: {reason}", root.display()));
        if !has_commit(root, reference) {
            return Err(failed("git knows no such commit".to_owned()).hint("git fetch, or name another"));
        }
        let root = root.canonicalize().map_err(|error| failed(error.to_string()))?;
        let commit = git(&root, &["rev-parse", "--verify", &format!("{reference}^{{commit}}")]).map_err(failed)?;
        let tree = Tree::parse(&output(&root, &["ls-tree", "-r", "-z", "--full-tree", &commit]).map_err(failed)?);
        // Nothing is taken from the work tree.
        let touched = tree.iter().map(|(path, _)| path.to_owned()).collect();
        let objects = Objects::new(&root);
        Ok(Self { root, reference: reference.to_owned(), tree, touched, untracked: BTreeSet::new(), objects })
    }

    /// The folders of charts with this name.
    pub fn charts(&self, name: &str) -> Vec<BaseFolder<'_>> {
        let folders = self.tree.iter().filter_map(|(path, _)| match path {
            "Chart.yaml" => Some(""),
            path => path.strip_suffix("/Chart.yaml"),
        });
        let named = folders.filter(|at| self.name(at).as_deref() == Some(name));
        named.map(|at| BaseFolder { commit: self, at: at.to_owned() }).collect()
    }

    /// Whether git sees a difference somewhere below a folder.
    pub fn touches(&self, folder: &Path) -> bool {
        let Some(at) = self.within(folder) else { return true };
        let below = |paths: &BTreeSet<String>| {
            let prefix = if at.is_empty() { String::new() } else { format!("{at}/") };
            // A submodule that holds the folder is one path.
            let above = ancestors(&at).any(|path| paths.contains(path));
            above || paths.range(prefix.clone()..).next().is_some_and(|path| path.starts_with(&prefix))
        };
        below(&self.touched) || below(&self.untracked)
    }

    /// The chart that was in this folder; where there was none, one of the same name that has left its own since.
    pub fn chart(&self, folder: &Path, name: &str) -> Option<BaseFolder<'_>> {
        let at = self.within(folder)?;
        let chart_yaml = chart::join_path(&at, "Chart.yaml");
        if self.resolve(&chart_yaml).is_some() {
            return Some(BaseFolder { commit: self, at });
        }
        let mut moved = self.tree.iter().filter_map(|(path, _)| path.strip_suffix("/Chart.yaml"));
        moved
            .find(|at| self.is_gone(at) && self.name(at).as_deref() == Some(name))
            .map(|at| BaseFolder { commit: self, at: at.to_owned() })
    }

    /// What a file of a chart's folder is to git, if it counts as a source: itself, or the submodule that it is in. Files
    /// that git ignores, such as downloaded dependencies, are none.
    pub fn source(&self, file: &Path) -> Option<String> {
        let path = self.within(file)?;
        let known = |path: &str| self.touched.contains(path) || self.untracked.contains(path);
        if known(&path) || self.tree.get(&path).is_some() {
            return Some(path);
        }
        ancestors(&path).find(|path| known(path)).map(str::to_owned)
    }

    fn is_gone(&self, at: &str) -> bool {
        let chart_yaml = format!("{at}/Chart.yaml");
        self.touched.contains(&chart_yaml) && !self.root.join(chart_yaml).exists()
    }

    fn name(&self, at: &str) -> Option<String> {
        let text = BaseFolder { commit: self, at: at.to_owned() }.read("Chart.yaml", chart::MAX_YAML_BYTES).ok()?;
        Some(goyaml::parse(&text).ok()??.get("name")?.as_str()?.to_owned())
    }

    /// A path relative to the repository; nothing if it is not in there.
    fn within(&self, path: &Path) -> Option<String> {
        let path = path.canonicalize().ok()?;
        Some(path.strip_prefix(&self.root).ok()?.to_str()?.to_owned())
    }

    fn resolve(&self, path: &str) -> Option<String> {
        self.tree.resolve(path, |link| match self.objects.read(&link.id, MAX_LINK_BYTES) {
            Ok(Blob::Content(target)) => String::from_utf8(target).ok(),
            _ => None,
        })
    }

    /// What is the same in the work tree is read there: as a checkout would write it, with its line ends and filters.
    fn content(&self, path: &str, entry: &TreeEntry, limit: u64) -> Result<Vec<u8>, FolderError> {
        let too_large = || FolderError::TooLarge { path: path.to_owned(), limit };
        if !self.touched.contains(path)
            && let Ok(metadata) = fs::symlink_metadata(self.root.join(path))
            && metadata.is_file()
        {
            if metadata.len() > limit {
                return Err(too_large());
            }
            if let Ok(bytes) = fs::read(self.root.join(path)) {
                return Ok(bytes);
            }
        }
        let failed = |reason: &str| FolderError::Failed { message: format!("read {path}: {reason}") };
        match self.objects.read(&entry.id, limit) {
            Ok(Blob::Content(bytes)) => Ok(bytes),
            Ok(Blob::TooLarge) => Err(too_large()),
            Ok(Blob::Missing) => Err(failed("the repository does not have its content")),
            Err(error) => Err(failed(&error.to_string())),
        }
    }
}

/// The folders above a path, the nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(parent, _)| parent)).skip(1)
}

fn paths(listing: &[u8]) -> BTreeSet<String> {
    let records = listing.split(|byte| *byte == 0).filter(|record| !record.is_empty());
    records.map(|record| String::from_utf8_lossy(record).into_owned()).collect()
}

/// Why there is no merge base, asked only when there is none.
fn diagnosis(root: &Path, reference: &str, reason: &str) -> Failure {
    const FETCH: &str = "fetch the whole history: `fetch-depth: 0` with actions/checkout, `git fetch --unshallow`";
    if !has_commit(root, "HEAD") {
        return Failure::usage(format!("--since {reference}: nothing is committed yet"));
    }
    let shallow = git(root, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer == "true");
    if !has_commit(root, reference) {
        let hint = match shallow {
            true => FETCH.to_owned(),
            false => format!("fetch it first (`git fetch origin`), or name another; {FETCH}"),
        };
        return Failure::usage(format!("--since {reference}: git knows no such commit")).hint(hint);
    }
    let because = if reason.is_empty() { "it has no commit in common with HEAD" } else { reason };
    let failure = Failure::usage(format!("--since {reference}: {because}"));
    if shallow { failure.hint(FETCH) } else { failure.hint("name a commit that HEAD began from, such as origin/main") }
}

/// A chart's folder in a commit.
pub struct BaseFolder<'a> {
    commit: &'a BaseCommit,
    at: String,
}

impl BaseFolder<'_> {
    fn link(&self, path: &str) -> EntryKind {
        let missing = || FolderError::Missing { location: path.to_owned() }.to_string();
        let Some(resolved) = self.commit.resolve(path) else {
            let target = LinkTarget::Broken { reason: missing() };
            return EntryKind::Symlink { resolved: path.to_owned(), target };
        };
        let target = match self.commit.tree.get(&resolved).map(|entry| entry.kind) {
            Some(TreeKind::File) => LinkTarget::File,
            _ => LinkTarget::Folder,
        };
        EntryKind::Symlink { resolved, target }
    }
}

impl Folder for BaseFolder<'_> {
    fn entries(&self, path: &str) -> Result<Vec<Entry>, FolderError> {
        let full = chart::join_path(&self.at, path);
        let folder =
            self.commit.resolve(&full).ok_or_else(|| FolderError::Missing { location: self.location(path) })?;
        let children = self.commit.tree.children(&folder).into_iter();
        let entries = children.filter_map(|child| {
            let (name, kind) = match child {
                Child::Folder(name) => (name, EntryKind::Folder),
                Child::Entry(name, entry) => match entry.kind {
                    TreeKind::File => (name, EntryKind::File),
                    TreeKind::Link => (name, self.link(&chart::join_path(&folder, name))),
                    // What is in there is compared by the commit that stands here.
                    TreeKind::Submodule => return None,
                },
            };
            Some(Entry { name: name.to_owned(), kind })
        });
        Ok(entries.collect())
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, FolderError> {
        let missing = || FolderError::Missing { location: self.location(path) };
        let full = self.commit.resolve(&chart::join_path(&self.at, path)).ok_or_else(missing)?;
        let entry = self.commit.tree.get(&full).ok_or_else(missing)?;
        self.commit.content(&full, entry, limit)
    }

    fn location(&self, path: &str) -> String {
        format!("{}:{}", self.commit.reference, chart::join_path(&self.at, path))
    }
}
