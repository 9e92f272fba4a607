//! What is attached to a digest already, and which of it is ours and right.

use bytes::Bytes;
use futures_util::future::{join_all, try_join};
use oci::{Descriptor, Digest, RawManifest, Reference, Store, StoreError, Tag, limits};
use signing::policy::{Policy, Weakening};
use signing::statement::predicate;
use signing::verify::{Proven, SignedAt, TimeSource};
use signing::{Witnesses, attachment, classic};

use super::{ClassicRule, Signing};
use crate::Result;

/// Bytes of a bundle that are read.
const MOST_BUNDLE: u64 = 10 << 20;
/// Bytes of a classic payload that are read.
const MOST_PAYLOAD: u64 = 1 << 20;
/// Bundles of one digest that are read; Kyverno fails above 50.
const MOST_BUNDLES: usize = 200;
/// Classic signatures of one digest that are read.
const MOST_SIGNATURES: usize = 50;
/// Requests that run side by side.
const SIDE_BY_SIDE: usize = 16;
/// The beginning of the media types of bundles of all versions.
const BUNDLES: &str = "application/vnd.dev.sigstore.bundle";

/// What is listed for a digest.
#[derive(Clone, Debug)]
pub struct Held {
    /// The digest.
    pub subject: Digest,
    /// Its referrers.
    pub referrers: Vec<Descriptor>,
    /// What the `.sig` tag holds.
    pub classic: Option<RawManifest>,
    /// What the `.sbom` tag holds.
    pub document: Option<RawManifest>,
}

/// Looks at referrers and at the tags `.sig` and `.sbom`, side by side.
///
/// # Errors
/// Whatever the store reports but that there are none.
pub async fn look(store: &dyn Store, subject: &Digest) -> Result<Held> {
    let (classic, document) = (classic::tag(subject), classic::document_tag(subject));
    let tags = try_join(tagged(store, classic), tagged(store, document));
    let (referrers, (classic, document)) = try_join(store.referrers(subject), tags).await?;
    Ok(Held { subject: subject.clone(), referrers, classic, document })
}

async fn tagged(store: &dyn Store, tag: Tag) -> oci::Result<Option<RawManifest>> {
    match store.manifest(&Reference::Tag(tag)).await {
        Ok(manifest) => Ok(Some(manifest)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Signatures that are there, verified.
pub(super) struct Present {
    /// Everything that is listed.
    pub held: Held,
    /// Bundles of the same holder, with the digests of their manifests.
    pub bundles: Vec<(Digest, Proven)>,
    /// Layers of the `.sig` manifest with a signature of the same holder, with their payloads.
    pub payloads: Vec<(Descriptor, Bytes)>,
}

/// The kinds of claims that a release makes, of which one that is there may be kept.
const OURS: [&str; 5] = [
    predicate::SIGNATURE,
    predicate::SPDX,
    predicate::CYCLONEDX,
    predicate::SLSA_PROVENANCE,
    predicate::RELEASE_RECORD,
];

impl Present {
    /// What others testify about every signature, when the rest is made with `witnesses`: what is kept may have fewer.
    pub(super) fn witnesses(&self, witnesses: Witnesses) -> Witnesses {
        let is_ours = |proven: &&Proven| proven.predicate_type.as_deref().is_some_and(|kind| OURS.contains(&kind));
        let bundles = self.bundles.iter().map(|(_, proven)| proven).filter(is_ours).map(of_bundle);
        bundles.chain(self.payloads.iter().map(|(layer, _)| of_classic(layer))).fold(witnesses, Witnesses::fewest)
    }
}

fn of_bundle(proven: &Proven) -> Witnesses {
    let by_authority = |at: &&SignedAt| at.source == TimeSource::TimestampAuthority;
    let timestamps = proven.signed_at.iter().filter(by_authority).count();
    let ignored = proven.weakenings.iter().map(|weakening| match weakening {
        Weakening::LogIgnored(entries) => *entries,
        _ => 0,
    });
    let log_entries = proven.log.len().saturating_add(ignored.sum());
    Witnesses { log_entries, timestamps, ..Witnesses::ANY }
}

/// The form has room for one of each.
fn of_classic(layer: &Descriptor) -> Witnesses {
    let read = classic::Annotations::read(layer).ok();
    let has_timestamp = read.as_ref().is_some_and(|read| read.timestamp.is_some());
    let classic_log_entries = usize::from(read.is_some_and(|read| read.log_entry.is_some()));
    let timestamps = if has_timestamp { usize::MAX } else { 0 };
    Witnesses { timestamps, classic_log_entries, ..Witnesses::ANY }
}

/// Reads what is listed and keeps what verifies under the policy. What does not is somebody else's and stays where it is.
///
/// # Errors
/// Whatever the store reports but what is gone, broken or no bundle.
pub(super) async fn read(store: &dyn Store, subject: &Digest, held: Held, signing: &Signing<'_>) -> Result<Present> {
    // An entry of a fallback index may lack its type (cosign before 3.0.7 wrote that of the empty config), so the
    // manifest decides.
    let may_be = |one: &&Descriptor| {
        let kind = one.artifact_type.as_deref().unwrap_or_default();
        kind.is_empty() || kind == attachment::EMPTY_TYPE || kind.starts_with(BUNDLES)
    };
    let candidates: Vec<&Descriptor> = held.referrers.iter().filter(may_be).take(MOST_BUNDLES).collect();
    let mut bundles = Vec::new();
    for some in candidates.chunks(SIDE_BY_SIDE) {
        for read in join_all(some.iter().map(|one| bundle(store, subject, one, signing))).await {
            bundles.extend(read?);
        }
    }
    let mut payloads = Vec::new();
    if let (Some(manifest), ClassicRule::Made(policy)) = (&held.classic, &signing.classic) {
        for some in signature_layers(manifest).chunks(SIDE_BY_SIDE) {
            for read in
                join_all(some.iter().map(|layer| payload(store, manifest, layer, (subject, signing, policy)))).await
            {
                payloads.extend(read?);
            }
        }
    }
    Ok(Present { held, bundles, payloads })
}

async fn bundle(
    store: &dyn Store,
    subject: &Digest,
    listed: &Descriptor,
    signing: &Signing<'_>,
) -> Result<Option<(Digest, Proven)>> {
    let Some(manifest) = there(store.manifest(&Reference::Digest(listed.digest.clone())).await)? else {
        return Ok(None);
    };
    let Some(layer) = bundle_layer(&manifest, subject) else { return Ok(None) };
    let Some(bytes) = there(store.blob(&layer, MOST_BUNDLE).await)? else { return Ok(None) };
    let proven = signing::verify::bundle(&bytes, subject, &signing.policy, signing.root, signing.now);
    Ok(proven.ok().map(|proven| (manifest.digest, proven)))
}

/// The one layer of a manifest that carries a bundle for `subject`.
fn bundle_layer(manifest: &RawManifest, subject: &Digest) -> Option<Descriptor> {
    let document = manifest.document().ok()?;
    let names_it = document.subject.is_some_and(|named| named.digest == *subject);
    let mut layers = document.layers.filter(|_| names_it)?;
    let layer = layers.pop().filter(|layer| layers.is_empty() && layer.media_type.starts_with(BUNDLES))?;
    Some(layer)
}

fn signature_layers(manifest: &RawManifest) -> Vec<Descriptor> {
    let layers = manifest.document().ok().and_then(|document| document.layers).unwrap_or_default();
    layers.into_iter().filter(|layer| layer.media_type == classic::PAYLOAD_TYPE).take(MOST_SIGNATURES).collect()
}

async fn payload(
    store: &dyn Store,
    manifest: &RawManifest,
    layer: &Descriptor,
    (subject, signing, policy): (&Digest, &Signing<'_>, &Policy),
) -> Result<Option<(Descriptor, Bytes)>> {
    let Some(payload) = there(store.blob(layer, MOST_PAYLOAD.min(limits::BLOB)).await)? else { return Ok(None) };
    let proven = signing::verify::classic(manifest, layer, &payload, subject, policy, signing.root, signing.now);
    Ok(proven.ok().map(|_| (layer.clone(), payload)))
}

/// What is gone or broken is as good as not there; an outage is not.
pub(super) fn there<T>(read: oci::Result<T>) -> Result<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::NotFound { .. } | StoreError::WrongSize { .. } | StoreError::DigestMismatch { .. }) => Ok(None),
        Err(StoreError::Manifest { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
