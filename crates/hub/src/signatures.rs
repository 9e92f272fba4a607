//! What counts as a signature of cosign among the referrers of a version (`internal/oci/oci.go`, `HasCosignSignature`).
//! Nothing is verified. Before the referrers are asked for, a manifest with a layer under the tag `sha256-<hex>.sig`
//! counts.

use std::collections::BTreeMap;

/// The artifact type of cosign's first way with referrers.
const COSIGN_ARTIFACT: &str = "application/vnd.dev.cosign.artifact.sig.v1+json";
/// The annotation of a manifest that carries a sigstore bundle.
const PREDICATE_TYPE: &str = "dev.sigstore.bundle.predicateType";
/// What cosign 3 puts there when it signs.
const SIGN_PREDICATE: &str = "https://sigstore.dev/cosign/sign/v1";

/// What a referrer's descriptor says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referrer {
    /// It is a signature.
    Signature,
    /// Its manifest must be fetched ([`is_signature_bundle`]). If it can't be, nothing counts.
    Unknown,
    /// It is skipped: without an artifact type nobody looks at it.
    Skipped,
}

/// What the artifact type in a referrer's descriptor says.
pub fn referrer(artifact_type: &str) -> Referrer {
    match artifact_type {
        COSIGN_ARTIFACT => Referrer::Signature,
        "" => Referrer::Skipped,
        _ => Referrer::Unknown,
    }
}

/// Whether the manifest of a referrer is a signature. Attestations have other predicates.
pub fn is_signature_bundle(annotations: &BTreeMap<String, String>) -> bool {
    annotations.get(PREDICATE_TYPE).is_some_and(|predicate| predicate == SIGN_PREDICATE)
}
