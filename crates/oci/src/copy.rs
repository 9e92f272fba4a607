//! The one mover of content between stores: by graph, by digest, children before parents, tags never.

use bytes::Bytes;
use futures_util::future::{BoxFuture, try_join_all};

use crate::{Descriptor, Digest, ManifestDocument, RawManifest, Reference, Result, Store, StoreError, limits};

/// How much of a graph is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyScope {
    /// The manifest, its children and blobs.
    Manifest,
    /// Also everything that refers to it, recursively.
    WithReferrers,
}

/// What a copy moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Blobs uploaded, not counting those already there or mounted.
    pub blobs: usize,
    /// Manifests written.
    pub manifests: usize,
    /// Bytes uploaded.
    pub bytes: u64,
    /// Referrers found and copied, as their digests.
    pub referrers: Vec<Digest>,
}

impl Copied {
    fn plus(self, other: Self) -> Self {
        let mut referrers = self.referrers;
        referrers.extend(other.referrers);
        Self {
            blobs: self.blobs + other.blobs,
            manifests: self.manifests + other.manifests,
            bytes: self.bytes + other.bytes,
            referrers,
        }
    }
}

const MAX_DEPTH: usize = 4;
/// Blobs and children of one manifest.
const MOST_ENTRIES: usize = 1000;
/// Blobs that are in memory at once.
const SIDE_BY_SIDE: usize = 3;

/// Copies the graph below `root` from one store to another. No tag is written: the caller tags last.
///
/// # Errors
/// Whatever either store reports; a graph nested deeper than four levels is refused.
pub async fn copy(from: &dyn Store, to: &dyn Store, root: &Digest, scope: CopyScope) -> Result<Copied> {
    let manifest = from.manifest(&Reference::Digest(root.clone())).await?;
    copy_level(from, to, manifest, scope, 0).await
}

/// Uploads of a manifest's blobs until a registry that says it has not got them is believed.
const MOST_UPLOADS: usize = 3;

/// Writes a manifest whose blobs are at hand: blobs side by side, then the manifest by digest.
///
/// A registry that collected a blob as garbage meanwhile gets it once more.
///
/// # Errors
/// Whatever the store reports.
pub async fn copy_manifest(to: &dyn Store, manifest: &RawManifest, blobs: &[(Descriptor, Bytes)]) -> Result<()> {
    for _ in 1..MOST_UPLOADS {
        match copy_once(to, manifest, blobs).await {
            Err(StoreError::BlobUnknown { .. }) => {}
            answer => return answer,
        }
    }
    copy_once(to, manifest, blobs).await
}

async fn copy_once(to: &dyn Store, manifest: &RawManifest, blobs: &[(Descriptor, Bytes)]) -> Result<()> {
    try_join_all(blobs.iter().map(|(blob, content)| to.push_blob(blob, content.clone()))).await?;
    to.push_manifest(manifest).await
}

fn copy_level<'a>(
    from: &'a dyn Store,
    to: &'a dyn Store,
    manifest: RawManifest,
    scope: CopyScope,
    depth: usize,
) -> BoxFuture<'a, Result<Copied>> {
    Box::pin(async move {
        if depth > MAX_DEPTH {
            let detail = format!("manifests are nested deeper than {MAX_DEPTH} levels at {}", manifest.digest);
            return Err(StoreError::WrongSize { location: from.location(), detail });
        }
        let document = manifest.document().map_err(|source| StoreError::Manifest {
            location: format!("{}@{}", from.location(), manifest.digest),
            source,
        })?;
        let below = copy_content(from, to, &document, depth).await?;
        let here = push_if_missing(to, &manifest).await?;
        let copied = below.plus(here);
        match scope {
            CopyScope::Manifest => Ok(copied),
            CopyScope::WithReferrers => Ok(copied.plus(copy_referrers(from, to, &manifest.digest, depth).await?)),
        }
    })
}

async fn copy_content(from: &dyn Store, to: &dyn Store, document: &ManifestDocument, depth: usize) -> Result<Copied> {
    let count = document.blobs().count() + document.children().count();
    if count > MOST_ENTRIES {
        let detail = format!("a manifest names {count} objects, over the limit of {MOST_ENTRIES}");
        return Err(StoreError::WrongSize { location: from.location(), detail });
    }
    let blobs: Vec<&Descriptor> = document.blobs().collect();
    let mut copied = Copied::default();
    for some in blobs.chunks(SIDE_BY_SIDE) {
        let moved = try_join_all(some.iter().map(|blob| copy_blob(from, to, blob))).await?;
        copied = moved.into_iter().fold(copied, Copied::plus);
    }
    for child in document.children() {
        let manifest = from.manifest(&Reference::Digest(child.digest.clone())).await?;
        copied = copied.plus(copy_level(from, to, manifest, CopyScope::Manifest, depth + 1).await?);
    }
    Ok(copied)
}

async fn copy_blob(from: &dyn Store, to: &dyn Store, blob: &Descriptor) -> Result<Copied> {
    if to.has_blob(blob).await? || to.mount_blob(blob, from.name()).await? {
        return Ok(Copied::default());
    }
    let content = from.blob(blob, limits::BLOB).await?;
    to.push_blob(blob, content).await?;
    Ok(Copied { blobs: 1, bytes: blob.size, ..Copied::default() })
}

async fn push_if_missing(to: &dyn Store, manifest: &RawManifest) -> Result<Copied> {
    if to.has_manifest(&manifest.digest).await? {
        return Ok(Copied::default());
    }
    to.push_manifest(manifest).await?;
    Ok(Copied { manifests: 1, bytes: manifest.bytes.len() as u64, ..Copied::default() })
}

async fn copy_referrers(from: &dyn Store, to: &dyn Store, subject: &Digest, depth: usize) -> Result<Copied> {
    let found = from.referrers(subject).await?;
    if found.len() > limits::REFERRERS {
        let detail = format!("{} referrers of {subject} are over the limit of {}", found.len(), limits::REFERRERS);
        return Err(StoreError::WrongSize { location: from.location(), detail });
    }
    let mut copied = Copied::default();
    let mut attached = Vec::new();
    for listed in found {
        let Some(manifest) = genuine_referrer(from, subject, &listed).await? else {
            continue;
        };
        let descriptor = manifest.referrer_descriptor();
        copied = copied.plus(copy_level(from, to, manifest, CopyScope::WithReferrers, depth + 1).await?);
        copied.referrers.push(listed.digest.clone());
        attached.extend(descriptor);
    }
    if !attached.is_empty() {
        to.attach(subject, &attached).await?;
    }
    Ok(copied)
}

/// Descriptors in a referrers list are hints: the manifest must exist and really name the subject.
async fn genuine_referrer(from: &dyn Store, subject: &Digest, listed: &Descriptor) -> Result<Option<RawManifest>> {
    let manifest = match from.manifest(&Reference::Digest(listed.digest.clone())).await {
        Ok(manifest) => manifest,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(error),
    };
    let named = manifest.document().ok().and_then(|document| document.subject);
    Ok(named.is_some_and(|named| named.digest == *subject).then_some(manifest))
}
