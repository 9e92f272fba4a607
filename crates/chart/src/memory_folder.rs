//! A folder that exists only in memory: for tests and for charts that are made on the fly.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::file::File;
use crate::folder::{Entry, EntryKind, Folder, FolderError, LinkTarget};

/// Links that may be followed for one path, as Linux limits them.
const MAX_LINKS: usize = 40;

/// Files and links by path. Folders exist where something is below them.
#[derive(Debug, Clone, Default)]
pub struct MemoryFolder {
    /// What messages name as the folder.
    root: String,
    files: BTreeMap<String, Arc<[u8]>>,
    others: BTreeMap<String, EntryKind>,
}

impl MemoryFolder {
    /// An empty folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty folder that messages name by this path.
    pub fn at(root: &str) -> Self {
        Self { root: root.to_owned(), ..Self::default() }
    }

    /// The folder with one more file.
    #[must_use]
    pub fn with(mut self, path: &str, data: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), Arc::from(data.into()));
        self
    }

    /// The folder with one more file, whose content is not copied.
    #[must_use]
    pub fn with_file(mut self, file: &File) -> Self {
        self.files.insert(file.path.clone(), Arc::clone(&file.data));
        self
    }

    /// The folder with a symbolic link to another path of it; `/` is its root.
    #[must_use]
    pub fn with_link(self, path: &str, target: &str) -> Self {
        let inside = target.trim_start_matches('/');
        let kind = if inside.is_empty() || self.is_folder(inside) {
            LinkTarget::Folder
        } else if self.files.contains_key(inside) {
            LinkTarget::File
        } else {
            LinkTarget::Broken { reason: format!("lstat {target}: no such file or directory") }
        };
        let resolved = target.to_owned();
        self.with_entry(path, EntryKind::Symlink { resolved, target: kind })
    }

    /// The folder with an entry that is neither file nor folder.
    #[must_use]
    pub fn with_entry(mut self, path: &str, kind: EntryKind) -> Self {
        self.others.insert(path.to_owned(), kind);
        self
    }

    fn is_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        below(&self.files, &prefix).next().is_some() || below(&self.others, &prefix).next().is_some()
    }

    /// The path without links in it.
    fn follow(&self, path: &str) -> String {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            let Some(next) = self.follow_one(&path) else {
                break;
            };
            path = next;
        }
        path
    }

    fn follow_one(&self, path: &str) -> Option<String> {
        self.others.iter().find_map(|(link, kind)| {
            let EntryKind::Symlink { resolved, .. } = kind else {
                return None;
            };
            let rest = path.strip_prefix(link.as_str())?;
            if !rest.is_empty() && !rest.starts_with('/') {
                return None;
            }
            let joined = format!("{}{rest}", resolved.trim_start_matches('/'));
            Some(joined.trim_start_matches('/').to_owned())
        })
    }
}

impl Folder for MemoryFolder {
    fn entries(&self, path: &str) -> Result<Vec<Entry>, FolderError> {
        let path = self.follow(path);
        let prefix = if path.is_empty() { path } else { format!("{path}/") };
        let mut found: BTreeMap<String, EntryKind> = BTreeMap::new();
        let files = below(&self.files, &prefix).map(|(path, _)| (path, EntryKind::File));
        let others = below(&self.others, &prefix).map(|(path, kind)| (path, kind.clone()));
        for (rest, kind) in files.chain(others) {
            match rest.split_once('/') {
                Some((name, _)) => found.insert(name.to_owned(), EntryKind::Folder),
                None => found.insert(rest.to_owned(), kind),
            };
        }
        Ok(found.into_iter().map(|(name, kind)| Entry { name, kind }).collect())
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, FolderError> {
        self.shared(path, limit).map(|data| data.to_vec())
    }

    fn shared(&self, path: &str, limit: u64) -> Result<Arc<[u8]>, FolderError> {
        let followed = self.follow(path);
        let location = self.location(path);
        let Some(data) = self.files.get(&followed) else {
            if self.is_folder(&followed) || self.others.get(&followed) == Some(&EntryKind::Folder) {
                return Err(FolderError::Failed { message: format!("read {location}: is a directory") });
            }
            return Err(FolderError::Missing { location });
        };
        if data.len() as u64 > limit {
            let path = path.to_owned();
            return Err(FolderError::TooLarge { path, limit });
        }
        Ok(Arc::clone(data))
    }

    fn location(&self, path: &str) -> String {
        match (self.root.as_str(), path) {
            ("", path) => path.to_owned(),
            (root, "") => root.to_owned(),
            (root, path) => format!("{root}/{path}"),
        }
    }
}

/// What is below a folder, by the rest of its path.
fn below<'a, T>(entries: &'a BTreeMap<String, T>, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a T)> {
    let from = entries.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
    from.map_while(move |(path, entry)| Some((path.strip_prefix(prefix)?, entry)))
}
