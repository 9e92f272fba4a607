//! The files of the archive with their checksums.

use std::collections::BTreeMap;

use chart::{ArchiveError, File, archive_files};
use oci::Digest;
use sha1::{Digest as _, Sha1};

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Its path below the chart's folder.
    pub path: String,
    /// SHA-256 of its content.
    pub sha256: String,
    /// SHA-1 of its content: SPDX 2.3 demands it.
    pub sha1: String,
    /// What it is: SPDX's word.
    pub kind: &'static str,
}

/// The files of an archive by path; of equal paths the last, which is the one that Helm sees.
pub(super) fn of(archive: &[u8]) -> Result<Vec<FileEntry>, ArchiveError> {
    let files = archive_files(archive)?;
    let files: BTreeMap<String, File> = files.into_iter().map(|file| (file.path.clone(), file)).collect();
    Ok(files.into_values().map(|file| entry(&file)).collect())
}

fn entry(file: &File) -> FileEntry {
    FileEntry {
        path: crate::clean::text(&file.path),
        sha256: Digest::of(&file.data).hex().to_owned(),
        sha1: sha1(&file.data),
        kind: kind(file),
    }
}

/// SHA-1 in hexadecimal digits.
pub(crate) fn sha1(content: &[u8]) -> String {
    Sha1::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn kind(file: &File) -> &'static str {
    let ends = |end: &str| file.path.to_ascii_lowercase().ends_with(end);
    match file.text() {
        _ if ends(".tgz") || ends(".tar.gz") => "ARCHIVE",
        Some(_) if ends(".md") => "DOCUMENTATION",
        Some(_) => "TEXT",
        None => "BINARY",
    }
}
