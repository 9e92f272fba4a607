//! What a store must offer beyond [`Store`] so that a registry can be served from it.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;

use crate::{Digest, RepositoryName, Result, Store, Tag};

/// Names one upload session: lower-case hex digits, unguessable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UploadId(String);

impl UploadId {
    /// Accepts 16 to 64 lower-case hex digits, so that it is safe as a file name.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        (hex && (16..=64).contains(&text.len())).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Many repositories under one roof.
#[async_trait]
pub trait Hosting: Send + Sync {
    /// The repository, if it exists.
    async fn find(&self, name: &RepositoryName) -> Result<Option<Arc<dyn Hosted>>>;

    /// The repository, made when it does not exist.
    async fn open(&self, name: &RepositoryName) -> Result<Arc<dyn Hosted>>;

    /// All repositories, sorted by name.
    async fn names(&self) -> Result<Vec<RepositoryName>>;
}

/// A repository that a registry serves: partial reads, upload sessions and deletion.
#[async_trait]
pub trait Hosted: Store {
    /// Length of a blob in bytes, if it is there. Manifests count as blobs too.
    async fn blob_size(&self, digest: &Digest) -> Result<Option<u64>>;

    /// At most `length` bytes of a blob from `offset`; unchecked, the server streams with it.
    async fn blob_part(&self, digest: &Digest, offset: u64, length: u64) -> Result<Bytes>;

    /// Opens an upload session.
    async fn begin_upload(&self) -> Result<UploadId>;

    /// Bytes received so far; `None` for an unknown session.
    async fn upload_size(&self, id: &UploadId) -> Result<Option<u64>>;

    /// Appends a piece at `offset`, which must be the session's size; returns the new size.
    async fn append_upload(&self, id: &UploadId, offset: u64, piece: Bytes) -> Result<u64>;

    /// Turns the session into a blob if its content has this digest; otherwise the session is dropped and the
    /// error is [`crate::StoreError::DigestMismatch`].
    async fn finish_upload(&self, id: &UploadId, digest: &Digest) -> Result<()>;

    /// Drops a session; `false` when there is none.
    async fn abort_upload(&self, id: &UploadId) -> Result<bool>;

    /// Deletes a blob; `false` when there is none.
    async fn delete_blob(&self, digest: &Digest) -> Result<bool>;

    /// Deletes a manifest and every tag on it; `false` when there is none.
    async fn delete_manifest(&self, digest: &Digest) -> Result<bool>;

    /// Deletes one tag; `false` when there is none.
    async fn delete_tag(&self, tag: &Tag) -> Result<bool>;
}
