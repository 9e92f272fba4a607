//! Files on disk: bounded reading, whole writing, and charts in folders.

mod create;
mod folder;
mod resolve;

pub use create::{Existing, Readers, create};
pub use folder::DiskFolder;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// The absolute path by its letters alone, without `..` (Go's `filepath.Abs`).
pub fn absolute(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).or_else(|_| std::env::current_dir()).unwrap_or_else(|_| path.to_path_buf());
    full.to_str().map(|text| PathBuf::from(chart::clean_path(text))).unwrap_or(full)
}

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// Names the file and the reason, or the limit.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    read_bounded(path, limit).map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}

/// Reads a file that may be missing.
///
/// # Errors
/// As [`read`], but a missing file is `None`.
pub fn read_if_there(path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
    match read_bounded(path, limit) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::input(format!("{}: {error}", path.display()))),
    }
}

fn read_bounded(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than the limit of {limit} bytes")));
    }
    Ok(bytes)
}

/// Writes a file so that it is whole or not there: beside it first, then renamed. A file that was there leaves its mode.
///
/// # Errors
/// Names the file and the reason.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error: io::Error| {
        let full = error.kind() == io::ErrorKind::StorageFull;
        let failure = Failure::input(format!("{}: {error}", path.display()));
        if full { failure.hint("free some space and run again: nothing half-written stays") } else { failure }
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let beside: PathBuf = folder.join(format!(".portolan-{}.tmp", std::process::id()));
    let keep_mode = |()| match fs::metadata(path) {
        Ok(metadata) => fs::set_permissions(&beside, metadata.permissions()),
        Err(_) => Ok(()),
    };
    let written = fs::write(&beside, bytes).and_then(keep_mode).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// Writes files that belong together: all are written beside their places before the first takes its place.
///
/// # Errors
/// Names the file and the reason; nothing is left of files that did not take their place.
pub fn write_together(files: &[(&Path, &[u8])]) -> Result<()> {
    let [(path, bytes)] = files else { return write_several(files) };
    write(path, bytes)
}

fn write_several(files: &[(&Path, &[u8])]) -> Result<()> {
    let beside = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        path.with_file_name(format!(".portolan-{}-{name}.tmp", std::process::id()))
    };
    let written = files.iter().try_for_each(|(path, bytes)| write(&beside(path), bytes));
    let placed = written.and_then(|()| {
        files.iter().try_for_each(|(path, _)| {
            fs::rename(beside(path), path).map_err(|error| Failure::input(format!("{}: {error}", path.display())))
        })
    });
    if placed.is_err() {
        files.iter().for_each(|(path, _)| drop(fs::remove_file(beside(path))));
    }
    placed
}

/// Removes a file that may be missing.
///
/// # Errors
/// Names the file and the reason.
pub fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::input(format!("{}: {error}", path.display())))
        }
        _ => Ok(()),
    }
}
