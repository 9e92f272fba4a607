//! Whether what is attached is, byte by byte, what Portolan writes: also what no signature covers.

use oci::{Descriptor, RawManifest};
use signing::bundle::{self, BundleMaterial};
use signing::classic::{self, Annotations};
use signing::{Holder, Material, Proven, Signature, Witnesses, attachment};

use super::claims::Claim;

/// What a record says about how everything was attached.
pub(super) struct Expected {
    /// What it refers to.
    pub(super) subject: Descriptor,
    /// When it was attached: any of these.
    pub(super) times: Vec<String>,
    /// What others testify about every signature, at least.
    pub(super) witnesses: Witnesses,
}

/// Why a bundle is not as a release attached it. Without a policy the key is not known, and of its form only the manifest
/// is compared.
pub(super) fn bundle_fault(claim: &Claim, expected: &Expected) -> Option<String> {
    if let Some(missing) = missing_witness(&claim.bytes, expected.witnesses) {
        return Some(missing);
    }
    let right = bundle_is_as_written(claim, expected) || bundle_is_of_another_tool(claim, expected);
    (!right).then(|| "the manifest or the bundle around it is not as Portolan wrote it".to_owned())
}

/// The same of a record, which no other tool makes.
pub(super) fn record_fault(claim: &Claim, expected: &Expected) -> Option<String> {
    let fault = || "the manifest or the bundle around it is not as Portolan wrote it".to_owned();
    missing_witness(&claim.bytes, expected.witnesses).or_else(|| (!bundle_is_as_written(claim, expected)).then(fault))
}

/// Everything that a bundle brings along was verified; what was taken out of it can only be counted.
fn missing_witness(bytes: &[u8], expected: Witnesses) -> Option<String> {
    let read = bundle::read(bytes).ok()?;
    let fewer = |what: &str, found: usize, expected: usize| {
        let say = |found| format!("it has {found} {what}; expected {expected}, which the release record lists");
        (found < expected).then(|| say(found))
    };
    fewer("log entries", read.log_entries.len(), expected.log_entries)
        .or_else(|| fewer("timestamps", read.timestamps.len(), expected.timestamps))
}

fn bundle_is_as_written(claim: &Claim, expected: &Expected) -> bool {
    let manifest =
        |time: &String| attachment::bundle(&claim.bytes, &claim.predicate_type, &expected.subject, time).manifest;
    expected.times.iter().any(|time| manifest(time).bytes == claim.manifest.bytes)
        && claim.proven.as_ref().is_none_or(|proven| rewritten(&claim.bytes, proven).as_deref() == Some(&*claim.bytes))
}

/// Whether another tool wrote both: a signature of the same holder that was there before the release and was kept. Its
/// manifest is whole, but of another time than the release's, and its bundle is not in our words. One change to what
/// Portolan wrote can't look like that.
fn bundle_is_of_another_tool(claim: &Claim, expected: &Expected) -> bool {
    let document = claim.manifest.document().ok();
    let created = document.and_then(|document| document.annotations.get("org.opencontainers.image.created").cloned());
    created.is_some_and(|created| {
        let whole = attachment::bundle(&claim.bytes, &claim.predicate_type, &expected.subject, &created).manifest;
        let ours = |proven| rewritten(&claim.bytes, proven).as_deref() == Some(&*claim.bytes);
        !expected.times.contains(&created)
            && whole.bytes == claim.manifest.bytes
            && claim.proven.as_ref().is_some_and(|proven| !ours(proven))
    })
}

/// The bundle written once more from what it says.
fn rewritten(bytes: &[u8], proven: &Proven) -> Option<Vec<u8>> {
    let read = bundle::read(bytes).ok()?;
    let material = match (&proven.holder, read.material) {
        (Holder::Key(key), BundleMaterial::Key(_)) => Material::Key(key.clone()),
        (_, BundleMaterial::Certificate(leaf)) => Material::Certificate { leaf, chain: Vec::new() },
        (Holder::Identity(_), BundleMaterial::Key(_)) => return None,
    };
    let signature =
        Signature { bytes: read.signature, material, log_entries: read.log_entries, timestamps: read.timestamps };
    bundle::write(&read.payload, &signature).ok()
}

/// A plain document's manifest: media type, file name and content of the document, attached at one of `times`.
pub(super) fn document_is_as_written(
    manifest: &RawManifest,
    (media_type, file_name, content): (&str, &str, &[u8]),
    expected: &Expected,
) -> bool {
    let written =
        |time: &String| attachment::document(media_type, file_name, content, &expected.subject, time).manifest;
    expected.times.iter().any(|time| written(time).bytes == manifest.bytes)
}

/// Whether a believed classic signature has what others are to testify about it: the form has room for one of each.
pub(super) fn classic_has_witnesses(layer: &Descriptor, expected: Witnesses) -> bool {
    let Ok(found) = Annotations::read(layer) else { return false };
    (expected.classic_log_entries == 0 || found.log_entry.is_some())
        && (expected.timestamps == 0 || found.timestamp.is_some())
}

/// The manifest of one classic signature, as it is made for a tag that did not exist.
pub(super) fn classic_is_as_written(manifest: &RawManifest, proven: &[(Descriptor, Proven)]) -> bool {
    let [(layer, proven)] = proven else { return false };
    let Ok(annotations) = Annotations::read(layer) else { return false };
    let material = match (&proven.holder, annotations.certificate) {
        (Holder::Key(key), None) => Material::Key(key.clone()),
        (_, Some(leaf)) => Material::Certificate { leaf, chain: annotations.chain },
        (Holder::Identity(_), None) => return false,
    };
    let signature = Signature {
        bytes: annotations.signature,
        material,
        log_entries: annotations.log_entry.into_iter().collect(),
        timestamps: annotations.timestamp.into_iter().collect(),
    };
    let Some(payload) = proven.payload.as_ref() else { return false };
    let reference = payload.docker_reference.clone().unwrap_or_default();
    let Ok(digest) = oci::Digest::parse(&payload.digest) else { return false };
    let optional = payload.optional.clone().unwrap_or_default();
    let again = classic::payload_with(&reference, &digest, &optional);
    layer.digest.matches(&again) && classic::manifest(&[(again, signature)]).manifest.bytes == manifest.bytes
}
