//! The machine-readable report of a release: every digest, and how each version came to be visible.

mod signed;

use oci::{RawManifest, media_type};
use serde::Serialize;

pub use signed::{Signature, SignedBy};

use crate::commit::Published;
use crate::hub_metadata::HubMetadata;
use crate::mirror::Mirrored;
use crate::plan::{ChartPlan, Plan, SourceTime};

/// The version of the report's shape.
pub const API_VERSION: &str = "portolan.dev/v1alpha1";

/// How a version came to be visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// This run set the tag.
    Released,
    /// The tag held our digest already.
    AlreadyPublished,
    /// The tag held another digest with equal content, which stays.
    Adopted,
}

/// Digest and size of one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Object {
    /// Media type.
    pub media_type: String,
    /// Digest.
    pub digest: String,
    /// Bytes.
    pub size: u64,
}

/// One chart of the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChartReport {
    /// Folder.
    pub path: String,
    /// Chart name.
    pub name: String,
    /// Chart version.
    pub version: String,
    /// Tag.
    pub tag: String,
    /// Reference by tag.
    pub reference: String,
    /// Digest of the manifest that the tag holds.
    pub digest: String,
    /// How it came there.
    pub outcome: Outcome,
    /// The manifest.
    pub manifest: Object,
    /// Its config and layers.
    pub blobs: Vec<Object>,
    /// Referrers that were attached in this run, as digests.
    pub attached: Vec<String>,
    /// Whose signatures it carries; none: it is not signed.
    pub signed_by: Option<SignedBy>,
    /// Everything that is attached to it.
    pub signatures: Vec<Signature>,
    /// Why it carries no classic signature, although it is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classic_left_out: Option<String>,
    /// Why the provenance file that this run made is not published with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance_left_out: Option<String>,
    /// Artifact Hub's repository metadata.
    pub hub_metadata: HubMetadata,
    /// The time that decided bytes.
    pub source_time: SourceTime,
    /// File name of the archive.
    pub package: String,
    /// Findings that did not stop the release.
    pub findings: Vec<checks::Finding>,
    /// Findings that an exception covers, with its reason.
    pub waived: Vec<checks::policy::Waived>,
    /// What became of every check, by its id.
    pub checks: checks::policy::Verdicts,
}

/// A whole release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// [`API_VERSION`].
    pub api_version: &'static str,
    /// `ReleaseReport`.
    pub kind: &'static str,
    /// Where the charts went.
    pub target: String,
    /// Why they are not signed, if they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsigned_reason: Option<String>,
    /// The charts, in the order in which their tags were set.
    pub charts: Vec<ChartReport>,
    /// The mirrors.
    pub mirrors: Vec<Mirrored>,
}

impl Report {
    /// Puts the report together.
    pub fn new(plan: &Plan, published: Vec<Published<'_>>, metadata: Vec<HubMetadata>, mirrors: Vec<Mirrored>) -> Self {
        let charts = published.into_iter().zip(metadata).map(|(published, metadata)| chart_report(published, metadata));
        let charts = charts.collect();
        Self {
            api_version: API_VERSION,
            kind: "ReleaseReport",
            target: plan.target.clone(),
            unsigned_reason: plan.unsigned_reason.clone(),
            charts,
            mirrors,
        }
    }

    /// Whether a mirror is behind.
    pub fn is_behind(&self) -> bool {
        self.mirrors.iter().any(|mirror| mirror.behind.is_some())
    }
}

fn chart_report(published: Published<'_>, hub_metadata: HubMetadata) -> ChartReport {
    let Published { chart, manifest, outcome, signatures } = published;
    let object = |descriptor: oci::Descriptor| Object {
        media_type: descriptor.media_type,
        digest: descriptor.digest.to_string(),
        size: descriptor.size,
    };
    let provenance_left_out = provenance_left_out(chart, &manifest).map(str::to_owned);
    let blobs = manifest.document().map(|document| document.blobs().cloned().map(object).collect());
    ChartReport {
        path: chart.path.clone(),
        name: chart.name.clone(),
        version: chart.version.clone(),
        tag: chart.tag.to_string(),
        reference: chart.reference.clone(),
        digest: manifest.digest.to_string(),
        outcome,
        manifest: object(manifest.descriptor()),
        blobs: blobs.unwrap_or_default(),
        attached: signatures.new_referrers().map(ToString::to_string).collect(),
        signed_by: signatures.holder.as_ref().map(SignedBy::from),
        signatures: signed::signatures(&manifest.digest, &signatures),
        classic_left_out: signatures.classic_left_out,
        provenance_left_out,
        hub_metadata,
        source_time: chart.time.clone(),
        package: chart.artifact.file_name.clone(),
        findings: chart.findings.clone(),
        waived: chart.waived.clone(),
        checks: chart.checks.clone(),
    }
}

/// A version that was published before keeps the provenance file that it has, or that it has none.
fn provenance_left_out(chart: &ChartPlan, published: &RawManifest) -> Option<&'static str> {
    let (ours, _) = chart.artifact.provenance.as_ref()?;
    let layers = published.document().ok()?.layers.unwrap_or_default();
    match layers.iter().find(|layer| layer.media_type == media_type::HELM_PROVENANCE) {
        Some(layer) if layer.digest == ours.digest => None,
        Some(_) => Some("the version is published with another one, and a published version never changes"),
        None => Some("the version is published without one, and a published version never changes"),
    }
}
