//! What is said about a release besides that it is ours: SBOMs, provenance, and the record of its checks.
//!
//! All of it follows from the plan, and from the manifest that is released: ours, or the published one with equal content.
//! So its bytes are known before the first request, and adopting a published digest only says it of another digest.

mod equal;
pub mod record;
pub mod slsa;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use chart::Chart;
use oci::{Digest, RawManifest};
use sbom::{Contents, Format};
use serde_json::Value;
use signing::statement::{Subject, predicate};

pub use equal::is_equal;
pub(crate) use equal::{is_ours, says_the_same};

use crate::ChartPlan;
use crate::look::chart_blobs;

/// Bytes of a document that is attested. In base64 within a bundle it stays below the 10 MiB that Kyverno reads.
pub const MOST_ATTESTED: usize = 7 << 20;

/// What the statements about a chart are made of, whatever its digest will be.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The predicate of SLSA provenance.
    pub provenance: Value,
    /// What the chart holds, if SBOMs are made.
    pub contents: Option<Contents>,
    /// The SBOMs that are made.
    pub formats: Vec<Format>,
}

impl Basis {
    /// The basis of a chart at its source time.
    pub fn new(
        origin: &slsa::Origin,
        chart: &Chart,
        source_time: i64,
        contents: Option<Contents>,
        formats: &[Format],
    ) -> Self {
        let images = contents.iter().flat_map(|contents| &contents.images);
        let pinned = images.filter_map(|image| Some((image.reference.clone(), Digest::parse(image.digest()?).ok()?)));
        let provenance = slsa::predicate(origin, chart, source_time, &pinned.collect::<Vec<_>>());
        Self { provenance, contents, formats: formats.to_vec() }
    }
}

/// A claim about the release, to be signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Attestation {
    /// What kind of claim it is.
    pub predicate_type: &'static str,
    /// The claim.
    pub predicate: Value,
    /// What it is about.
    pub subjects: Vec<Subject>,
}

/// A document that lies beside the release as it is, for readers that know no attestations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its media type.
    pub media_type: &'static str,
    /// Its file name.
    pub file_name: String,
    /// Its content.
    pub content: Bytes,
}

/// Everything that is said about one release.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Claims.
    pub attestations: Vec<Attestation>,
    /// Documents.
    pub documents: Vec<Document>,
}

/// What lies beside a release and no statement but the record speaks of.
#[derive(Default)]
pub struct Beside {
    /// How it is signed.
    pub signed: record::Manner,
    /// Documents without signature, in the order of the formats.
    pub documents: Vec<Document>,
    /// Digest of the manifest under cosign's `.sbom` tag, if it is ours.
    pub tagged: Option<Digest>,
}

/// What is said about `chart` when `manifest` is what is released; `signed`: how, or just whether cosign's classic
/// signature comes with it. Nothing is under the `.sbom` tag.
pub fn evidence(chart: &ChartPlan, manifest: &RawManifest, signed: impl Into<record::Manner>) -> Evidence {
    let documents = documents(chart, manifest);
    evidence_beside(chart, manifest, Beside { signed: signed.into(), documents, tagged: None })
}

/// What is said about `chart` when `manifest` is what is released, with the SBOMs as `beside` has them.
pub fn evidence_beside(chart: &ChartPlan, manifest: &RawManifest, beside: Beside) -> Evidence {
    let basis = &chart.basis;
    let subjects = subjects(chart, manifest);
    let documents = &beside.documents;
    let boms = basis.formats.iter().zip(documents).filter_map(|(format, document)| bom(*format, &document.content));
    let images = basis.contents.iter().flat_map(|contents| image_boms(contents, itself(chart, manifest)));
    let about_chart =
        |(predicate_type, predicate)| Attestation { predicate_type, predicate, subjects: subjects.clone() };
    let built = [(predicate::SLSA_PROVENANCE, basis.provenance.clone())];
    let mut attestations: Vec<Attestation> = boms.chain(built).map(about_chart).chain(images).collect();
    let record = record::predicate(chart, manifest, (&attestations, &beside));
    attestations.push(about_chart((predicate::RELEASE_RECORD, record)));
    Evidence { attestations, documents: beside.documents }
}

fn itself(chart: &ChartPlan, manifest: &RawManifest) -> Subject {
    Subject { name: Some(chart.image_name.clone()), digest: manifest.digest.clone() }
}

/// The manifest, and the archive by its file name: so the claim is of use to somebody who only has the archive.
fn subjects(chart: &ChartPlan, manifest: &RawManifest) -> Vec<Subject> {
    let archive = archive_of(manifest).map(|digest| Subject { name: Some(chart.artifact.file_name.clone()), digest });
    std::iter::once(itself(chart, manifest)).chain(archive).collect()
}

fn archive_of(manifest: &RawManifest) -> Option<Digest> {
    chart_blobs(manifest).map(|(_, layer)| layer.digest)
}

/// The SBOMs, in the order of the formats.
pub fn documents(chart: &ChartPlan, manifest: &RawManifest) -> Vec<Document> {
    let Some(contents) = &chart.basis.contents else { return Vec::new() };
    let archive = archive_of(manifest).unwrap_or_else(|| contents.archive.clone());
    let contents = Contents { manifest: Some(manifest.digest.clone()), archive, ..contents.clone() };
    let stem = chart.artifact.file_name.trim_end_matches(".tgz");
    let document = |format: &Format| Document {
        media_type: format.media_type(),
        file_name: format!("{stem}{}", format.extension()),
        content: format.document(&contents, chart.time.seconds).into(),
    };
    chart.basis.formats.iter().map(document).collect()
}

fn bom(format: Format, content: &[u8]) -> Option<(&'static str, Value)> {
    let predicate = serde_json::from_slice(content).ok().filter(|_| content.len() <= MOST_ATTESTED)?;
    Some((predicate_type(format), predicate))
}

/// The type of a claim that is an SBOM.
pub fn predicate_type(format: Format) -> &'static str {
    match format {
        Format::Spdx => predicate::SPDX,
        Format::CycloneDx => predicate::CYCLONEDX,
    }
}

/// Whether a document about an image is attested: one of the publisher's own, about a digest, and not too long.
pub fn attests_image(contents: &Contents, linked: &sbom::Linked) -> bool {
    image_bom(contents, linked).is_some()
}

/// The publisher's own SBOMs of images, each about the release and the image.
fn image_boms(contents: &Contents, release: Subject) -> impl Iterator<Item = Attestation> + '_ {
    contents.linked.iter().filter_map(move |linked| {
        let (predicate_type, predicate, image) = image_bom(contents, linked)?;
        Some(Attestation { predicate_type, predicate, subjects: vec![release.clone(), image] })
    })
}

fn image_bom(contents: &Contents, linked: &sbom::Linked) -> Option<(&'static str, Value, Subject)> {
    let image = contents.images.iter().find(|image| image.key == linked.image);
    let image = image.filter(|_| linked.trust == sbom::Trust::Given)?;
    let digest = Digest::parse(image.digest()?).ok()?;
    let (predicate_type, predicate) = bom(linked.outline.format, &linked.bytes)?;
    Some((predicate_type, predicate, Subject { name: Some(image.name()), digest }))
}
