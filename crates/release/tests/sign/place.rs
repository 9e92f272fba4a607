//! Places in memory, and a store that does what it is told to: fail, forget, or keep a tag for ever.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use bytes::Bytes;
use oci::{
    Descriptor, Digest, MemoryRegistry, RawManifest, Reference, RepositoryName, Result, Store, StoreError, Tag, TagRule,
};
use release::Place;

/// The result of a future that is ready at once, as those of stores in memory are.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("this store waits"),
    }
}

/// What a registry does besides storing.
#[derive(Default)]
pub struct Behaviour {
    /// Writes so far.
    pub writes: AtomicUsize,
    /// Writes that go well; the others fail. 0: all do.
    pub well: AtomicUsize,
    /// Whether `.sig` tags that are set can't be changed.
    pub immutable: std::sync::atomic::AtomicBool,
    /// Entries that a list of referrers has besides the true ones.
    pub listed_too: Mutex<Vec<Descriptor>>,
    /// Referrers that a list forgets once each.
    pub forgotten: Mutex<BTreeSet<Digest>>,
}

/// A registry namespace in memory.
#[derive(Default)]
pub struct Memory {
    pub registry: MemoryRegistry,
    pub behaviour: Arc<Behaviour>,
}

impl Memory {
    pub fn store(&self) -> Arc<dyn Store> {
        let inner = self.registry.repository(&RepositoryName::parse("charts/harbor").unwrap());
        Arc::new(Told { inner, behaviour: Arc::clone(&self.behaviour) })
    }

    pub fn writes(&self) -> usize {
        self.behaviour.writes.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl Place for Memory {
    fn location(&self) -> String {
        "oci://registry.example/charts".to_owned()
    }

    fn repository(&self, chart: &str) -> Result<RepositoryName> {
        Ok(RepositoryName::parse(&format!("charts/{chart}"))?)
    }

    fn image_name(&self, repository: &RepositoryName) -> String {
        format!("registry.example/{repository}")
    }

    async fn open(&self, _repository: &RepositoryName) -> Result<Arc<dyn Store>> {
        Ok(self.store())
    }

    async fn open_as_stranger(&self, _repository: &RepositoryName) -> Result<Arc<dyn Store>> {
        Ok(self.store())
    }

    fn is_public(&self) -> bool {
        false
    }
}

struct Told {
    inner: Arc<oci::MemoryStore>,
    behaviour: Arc<Behaviour>,
}

impl Told {
    fn write(&self) -> Result<()> {
        let number = self.behaviour.writes.fetch_add(1, Ordering::Relaxed) + 1;
        let well = self.behaviour.well.load(Ordering::Relaxed);
        if well == 0 || number <= well {
            return Ok(());
        }
        Err(StoreError::Unreachable { location: self.location(), detail: "the plug was pulled".to_owned() })
    }
}

#[async_trait]
impl Store for Told {
    fn location(&self) -> String {
        "oci://registry.example/charts/harbor".to_owned()
    }

    fn name(&self) -> &RepositoryName {
        self.inner.name()
    }

    async fn has_blob(&self, blob: &Descriptor) -> Result<bool> {
        self.inner.has_blob(blob).await
    }

    async fn blob(&self, blob: &Descriptor, limit: u64) -> Result<Bytes> {
        self.inner.blob(blob, limit).await
    }

    async fn push_blob(&self, blob: &Descriptor, content: Bytes) -> Result<()> {
        self.write()?;
        self.inner.push_blob(blob, content).await
    }

    async fn mount_blob(&self, blob: &Descriptor, from: &RepositoryName) -> Result<bool> {
        self.inner.mount_blob(blob, from).await
    }

    async fn manifest(&self, reference: &Reference) -> Result<RawManifest> {
        self.inner.manifest(reference).await
    }

    async fn has_manifest(&self, digest: &Digest) -> Result<bool> {
        self.inner.has_manifest(digest).await
    }

    async fn push_manifest(&self, manifest: &RawManifest) -> Result<()> {
        self.write()?;
        self.inner.push_manifest(manifest).await
    }

    async fn tag(&self, tag: &Tag, manifest: &RawManifest, rule: TagRule) -> Result<()> {
        self.write()?;
        let held = self.inner.manifest(&Reference::Tag(tag.clone())).await.ok();
        let changes = held.is_some_and(|held| held.digest != manifest.digest);
        if changes && self.behaviour.immutable.load(Ordering::Relaxed) {
            let detail = "TAG_INVALID: the image tag already exists and cannot be overwritten: immutable".to_owned();
            return Err(StoreError::Refused { location: self.location(), status: 400, detail });
        }
        self.inner.tag(tag, manifest, rule).await
    }

    async fn tags(&self) -> Result<Vec<Tag>> {
        self.inner.tags().await
    }

    async fn referrers(&self, subject: &Digest) -> Result<Vec<Descriptor>> {
        let mut found = self.inner.referrers(subject).await?;
        let mut forgotten = self.behaviour.forgotten.lock().unwrap();
        found.retain(|one| !forgotten.contains(&one.digest));
        found.extend(self.behaviour.listed_too.lock().unwrap().iter().cloned());
        forgotten.clear();
        Ok(found)
    }

    async fn attach(&self, _subject: &Digest, _referrers: &[Descriptor]) -> Result<()> {
        self.write()
    }
}
