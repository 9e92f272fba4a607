//! New files: whole or not there, for the eyes they are meant for, and never in place of another by accident.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone: mode 0600.
    Owner,
    /// Whom the system lets: mode 0644 without what the umask takes.
    All,
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and the new one is not written.
    Keep,
    /// It is replaced.
    Replace,
}

/// Makes a file. It is written beside its place under another name, so that nobody ever sees half of it.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`] for a file that is kept, and what the system says.
pub fn create(path: &Path, bytes: &[u8], readers: Readers, existing: Existing) -> io::Result<()> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = folder.join(format!(".portolan-{}-{count}.new", std::process::id()));
    let placed = written(&beside, bytes, readers).and_then(|()| placed(&beside, path, existing));
    let _ = fs::remove_file(&beside);
    placed
}

fn written(beside: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let _ = fs::remove_file(beside);
    let mut file = opened(beside, readers)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn opened(path: &Path, readers: Readers) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mode = if readers == Readers::Owner { 0o600 } else { 0o644 };
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

/// Elsewhere a file inherits who may read it from its folder, and a user's folders are the user's.
#[cfg(not(unix))]
fn opened(path: &Path, _readers: Readers) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn placed(beside: &Path, path: &Path, existing: Existing) -> io::Result<()> {
    if existing == Existing::Replace {
        return fs::rename(beside, path);
    }
    match fs::hard_link(beside, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => without_links(beside, path),
        linked => linked,
    }
}

/// Where the file system has no hard links, there is a moment between looking and renaming.
fn without_links(beside: &Path, path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    fs::rename(beside, path)
}
