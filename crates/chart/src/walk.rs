//! Reading a chart's folder in Helm's order (Helm: `internal/sympath/walk.go`, `loader/directory.go`).
//!
//! The entries of a folder are visited in the bytewise order of their names, folders and files mixed,
//! depth first. Symbolic links are followed and announced before any ignore rule is asked.

use crate::error::LoadError;
use crate::file::{Budget, File, MAX_CHART_BYTES, MAX_CHART_FILES};
use crate::folder::{Entry, EntryKind, Folder, FolderError, LinkTarget};
use crate::ignore::{IGNORE_FILE, IgnoreRules};
use crate::text::info_line;

/// Folders within folders that are walked into. Helm has no limit.
const MAX_FOLDER_DEPTH: usize = 128;
/// A `.helmignore` above this size is no list of rules, in bytes.
const MAX_IGNORE_BYTES: u64 = 1024 * 1024;

/// The files of a folder, and what Helm would have logged.
pub(crate) struct Walked {
    pub(crate) files: Vec<File>,
    pub(crate) notes: Vec<String>,
}

/// All files that belong to the chart.
pub(crate) fn walk(folder: &dyn Folder) -> Result<Walked, LoadError> {
    let entries = folder.entries("")?;
    let mut walker = Walker {
        folder,
        rules: read_rules(folder, &entries)?,
        budget: Budget::new(),
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
    budget: Budget,
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
        if self.rules.ignores(path, true) {
            return Ok(());
        }
        if depth >= MAX_FOLDER_DEPTH {
            return Err(LoadError::FolderTooDeep { path: path.to_owned(), limit: MAX_FOLDER_DEPTH });
        }
        let entries = self.folder.entries(path)?;
        self.visit_entries(path, entries, depth + 1)
    }

    fn irregular(&self, path: &str) -> Result<(), LoadError> {
        if self.rules.ignores(path, false) {
            return Ok(());
        }
        let location = self.folder.location(path);
        Err(LoadError::Irregular { location })
    }

    fn file(&mut self, path: &str) -> Result<(), LoadError> {
        if self.rules.ignores(path, false) {
            return Ok(());
        }
        if !self.budget.take_file() {
            return Err(LoadError::TooManyFiles { limit: MAX_CHART_FILES });
        }
        let data = self.folder.read(path, self.budget.bytes()).map_err(|error| {
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
        self.files.push(File::new(path, &data));
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
    use super::*;
    use crate::memory_folder::MemoryFolder;

    fn paths(folder: &MemoryFolder) -> Vec<String> {
        let walked = walk(folder).unwrap();
        walked.files.into_iter().map(|file| file.path).collect()
    }

    fn message(folder: &MemoryFolder) -> String {
        walk(folder).err().unwrap().to_string()
    }

    #[test]
    fn entries_come_in_the_bytewise_order_of_their_names() {
        let folder = ["zzz", "crds/b", "charts-x", "charts/a", "README.md", "a.b", "a/b"]
            .iter()
            .fold(MemoryFolder::new(), |folder, path| folder.with(path, "x"));
        assert_eq!(paths(&folder), ["README.md", "a/b", "a.b", "charts/a", "charts-x", "crds/b", "zzz"]);
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
        let walked = walk(&folder).unwrap();
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
            walk(&Huge).err().unwrap().to_string(),
            "error reading b: chart exceeds maximum decompressed size of 104857600 bytes"
        );
    }

    #[test]
    fn too_many_files_are_an_error() {
        let folder =
            (0..=MAX_CHART_FILES).fold(MemoryFolder::new(), |folder, index| folder.with(&index.to_string(), ""));
        assert_eq!(message(&folder), "chart has more than 10000 files");
    }
}
