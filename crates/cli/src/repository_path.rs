//! Paths as services name them: relative to the root of the repository, wherever Portolan was started.

use std::path::{Path, PathBuf};

use crate::{disk, git};

/// What paths are relative to.
pub struct Root {
    folder: Option<PathBuf>,
}

impl Root {
    /// The root of the git repository around the current folder; without one, paths stay as they are shown.
    pub fn find() -> Self {
        Self { folder: git::repository_root(Path::new(".")).map(|folder| disk::absolute(&folder)) }
    }

    /// Paths stay as they are shown.
    #[cfg(test)]
    pub fn none() -> Self {
        Self { folder: None }
    }

    /// A path below the root, with slashes; another stays as it is.
    pub fn path(&self, file: &str) -> String {
        let Some(root) = &self.folder else { return file.strip_prefix("./").unwrap_or(file).to_owned() };
        let full = disk::absolute(Path::new(file));
        match full.strip_prefix(root).ok().and_then(Path::to_str) {
            Some(below) if !below.is_empty() => below.to_owned(),
            _ => file.to_owned(),
        }
    }

    /// The path as a URI reference (RFC 3986): relative, or `file://` outside of the root.
    pub fn uri(&self, file: &str) -> String {
        let path = self.path(file);
        let scheme = if path.starts_with('/') { "file://" } else { "" };
        format!("{scheme}{}", encoded(&path))
    }
}

/// Everything but the characters of a path segment and `/` percent-encoded, byte by byte; `:` too, since it would end a
/// scheme in a first segment.
fn encoded(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => text.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';'
            | b'=' | b'@' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Root, encoded};

    #[test]
    fn characters_of_other_meaning_are_encoded() {
        assert_eq!(encoded("charts/a b/é:#?%[x].yaml"), "charts/a%20b/%C3%A9%3A%23%3F%25%5Bx%5D.yaml");
        assert_eq!(Root::none().uri("/etc/x"), "file:///etc/x");
        assert_eq!(Root::none().uri("./charts/a"), "charts/a");
    }

    #[test]
    fn paths_below_the_root_are_relative_to_it() {
        let here = std::env::current_dir().unwrap();
        let root = Root { folder: here.parent().map(std::path::Path::to_path_buf) };
        let name = here.file_name().unwrap().to_str().unwrap();
        assert_eq!(root.path("charts/../x.yaml"), format!("{name}/x.yaml"));
        assert_eq!(root.path("/nowhere/x"), "/nowhere/x");
    }
}
