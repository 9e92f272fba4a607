//! The release record: which checks ran before a release and with what result, so that a reader sees what was excepted
//! and what nobody looked at.
//!
//! ```json
//! {"tool": {"name": "portolan", "version": "0.1.0"},
//!  "chart": {"name": "harbor", "version": "1.2.3"},
//!  "sourceTime": "2023-11-14T22:13:20Z",
//!  "digests": {"manifest": "sha256:…", "config": "sha256:…", "layers": ["sha256:…"]},
//!  "attached": {"bundles": {"https://slsa.dev/provenance/v1": 1}, "classic": true,
//!               "documents": [{"mediaType": "application/spdx+json", "fileName": "…", "digest": "sha256:…"}],
//!               "sbomTag": "sha256:…"},
//!  "checks": {"helm/load": "passed"},
//!  "findings": [{"check": "GROUP/NAME", "severity": "warning", "count": 1}],
//!  "waived": [{"check": "GROUP/NAME", "reason": "…", "count": 1}]}
//! ```
//!
//! `attached` lists what the release attaches besides the record, so that a verifier sees when something was removed;
//! `sbomTag` is the digest of the manifest under cosign's `.sbom` tag.
//! No path, no time of the run and no name of a machine is in it: the same source gives the same record.

use std::collections::BTreeMap;

use checks::Finding;
use checks::policy::Waived;
use gostd::time::Timestamp;
use oci::{Digest, RawManifest};
use serde_json::{Value, json};
use signing::statement::predicate;

use super::{Attestation, Beside, Document};
use crate::ChartPlan;

/// The predicate for `chart` when `manifest` is what is released; and what else is attached to it: claims, and what lies
/// beside them.
pub fn predicate(
    chart: &ChartPlan,
    manifest: &RawManifest,
    (attestations, beside): (&[Attestation], &Beside),
) -> Value {
    json!({
        "tool": { "name": "portolan", "version": env!("CARGO_PKG_VERSION") },
        "chart": { "name": chart.name, "version": chart.version },
        "sourceTime": Timestamp::from_unix(chart.time.seconds).to_rfc3339(),
        "digests": digests(manifest),
        "attached": attached(attestations, beside),
        "checks": chart.checks,
        "findings": findings(&chart.findings),
        "waived": waived(&chart.waived),
    })
}

/// The predicate without the tool's version: records by two versions that say the same are equal.
pub fn without_version(predicate: &Value) -> Value {
    let mut kept = predicate.clone();
    if let Some(fields) = kept.as_object_mut() {
        fields.remove("tool");
    }
    kept
}

fn attached(attestations: &[Attestation], beside: &Beside) -> Value {
    let mut told = json!({
        "bundles": bundles(attestations),
        "classic": beside.classic,
        "documents": listed(&beside.documents),
    });
    if let Some(digest) = &beside.tagged {
        told["sbomTag"] = json!(digest);
    }
    told
}

/// How many bundles there are of each type: those of the claims, and a signature.
fn bundles(attestations: &[Attestation]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::from([(predicate::SIGNATURE, 1)]);
    for attestation in attestations {
        *counts.entry(attestation.predicate_type).or_default() += 1;
    }
    counts
}

fn listed(documents: &[Document]) -> Vec<Value> {
    let told = documents.iter();
    told.map(
        |one| json!({ "mediaType": one.media_type, "fileName": one.file_name, "digest": Digest::of(&one.content) }),
    )
    .collect()
}

fn digests(manifest: &RawManifest) -> Value {
    let document = manifest.document().unwrap_or_default();
    let layers: Vec<String> = document.layers.iter().flatten().map(|layer| layer.digest.to_string()).collect();
    json!({
        "manifest": manifest.digest,
        "config": document.config.map(|config| config.digest.to_string()),
        "layers": layers,
    })
}

fn findings(findings: &[Finding]) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.check, finding.severity.word())).or_default() += 1;
    }
    let told = counts.into_iter();
    told.map(|((check, severity), count)| json!({ "check": check, "severity": severity, "count": count })).collect()
}

fn waived(waived: &[Waived]) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for one in waived {
        *counts.entry((one.finding.check, one.reason.as_str())).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((check, reason), count)| json!({ "check": check, "reason": reason, "count": count }))
        .collect()
}
