//! Files as a crash-safe store needs them: no symlink is followed, nothing half-written gets its final name.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use oci::{Algorithm, Digest, Hasher, Result, StoreError};

/// How long a lock is waited for: its holders need milliseconds, so one that takes longer is stopped or stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// Files that are synced side by side.
const WORKERS: usize = 8;

pub(crate) fn io_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Io { path: path.display().to_string(), source }
}

pub(crate) fn layout_error(path: &Path, detail: impl Into<String>) -> StoreError {
    StoreError::Layout { path: path.display().to_string(), detail: detail.into() }
}

pub(crate) fn size_error(path: &Path, detail: String) -> StoreError {
    StoreError::WrongSize { location: path.display().to_string(), detail }
}

/// Length of a regular file; `None` when nothing is there, an error when something else is.
pub(crate) fn length(path: &Path) -> Result<Option<u64>> {
    match metadata(path)? {
        Some(found) if found.is_file() => Ok(Some(found.len())),
        Some(found) => Err(unexpected(path, &found, "a regular file")),
        None => Ok(None),
    }
}

/// Whether the folder is there; an error when something else is.
pub(crate) fn is_folder(path: &Path) -> Result<bool> {
    match metadata(path)? {
        Some(found) if found.is_dir() => Ok(true),
        Some(found) => Err(unexpected(path, &found, "a folder")),
        None => Ok(false),
    }
}

fn metadata(path: &Path) -> Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error(path, error)),
    }
}

fn unexpected(path: &Path, found: &fs::Metadata, expected: &str) -> StoreError {
    let what = if found.is_symlink() { "a symbolic link, which is not followed" } else { "something else" };
    layout_error(path, format!("expected {expected}, found {what}"))
}

/// The names of what is in a folder.
pub(crate) fn names(path: &Path) -> Result<Vec<String>> {
    let failed = |error| io_error(path, error);
    let entries = fs::read_dir(path).map_err(failed)?;
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    entries.map(|entry| entry.map(name).map_err(failed)).collect()
}

/// Makes one folder unless it is there.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(io_error(path, error)),
        _ => is_folder(path).map(|_| ()),
    }
}

/// Opens a regular file for reading, with its length.
fn open(path: &Path) -> Result<Option<(File, u64)>> {
    let Some(length) = length(path)? else { return Ok(None) };
    match File::open(path) {
        Ok(file) => Ok(Some((file, length))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error(path, error)),
    }
}

/// The content of a file of at most `limit` bytes.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
    let Some((file, length)) = open(path)? else { return Ok(None) };
    let too_long = || size_error(path, format!("more than {limit} bytes"));
    if length > limit {
        return Err(too_long());
    }
    let mut content = Vec::with_capacity(usize::try_from(length).map_or(0, |length| length.saturating_add(1)));
    file.take(limit.saturating_add(1)).read_to_end(&mut content).map_err(|error| io_error(path, error))?;
    if content.len() as u64 > limit {
        return Err(too_long());
    }
    Ok(Some(content))
}

/// At most `count` bytes of a file from `offset`.
pub(crate) fn read_part(path: &Path, offset: u64, count: u64) -> Result<Option<Vec<u8>>> {
    let Some((mut file, _)) = open(path)? else { return Ok(None) };
    let mut content = Vec::new();
    file.seek(SeekFrom::Start(offset)).map_err(|error| io_error(path, error))?;
    file.take(count).read_to_end(&mut content).map_err(|error| io_error(path, error))?;
    Ok(Some(content))
}

/// The digest of a file's content, read in pieces.
pub(crate) fn digest_of(path: &Path, algorithm: Algorithm) -> Result<Option<Digest>> {
    let Some((file, _)) = open(path)? else { return Ok(None) };
    hash(&file, path, algorithm).map(Some)
}

/// The digest of everything in an open file.
pub(crate) fn hash(mut file: &File, path: &Path, algorithm: Algorithm) -> Result<Digest> {
    file.seek(SeekFrom::Start(0)).map_err(|error| io_error(path, error))?;
    let mut hasher = Hasher::new(algorithm);
    let mut buffer = vec![0; 64 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hasher.finish()),
            Ok(count) => hasher.update(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(io_error(path, error)),
        }
    }
}

/// Removes a file; `false` when there is none.
pub(crate) fn remove(path: &Path) -> Result<bool> {
    if length(path)?.is_none() {
        return Ok(false);
    }
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(io_error(path, error)),
    }
}

/// Locks an open file for this handle alone. The system drops the lock with the handle, also of a killed process.
pub(crate) fn lock(file: &File, path: &Path) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                thread::sleep(Duration::from_micros(fastrand::u64(100..1500)));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(layout_error(path, format!("somebody else has kept it locked for {PATIENCE:?}")));
            }
            Err(TryLockError::Error(error)) => return Err(io_error(path, error)),
        }
    }
}

/// A file that vanishes unless it gets its final name.
pub(crate) struct Temporary {
    path: PathBuf,
    file: File,
    renamed: bool,
}

impl Temporary {
    /// A new file with a random name in `folder`, which must be in the file system of the final name.
    pub(crate) fn create(folder: &Path) -> Result<Self> {
        loop {
            let path = folder.join(format!("{:016x}", fastrand::u64(..)));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { path, file, renamed: false }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(io_error(&path, error)),
            }
        }
    }

    pub(crate) fn write(&mut self, content: &[u8]) -> Result<()> {
        self.file.write_all(content).map_err(|error| io_error(&self.path, error))
    }

    pub(crate) fn sync(&self) -> Result<()> {
        self.file.sync_all().map_err(|error| io_error(&self.path, error))
    }

    pub(crate) fn rename(mut self, target: &Path) -> Result<()> {
        fs::rename(&self.path, target).map_err(|error| io_error(target, error))?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // What can't be removed now is removed as stale later.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Makes files and the names of files durable. File systems combine the flushes of syncs that run at the same
/// time, so 15 small files cost about as much as two.
pub(crate) fn sync(paths: &[PathBuf]) -> Result<()> {
    let share = paths.len().div_ceil(WORKERS).max(1);
    thread::scope(|scope| -> Result<()> {
        let mut workers = Vec::new();
        for chunk in paths.chunks(share) {
            workers.push((chunk, thread::Builder::new().spawn_scoped(scope, move || sync_each(chunk))));
        }
        for (chunk, worker) in workers {
            match worker.map(|worker| worker.join()) {
                Ok(Ok(done)) => done?,
                // No thread to be had, or it broke down: this one can do it.
                Ok(Err(_)) | Err(_) => sync_each(chunk)?,
            }
        }
        Ok(())
    })?;
    let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    folders.into_iter().try_for_each(sync_folder)
}

fn sync_each(paths: &[PathBuf]) -> Result<()> {
    paths.iter().try_for_each(|path| sync_file(path))
}

fn sync_file(path: &Path) -> Result<()> {
    // Windows syncs only through handles that may write.
    match OpenOptions::new().read(true).write(cfg!(windows)).open(path).and_then(|file| file.sync_all()) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io_error(path, error)),
        _ => Ok(()),
    }
}

/// Makes the names in a folder durable, where folders can be synced.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|error| io_error(path, error))
}

/// Removes the files of `folder` that nobody has written to for `age`. Failures are left to the next time.
pub(crate) fn remove_stale(folder: &Path, age: Duration) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(found) = entry.metadata() else { continue };
        let written = found.modified().ok().and_then(|time| time.elapsed().ok());
        if found.is_file() && written.is_some_and(|written| written > age) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
