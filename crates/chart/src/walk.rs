//! Reading a chart's folder in Helm's order (Helm: `internal/sympath/walk.go`, `loader/directory.go`).
//!
//! The entries of a folder are visited in the bytewise order of their names, folders and files mixed,
//! depth first. Symbolic links are followed and announced before any ignore rule is asked.

use crate::error::LoadError;
use crate::file::{Budget, File, MAX_CHART_BYTES, MAX_CHART_FILES, MAX_MATCH_STEPS, MAX_PATHS_BYTES};
use crate::folder::{Entry, EntryKind, Folder, FolderError, LinkTarget};
use crate::ignore::{IGNORE_FILE, IgnoreRules};
use crate::text::info_line;

/// Folders within folders that are walked into. Helm has no limit.
const MAX_FOLDER_DEPTH: usize = 128;
/// Folders and symbolic links that are walked through. Links multiply: two to each of the next thirty folders make a
/// billion ways, with or without a file at their ends.
const MAX_FOLDERS: usize = 10_000;
/// A `.helmignore` above this size is no list of rules, in bytes; each is compared with each path.
const MAX_IGNORE_BYTES: u64 = 128 * 1024;

/// The files of a folder, and what Helm would have logged.
pub(crate) struct Walked {
    pub(crate) files: Vec<File>,
    pub(crate) notes: Vec<String>,
}

/// All files that belong to the chart, within the budget.
pub(crate) fn walk(folder: &dyn Folder, budget: &mut Budget) -> Result<Walked, LoadError> {
    let entries = folder.entries("")?;
    let mut walker = Walker {
        folder,
        rules: read_rules(folder, &entries)?,
        budget,
        folders: 0,
        files: Vec::new(),
        notes: Vec::new(),
        open_links: Vec::new(),
    };
    walker.visit_entries("", entries, 0)?;
    Ok(Walked { files: walker.files, notes: walker.notes })
}

fn read_rules(folder: &dyn Folder, entries: &[Entry]) -> Result<IgnoreRules, LoadError> {
    let present = entries.iter().any(|entry| {
        let broken = matches!(&entry.kind, EntryKind::Symlink { target: LinkTarget::Broken { .. }, .. });
        entry.name == IGNORE_FILE && !broken
    });
    let text = if present { folder.read(IGNORE_FILE, MAX_IGNORE_BYTES)? } else { Vec::new() };
    IgnoreRules::parse(&text).map_err(|rule| LoadError::Ignore { rule })
}

struct Walker<'a> {
    folder: &'a dyn Folder,
    rules: IgnoreRules,
    budget: &'a mut Budget,
    /// Folders and links so far.
    folders: usize,
    files: Vec<File>,
    notes: Vec<String>,
    /// Where the links end that the walk is inside of, to notice a cycle.
    open_links: Vec<String>,
}

impl Walker<'_> {
    fn visit_entries(&mut self, parent: &str, mut entries: Vec<Entry>, depth: usize) -> Result<(), LoadError> {
        entries.sort_by(|left, right| left.name.as_bytes().cmp(right.name.as_bytes()));
        for entry in entries {
            let path = child_path(parent, &entry.name)?;
            self.visit(&path, entry.kind, depth)?;
        }
        Ok(())
    }

    fn visit(&mut self, path: &str, kind: EntryKind, depth: usize) -> Result<(), LoadError> {
        match kind {
            EntryKind::File => self.file(path),
            EntryKind::Folder => self.subfolder(path, depth),
            EntryKind::Irregular => self.irregular(path),
            EntryKind::Symlink { resolved, target } => self.link(path, resolved, target, depth),
        }
    }

    fn link(&mut self, path: &str, resolved: String, target: LinkTarget, depth: usize) -> Result<(), LoadError> {
        self.count_folder()?;
        let location = self.folder.location(path);
        if let LinkTarget::Broken { reason } = target {
            return Err(LoadError::BrokenLink { location, reason });
        }
        self.notes.push(info_line(
            "found symbolic link in path. Contents of linked file included and used",
            &[("path", &location), ("resolved", &resolved)],
        ));
        match target {
            LinkTarget::File => self.file(path),
            LinkTarget::Irregular | LinkTarget::Broken { .. } => self.irregular(path),
            LinkTarget::Folder => {
                if self.open_links.contains(&resolved) {
                    return Err(LoadError::LinkCycle { location });
                }
                self.open_links.push(resolved);
                self.subfolder(path, depth)?;
                self.open_links.pop();
                Ok(())
            }
        }
    }

    fn subfolder(&mut self, path: &str, depth: usize) -> Result<(), LoadError> {
        if self.ignores(path, true)? {
            return Ok(());
        }
        if depth >= MAX_FOLDER_DEPTH {
            return Err(LoadError::FolderTooDeep { path: path.to_owned(), limit: MAX_FOLDER_DEPTH });
        }
        self.count_folder()?;
        let entries = self.folder.entries(path)?;
        self.visit_entries(path, entries, depth + 1)
    }

    fn ignores(&mut self, path: &str, is_folder: bool) -> Result<bool, LoadError> {
        let ignored = self.rules.ignores_within(path, is_folder, &mut self.budget.match_steps);
        if self.budget.match_steps == 0 {
            return Err(LoadError::CostlyRules { limit: MAX_MATCH_STEPS });
        }
        Ok(ignored)
    }

    fn count_folder(&mut self) -> Result<(), LoadError> {
        self.folders += 1;
        if self.folders > MAX_FOLDERS {
            return Err(LoadError::TooManyFolders { limit: MAX_FOLDERS });
        }
        Ok(())
    }

    fn irregular(&mut self, path: &str) -> Result<(), LoadError> {
        if self.ignores(path, false)? {
            return Ok(());
        }
        let location = self.folder.location(path);
        Err(LoadError::Irregular { location })
    }

    fn file(&mut self, path: &str) -> Result<(), LoadError> {
        if self.ignores(path, false)? {
            return Ok(());
        }
        if !self.budget.take_file() {
            return Err(LoadError::TooManyFiles { limit: MAX_CHART_FILES });
        }
        if !self.budget.take_path(path) {
            return Err(LoadError::LongPaths { limit: MAX_PATHS_BYTES });
        }
        let data = self.folder.shared(path, self.budget.bytes()).map_err(|error| {
            let reason = match error {
                FolderError::TooLarge { .. } => {
                    format!("chart exceeds maximum decompressed size of {MAX_CHART_BYTES} bytes")
                }
                other => other.to_string(),
            };
            let path = path.to_owned();
            LoadError::Read { path, reason }
        })?;
        self.budget.take_bytes(data.len() as u64);
        self.files.push(File::shared(path.to_owned(), data));
        Ok(())
    }
}

/// The path of an entry; a name that would lead elsewhere is an error of whoever lists folders.
fn child_path(parent: &str, name: &str) -> Result<String, LoadError> {
    if matches!(name, "" | "." | "..") || name.contains(['/', '\0']) {
        let message = format!("{name:?} is not the name of a file");
        return Err(FolderError::Failed { message }.into());
    }
    if parent.is_empty() { Ok(name.to_owned()) } else { Ok(format!("{parent}/{name}")) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::memory_folder::MemoryFolder;

    fn paths(folder: &MemoryFolder) -> Vec<String> {
        let walked = walk(folder, &mut Budget::new()).unwrap();
        walked.files.into_iter().map(|file| file.path).collect()
    }

    fn message(folder: &MemoryFolder) -> String {
        failed(folder).to_string()
    }

    fn failed(folder: &dyn Folder) -> LoadError {
        walk(folder, &mut Budget::new()).err().unwrap()
    }

    #[test]
    fn entries_come_in_the_bytewise_order_of_their_names() {
        let folder = ["zzz", "crds/b", "charts-x", "charts/a", "README.md", "a.b", "a/b"]
            .iter()
            .fold(MemoryFolder::new(), |folder, path| folder.with(path, "x"));
        assert_eq!(paths(&folder), ["README.md", "a/b", "a.b", "charts/a", "charts-x", "crds/b", "zzz"]);
    }

    #[test]
    fn files_in_memory_are_not_copied() {
        let (plain, marked) = (File::new("a", b"x"), File::shared("b".to_owned(), Arc::from(&b"\xEF\xBB\xBFx"[..])));
        let folder = MemoryFolder::new().with_file(&plain).with_file(&marked).with("c", "\u{feff}x");
        let walked = walk(&folder, &mut Budget::new()).unwrap();
        assert!(walked.files.iter().all(|file| &*file.data == b"x"));
        assert!(Arc::ptr_eq(&walked.files[0].data, &plain.data));
    }

    #[test]
    fn ignored_folders_are_left_out_whole() {
        let folder = MemoryFolder::new()
            .with(".helmignore", "docs/\n*.bak\n")
            .with("docs/a", "")
            .with("x.bak", "")
            .with("templates/.hidden", "")
            .with("templates/a.yaml", "");
        assert_eq!(paths(&folder), [".helmignore", "templates/a.yaml"]);
    }

    #[test]
    fn links_are_followed_and_noted() {
        let folder = MemoryFolder::new().with("d/a b", "A").with_link("y", "/d").with_link("f", "/d/a b");
        let walked = walk(&folder, &mut Budget::new()).unwrap();
        let found: Vec<&str> = walked.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(found, ["d/a b", "f", "y/a b"]);
        assert_eq!(
            walked.notes[0],
            "level=INFO msg=\"found symbolic link in path. Contents of linked file included and used\" \
             path=f resolved=\"/d/a b\""
        );
    }

    #[test]
    fn links_to_nothing_and_cycles_end_the_walk() {
        let broken = MemoryFolder::new().with(".helmignore", "x").with_link("x", "/nowhere");
        assert_eq!(message(&broken), "error evaluating symlink x: lstat /nowhere: no such file or directory");
        let cycle = MemoryFolder::new().with("a", "").with_link("x", "/");
        assert_eq!(message(&cycle), "open x/x: too many levels of symbolic links");
    }

    #[test]
    fn pipes_are_an_error_unless_ignored() {
        let folder = MemoryFolder::new().with_entry("f", EntryKind::Irregular);
        assert_eq!(message(&folder), "cannot load irregular file f as it has file mode type bits set");
        assert_eq!(paths(&folder.with(".helmignore", "f")), [".helmignore"]);
    }

    /// A folder with one file that never fits.
    struct Huge;

    impl Folder for Huge {
        fn entries(&self, _: &str) -> Result<Vec<Entry>, FolderError> {
            Ok(vec![Entry { name: "b".to_owned(), kind: EntryKind::File }])
        }

        fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, FolderError> {
            Err(FolderError::TooLarge { path: path.to_owned(), limit })
        }
    }

    #[test]
    fn too_many_bytes_are_an_error_in_helms_words() {
        assert_eq!(
            failed(&Huge).to_string(),
            "error reading b: chart exceeds maximum decompressed size of 104857600 bytes"
        );
    }

    #[test]
    fn too_many_files_are_an_error() {
        let folder =
            (0..=MAX_CHART_FILES).fold(MemoryFolder::new(), |folder, index| folder.with(&index.to_string(), ""));
        assert_eq!(message(&folder), "chart has more than 10000 files");
    }

    #[test]
    fn a_bad_rule_has_its_line() {
        let error = failed(&MemoryFolder::new().with(".helmignore", "# docs\n\ndocs/**\n"));
        let place = error.place().unwrap();
        let position = place.position.unwrap();
        assert_eq!((place.file.as_str(), position.line, position.column), (".helmignore", 3, 1));
        let huge = MemoryFolder::new().with(".helmignore", "a\n".repeat(70_000));
        assert_eq!(message(&huge), ".helmignore is larger than 131072 bytes");
    }

    #[test]
    fn rules_that_take_long_are_an_error() {
        let rules = "*a*a*a*a*a*a*b\n".repeat(100);
        let folder = (0..10).fold(MemoryFolder::new().with(".helmignore", rules), |folder, index| {
            folder.with(&format!("{}{index}", "a".repeat(200)), "")
        });
        let within = |match_steps| {
            let mut budget = Budget::new();
            budget.match_steps = match_steps;
            walk(&folder, &mut budget)
        };
        assert_eq!(within(10_000_000).map(|walked| walked.files.len()).ok(), Some(11));
        let error = within(10_000).err().unwrap();
        let text = "cannot load .helmignore: comparing its rules with the chart's files takes more than 50000000 steps";
        assert_eq!(error.to_string(), text);
        assert_eq!(error.place().unwrap().file, ".helmignore");
    }

    /// Folders in which two links lead on, each to another folder of that kind.
    struct Fork;

    impl Folder for Fork {
        fn entries(&self, path: &str) -> Result<Vec<Entry>, FolderError> {
            let names: &[&str] = if path.len() < 60 { &["x", "y"] } else { &[] };
            let link = |name: &&str| Entry {
                name: (*name).to_owned(),
                kind: EntryKind::Symlink { resolved: format!("/{path}/{name}"), target: LinkTarget::Folder },
            };
            Ok(names.iter().map(link).collect())
        }

        fn read(&self, path: &str, _: u64) -> Result<Vec<u8>, FolderError> {
            Err(FolderError::Missing { location: path.to_owned() })
        }
    }

    #[test]
    fn links_that_multiply_are_an_error() {
        assert_eq!(failed(&Fork).to_string(), "chart has more than 10000 folders and symbolic links");
    }

    #[test]
    fn paths_are_bounded_together() {
        let parent = format!("{}/", "d".repeat(250)).repeat(17);
        let folder = (0..1000).fold(MemoryFolder::new(), |folder, index| folder.with(&format!("{parent}{index}"), ""));
        assert_eq!(message(&folder), "the paths of the chart's files have more than 4194304 bytes together");
    }
}
