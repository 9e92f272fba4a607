//! Step 4, second half: cosign's older signatures, under the tag that is made of the digest.

use oci::{Descriptor, Digest, RawManifest};
use signing::policy::LogRule;
use signing::{Part, Policy, Proven, Refusal, classic};

use super::attached::{Attached, Fetched};
use super::judged::{Judged, Verdict};
use super::request::Request;

const WHAT: &str = "classic signature";
const UNLOGGED: &str = "the holder's, but without a log entry: this older format can't carry those of newer logs";

/// What is under the `.sig` tag.
#[derive(Default)]
pub(super) struct Classics {
    /// The manifest, if it could be read.
    pub(super) manifest: Option<RawManifest>,
    /// How many signatures it holds.
    pub(super) layers: usize,
    /// Those that the policy believes, with their layers.
    pub(super) proven: Vec<(Descriptor, Proven)>,
    /// How many are right but for a log entry, which this format can't carry from every log.
    pub(super) unlogged: usize,
    /// Lines about all of them.
    pub(super) told: Vec<Judged>,
}

/// Judges every classic signature of `subject`.
pub(super) fn judge(attached: &Attached, subject: &Digest, request: &Request<'_>) -> Classics {
    let tag = classic::tag(subject);
    let manifest = match &attached.classic {
        None => return Classics { told: vec![Judged::absent(WHAT, format!("no tag {tag}"))], ..Classics::default() },
        Some(Fetched::Gone(detail) | Fetched::Broken(detail)) => {
            let told = vec![Judged::failed(WHAT, None, format!("tag {tag}: {detail}"))];
            return Classics { told, ..Classics::default() };
        }
        Some(Fetched::There(manifest)) => manifest,
    };
    let layers = match classic::layers(manifest, subject) {
        Ok(layers) => layers,
        Err(refusal) => {
            let told = vec![Judged::failed(WHAT, Some(&manifest.digest), refusal.to_string()).hint(refusal.hint)];
            return Classics { told, manifest: Some(manifest.clone()), ..Classics::default() };
        }
    };
    let mut found = Classics { manifest: Some(manifest.clone()), layers: layers.len(), ..Classics::default() };
    found.told.extend(wrong_config(attached, manifest, &layers));
    for layer in layers {
        match signature(attached, (manifest, &layer), subject, request) {
            Ok(Some(proven)) => {
                let detail = format!("in {}, for this digest", manifest.digest);
                found.told.push(Judged::verified(WHAT, Some(&layer.digest), detail));
                found.proven.push((layer, proven));
            }
            Ok(None) => found.told.push(Judged::present(WHAT, Some(&layer.digest), "for this digest, not verified")),
            Err(judged) => {
                found.unlogged += usize::from(judged.verdict == Verdict::Warning && judged.detail == UNLOGGED);
                found.told.push(judged);
            }
        }
    }
    found
}

fn signature(
    attached: &Attached,
    (manifest, layer): (&RawManifest, &Descriptor),
    subject: &Digest,
    request: &Request<'_>,
) -> Result<Option<Proven>, Judged> {
    let digest = Some(&layer.digest);
    let payload = match attached.blob(layer) {
        Some(Fetched::There(payload)) => payload,
        Some(Fetched::Gone(detail) | Fetched::Broken(detail)) => return Err(Judged::failed(WHAT, digest, detail)),
        None => return Err(Judged::warning(WHAT, digest, "not read: there are too many")),
    };
    let Some(policy) = request.policy else {
        return unproven(layer, payload, subject).map(|()| None);
    };
    let proven = signing::verify::classic(manifest, layer, payload, subject, policy, request.root, request.now);
    proven.map(Some).map_err(|refusal| match refusal.part {
        Part::LogEntry | Part::Timestamp if is_right_unlogged((manifest, layer, payload), subject, request) => {
            Judged::warning(WHAT, digest, UNLOGGED)
        }
        _ => refused(layer, refusal),
    })
}

/// Whether only the log entry is missing. Rekor v2 gives none that this format could carry.
fn is_right_unlogged(
    (manifest, layer, payload): (&RawManifest, &Descriptor, &[u8]),
    subject: &Digest,
    request: &Request<'_>,
) -> bool {
    let has_entry = classic::Annotations::read(layer).is_ok_and(|annotations| annotations.log_entry.is_some());
    let Some(policy) = request.policy.filter(|_| !has_entry) else { return false };
    let policy = match policy.clone() {
        Policy::Key { keys, .. } => Policy::Key { keys, log: LogRule::Accepted },
        Policy::Identity { subject, issuer, certificate_log, timestamp, .. } => {
            Policy::Identity { subject, issuer, log: LogRule::Accepted, certificate_log, timestamp }
        }
    };
    signing::verify::classic(manifest, layer, payload, subject, &policy, request.root, request.now).is_ok()
}

/// Without a policy only the digest can be compared.
fn unproven(layer: &Descriptor, payload: &[u8], subject: &Digest) -> Result<(), Judged> {
    let read = classic::Payload::read(payload).map_err(|refusal| refused(layer, refusal))?;
    if read.digest == subject.to_string() {
        return Ok(());
    }
    Err(refused(
        layer,
        Refusal::new(Part::Subject, format!("the payload is about {}", read.digest), subject.to_string()),
    ))
}

/// Under this tag a payload for something else has no business, and neither has one that can't be read. A signature by
/// another key may be another signer's.
fn refused(layer: &Descriptor, refusal: Refusal) -> Judged {
    let digest = Some(&layer.digest);
    match refusal.part {
        Part::Signature | Part::Policy | Part::Identity => {
            Judged::warning(WHAT, digest, format!("it is not the holder's: {refusal}"))
        }
        _ => Judged::failed(WHAT, digest, refusal.to_string()).hint(refusal.hint),
    }
}

/// The config lists the layers once more; containers/image reads it.
fn wrong_config(attached: &Attached, manifest: &RawManifest, layers: &[Descriptor]) -> Option<Judged> {
    let config = manifest.document().ok()?.config?;
    let bytes = match attached.blob(&config)? {
        Fetched::There(bytes) => bytes,
        Fetched::Gone(detail) | Fetched::Broken(detail) => {
            return Some(Judged::failed("config of classic signatures", Some(&config.digest), detail));
        }
    };
    let document: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    let listed = document.as_ref().and_then(|document| document.pointer("/rootfs/diff_ids")?.as_array());
    let expected: Vec<String> = layers.iter().map(|layer| layer.digest.to_string()).collect();
    let is_right = listed.is_some_and(|listed| {
        listed.len() == expected.len() && listed.iter().zip(&expected).all(|(one, digest)| one.as_str() == Some(digest))
    });
    (!is_right).then(|| {
        let detail = "its list of layers is not that of the manifest; expected the digests of the payloads";
        Judged::failed("config of classic signatures", Some(&config.digest), detail)
    })
}
