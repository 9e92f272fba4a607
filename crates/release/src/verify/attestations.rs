//! Step 4, third part: attestations of cosign 2, under the tag `sha256-<hex>.att`. They count as bundles do, but for what
//! only bundles can be: a signature of the digest itself, and what the release record lists.

use oci::{Descriptor, Digest, RawManifest};
use signing::classic::{self, Envelope};
use signing::{Part, Policy, Proven, Refusal, bundle};

use super::attached::{Attached, Fetched};
use super::claims::{Claim, Claims};
use super::judged::Judged;
use super::request::Request;

const WHAT: &str = "attestation of cosign 2";

/// Adds what is under the `.att` tag.
pub(super) fn add(claims: &mut Claims, attached: &Attached, subject: &Digest, request: &Request<'_>) {
    let manifest = match &attached.attestations {
        None => return,
        Some(Fetched::Gone(detail) | Fetched::Broken(detail)) => {
            let tag = classic::attestation_tag(subject);
            return claims.told.push(Judged::failed(WHAT, None, format!("tag {tag}: {detail}")));
        }
        Some(Fetched::There(manifest)) => manifest,
    };
    let layers = match classic::attestations(manifest, subject) {
        Ok(layers) => layers,
        Err(refusal) => {
            let judged = Judged::failed(WHAT, Some(&manifest.digest), refusal.to_string());
            return claims.told.push(judged.hint(refusal.hint));
        }
    };
    claims.told.extend(lost_config(attached, manifest));
    for layer in layers {
        match claim(attached, (manifest, &layer), subject, request) {
            Ok(claim) => claims.claims.push(claim),
            Err(judged) => claims.told.push(judged),
        }
    }
}

fn lost_config(attached: &Attached, manifest: &RawManifest) -> Option<Judged> {
    let config = manifest.document().ok()?.config?;
    match attached.blob(&config)? {
        Fetched::There(_) => None,
        Fetched::Gone(detail) | Fetched::Broken(detail) => {
            Some(Judged::failed(format!("config of manifest {}", manifest.digest), Some(&config.digest), detail))
        }
    }
}

fn claim(
    attached: &Attached,
    (manifest, layer): (&RawManifest, &Descriptor),
    subject: &Digest,
    request: &Request<'_>,
) -> Result<Claim, Judged> {
    let digest = Some(&layer.digest);
    let bytes = match attached.blob(layer) {
        Some(Fetched::There(bytes)) => bytes,
        Some(Fetched::Gone(detail) | Fetched::Broken(detail)) => return Err(Judged::failed(WHAT, digest, detail)),
        None => return Err(Judged::warning(WHAT, digest, "not read: there are too many")),
    };
    let told = |refusal: Refusal| refused(layer, refusal, request.policy);
    let proven: Option<Proven> = match request.policy {
        Some(policy) => {
            let who = (policy, request.root);
            Some(signing::verify::attestation(layer, bytes, subject, who, request.now).map_err(told)?)
        }
        None => None,
    };
    let envelope = Envelope::read(bytes).map_err(told)?;
    let statement = bundle::statement::read(&envelope.payload).map_err(told)?;
    if !statement.names(subject) {
        let found = "the statement is about something else";
        return Err(told(Refusal::new(Part::Subject, found, subject.to_string())));
    }
    right_annotation(layer, &statement.predicate_type)?;
    Ok(Claim {
        manifest: manifest.clone(),
        layer: Some(layer.digest.clone()),
        bytes: bytes.clone(),
        predicate_type: statement.predicate_type,
        statement: statement.document,
        proven,
    })
}

/// Nothing in an envelope says whose it is: what the holder's key did not sign may be somebody else's, or was altered. What
/// can't be read, is about something else, or says of a believed identity that it signed, has no business here.
fn refused(layer: &Descriptor, refusal: Refusal, policy: Option<&Policy>) -> Judged {
    let digest = Some(&layer.digest);
    let is_identity = matches!(policy, Some(Policy::Identity { .. }));
    match refusal.part {
        Part::Policy | Part::Identity => {
            Judged::warning(WHAT, digest, format!("it is not the holder's, and does not count: {refusal}"))
        }
        Part::Signature if !is_identity => {
            let detail =
                format!("somebody else's, or altered: the holder did not sign this, so it does not count: {refusal}");
            Judged::warning(WHAT, digest, detail)
        }
        _ => Judged::failed(WHAT, digest, refusal.to_string()).hint(refusal.hint),
    }
}

/// What the manifest says about the statement, for those who filter (cosign 2 writes it).
fn right_annotation(layer: &Descriptor, predicate_type: &str) -> Result<(), Judged> {
    match layer.annotations.get("predicateType") {
        Some(found) if found != predicate_type => {
            let detail =
                format!("annotation predicateType says {found:?}, but the signed statement {predicate_type:?}");
            Err(Judged::failed(WHAT, Some(&layer.digest), detail))
        }
        _ => Ok(()),
    }
}
