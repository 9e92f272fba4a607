//! Blobs of a layout: `blobs/<algorithm>/<hex>`, named by a digest whose grammar has been checked.

use std::path::PathBuf;

use bytes::Bytes;
use oci::{Algorithm, Descriptor, Digest, Result, StoreError};

use crate::files::{self, Temporary};
use crate::folder::Folder;

impl Folder {
    fn blob_folder(&self, algorithm: Algorithm) -> PathBuf {
        self.path().join("blobs").join(algorithm.name())
    }

    /// Where a blob is, or would be. No folder on the way is a symbolic link.
    pub(crate) fn blob_path(&self, digest: &Digest) -> Result<PathBuf> {
        let folder = self.blob_folder(digest.algorithm());
        files::is_folder(&self.path().join("blobs"))?;
        files::is_folder(&folder)?;
        Ok(folder.join(digest.hex()))
    }

    /// The same, with the folder made.
    pub(crate) fn new_blob_path(&self, digest: &Digest) -> Result<PathBuf> {
        let path = self.blob_path(digest)?;
        files::make_folder(&self.blob_folder(digest.algorithm()))?;
        Ok(path)
    }

    /// Length of a blob in bytes, if it is there.
    pub(crate) fn blob_length(&self, digest: &Digest) -> Result<Option<u64>> {
        files::length(&self.blob_path(digest)?)
    }

    /// Whether a blob is there with this content: what a crash or a disk has damaged is not.
    pub(crate) fn holds_blob(&self, digest: &Digest, size: u64) -> Result<bool> {
        let path = self.blob_path(digest)?;
        Ok(files::length(&path)? == Some(size)
            && files::digest_of(&path, digest.algorithm())?.is_some_and(|found| found == *digest))
    }

    /// Reads a blob of at most `limit` bytes and checks it against its descriptor; `None` when there is none.
    pub(crate) fn blob(&self, blob: &Descriptor, limit: u64) -> Result<Option<Bytes>> {
        let path = self.blob_path(&blob.digest)?;
        let Some(length) = files::length(&path)? else { return Ok(None) };
        if blob.size > limit {
            return Err(files::size_error(&path, format!("{} bytes announced, at most {limit} are read", blob.size)));
        }
        if length != blob.size {
            return Err(files::size_error(&path, format!("holds {length} bytes, its descriptor says {}", blob.size)));
        }
        let Some(content) = files::read(&path, blob.size)? else { return Ok(None) };
        let location = path.display().to_string();
        check_content(location, &blob.digest, &content)?;
        Ok(Some(Bytes::from(content)))
    }

    /// Writes content whose digest has been checked; the answer is its path.
    pub(crate) fn write_blob(&self, digest: &Digest, content: &[u8]) -> Result<PathBuf> {
        let path = self.new_blob_path(digest)?;
        let mut temporary = Temporary::create(&self.temporary())?;
        temporary.write(content)?;
        temporary.rename(&path)?;
        Ok(path)
    }
}

/// Compares content with its digest.
pub(crate) fn check_content(location: String, expected: &Digest, content: &[u8]) -> Result<()> {
    let actual = Digest::with(expected.algorithm(), content);
    if actual != *expected {
        return Err(StoreError::DigestMismatch { location, expected: expected.clone(), actual });
    }
    Ok(())
}
