//! A chart's folder over `std::fs`.

use std::fs::{self, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chart::{Entry, EntryKind, Folder, FolderError, LinkTarget};

use super::resolve::resolve;

/// A chart's folder on disk.
pub struct DiskFolder {
    root: PathBuf,
}

impl DiskFolder {
    /// The folder at `root`; messages name absolute paths, as Helm's do.
    pub fn new(root: &Path) -> Self {
        Self { root: std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf()) }
    }

    fn full(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.root.clone() } else { self.root.join(path) }
    }
}

impl Folder for DiskFolder {
    fn entries(&self, path: &str) -> Result<Vec<Entry>, FolderError> {
        let folder = self.full(path);
        let failed = |error: io::Error| failed("open", &folder, &error);
        fs::read_dir(&folder).map_err(failed)?.map(|entry| self::entry(&entry.map_err(failed)?)).collect()
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, FolderError> {
        let full = self.full(path);
        let file = fs::File::open(&full).map_err(|error| failed("open", &full, &error))?;
        let length = file.metadata().map_or(0, |metadata| metadata.len().min(limit));
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1));
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| failed("read", &full, &error))?;
        if bytes.len() as u64 > limit {
            return Err(FolderError::TooLarge { path: path.to_owned(), limit });
        }
        Ok(bytes)
    }

    fn shared(&self, path: &str, limit: u64) -> Result<Arc<[u8]>, FolderError> {
        let whole = whole(&self.full(path), limit);
        whole.map_or_else(|| self.read(path, limit).map(Arc::from), Ok)
    }

    fn location(&self, path: &str) -> String {
        self.full(path).display().to_string()
    }
}

/// A file read into its final place; `None` if something is unusual about it.
fn whole(path: &Path, limit: u64) -> Option<Arc<[u8]>> {
    let mut file = fs::File::open(path).ok()?;
    let metadata = file.metadata().ok().filter(|metadata| metadata.is_file() && metadata.len() <= limit)?;
    let mut data: Arc<[u8]> = std::iter::repeat_n(0, usize::try_from(metadata.len()).ok()?).collect();
    file.read_exact(Arc::get_mut(&mut data)?).ok()?;
    let at_end = file.read(&mut [0]).ok()? == 0;
    at_end.then_some(data)
}

fn entry(entry: &fs::DirEntry) -> Result<Entry, FolderError> {
    let path = entry.path();
    let name = entry.file_name().into_string().map_err(|name| FolderError::Failed {
        message: format!("{}: the file name {name:?} is not UTF-8", path.display()),
    })?;
    let file_type = entry.file_type().map_err(|error| failed("lstat", &path, &error))?;
    let kind = if file_type.is_symlink() { link(&path) } else { plain(file_type) };
    Ok(Entry { name, kind })
}

fn plain(file_type: FileType) -> EntryKind {
    match file_type {
        file_type if file_type.is_file() => EntryKind::File,
        file_type if file_type.is_dir() => EntryKind::Folder,
        _ => EntryKind::Irregular,
    }
}

fn link(path: &Path) -> EntryKind {
    let broken =
        |reason| EntryKind::Symlink { resolved: path.display().to_string(), target: LinkTarget::Broken { reason } };
    let resolved = match resolve(path) {
        Ok(resolved) => resolved,
        Err(reason) => return broken(reason),
    };
    let target = match fs::metadata(&resolved) {
        Ok(metadata) if metadata.is_file() => LinkTarget::File,
        Ok(metadata) if metadata.is_dir() => LinkTarget::Folder,
        Ok(_) => LinkTarget::Irregular,
        Err(error) => return broken(failed("stat", &resolved, &error).to_string()),
    };
    EntryKind::Symlink { resolved: resolved.display().to_string(), target }
}

/// Go's `PathError`: verb, path, reason.
fn failed(verb: &str, path: &Path, error: &io::Error) -> FolderError {
    let location = path.display().to_string();
    match error.kind() {
        io::ErrorKind::NotFound => FolderError::Missing { location },
        io::ErrorKind::IsADirectory => FolderError::Failed { message: format!("read {location}: is a directory") },
        io::ErrorKind::NotADirectory => FolderError::Failed { message: format!("{verb} {location}: not a directory") },
        io::ErrorKind::PermissionDenied => {
            FolderError::Failed { message: format!("{verb} {location}: permission denied") }
        }
        _ => FolderError::Failed { message: format!("{verb} {location}: {error}") },
    }
}
