//! A chart's folder behind a narrow trait: the room itself touches no disk.

use std::sync::Arc;

/// What an entry of a folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link. Helm follows it, inside or outside the chart.
    Symlink {
        /// Where it ends, as the disk names it (`filepath.EvalSymlinks`).
        resolved: String,
        /// What is there.
        target: LinkTarget,
    },
    /// A pipe, socket or device.
    Irregular,
}

/// What a symbolic link ends at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A pipe, socket or device.
    Irregular,
    /// Nothing. The reason is Go's: `lstat /x: no such file or directory` or `EvalSymlinks: too many links`.
    Broken {
        /// Why the link can't be followed.
        reason: String,
    },
}

/// A direct child of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, without any path.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// Why a folder or file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    /// There is no such file.
    #[error("open {location}: no such file or directory")]
    Missing {
        /// The full path.
        location: String,
    },
    /// The file is larger than the caller would take.
    #[error("{path} is larger than {limit} bytes")]
    TooLarge {
        /// Path relative to the folder.
        path: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// Anything else; the message names the path as Go does (`read /x/Chart.yaml: is a directory`).
    #[error("{message}")]
    Failed {
        /// What happened to which path.
        message: String,
    },
}

/// The only window of this room to a disk. The program implements it over the file system,
/// tests use [`crate::MemoryFolder`].
///
/// Paths are relative to the folder, with `/` between their parts; `""` is the folder itself.
/// Reading and listing follow symbolic links.
pub trait Folder {
    /// The direct children of a folder, in any order.
    fn entries(&self, path: &str) -> Result<Vec<Entry>, FolderError>;

    /// A file's content; [`FolderError::TooLarge`] when it has more than `limit` bytes, which
    /// must be noticed without reading all of it.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, FolderError>;

    /// As [`Self::read`], in the form in which a chart keeps it. Whoever has it in that form saves a copy.
    fn shared(&self, path: &str, limit: u64) -> Result<Arc<[u8]>, FolderError> {
        self.read(path, limit).map(Arc::from)
    }

    /// The path as messages name it; Helm prints absolute paths.
    fn location(&self, path: &str) -> String {
        path.to_owned()
    }
}
