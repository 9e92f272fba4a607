//! Step 7, second half: the release record, and whether everything that it lists is still there as it was attached.
//!
//! A signature proves what is there; that something was removed, only something else that is signed can tell. Portolan's
//! record lists what a release attached: how many bundles of which type, the digests of documents, the classic signature,
//! and the manifest under the `.sbom` tag. Each listed bundle must be there exactly as Portolan writes it: also what no signature covers (the manifest
//! around it, its time, the form of the bundle) can then not be altered without being seen.
//!
//! It also tells how many log entries and timestamps every signature has at least: what is there was verified, but that one
//! was taken out can only be seen by counting.
//!
//! The record itself can't list itself: it must be there if there is another attestation by a release of Portolan, which
//! comes with one.

use oci::Descriptor;
use serde_json::Value;
use signing::statement::predicate;
use signing::{Policy, Witnesses};

use super::attached::{Attached, Fetched, refers_to};
use super::chart::VerifiedChart;
use super::claims::{Claim, Claims};
use super::classics::Classics;
use super::form::{self, Expected};
use super::judged::{Judged, Verdict};
use super::request::{Request, Requirement};
use super::sboms;
use crate::attest::record::{ANNOTATION, WITNESSES};
use crate::attest::slsa;

const WHAT: &str = "release record";

/// Everything that was read.
pub(super) struct Found<'a> {
    pub(super) attached: &'a Attached,
    pub(super) claims: &'a Claims,
    pub(super) classics: &'a Classics,
    pub(super) chart: &'a VerifiedChart,
}

/// What the records tell.
pub(super) struct Recorded {
    /// Lines about them, and about what they list.
    pub(super) told: Vec<Judged>,
    /// Whether there is a record, and nothing that it lists is missing or altered: what else is gone was not of the release.
    pub(super) complete: bool,
}

/// Lines about the records, and about what they list.
pub(super) fn judge(found: &Found<'_>, request: &Request<'_>) -> Recorded {
    let records: Vec<&Claim> = found.claims.bundles(predicate::RELEASE_RECORD).collect();
    let times: Vec<String> = records.iter().filter_map(|record| text(record, "/sourceTime")).collect();
    let mut told: Vec<Judged> = records.iter().map(|record| one(record, found.chart)).collect();
    for record in &records {
        told.extend(incomplete(record, &times, found, request));
    }
    let complete = !records.is_empty() && told.iter().all(|judged| judged.verdict != Verdict::Failed);
    let proven = records.iter().any(|record| record.proven.is_some());
    if !proven && request.requires(Requirement::Record) {
        told.push(Judged::failed(WHAT, None, "none is attested by the holder; expected one, because it is required"));
    } else if records.is_empty() && made_here(found) {
        let detail = format!(
            "there are signatures and attestations by a Portolan release, but not the record that it attaches together with them{}",
            suspects(found)
        );
        told.push(Judged::failed(WHAT, None, detail).hint(Some("something was removed after the release")));
    } else if records.is_empty() {
        told.push(Judged::absent(WHAT, "none is attached: that something was removed could not be seen"));
    }
    Recorded { told, complete }
}

fn text(record: &Claim, pointer: &str) -> Option<String> {
    record.predicate()?.pointer(pointer)?.as_str().map(str::to_owned)
}

/// Whether a release of Portolan attested something: a classic signature that says so, SLSA provenance of its kind, or an SBOM that it made, of manifest and
/// archive at once. What `portolan sbom` prints and another tool attests names the archive as no subject.
fn made_here(found: &Found<'_>) -> bool {
    let file = found.chart.file_name();
    let names_archive = |claim: &Claim| {
        let subjects = claim.statement["subject"].as_array().into_iter().flatten();
        subjects.filter_map(|subject| subject["name"].as_str()).any(|name| name == file)
    };
    let built = found.claims.bundles(predicate::SLSA_PROVENANCE).any(|claim| {
        let build_type = claim.statement.pointer("/predicate/buildDefinition/buildType");
        build_type.and_then(Value::as_str) == Some(slsa::BUILD_TYPE)
    });
    let announced = found.classics.proven.iter().any(|(_, proven)| {
        let optional = proven.payload.as_ref().and_then(|payload| payload.optional.as_ref());
        optional.is_some_and(|optional| optional[ANNOTATION] == predicate::RELEASE_RECORD)
    });
    built || announced || sboms::of_portolan(found.claims).any(names_archive)
}

/// What is attached or listed and does not count, as the end of a sentence: what is missed may be one of them.
fn suspects(found: &Found<'_>) -> String {
    let refused = found.claims.told.iter().filter_map(|told| told.digest.clone());
    let subject = &found.chart.manifest.digest;
    let lost = found.attached.referrers.iter().filter(|(_, read)| match read {
        Fetched::There(manifest) => !refers_to(manifest, subject),
        Fetched::Gone(_) | Fetched::Broken(_) => true,
    });
    let mut digests: Vec<String> = lost.map(|(listed, _)| listed.digest.to_string()).chain(refused).collect();
    digests.dedup();
    if found.attached.referrers.is_empty() {
        return format!("; nothing is listed as referring to {subject}");
    }
    if digests.is_empty() { String::new() } else { format!("; gone or not believed: {}", digests.join(", ")) }
}

/// Whether a record is about this chart.
fn one(record: &Claim, chart: &VerifiedChart) -> Judged {
    let document = chart.manifest.document().unwrap_or_default();
    let layers: Vec<String> = document.layers.iter().flatten().map(|layer| layer.digest.to_string()).collect();
    let listed = record.predicate().and_then(|predicate| predicate.pointer("/digests/layers"));
    let expected = [
        ("/digests/manifest", chart.manifest.digest.to_string()),
        ("/digests/config", chart.config.to_string()),
        ("/chart/name", chart.chart.metadata.name.clone()),
        ("/chart/version", chart.chart.metadata.version.clone()),
    ];
    for (pointer, expected) in expected {
        let found = text(record, pointer).unwrap_or_default();
        if found != expected {
            let detail = format!("{pointer} is {found:?}; expected {expected:?}");
            return Judged::failed(WHAT, Some(record.digest()), detail);
        }
    }
    if listed != Some(&Value::from(layers)) {
        let detail = "/digests/layers is not the list of the manifest's layers";
        return Judged::failed(WHAT, Some(record.digest()), detail);
    }
    let version = text(record, "/tool/version").unwrap_or_default();
    let waived = record.predicate().and_then(|predicate| predicate["waived"].as_array()).map_or(0, Vec::len);
    record.judged(WHAT, format!("portolan {version}, {waived} checks with exceptions"))
}

/// What a record lists and what is not there, or not as it was attached.
fn incomplete(record: &Claim, times: &[String], found: &Found<'_>, request: &Request<'_>) -> Vec<Judged> {
    let Some(attached) = record.predicate().and_then(|predicate| predicate.get("attached")) else { return Vec::new() };
    let subject = found.chart.manifest.descriptor();
    let expected = Expected { subject, times: times.to_vec(), witnesses: witnesses(attached) };
    let mut told = Vec::new();
    for (predicate_type, count) in attached["bundles"].as_object().into_iter().flatten() {
        told.extend(bundles(predicate_type, count.as_u64().unwrap_or(1), &expected, found));
    }
    for document in attached["documents"].as_array().into_iter().flatten() {
        told.extend(self::document(document, &expected, found));
    }
    if attached["classic"] == true {
        told.extend(classic(found, expected.witnesses, request));
    }
    told.extend(attached["sbomTag"].as_str().and_then(|listed| tagged(listed, found)));
    told.extend(form::record_fault(record, &expected).map(|fault| altered(record, &fault)));
    told
}

/// What others testify; records of older versions say nothing about it.
fn witnesses(attached: &Value) -> Witnesses {
    let listed = &attached[WITNESSES];
    let count = |name: &str| listed[name].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    Witnesses {
        log_entries: count("logEntries"),
        timestamps: count("timestamps"),
        classic_log_entries: count("classicLogEntries"),
    }
}

fn altered(claim: &Claim, fault: &str) -> Judged {
    let what = format!("bundle of {}", claim.predicate_type);
    let detail = format!("its signed statement is right, but {fault}");
    Judged::failed(what, Some(claim.digest()), detail).hint(Some("it was altered after the release"))
}

fn bundles(predicate_type: &str, count: u64, expected: &Expected, found: &Found<'_>) -> Vec<Judged> {
    let there: Vec<(&Claim, Option<String>)> =
        found.claims.bundles(predicate_type).map(|claim| (claim, form::bundle_fault(claim, expected))).collect();
    let right = there.iter().filter(|(_, fault)| fault.is_none()).count();
    if u64::try_from(right).is_ok_and(|right| right >= count) {
        return Vec::new();
    }
    if right < there.len() {
        return there.iter().filter_map(|(claim, fault)| Some(altered(claim, fault.as_deref()?))).collect();
    }
    let detail =
        format!("{right} are there and believed; expected {count}, which the release record lists{}", suspects(found));
    vec![Judged::failed(format!("bundle of {predicate_type}"), None, detail).hint(Some("it was removed or altered"))]
}

fn document(listed: &Value, expected: &Expected, found: &Found<'_>) -> Option<Judged> {
    let text = |name: &str| listed[name].as_str().unwrap_or_default();
    let manifests: Vec<_> = found.attached.manifests(&expected.subject.digest).collect();
    let layer = |manifest: &oci::RawManifest| -> Option<Descriptor> {
        let layers = manifest.document().ok()?.layers?;
        layers.into_iter().next().filter(|layer| layer.media_type == text("mediaType"))
    };
    let right = manifests.iter().any(|manifest| {
        layer(manifest).is_some_and(|layer| match found.attached.blob(&layer) {
            Some(Fetched::There(bytes)) if layer.digest.to_string() == text("digest") => {
                form::document_is_as_written(manifest, (text("mediaType"), text("fileName"), bytes), expected)
            }
            _ => false,
        })
    });
    if right {
        return None;
    }
    let similar: Vec<String> =
        manifests.iter().filter(|one| layer(one).is_some()).map(|one| one.digest.to_string()).collect();
    let there = if similar.is_empty() { "nothing like it is attached".to_owned() } else { similar.join(", ") };
    let detail = format!(
        "the release record lists {} of type {} with digest {}; found {there}{}",
        text("fileName"),
        text("mediaType"),
        text("digest"),
        suspects(found)
    );
    Some(Judged::failed("SBOM document", None, detail).hint(Some("it was removed or altered")))
}

/// The tag must show the very manifest that the record names: every byte of it is ours.
fn tagged(listed: &str, found: &Found<'_>) -> Option<Judged> {
    let tag = signing::classic::document_tag(&found.chart.manifest.digest);
    let there = match &found.attached.document {
        Some(Fetched::There(manifest)) if manifest.digest.to_string() == listed => return None,
        Some(Fetched::There(manifest)) => manifest.digest.to_string(),
        Some(Fetched::Gone(detail) | Fetched::Broken(detail)) => detail.clone(),
        None => "nothing".to_owned(),
    };
    let detail = format!("tag {tag} shows {there}; expected {listed}, which the release record lists");
    Some(Judged::failed("SBOM under cosign's tag", None, detail).hint(Some("it was removed or altered")))
}

fn classic(found: &Found<'_>, witnesses: Witnesses, request: &Request<'_>) -> Option<Judged> {
    let fault = classic_fault(found, witnesses, request)?;
    let tag = signing::classic::tag(&found.chart.manifest.digest);
    let detail = format!("{fault}; expected one at {tag}, which the release record lists");
    let digest = found.classics.manifest.as_ref().map(|manifest| &manifest.digest);
    Some(Judged::failed("classic signature", digest, detail).hint(Some("it was removed or altered")))
}

fn classic_fault(found: &Found<'_>, witnesses: Witnesses, request: &Request<'_>) -> Option<String> {
    let (classics, layers) = (found.classics, found.classics.layers);
    let Some(manifest) = &classics.manifest else { return Some("the tag is not there or can't be read".to_owned()) };
    if classics.proven.is_empty() && classics.unlogged == 0 {
        // Without a policy nothing is proven, and what is there may be right.
        let judged = found.claims.claims.iter().any(|claim| claim.proven.is_some());
        return judged.then(|| format!("none of {layers} signatures is believed"));
    }
    // A release makes none for an identity where no log entry fits into it.
    let must_be_logged = witnesses.classic_log_entries > 0 || matches!(request.policy, Some(Policy::Identity { .. }));
    if classics.proven.is_empty() {
        return must_be_logged.then(|| "its log entry is not there".to_owned());
    }
    if !classics.proven.iter().any(|(layer, _)| form::classic_has_witnesses(layer, witnesses)) {
        return Some("its log entry or timestamp is not there".to_owned());
    }
    let altered = layers == 1 && !form::classic_is_as_written(manifest, &classics.proven);
    altered.then(|| "its manifest is not as Portolan wrote it".to_owned())
}
