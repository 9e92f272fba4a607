//! Step 7, second half: the release record, and whether everything that it lists is still there as it was attached.
//!
//! A signature proves what is there; that something was removed, only something else that is signed can tell. Portolan's
//! record lists what a release attached: how many bundles of which type, the digests of documents, the classic signature,
//! and the manifest under the `.sbom` tag. Each listed bundle must be there exactly as Portolan writes it: also what no signature covers (the manifest
//! around it, its time, the form of the bundle) can then not be altered without being seen.
//!
//! The record itself can't list itself: it must be there if there is SLSA provenance by Portolan, which comes with one.

use oci::Descriptor;
use serde_json::Value;
use signing::statement::predicate;

use super::attached::{Attached, Fetched};
use super::chart::VerifiedChart;
use super::claims::{Claim, Claims};
use super::classics::Classics;
use super::form;
use super::judged::Judged;
use super::request::{Request, Requirement};
use crate::attest::slsa;

const WHAT: &str = "release record";

/// Everything that was read.
pub(super) struct Found<'a> {
    pub(super) attached: &'a Attached,
    pub(super) claims: &'a Claims,
    pub(super) classics: &'a Classics,
    pub(super) chart: &'a VerifiedChart,
}

/// Lines about the records, and about what they list.
pub(super) fn judge(found: &Found<'_>, request: &Request<'_>) -> Vec<Judged> {
    let records: Vec<&Claim> = found.claims.of(predicate::RELEASE_RECORD).collect();
    let times: Vec<String> = records.iter().filter_map(|record| text(record, "/sourceTime")).collect();
    let mut told: Vec<Judged> = records.iter().map(|record| one(record, found.chart)).collect();
    for record in &records {
        told.extend(incomplete(record, &times, found));
    }
    let proven = records.iter().any(|record| record.proven.is_some());
    if !proven && request.requires(Requirement::Record) {
        told.push(Judged::failed(WHAT, None, "none is attested by the holder; expected one, because it is required"));
    } else if records.is_empty() && built_here(found.claims) {
        let detail = "there is SLSA provenance by Portolan, but not the record that it attaches together with it";
        told.push(Judged::failed(WHAT, None, detail).hint(Some("something was removed after the release")));
    } else if records.is_empty() {
        told.push(Judged::absent(WHAT, "none is attached: that something was removed could not be seen"));
    }
    told
}

fn text(record: &Claim, pointer: &str) -> Option<String> {
    record.predicate()?.pointer(pointer)?.as_str().map(str::to_owned)
}

fn built_here(claims: &Claims) -> bool {
    claims.of(predicate::SLSA_PROVENANCE).any(|claim| {
        let build_type = claim.statement.pointer("/predicate/buildDefinition/buildType");
        build_type.and_then(Value::as_str) == Some(slsa::BUILD_TYPE)
    })
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
            return Judged::failed(WHAT, Some(&record.manifest.digest), detail);
        }
    }
    if listed != Some(&Value::from(layers)) {
        let detail = "/digests/layers is not the list of the manifest's layers";
        return Judged::failed(WHAT, Some(&record.manifest.digest), detail);
    }
    let version = text(record, "/tool/version").unwrap_or_default();
    let waived = record.predicate().and_then(|predicate| predicate["waived"].as_array()).map_or(0, Vec::len);
    record.judged(WHAT, format!("portolan {version}, {waived} checks with exceptions"))
}

/// What a record lists and what is not there, or not as it was attached.
fn incomplete(record: &Claim, times: &[String], found: &Found<'_>) -> Vec<Judged> {
    let Some(attached) = record.predicate().and_then(|predicate| predicate.get("attached")) else { return Vec::new() };
    let mut told = Vec::new();
    for (predicate_type, count) in attached["bundles"].as_object().into_iter().flatten() {
        told.extend(bundles(predicate_type, count.as_u64().unwrap_or(1), times, found));
    }
    for document in attached["documents"].as_array().into_iter().flatten() {
        told.extend(self::document(document, times, found));
    }
    if attached["classic"] == true {
        told.extend(classic(found));
    }
    told.extend(attached["sbomTag"].as_str().and_then(|listed| tagged(listed, found)));
    let own = form::bundle_is_as_written(record, &found.chart.manifest.descriptor(), times);
    told.extend((!own).then(|| altered(record)));
    told
}

fn altered(claim: &Claim) -> Judged {
    let detail = "its signed statement is right, but the manifest or the bundle around it is not as Portolan wrote it";
    let what = format!("bundle of {}", claim.predicate_type);
    Judged::failed(what, Some(&claim.manifest.digest), detail).hint(Some("it was altered after the release"))
}

fn bundles(predicate_type: &str, count: u64, times: &[String], found: &Found<'_>) -> Vec<Judged> {
    let subject = found.chart.manifest.descriptor();
    let there: Vec<&Claim> = found.claims.of(predicate_type).collect();
    let right = |claim: &Claim| {
        form::bundle_is_as_written(claim, &subject, times) || form::bundle_is_of_another_tool(claim, &subject, times)
    };
    let (right, other): (Vec<&Claim>, Vec<&Claim>) = there.into_iter().partition(|claim| right(claim));
    let right = u64::try_from(right.len()).unwrap_or(u64::MAX);
    if right >= count {
        return Vec::new();
    }
    if !other.is_empty() {
        return other.into_iter().map(altered).collect();
    }
    let refused: Vec<String> = found.claims.told.iter().filter_map(|told| told.digest.clone()).collect();
    let suspects = if refused.is_empty() { String::new() } else { format!("; not believed: {}", refused.join(", ")) };
    let detail = format!("{right} are there and believed; expected {count}, which the release record lists{suspects}");
    vec![Judged::failed(format!("bundle of {predicate_type}"), None, detail).hint(Some("it was removed or altered"))]
}

fn document(listed: &Value, times: &[String], found: &Found<'_>) -> Option<Judged> {
    let text = |name: &str| listed[name].as_str().unwrap_or_default();
    let subject = found.chart.manifest.descriptor();
    let manifests: Vec<_> = found.attached.manifests(&subject.digest).collect();
    let layer = |manifest: &oci::RawManifest| -> Option<Descriptor> {
        let layers = manifest.document().ok()?.layers?;
        layers.into_iter().next().filter(|layer| layer.media_type == text("mediaType"))
    };
    let right = manifests.iter().any(|manifest| {
        layer(manifest).is_some_and(|layer| match found.attached.blob(&layer) {
            Some(Fetched::There(bytes)) if layer.digest.to_string() == text("digest") => {
                form::document_is_as_written(manifest, (text("mediaType"), text("fileName"), bytes), &subject, times)
            }
            _ => false,
        })
    });
    if right {
        return None;
    }
    let suspects: Vec<String> =
        manifests.iter().filter(|one| layer(one).is_some()).map(|one| one.digest.to_string()).collect();
    let there = if suspects.is_empty() { "nothing like it is attached".to_owned() } else { suspects.join(", ") };
    let detail = format!(
        "the release record lists {} of type {} with digest {}; found {there}",
        text("fileName"),
        text("mediaType"),
        text("digest")
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

fn classic(found: &Found<'_>) -> Option<Judged> {
    let tag = signing::classic::tag(&found.chart.manifest.digest);
    let there = match (&found.classics.manifest, found.classics.layers) {
        (None, _) => format!("tag {tag} is not there or can't be read"),
        (Some(manifest), layers) => {
            // Without a policy nothing is proven, and what is there may be right.
            let unproven = found.classics.proven.is_empty() && found.classics.unlogged == 0;
            let judged = found.claims.claims.iter().any(|claim| claim.proven.is_some());
            let altered = layers == 1
                && found.classics.proven.len() == 1
                && !form::classic_is_as_written(manifest, &found.classics.proven);
            match (judged && unproven, !unproven && altered) {
                (true, _) => format!("none of {layers} signatures in {} is believed", manifest.digest),
                (_, true) => format!("manifest {} is not as Portolan wrote it", manifest.digest),
                _ => return None,
            }
        }
    };
    let detail = format!("{there}; expected one at {tag}, which the release record lists");
    Some(Judged::failed("classic signature", None, detail).hint(Some("it was removed or altered")))
}
