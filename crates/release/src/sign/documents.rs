//! Documents that nothing signs: what an earlier run attached stays if it says the same, and one of them is shown once more
//! under cosign's `.sbom` tag.

use bytes::Bytes;
use oci::{Descriptor, Digest, RawManifest, Reference, Store, TagRule};
use signing::{Attachment, attachment, classic};

use super::held::{Held, there};
use crate::Result;
use crate::attest::{Document, says_the_same};
use crate::stage::Staged;

/// Bytes of a document that are read.
const MOST_BYTES: u64 = 40 << 20;
/// Documents of one type that are looked at.
const MOST_LOOKED_AT: usize = 8;

/// The document under the `.sbom` tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// Digest of the manifest there.
    pub digest: Digest,
    /// Whether an earlier run made it.
    pub reused: bool,
}

/// What is to be shown under the `.sbom` tag.
pub(super) enum Prepared {
    /// Nothing: there is no document, or somebody else's is there.
    Nothing,
    /// What is there.
    Kept(Digest),
    /// A manifest that is not there yet.
    New(Box<Attachment>),
}

impl Prepared {
    /// Digest of the manifest that will be there.
    pub(super) fn digest(&self) -> Option<&Digest> {
        match self {
            Self::Nothing => None,
            Self::Kept(digest) => Some(digest),
            Self::New(attachment) => Some(&attachment.manifest.digest),
        }
    }

    /// Blobs that must be there before the tag can show it.
    pub(super) fn blobs(&self) -> &[(Descriptor, Bytes)] {
        match self {
            Self::New(attachment) => &attachment.blobs,
            Self::Nothing | Self::Kept(_) => &[],
        }
    }
}

/// The documents of a release. Where an earlier run attached one in which only the program's version differs, its bytes
/// are taken: a newer version of the program adds no second one.
///
/// # Errors
/// Whatever the store reports but what is gone or broken.
pub(super) async fn kept(
    store: &dyn Store,
    held: &Held,
    documents: Vec<Document>,
    (subject, created): (&Descriptor, &str),
) -> Result<Vec<Document>> {
    let mut kept = Vec::new();
    for document in documents {
        let written = |content: &[u8]| {
            attachment::document(document.media_type, &document.file_name, content, subject, created).manifest.digest
        };
        let is_listed = held.referrers.iter().any(|one| one.digest == written(&document.content));
        let earlier = if is_listed { None } else { earlier(store, held, &document, &written).await? };
        kept.push(match earlier {
            Some(content) => Document { content, ..document },
            None => document,
        });
    }
    Ok(kept)
}

/// The content of a document by another version of the program, attached as this one would.
async fn earlier(
    store: &dyn Store,
    held: &Held,
    document: &Document,
    written: &(dyn Fn(&[u8]) -> Digest + Sync),
) -> Result<Option<Bytes>> {
    let alike = held.referrers.iter().filter(|one| one.artifact_type.as_deref() == Some(document.media_type));
    for listed in alike.take(MOST_LOOKED_AT) {
        let Some(manifest) = there(store.manifest(&Reference::Digest(listed.digest.clone())).await)? else { continue };
        let Some(layer) = only_layer(&manifest) else { continue };
        let Some(content) = there(store.blob(&layer, MOST_BYTES).await)? else { continue };
        if written(&content) == listed.digest && says_the_same(document, &content) {
            return Ok(Some(content));
        }
    }
    Ok(None)
}

fn only_layer(manifest: &RawManifest) -> Option<Descriptor> {
    let mut layers = manifest.document().ok()?.layers?;
    layers.pop().filter(|_| layers.is_empty())
}

/// What the `.sbom` tag is to show: SPDX where there is such a document. What somebody else put there stays, as cosign
/// keeps one document and no more.
pub(super) fn prepare(held: &Held, documents: &[Document]) -> Prepared {
    let spdx = documents.iter().find(|one| one.media_type == sbom::Format::Spdx.media_type());
    let Some(document) = spdx.or(documents.first()) else { return Prepared::Nothing };
    let media_type = if spdx.is_some() { classic::SPDX_TYPE } else { classic::CYCLONEDX_TYPE };
    let attachment = classic::document(media_type, &document.content);
    match &held.document {
        None => Prepared::New(Box::new(attachment)),
        Some(found) if found.digest == attachment.manifest.digest => Prepared::Kept(found.digest.clone()),
        Some(_) => Prepared::Nothing,
    }
}

/// Shows what was prepared and whose blobs are there.
///
/// # Errors
/// [`crate::Error::SignatureTag`] when the tag can't be written.
pub(super) async fn show(store: &dyn Store, staged: &Staged<'_>, prepared: &Prepared) -> Result<Option<Tagged>> {
    let attachment = match prepared {
        Prepared::Nothing => return Ok(None),
        Prepared::Kept(digest) => return Ok(Some(Tagged { digest: digest.clone(), reused: true })),
        Prepared::New(attachment) => attachment,
    };
    let tag = classic::document_tag(&staged.manifest.digest);
    let shown = match store.push_manifest(&attachment.manifest).await {
        Ok(()) => store.tag(&tag, &attachment.manifest, TagRule::Keep).await,
        refused => refused,
    };
    match shown {
        Ok(()) => Ok(Some(Tagged { digest: attachment.manifest.digest.clone(), reused: false })),
        Err(source) => Err(super::classic::refused(staged, &tag, source)),
    }
}
