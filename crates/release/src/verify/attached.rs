//! Everything that is attached to a digest, read and not yet judged.
//!
//! 1. What is listed: referrers by the API and the fallback index, the manifests under cosign's tags `.sig`, `.att` and
//!    `.sbom`, and what a store lists without having it. That a registry can't say is an error, never "nothing attached".
//! 2. The manifests, by digest: what a list says about them is a hint. At most [`MOST_REFERRERS`].
//! 3. Their blobs, each once.
//!
//! Sources: OCI distribution specification 1.1 ("Listing Referrers"), cosign 3 (`pkg/cosign/verify.go`).

use std::collections::HashMap;

use bytes::Bytes;
use futures_util::future::{try_join_all, try_join3};
use oci::{Descriptor, Digest, RawManifest, Reference, Store, StoreError, Tag, limits};
use sbom::Format;
use signing::{attachment, bundle, classic};

/// Referrers whose manifests are read.
pub const MOST_REFERRERS: usize = 200;
/// Referrers above which Kyverno fails.
pub(super) const MOST_FOR_KYVERNO: usize = 50;
/// Different payloads of classic signatures, and envelopes of cosign 2's attestations, that are read.
const MOST_PAYLOADS: usize = 50;
/// Questions that are under way at the same time.
const SIDE_BY_SIDE: usize = 16;
/// Largest document.
const DOCUMENT: u64 = 40 << 20;
/// The annotation with which a layout lists a tag: what is lost there is told where the tag is asked for.
const REF_NAME: &str = "org.opencontainers.image.ref.name";
/// Bytes that are read in all.
const MOST_BYTES: u64 = 256 << 20;

/// Something that a store was asked for by its digest.
#[derive(Clone, Debug)]
pub(super) enum Fetched<T> {
    /// It has this digest.
    There(T),
    /// The store does not have it.
    Gone(String),
    /// The store gives something else.
    Broken(String),
}

/// What is attached.
pub(super) struct Attached {
    /// The manifests that are listed, as far as they were read.
    pub(super) referrers: Vec<(Descriptor, Fetched<RawManifest>)>,
    /// Referrers that were not read because there are too many.
    pub(super) left_out: usize,
    /// The manifest under the `.sig` tag.
    pub(super) classic: Option<Fetched<RawManifest>>,
    /// The manifest under the `.sbom` tag.
    pub(super) document: Option<Fetched<RawManifest>>,
    /// The manifest under the `.att` tag.
    pub(super) attestations: Option<Fetched<RawManifest>>,
    /// Configs and layers of all these.
    blobs: HashMap<Digest, Fetched<Bytes>>,
}

/// Reads what is attached to `subject`.
///
/// # Errors
/// Whatever the store reports but that something listed is gone or broken.
pub(super) async fn read(store: &dyn Store, subject: &Digest) -> oci::Result<Attached> {
    // 1.
    let [classic, attestations, document] =
        [classic::tag(subject), classic::attestation_tag(subject), classic::document_tag(subject)];
    let tags = try_join3(tagged(store, &classic), tagged(store, &attestations), tagged(store, &document));
    let (listed, lost, (classic, attestations, document)) =
        try_join3(store.referrers(subject), store.dangling(), tags).await?;
    let lost = lost.into_iter().filter(|one| !one.annotations.contains_key(REF_NAME));
    let (wanted, left_out) = most_wanted(listed.into_iter().chain(lost).collect());
    // 2.
    let mut referrers = Vec::new();
    for some in wanted.chunks(SIDE_BY_SIDE) {
        let read = some.iter().map(|one| async {
            let by_digest = Reference::Digest(one.digest.clone());
            Ok::<_, StoreError>((one.clone(), fetched(store.manifest(&by_digest).await)?))
        });
        referrers.extend(try_join_all(read).await?);
    }
    // 3.
    let tagged = classic.iter().chain(&attestations).chain(&document);
    let manifests = referrers.iter().map(|(_, manifest)| manifest).chain(tagged);
    let blobs = blobs(store, &wanted_blobs(manifests, subject)).await?;
    Ok(Attached { referrers, left_out, classic, attestations, document, blobs })
}

impl Attached {
    /// A blob that one of the manifests names.
    pub(super) fn blob(&self, of: &Descriptor) -> Option<&Fetched<Bytes>> {
        self.blobs.get(&of.digest)
    }

    /// The manifests that are there and refer to `subject`.
    pub(super) fn manifests<'a>(&'a self, subject: &'a Digest) -> impl Iterator<Item = &'a RawManifest> {
        self.referrers.iter().filter_map(move |(_, read)| match read {
            Fetched::There(manifest) if refers_to(manifest, subject) => Some(manifest),
            _ => None,
        })
    }
}

/// Whether a manifest says of itself that it refers to `subject`.
pub(super) fn refers_to(manifest: &RawManifest, subject: &Digest) -> bool {
    manifest.document().is_ok_and(|document| document.subject.is_some_and(|named| named.digest == *subject))
}

/// What is under a tag, if there is anything.
pub(super) async fn tagged(store: &dyn Store, tag: &Tag) -> oci::Result<Option<Fetched<RawManifest>>> {
    match fetched(store.manifest(&Reference::Tag(tag.clone())).await)? {
        Fetched::Gone(_) => Ok(None),
        read => Ok(Some(read)),
    }
}

/// Bundles and what has no type come first when there are too many, then SBOMs; each manifest once.
fn most_wanted(listed: Vec<Descriptor>) -> (Vec<Descriptor>, usize) {
    let mut distinct: Vec<Descriptor> = Vec::new();
    for one in listed.into_iter().take(limits::REFERRERS) {
        if distinct.iter().all(|known| known.digest != one.digest) {
            distinct.push(one);
        }
    }
    let rank = |one: &Descriptor| {
        let kind = one.artifact_type.as_deref().unwrap_or_default();
        let may_be_bundle = kind.is_empty() || kind == attachment::EMPTY_TYPE || bundle::is_bundle_type(kind);
        let is_document = [Format::Spdx, Format::CycloneDx].iter().any(|format| format.media_type() == kind);
        (!may_be_bundle, !is_document)
    };
    distinct.sort_by_key(rank);
    let left_out = distinct.len().saturating_sub(MOST_REFERRERS);
    distinct.truncate(MOST_REFERRERS);
    (distinct, left_out)
}

/// Configs and layers of the manifests that count, each once, with the size up to which they are read.
fn wanted_blobs<'a>(
    manifests: impl Iterator<Item = &'a Fetched<RawManifest>>,
    subject: &Digest,
) -> Vec<(Descriptor, u64)> {
    let mut wanted: Vec<(Descriptor, u64)> = Vec::new();
    let (mut payloads, mut bytes): (usize, u64) = (0, 0);
    for blob in manifests.flat_map(|manifest| blobs_of(manifest, subject)) {
        let is_payload = [classic::PAYLOAD_TYPE, classic::ENVELOPE_TYPE].contains(&&*blob.media_type);
        let known = wanted.iter().any(|(other, _)| other.digest == blob.digest);
        bytes = bytes.saturating_add(if known { 0 } else { blob.size });
        if known || bytes > MOST_BYTES || (is_payload && payloads >= MOST_PAYLOADS) {
            continue;
        }
        payloads += usize::from(is_payload);
        let limit = limit(&blob.media_type);
        wanted.push((blob, limit));
    }
    wanted
}

/// The blobs of a manifest that is a signature, a bundle or a document. Of anything else only the config is read.
fn blobs_of(manifest: &Fetched<RawManifest>, subject: &Digest) -> Vec<Descriptor> {
    let Fetched::There(manifest) = manifest else { return Vec::new() };
    let Ok(document) = manifest.document() else { return Vec::new() };
    // A manifest of another subject only wastes time; those of tags have none.
    if document.subject.as_ref().is_some_and(|named| named.digest != *subject) {
        return Vec::new();
    }
    let layers = document.layers.unwrap_or_default();
    let all = |kind: &str| layers.iter().all(|layer| layer.media_type == kind);
    let is_many = all(classic::PAYLOAD_TYPE) || all(classic::ENVELOPE_TYPE);
    let read = if layers.len() == 1 || is_many { layers } else { Vec::new() };
    document.config.into_iter().chain(read).collect()
}

fn limit(media_type: &str) -> u64 {
    match media_type {
        classic::PAYLOAD_TYPE => classic::PAYLOAD_LIMIT as u64,
        attachment::EMPTY_TYPE => limits::CONFIG,
        classic::ENVELOPE_TYPE => bundle::LIMIT as u64,
        other if bundle::is_bundle_type(other) => bundle::LIMIT as u64,
        _ => DOCUMENT,
    }
}

async fn blobs(store: &dyn Store, wanted: &[(Descriptor, u64)]) -> oci::Result<HashMap<Digest, Fetched<Bytes>>> {
    let mut found = HashMap::new();
    for some in wanted.chunks(SIDE_BY_SIDE) {
        let read = some.iter().map(|(blob, limit)| async {
            Ok::<_, StoreError>((blob.digest.clone(), fetched(store.blob(blob, *limit).await)?))
        });
        found.extend(try_join_all(read).await?);
    }
    Ok(found)
}

/// An outage is an error; what is gone or broken is a finding.
pub(super) fn fetched<T>(read: oci::Result<T>) -> oci::Result<Fetched<T>> {
    match read {
        Ok(value) => Ok(Fetched::There(value)),
        Err(error @ StoreError::NotFound { .. }) => Ok(Fetched::Gone(error.to_string())),
        Err(error) if is_broken(&error) => Ok(Fetched::Broken(error.to_string())),
        Err(error) => Err(error),
    }
}

/// Whether a store answered, and what it has is not what its digest, its descriptor or its own list says. That is a matter
/// of the release; a refusal or an outage is one of the store.
pub(super) fn is_broken(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::DigestMismatch { .. }
            | StoreError::WrongSize { .. }
            | StoreError::Manifest { .. }
            | StoreError::BlobUnknown { .. }
            | StoreError::Layout { .. }
    )
}
