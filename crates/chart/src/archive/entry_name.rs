//! From an entry's name to a path in the chart: Helm's checks, and ours.

use super::ArchiveError;
use crate::text::{clean_path, shown};

/// Longest name that the strict rules take, in bytes.
const MAX_NAME_BYTES: usize = 4096;
/// Longest part of a name that the strict rules take, in bytes; file systems take no longer ones.
const MAX_PART_BYTES: usize = 255;

/// The top folder, and the path below it with `/` between its parts.
pub(super) fn split(name: &str) -> Result<(String, String), ArchiveError> {
    let separator = separator(name);
    let (root, below) = name.split_once(separator).unwrap_or((name, ""));
    let below = below.replace(separator, "/");
    if below.starts_with('/') {
        return Err(ArchiveError::AbsolutePath { entry: shown(name) });
    }
    let path = clean_path(&below);
    if path == "." {
        return Err(ArchiveError::OutsideBase { entry: shown(name) });
    }
    if path.starts_with("..") {
        return Err(ArchiveError::ParentFolder { entry: shown(name) });
    }
    if is_drive_path(&path) {
        return Err(ArchiveError::IllegalName { entry: shown(name) });
    }
    if root == "Chart.yaml" {
        return Err(ArchiveError::ChartYamlNotInBase { entry: shown(name) });
    }
    Ok((root.to_owned(), path))
}

/// Whether a name, of a file or a folder, means the same to everybody and fits any disk.
pub(super) fn check_strictly(name: &str) -> Result<(), ArchiveError> {
    if name.len() > MAX_NAME_BYTES {
        return Err(ArchiveError::LongName { entry: shown(name), limit: MAX_NAME_BYTES });
    }
    if name.contains('\0') {
        return Err(ArchiveError::BadName { entry: shown(name) });
    }
    if name.starts_with(['/', '\\']) {
        return Err(ArchiveError::AbsoluteName { entry: shown(name) });
    }
    for part in name.split(['/', '\\']) {
        if part == "." || part == ".." {
            return Err(ArchiveError::DotPart { entry: shown(name) });
        }
        if part.len() > MAX_PART_BYTES {
            return Err(ArchiveError::LongPart { entry: shown(name), limit: MAX_PART_BYTES });
        }
    }
    Ok(())
}

/// The top folder of any entry.
pub(super) fn root(name: &str) -> &str {
    name.split(separator(name)).next().unwrap_or(name)
}

/// Archives made on Windows may have back-slashes.
fn separator(name: &str) -> char {
    if name.contains('\\') { '\\' } else { '/' }
}

/// `c:/x`: what is left of a Windows path in disguise.
fn is_drive_path(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic())
}
