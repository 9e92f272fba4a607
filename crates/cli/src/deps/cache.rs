//! Archives by their content: `<cache>/sha256/<hex>`, and which content a version of a chart has: `<cache>/versions/`.
//!
//! Only archives whose digest was known before they were fetched (from a repository's index, or an OCI manifest) get
//! in, and everything is hashed again when it is read, so a damaged or foreign file is at worst fetched once more.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use chart::Dependency;
use oci::{Digest, limits};
use serde::{Deserialize, Serialize};

use super::archive::{Archive, is_plain_name};
use crate::{disk, terminal};

/// Bytes of a file in `versions/`.
const VERSION_LIMIT: u64 = 64 << 10;

/// The cache, or none where no folder for it is known.
pub struct Cache {
    root: Option<PathBuf>,
}

/// The content of one version of a chart, as a repository named it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    repository: String,
    name: String,
    version: String,
    digest: Digest,
    file_name: String,
}

impl Cache {
    /// The cache in a folder, or in the user's own: `$XDG_CACHE_HOME/portolan`, else `~/.cache/portolan`.
    pub fn at(folder: Option<&Path>) -> Self {
        Self { root: folder.map(Path::to_path_buf).or_else(own_folder) }
    }

    /// The content with this digest.
    pub fn content(&self, digest: &Digest) -> Option<Bytes> {
        let path = self.content_path(digest)?;
        let bytes = disk::read_if_there(&path, limits::CHART).ok()??;
        if digest.matches(&bytes) {
            return Some(bytes.into());
        }
        terminal::warn(&format!("{} is damaged and was removed from the cache", path.display()));
        let _ = fs::remove_file(&path);
        None
    }

    /// The archive of exactly this version from this repository, if it was fetched before.
    pub fn archive(&self, wanted: &Dependency) -> Option<Archive> {
        let text = disk::read_if_there(&self.version_path(wanted)?, VERSION_LIMIT).ok()??;
        let known: Version = serde_json::from_slice(&text).ok()?;
        let expected = entry(wanted, known.digest.clone(), known.file_name.clone());
        if known != expected || !is_plain_name(&known.file_name) {
            return None;
        }
        Some(Archive {
            bytes: self.content(&known.digest)?,
            file_name: known.file_name,
            version: known.version,
            origin: format!("the cached copy {}", known.digest),
            promised: Some(known.digest),
            cached: true,
            pulled: None,
        })
    }

    /// Keeps an archive whose digest was promised. A cache that can't be written is only worth a warning.
    pub fn keep(&self, wanted: &Dependency, archive: &Archive) {
        let Some(digest) = archive.promised.as_ref().filter(|digest| digest.matches(&archive.bytes)) else { return };
        let (Some(content), Some(version)) = (self.content_path(digest), self.version_path(wanted)) else { return };
        let text = serde_json::to_vec(&entry(wanted, digest.clone(), archive.file_name.clone())).unwrap_or_default();
        let kept = if archive.cached { Ok(()) } else { disk::write(&content, &archive.bytes) };
        if let Err(failure) = kept.and_then(|()| disk::write(&version, &text)) {
            terminal::warn(&format!("{} was not cached: {}", wanted.name, failure.message));
        }
    }

    fn content_path(&self, digest: &Digest) -> Option<PathBuf> {
        Some(self.root.as_ref()?.join(digest.algorithm().name()).join(digest.hex()))
    }

    fn version_path(&self, wanted: &Dependency) -> Option<PathBuf> {
        let key = format!("{}\n{}\n{}", repository(wanted), wanted.name, wanted.version);
        let name = format!("{}.json", Digest::of(key.as_bytes()).hex());
        Some(self.root.as_ref()?.join("versions").join(name))
    }
}

fn entry(wanted: &Dependency, digest: Digest, file_name: String) -> Version {
    let repository = repository(wanted).to_owned();
    Version { repository, name: wanted.name.clone(), version: wanted.version.clone(), digest, file_name }
}

fn repository(wanted: &Dependency) -> &str {
    wanted.repository.trim_end_matches('/')
}

fn own_folder() -> Option<PathBuf> {
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))?;
    Some(caches.join("portolan"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(repository: &str) -> Dependency {
        Dependency {
            name: "kid".to_owned(),
            version: "1.0.0".to_owned(),
            repository: repository.to_owned(),
            ..Dependency::default()
        }
    }

    fn archive(promised: Option<Digest>) -> Archive {
        Archive {
            file_name: "kid-1.0.0.tgz".to_owned(),
            version: "1.0.0".to_owned(),
            bytes: Bytes::from_static(b"content"),
            origin: "test".to_owned(),
            promised,
            cached: false,
            pulled: None,
        }
    }

    #[test]
    fn promised_archives_are_found_again_by_repository_and_version() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(Some(folder.path()));
        let digest = Digest::of(b"content");
        cache.keep(&wanted("https://a.example/charts/"), &archive(Some(digest.clone())));
        let found = cache.archive(&wanted("https://a.example/charts")).unwrap();
        assert_eq!((&found.bytes[..], found.promised, found.cached), (&b"content"[..], Some(digest), true));
        assert!(cache.archive(&wanted("https://b.example/charts")).is_none());
    }

    #[test]
    fn what_nobody_promised_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(Some(folder.path()));
        cache.keep(&wanted("https://a.example"), &archive(None));
        cache.keep(&wanted("https://a.example"), &archive(Some(Digest::of(b"other"))));
        assert!(cache.archive(&wanted("https://a.example")).is_none());
        assert!(!folder.path().join("versions").exists());
    }

    #[test]
    fn damaged_content_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(Some(folder.path()));
        let digest = Digest::of(b"content");
        cache.keep(&wanted("https://a.example"), &archive(Some(digest.clone())));
        let path = folder.path().join("sha256").join(digest.hex());
        fs::write(&path, b"contents").unwrap();
        assert!(cache.archive(&wanted("https://a.example")).is_none());
        assert!(!path.exists());
    }
}
