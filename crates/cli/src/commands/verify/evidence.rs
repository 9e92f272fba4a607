//! The evidence of a verification: for people, and as JSON (`docs/verify.schema.json`).

use std::fmt::Write as _;

use ::release::report::{API_VERSION, SignedBy};
use ::release::verify::{Judged, Origin, Step, Verdict, Verification};
use gostd::time::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use signing::verify::TimeSource;

use crate::places::ChartReference;

/// The evidence as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence<'a> {
    api_version: &'static str,
    kind: &'static str,
    reference: String,
    verified: bool,
    name: &'a str,
    version: &'a str,
    digest: String,
    config: String,
    layer: String,
    signed_by: Option<SignedBy>,
    signatures: Vec<Value>,
    source: Option<&'a Origin>,
    referrers: &'a [oci::Descriptor],
    steps: &'a [Step],
    failures: Vec<&'a Judged>,
    warnings: Vec<&'a Judged>,
    weakenings: Vec<String>,
}

/// The evidence for programs.
pub fn json<'a>(reference: &ChartReference, verification: &'a Verification, verified: bool) -> Evidence<'a> {
    let chart = &verification.chart;
    Evidence {
        api_version: API_VERSION,
        kind: "Verification",
        reference: reference.to_string(),
        verified,
        name: &chart.chart.metadata.name,
        version: &chart.chart.metadata.version,
        digest: chart.manifest.digest.to_string(),
        config: chart.config.to_string(),
        layer: chart.layer.to_string(),
        signed_by: verification.proven.first().map(|proven| SignedBy::from(&proven.holder)),
        signatures: signatures(verification),
        source: verification.origin.as_ref(),
        referrers: &verification.referrers,
        steps: &verification.steps,
        failures: verification.failures().collect(),
        warnings: verification.warnings().collect(),
        weakenings: verification.weakenings(),
    }
}

/// The evidence of a verification that ended before step 4.
pub fn refused(reference: &ChartReference, message: &str) -> Value {
    json!({
        "apiVersion": API_VERSION, "kind": "Verification", "reference": reference.to_string(), "verified": false,
        "failures": [Judged::failed("chart", None, message)],
    })
}

fn signatures(verification: &Verification) -> Vec<Value> {
    let form = |proven: &signing::Proven| if proven.predicate_type.is_some() { "bundle" } else { "classic" };
    let proven = verification.proven.iter().map(|proven| signature(form(proven), proven));
    proven.chain(verification.attestations.iter().map(|proven| signature("attestation", proven))).collect()
}

fn signature(form: &str, proven: &signing::Proven) -> Value {
    let times = proven.signed_at.iter().map(|at| {
        let source = match at.source {
            TimeSource::TimestampAuthority => "timestampAuthority",
            TimeSource::TransparencyLog => "transparencyLog",
        };
        json!({ "time": Timestamp::from_unix(at.time).to_rfc3339(), "source": source })
    });
    let log = proven.log.iter().map(|entry| json!({ "url": entry.url, "logId": entry.log_id, "index": entry.index }));
    json!({
        "form": form,
        "predicateType": proven.predicate_type,
        "signedBy": SignedBy::from(&proven.holder),
        "signedAt": times.collect::<Vec<_>>(),
        "log": log.collect::<Vec<_>>(),
    })
}

/// The evidence for people, step by step.
pub fn text(reference: &ChartReference, verification: &Verification, verified: bool) -> String {
    let chart = &verification.chart;
    let metadata = &chart.chart.metadata;
    let verdict = if verified { "verified" } else { "not verified" };
    let mut text = format!(
        "{verdict} {reference}\n  chart     {} {}\n  manifest  {}\n  referrers {}\n",
        metadata.name,
        metadata.version,
        chart.manifest.digest,
        verification.referrers.len()
    );
    for step in &verification.steps {
        let _ = writeln!(text, "{}. {}", step.number, step.name);
        for judged in &step.objects {
            let _ = writeln!(text, "   {:<9}{}", mark(judged.verdict), judged.sentence());
        }
    }
    for weakening in verification.weakenings() {
        let _ = writeln!(text, "weaker: {weakening}");
    }
    text
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Verified => "verified",
        Verdict::Present => "present",
        Verdict::Absent => "absent",
        Verdict::Warning => "warning",
        Verdict::Failed => "FAILED",
    }
}
