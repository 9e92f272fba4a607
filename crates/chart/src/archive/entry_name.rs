//! From an entry's name to a path in the chart, with Helm's checks.

use gostd::strconv;

use super::ArchiveError;
use crate::text::clean_path;

/// The top folder, and the path below it with `/` between its parts.
pub(super) fn split(name: &str) -> Result<(String, String), ArchiveError> {
    let separator = separator(name);
    let (root, below) = name.split_once(separator).unwrap_or((name, ""));
    let below = below.replace(separator, "/");
    if below.starts_with('/') {
        return Err(ArchiveError::AbsolutePath);
    }
    let path = clean_path(&below);
    if path == "." {
        return Err(ArchiveError::OutsideBase { quoted: strconv::quote(name) });
    }
    if path.starts_with("..") {
        return Err(ArchiveError::ParentFolder);
    }
    if is_drive_path(&path) {
        return Err(ArchiveError::IllegalName);
    }
    if root == "Chart.yaml" {
        return Err(ArchiveError::ChartYamlNotInBase);
    }
    Ok((root.to_owned(), path))
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
