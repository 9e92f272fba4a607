//! The one trait behind which every place for manifests and blobs stands.

use async_trait::async_trait;
use bytes::Bytes;

use crate::{Descriptor, Digest, RawManifest, Reference, RepositoryName, Result, StoreError, Tag};

/// Sizes above which nothing is read, in bytes.
pub mod limits {
    /// A manifest or index (the limit of distribution, zot and oras).
    pub const MANIFEST: u64 = 4 << 20;
    /// A config blob.
    pub const CONFIG: u64 = 4 << 20;
    /// A chart archive, compressed.
    pub const CHART: u64 = 20 << 20;
    /// Any other blob that is copied.
    pub const BLOB: u64 = 100 << 20;
    /// Tags of one repository.
    pub const TAGS: usize = 100_000;
    /// Referrers of one subject.
    pub const REFERRERS: usize = 1000;
}

/// On which condition a tag is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagRule {
    /// Move it wherever it was.
    Move,
    /// Only if the tag does not exist or already holds this digest. Local stores promise it; most registries have no
    /// compare-and-swap and ignore the condition that is sent, so callers look right before and right after.
    Keep,
    /// Only if the tag still holds this digest, or already the new one: what it held is part of what is written. Local
    /// stores promise it. Towards a registry it means that nothing is sent twice without a look in between.
    Replace(Digest),
}

impl TagRule {
    /// The rule for whoever has read a tag and writes what it held with something added.
    pub fn after(held: Option<&RawManifest>) -> Self {
        held.map_or(Self::Keep, |held| Self::Replace(held.digest.clone()))
    }

    /// Whether a tag that holds `held` may be pointed at `new`.
    pub fn allows(&self, held: Option<&Digest>, new: &Digest) -> bool {
        match self {
            Self::Move => true,
            Self::Keep => held.is_none_or(|held| held == new),
            Self::Replace(old) => held.is_some_and(|held| held == old || held == new),
        }
    }
}

/// One repository: in memory, in a layout folder or in a registry.
///
/// Everything read is bounded by a limit and checked against its digest before it is returned.
#[async_trait]
pub trait Store: Send + Sync {
    /// The store in messages, for example `oci://ghcr.io/org/charts/agents` or `oci-layout:dist/oci/agents`.
    fn location(&self) -> String;

    /// The repository's name in its registry or tree.
    fn name(&self) -> &RepositoryName;

    /// Whether the blob is there.
    async fn has_blob(&self, blob: &Descriptor) -> Result<bool>;

    /// Reads a blob of at most `limit` bytes; size and digest are those of the descriptor.
    async fn blob(&self, blob: &Descriptor, limit: u64) -> Result<Bytes>;

    /// Writes a blob. The caller has computed the digest; the store checks it.
    async fn push_blob(&self, blob: &Descriptor, content: Bytes) -> Result<()>;

    /// Makes a blob of another repository of the same registry available here, if the store can.
    /// `false`: nothing happened, upload it.
    async fn mount_blob(&self, blob: &Descriptor, from: &RepositoryName) -> Result<bool>;

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when there is none.
    async fn manifest(&self, reference: &Reference) -> Result<RawManifest>;

    /// Whether the manifest with this digest is there, without reading it.
    async fn has_manifest(&self, digest: &Digest) -> Result<bool>;

    /// Writes a manifest by digest: no tag shows it.
    async fn push_manifest(&self, manifest: &RawManifest) -> Result<()>;

    /// Points a tag at a manifest that is there.
    async fn tag(&self, tag: &Tag, manifest: &RawManifest, rule: TagRule) -> Result<()>;

    /// All tags, in the store's order. A repository that does not exist has none.
    async fn tags(&self) -> Result<Vec<Tag>>;

    /// Descriptors of the manifests whose subject is `subject`.
    async fn referrers(&self, subject: &Digest) -> Result<Vec<Descriptor>>;

    /// Makes manifests that were pushed with `subject` findable as its referrers: a store with a referrers API has
    /// nothing to do, others write the fallback index, once for all of them.
    async fn attach(&self, subject: &Digest, referrers: &[Descriptor]) -> Result<()>;

    /// Writes manifests with `subject` by digest, and lists them as [`Store::attach`] does, but in as few steps as there
    /// can be: no list is read back, and nobody is waited for. The caller does both ([`Store::settled`]).
    async fn push_referrers(&self, subject: &Digest, manifests: &[RawManifest]) -> Result<()> {
        let descriptors = referrer_descriptors(&self.location(), manifests)?;
        for manifest in manifests {
            self.push_manifest(manifest).await?;
        }
        if descriptors.is_empty() { Ok(()) } else { self.attach(subject, &descriptors).await }
    }

    /// Descriptors of manifests that the store itself lists, tagged or not, and does not hold as they are listed. Only stores whose list can
    /// outlive what is in it know of any.
    async fn dangling(&self) -> Result<Vec<Descriptor>> {
        Ok(Vec::new())
    }

    /// Waits a moment of random length before what another writer overwrote is written again. Stores of one machine
    /// need none.
    async fn settle(&self) {}

    /// Waits until somebody who had read a list or tag before it was written here must have written it, too. Nobody who
    /// is `alone` there has to wait for longer than twice the time that it took here.
    async fn settled(&self, alone: bool) {
        let _ = alone;
    }
}

/// The entries of manifests in a list of referrers.
///
/// # Errors
/// [`StoreError::Manifest`] for one that is none.
pub fn referrer_descriptors(location: &str, manifests: &[RawManifest]) -> Result<Vec<Descriptor>> {
    let described = manifests.iter().map(RawManifest::referrer_descriptor);
    let invalid = |source| StoreError::Manifest { location: location.to_owned(), source };
    described.collect::<std::result::Result<_, _>>().map_err(invalid)
}
