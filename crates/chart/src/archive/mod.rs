//! Packed charts (`.tgz`): reading them within limits, by Helm's rules or by our stricter ones
//! (Helm: `pkg/chart/loader/archive/archive.go`).

mod entry_name;
mod error;
mod sniff;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::Arc;

use crate::file::{Budget, File, MARK, MAX_CHART_FILES, MAX_PATHS_BYTES};
use crate::gzip::{self, Gunzip};
use crate::tar::{Entry, Kind, Reader, TarError};
use crate::text::shown;

pub use error::ArchiveError;
pub use sniff::ensure_archive;

/// Which archives are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ArchiveRules {
    /// What Helm 4.3.1 loads, except for our limit on the number of files. Links become empty files, several
    /// top folders are merged, of equal paths the last wins, bytes after the archive are not looked at.
    Helm,
    /// Only what has one meaning for everybody: regular files, each once and by its plain path, in one top folder
    /// that is named like the chart, and nothing after the archive. For everything that comes from, or goes to, a
    /// registry.
    #[default]
    Strict,
}

/// The files of an archive.
pub(crate) struct Unpacked {
    pub(crate) files: Vec<File>,
    /// The name of the top folder (under Helm's rules, of the first file's).
    pub(crate) root: String,
}

/// Unpacks an archive, at most until the budget is spent. What has been unpacked stays taken.
pub(crate) fn unpack(tgz: &[u8], rules: ArchiveRules, budget: &mut Budget) -> Result<Unpacked, ArchiveError> {
    if tgz.is_empty() {
        return Err(ArchiveError::Damaged { reason: "EOF".to_owned() });
    }
    let strict = rules == ArchiveRules::Strict;
    let gunzip = if strict { Gunzip::one(tgz) } else { Gunzip::all(tgz) };
    let mut unpacker = Unpacker {
        reader: Reader::new(Capped { inner: gunzip, left: budget.unpacked }),
        strict,
        budget,
        entries: 0,
        files: Vec::new(),
        root: None,
        seen: BTreeSet::new(),
    };
    while unpacker.entry()? {}
    if strict {
        unpacker.check_end()?;
        unpacker.check_conflicts()?;
    }
    unpacker.budget.unpacked = unpacker.reader.stream_mut().left;
    match unpacker.root {
        Some(root) if !unpacker.files.is_empty() => Ok(Unpacked { files: unpacker.files, root }),
        _ => Err(ArchiveError::Empty),
    }
}

/// The files of an archive by Helm's rules, relative to its top folder and whatever they are (Helm:
/// `archive.LoadArchiveFiles`).
///
/// # Errors
/// What is wrong with the archive, in Helm's words.
pub fn archive_files(tgz: &[u8]) -> Result<Vec<File>, ArchiveError> {
    unpack(tgz, ArchiveRules::Helm, &mut Budget::new()).map(|unpacked| unpacked.files)
}

/// When the newest file of an archive was changed, Unix seconds; none where no entry tells.
///
/// # Errors
/// What is wrong with the archive.
pub fn newest_entry(tgz: &[u8]) -> Result<Option<u64>, ArchiveError> {
    let mut reader = Reader::new(Capped { inner: Gunzip::all(tgz), left: Budget::new().unpacked });
    let mut newest = None;
    while let Some(entry) = reader.next_entry().map_err(damaged)? {
        newest = newest.max(entry.time);
    }
    Ok(newest)
}

struct Unpacker<'a, 'b> {
    reader: Reader<Capped<Gunzip<'a>>>,
    strict: bool,
    budget: &'b mut Budget,
    entries: usize,
    files: Vec<File>,
    root: Option<String>,
    /// Paths of files; filled under strict rules only.
    seen: BTreeSet<String>,
}

impl Unpacker<'_, '_> {
    /// Takes one entry; false at the end of the archive.
    fn entry(&mut self) -> Result<bool, ArchiveError> {
        let Some(entry) = self.reader.next_entry().map_err(damaged)? else {
            return Ok(false);
        };
        self.entries += 1;
        if self.strict && self.entries > MAX_CHART_FILES {
            return Err(ArchiveError::TooManyFiles { limit: MAX_CHART_FILES });
        }
        match entry.kind {
            Kind::Global | Kind::Folder | Kind::FolderByMode if !self.strict => return Ok(true),
            Kind::Global | Kind::Folder => {
                self.check_fileless(&entry)?;
                return Ok(true);
            }
            kind if self.strict => check_kind(kind, &entry.name)?,
            _ => {}
        }
        let (root, path) = entry_name::split(&entry.name)?;
        if self.strict {
            self.check_strictly(&entry.name, &root, &path)?;
        }
        let data = self.data(&entry, &path)?;
        self.root.get_or_insert(root);
        self.files.push(File::shared(path, data));
        Ok(true)
    }

    fn data(&mut self, entry: &Entry, path: &str) -> Result<Arc<[u8]>, ArchiveError> {
        let too_large = || ArchiveError::TooLarge { entry: Some(shown(&entry.name)) };
        if !self.budget.take_file() {
            return Err(ArchiveError::TooManyFiles { limit: MAX_CHART_FILES });
        }
        if !self.budget.take_path(path) {
            return Err(ArchiveError::LongNames { limit: MAX_PATHS_BYTES });
        }
        if entry.size > self.budget.bytes() {
            return Err(too_large());
        }
        let count = self.reader.remaining();
        let data = self.reader.shared_data(MARK).map_err(|error| match damaged(error) {
            ArchiveError::TooLarge { .. } => too_large(),
            other => other,
        })?;
        self.budget.take_bytes(count);
        // A link that claims a size has no data; Helm takes that for the limit as well.
        if count < entry.size || self.budget.bytes() == 0 {
            return Err(too_large());
        }
        Ok(data)
    }

    /// What is no file must not be one for other readers, nor change what they make of the files.
    fn check_fileless(&mut self, entry: &Entry) -> Result<(), ArchiveError> {
        let refused = |what| Err(ArchiveError::NotAFile { entry: shown(&entry.name), what });
        match entry.kind {
            Kind::Global if entry.name.is_empty() => return Ok(()),
            Kind::Global => return refused("global header that changes entries"),
            _ if entry.size > 0 => return refused("directory with data"),
            _ => {}
        }
        entry_name::check_strictly(&entry.name)?;
        let root = entry_name::root(&entry.name);
        self.check_root(&entry.name, root)?;
        self.root.get_or_insert_with(|| root.to_owned());
        Ok(())
    }

    fn check_strictly(&mut self, name: &str, root: &str, path: &str) -> Result<(), ArchiveError> {
        entry_name::check_strictly(name)?;
        // Half of the readers take a file whose name ends in a slash for a folder.
        if name.ends_with(['/', '\\']) {
            return Err(ArchiveError::BadName { entry: shown(name) });
        }
        self.check_root(name, root)?;
        if !self.seen.insert(path.to_owned()) {
            return Err(ArchiveError::Duplicate { entry: shown(name) });
        }
        Ok(())
    }

    fn check_root(&self, name: &str, root: &str) -> Result<(), ArchiveError> {
        match &self.root {
            Some(first) if first != root => Err(ArchiveError::SecondRoot { entry: shown(name), root: first.clone() }),
            _ => Ok(()),
        }
    }

    /// A path can't be both a file and the folder of another.
    fn check_conflicts(&self) -> Result<(), ArchiveError> {
        for path in &self.seen {
            let folder = format!("{path}/");
            let lower = self.seen.range(folder.clone()..).next().filter(|lower| lower.starts_with(&folder));
            if let Some(lower) = lower {
                let root = self.root.as_deref().unwrap_or_default();
                return Err(ArchiveError::FileIsFolder { entry: shown(&format!("{root}/{lower}")) });
            }
        }
        Ok(())
    }

    /// Only zeros may follow up to the end of the gzip stream, and nothing after it.
    fn check_end(&mut self) -> Result<(), ArchiveError> {
        let stream = self.reader.stream_mut();
        let mut buffer = [0; 4096];
        loop {
            let count = stream.read(&mut buffer).map_err(|error| damaged(TarError::Stream(error)))?;
            let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else {
                break;
            };
            if read.iter().any(|byte| *byte != 0) {
                return Err(ArchiveError::TrailingBytes);
            }
        }
        if stream.inner.rest().is_empty() { Ok(()) } else { Err(ArchiveError::TrailingBytes) }
    }
}

fn check_kind(kind: Kind, name: &str) -> Result<(), ArchiveError> {
    let what = match kind {
        Kind::SymbolicLink => "symbolic link",
        Kind::HardLink => "hard link",
        Kind::Device => "device or pipe",
        Kind::Other => "entry of an unknown type",
        Kind::FolderByMode => "file with the mode of a directory",
        Kind::File | Kind::Folder | Kind::Global => return Ok(()),
    };
    Err(ArchiveError::NotAFile { entry: shown(name), what })
}

fn damaged(error: TarError) -> ArchiveError {
    let reason = match error {
        TarError::UnexpectedEnd => "unexpected EOF".to_owned(),
        TarError::Header => "archive/tar: invalid tar header".to_owned(),
        TarError::Sparse => "archive/tar: sparse files are not supported".to_owned(),
        TarError::NotText => "archive/tar: entry name is not UTF-8".to_owned(),
        TarError::Stream(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            return ArchiveError::TooLarge { entry: None };
        }
        TarError::Stream(error) => gzip::error_text(&error),
    };
    ArchiveError::Damaged { reason }
}

/// A stream that fails when more is read from it than a chart may hold, whatever is skipped.
struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => {
                self.left = left;
                Ok(count)
            }
            None => Err(io::ErrorKind::FileTooLarge.into()),
        }
    }
}
