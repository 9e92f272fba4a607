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
//!               "sbomTag": "sha256:…",
//!               "witnesses": {"logEntries": 1, "timestamps": 1, "classicLogEntries": 1}},
//!  "hubMetadata": {"digest": "sha256:…", "repositoryID": "…"},
//!  "checks": {"helm/load": "passed"},
//!  "findings": [{"check": "GROUP/NAME", "severity": "warning", "count": 1}],
//!  "waived": [{"check": "GROUP/NAME", "reason": "…", "count": 1}]}
//! ```
//!
//! `attached` lists what the release attaches besides the record, so that a verifier sees when something was removed;
//! `sbomTag` is the digest of the manifest under cosign's `.sbom` tag.
//! `witnesses` (where there are any) how many log entries and timestamps every signature has at least. `hubMetadata` is
//! what was published for Artifact Hub with it: the digest of the file, and whose repository it says that this is.
//! No path, no time of the run and no name of a machine is in it: the same source gives the same record.

use std::collections::BTreeMap;

use checks::Finding;
use checks::policy::Waived;
use gostd::time::Timestamp;
use oci::{Digest, RawManifest};
use serde_json::{Value, json};
use signing::Witnesses;
use signing::statement::predicate;

use super::{Attestation, Beside, Document};
use crate::ChartPlan;

/// The annotation of a classic signature that tells that a record is attached; its value is the record's predicate type.
pub const ANNOTATION: &str = "dev.portolan.release-record";
/// The field of `attached` with what others testify.
pub const WITNESSES: &str = "witnesses";
/// The field with what was published for Artifact Hub.
pub const HUB_METADATA: &str = "hubMetadata";

/// How a release is signed, as far as the record tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether cosign's classic signature comes with it.
    pub classic: bool,
    /// What others testify about every signature.
    pub witnesses: Witnesses,
}

/// With the classic signature or without, and no witnesses.
impl From<bool> for Manner {
    fn from(classic: bool) -> Self {
        Self { classic, witnesses: Witnesses::default() }
    }
}

/// The predicate for `chart` when `manifest` is what is released; and what else is attached to it: claims, and what lies
/// beside them.
pub fn predicate(
    chart: &ChartPlan,
    manifest: &RawManifest,
    (attestations, beside): (&[Attestation], &Beside),
) -> Value {
    let mut record = json!({
        "tool": { "name": "portolan", "version": env!("CARGO_PKG_VERSION") },
        "chart": { "name": chart.name, "version": chart.version },
        "sourceTime": Timestamp::from_unix(chart.time.seconds).to_rfc3339(),
        "digests": digests(manifest),
        "attached": attached(attestations, beside),
        "checks": chart.checks,
        "findings": findings(&chart.findings),
        "waived": waived(&chart.waived),
    });
    if beside.signed.witnesses != Witnesses::default() {
        record["attached"][WITNESSES] = witnesses(beside.signed);
    }
    if let Some((_, file)) = &chart.hub_metadata {
        record[HUB_METADATA] = hub_metadata(file);
    }
    record
}

fn witnesses(signed: Manner) -> Value {
    let Witnesses { log_entries, timestamps, classic_log_entries } = signed.witnesses;
    json!({
        "logEntries": log_entries,
        "timestamps": timestamps,
        "classicLogEntries": if signed.classic { classic_log_entries } else { 0 },
    })
}

fn hub_metadata(file: &[u8]) -> Value {
    let read = hub::repository_file::read(file);
    json!({ "digest": Digest::of(file), "repositoryID": read.metadata.repository_id })
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
        "classic": beside.signed.classic,
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
