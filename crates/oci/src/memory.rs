//! A registry in memory: for tests, and for looking at a release before anything is written.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};

use crate::{
    Descriptor, Digest, Hosted, Hosting, RawManifest, Reference, RepositoryName, Result, Store, StoreError, Tag,
    TagRule, UploadId, limits,
};

/// Repositories in memory.
#[derive(Default)]
pub struct MemoryRegistry {
    repositories: Mutex<BTreeMap<RepositoryName, Arc<MemoryStore>>>,
}

impl MemoryRegistry {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// The repository with this name, made when it does not exist.
    pub fn repository(&self, name: &RepositoryName) -> Arc<MemoryStore> {
        let mut repositories = lock(&self.repositories);
        repositories.entry(name.clone()).or_insert_with(|| Arc::new(MemoryStore::new(name.clone()))).clone()
    }
}

#[async_trait]
impl Hosting for MemoryRegistry {
    async fn find(&self, name: &RepositoryName) -> Result<Option<Arc<dyn Hosted>>> {
        Ok(lock(&self.repositories).get(name).map(|store| Arc::clone(store) as Arc<dyn Hosted>))
    }

    async fn open(&self, name: &RepositoryName) -> Result<Arc<dyn Hosted>> {
        Ok(self.repository(name))
    }

    async fn names(&self) -> Result<Vec<RepositoryName>> {
        Ok(lock(&self.repositories).keys().cloned().collect())
    }
}

#[derive(Default)]
struct Content {
    blobs: HashMap<Digest, Bytes>,
    manifests: BTreeMap<Digest, RawManifest>,
    tags: BTreeMap<Tag, Digest>,
    uploads: HashMap<UploadId, BytesMut>,
}

/// One repository in memory.
pub struct MemoryStore {
    name: RepositoryName,
    content: Mutex<Content>,
    sessions: AtomicU64,
}

impl MemoryStore {
    /// An empty repository.
    pub fn new(name: RepositoryName) -> Self {
        Self { name, content: Mutex::default(), sessions: AtomicU64::new(0) }
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        lock(&self.content)
    }

    fn not_found(&self, what: impl ToString) -> StoreError {
        StoreError::NotFound { location: self.location(), what: what.to_string() }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn check_digest(location: String, expected: &Digest, content: &[u8]) -> Result<()> {
    let actual = Digest::with(expected.algorithm(), content);
    if actual == *expected {
        return Ok(());
    }
    Err(StoreError::DigestMismatch { location, expected: expected.clone(), actual })
}

#[async_trait]
impl Store for MemoryStore {
    fn location(&self) -> String {
        format!("memory:{}", self.name)
    }

    fn name(&self) -> &RepositoryName {
        &self.name
    }

    async fn has_blob(&self, blob: &Descriptor) -> Result<bool> {
        Ok(self.content().blobs.contains_key(&blob.digest))
    }

    async fn blob(&self, blob: &Descriptor, limit: u64) -> Result<Bytes> {
        let content = self.content().blobs.get(&blob.digest).cloned().ok_or_else(|| self.not_found(&blob.digest))?;
        if content.len() as u64 > limit || content.len() as u64 != blob.size {
            let detail =
                format!("blob {} has {} bytes, expected {} (limit {limit})", blob.digest, content.len(), blob.size);
            return Err(StoreError::WrongSize { location: self.location(), detail });
        }
        Ok(content)
    }

    async fn push_blob(&self, blob: &Descriptor, content: Bytes) -> Result<()> {
        check_digest(self.location(), &blob.digest, &content)?;
        self.content().blobs.insert(blob.digest.clone(), content);
        Ok(())
    }

    async fn mount_blob(&self, _blob: &Descriptor, _from: &RepositoryName) -> Result<bool> {
        Ok(false)
    }

    async fn manifest(&self, reference: &Reference) -> Result<RawManifest> {
        let content = self.content();
        let digest = match reference {
            Reference::Digest(digest) => Some(digest),
            Reference::Tag(tag) => content.tags.get(tag),
        };
        let found = digest.and_then(|digest| content.manifests.get(digest)).cloned();
        found.ok_or_else(|| self.not_found(reference))
    }

    async fn has_manifest(&self, digest: &Digest) -> Result<bool> {
        Ok(self.content().manifests.contains_key(digest))
    }

    async fn push_manifest(&self, manifest: &RawManifest) -> Result<()> {
        check_digest(self.location(), &manifest.digest, &manifest.bytes)?;
        if manifest.bytes.len() as u64 > limits::MANIFEST {
            let detail =
                format!("a manifest of {} bytes is over the limit of {}", manifest.bytes.len(), limits::MANIFEST);
            return Err(StoreError::WrongSize { location: self.location(), detail });
        }
        self.content().manifests.insert(manifest.digest.clone(), manifest.clone());
        Ok(())
    }

    async fn tag(&self, tag: &Tag, manifest: &RawManifest, rule: TagRule) -> Result<()> {
        let mut content = self.content();
        if !content.manifests.contains_key(&manifest.digest) {
            return Err(self.not_found(&manifest.digest));
        }
        if !rule.allows(content.tags.get(tag), &manifest.digest) {
            return Err(StoreError::TagMoved { location: format!("{}:{tag}", self.location()) });
        }
        content.tags.insert(tag.clone(), manifest.digest.clone());
        Ok(())
    }

    async fn tags(&self) -> Result<Vec<Tag>> {
        Ok(self.content().tags.keys().cloned().collect())
    }

    async fn referrers(&self, subject: &Digest) -> Result<Vec<Descriptor>> {
        let content = self.content();
        let refers = |manifest: &&RawManifest| {
            let document = manifest.document().ok();
            document.and_then(|document| document.subject).is_some_and(|found| found.digest == *subject)
        };
        Ok(content
            .manifests
            .values()
            .filter(refers)
            .filter_map(|manifest| manifest.referrer_descriptor().ok())
            .collect())
    }

    async fn attach(&self, _subject: &Digest, _referrers: &[Descriptor]) -> Result<()> {
        Ok(())
    }
}

#[async_trait]
impl Hosted for MemoryStore {
    async fn blob_size(&self, digest: &Digest) -> Result<Option<u64>> {
        let content = self.content();
        let manifest = content.manifests.get(digest).map(|manifest| &manifest.bytes);
        Ok(content.blobs.get(digest).or(manifest).map(|bytes| bytes.len() as u64))
    }

    async fn blob_part(&self, digest: &Digest, offset: u64, length: u64) -> Result<Bytes> {
        let content = self.content();
        let manifest = content.manifests.get(digest).map(|manifest| &manifest.bytes);
        let bytes = content.blobs.get(digest).or(manifest).ok_or_else(|| self.not_found(digest))?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(bytes.len());
        Ok(bytes.slice(start..end))
    }

    async fn begin_upload(&self) -> Result<UploadId> {
        let number = self.sessions.fetch_add(1, Ordering::Relaxed);
        let seed = format!("{}/{number}/{:p}", self.name, self);
        let hex: String = Digest::of(seed.as_bytes()).hex().chars().take(32).collect();
        let id = UploadId::parse(&hex).ok_or_else(|| self.not_found("upload id"))?;
        self.content().uploads.insert(id.clone(), BytesMut::new());
        Ok(id)
    }

    async fn upload_size(&self, id: &UploadId) -> Result<Option<u64>> {
        Ok(self.content().uploads.get(id).map(|bytes| bytes.len() as u64))
    }

    async fn append_upload(&self, id: &UploadId, offset: u64, piece: Bytes) -> Result<u64> {
        let mut content = self.content();
        let bytes = content.uploads.get_mut(id).ok_or_else(|| self.not_found(id.as_str()))?;
        if bytes.len() as u64 != offset {
            let detail = format!("the next byte is {}, not {offset}", bytes.len());
            return Err(StoreError::Upload { id: id.as_str().to_owned(), detail });
        }
        bytes.extend_from_slice(&piece);
        Ok(bytes.len() as u64)
    }

    async fn finish_upload(&self, id: &UploadId, digest: &Digest) -> Result<()> {
        let mut content = self.content();
        let bytes = content.uploads.remove(id).ok_or_else(|| self.not_found(id.as_str()))?.freeze();
        check_digest(self.location(), digest, &bytes)?;
        content.blobs.insert(digest.clone(), bytes);
        Ok(())
    }

    async fn abort_upload(&self, id: &UploadId) -> Result<bool> {
        Ok(self.content().uploads.remove(id).is_some())
    }

    async fn delete_blob(&self, digest: &Digest) -> Result<bool> {
        Ok(self.content().blobs.remove(digest).is_some())
    }

    async fn delete_manifest(&self, digest: &Digest) -> Result<bool> {
        let mut content = self.content();
        content.tags.retain(|_, held| held != digest);
        Ok(content.manifests.remove(digest).is_some())
    }

    async fn delete_tag(&self, tag: &Tag) -> Result<bool> {
        Ok(self.content().tags.remove(tag).is_some())
    }
}
