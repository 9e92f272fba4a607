//! Step 1: everything that decides bytes and names, in one immutable value. Registry answers later only choose
//! between skip, complete, refuse and fall back.

use std::collections::BTreeMap;

use chart::Chart;
use oci::{RepositoryName, Tag, limits};
use sbom::{Contents, Details, Packaged};
use serde::Serialize;

use crate::artifact::{self, Artifact};
use crate::attest::{Basis, slsa};
use crate::gate::Cleared;
use crate::{Error, Place, Result};

/// A chart as it comes into the plan.
#[derive(Debug)]
pub struct Source {
    /// The folder, as the user named it.
    pub path: String,
    /// The chart that passed the gates.
    pub cleared: Cleared,
    /// The time that decides bytes.
    pub time: SourceTime,
    /// `artifacthub-repo.yml` for this chart's repository: its path and content.
    pub hub_metadata: Option<(String, Vec<u8>)>,
    /// Commit and run.
    pub origin: slsa::Origin,
    /// What the chart renders, for SBOMs.
    pub rendered: sbom::Rendered,
}

/// What is made besides the package.
#[derive(Default)]
pub struct Making<'a> {
    /// Signs Helm's provenance file; without it there is none.
    pub provenance: Option<&'a provenance::Key>,
    /// The SBOMs.
    pub sboms: Sboms,
    /// Why the release is not signed, if it is not.
    pub unsigned_reason: Option<String>,
}

/// The SBOMs of a chart that is released.
pub struct Sboms {
    /// The formats; none: no SBOM is made.
    pub formats: Vec<sbom::Format>,
    /// Who supplies charts; without it their first maintainer.
    pub supplier: Option<String>,
}

impl Default for Sboms {
    /// Both formats.
    fn default() -> Self {
        Self { formats: vec![sbom::Format::Spdx, sbom::Format::CycloneDx], supplier: None }
    }
}

/// The time that every byte is stamped with, and who decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceTime {
    /// Unix seconds.
    pub seconds: i64,
    /// `SOURCE_DATE_EPOCH`, `git commit <hash>` or `fixed epoch`.
    pub decided_by: String,
}

/// Everything about one chart's release.
#[derive(Debug)]
pub struct ChartPlan {
    /// The folder, as the user named it.
    pub path: String,
    /// Chart name.
    pub name: String,
    /// Chart version.
    pub version: String,
    /// The tag: the version with `+` as `_`.
    pub tag: Tag,
    /// Full repository name at the target.
    pub repository: RepositoryName,
    /// Reference by tag.
    pub reference: String,
    /// The repository as container tools name it; signatures are about it.
    pub image_name: String,
    /// The time that decides bytes.
    pub time: SourceTime,
    /// Package and manifest.
    pub artifact: Artifact,
    /// `artifacthub-repo.yml`: its path and content.
    pub hub_metadata: Option<(String, Vec<u8>)>,
    /// What the statements about it are made of.
    pub basis: Basis,
    /// Findings that did not stop the release.
    pub findings: Vec<checks::Finding>,
    /// Findings that an exception covers, with its reason.
    pub waived: Vec<checks::policy::Waived>,
    /// What became of every check.
    pub checks: checks::policy::Verdicts,
}

/// Everything about a release.
#[derive(Debug)]
pub struct Plan {
    /// Where the charts go.
    pub target: String,
    /// Whether everybody must be able to read them there.
    pub public: bool,
    /// Where copies go.
    pub mirrors: Vec<String>,
    /// Why the release is not signed, if it is not.
    pub unsigned_reason: Option<String>,
    /// The charts in the order in which their tags are set: dependencies first.
    pub charts: Vec<ChartPlan>,
}

impl ChartPlan {
    /// The same with documents about images of the chart. With `merge` what they hold becomes part of the chart's SBOMs,
    /// else those point at them.
    #[must_use]
    pub fn with_image_documents(self, documents: Vec<sbom::Linked>, merge: bool) -> Self {
        let contents = self.basis.contents.map(|contents| contents.with_documents(documents, merge));
        Self { basis: Basis { contents, ..self.basis }, ..self }
    }
}

/// Plans the release of `sources` to `target`, with what `making` says.
///
/// # Errors
/// [`Error::Plan`] when a chart can't be packaged or named, or when two charts want the same repository.
pub fn plan(sources: Vec<Source>, target: &dyn Place, mirrors: &[&dyn Place], making: &Making<'_>) -> Result<Plan> {
    let sources = in_dependency_order(sources)?;
    let charts = sources.into_iter().map(|source| chart_plan(source, target, making)).collect::<Result<Vec<_>>>()?;
    let mut taken: BTreeMap<&RepositoryName, &str> = BTreeMap::new();
    for chart in &charts {
        if let Some(other) = taken.insert(&chart.repository, &chart.path) {
            let detail =
                format!("its repository {} is also that of {other}: chart names must differ", chart.repository);
            return Err(Error::Plan { chart: chart.path.clone(), detail });
        }
    }
    let mirrors = mirrors.iter().map(|mirror| mirror.location()).collect();
    Ok(Plan {
        target: target.location(),
        public: target.is_public(),
        mirrors,
        unsigned_reason: making.unsigned_reason.clone(),
        charts,
    })
}

fn chart_plan(source: Source, target: &dyn Place, making: &Making<'_>) -> Result<ChartPlan> {
    let chart = source.cleared.chart();
    let failed = |detail: String| Error::Plan { chart: source.path.clone(), detail };
    let (name, version) = (chart.metadata.name.clone(), chart.metadata.version.clone());
    let repository = target.repository(&name).map_err(|error| failed(error.to_string()))?;
    let tag = Tag::of_version(&version).map_err(|error| failed(error.to_string()))?;
    let artifact = artifact::build(chart, source.time.seconds, making.provenance)
        .map_err(|error| Error::Plan { chart: located(&source.path, error.place()), detail: error.to_string() })?;
    let size = artifact.layer.0.size;
    if size > limits::CHART {
        let detail = format!(
            "the packed chart has {size} bytes, over the limit of {}: leave out what is no part of it with .helmignore",
            limits::CHART
        );
        return Err(failed(detail));
    }
    let reference = format!("{}/{name}:{tag}", target.location());
    let image_name = target.image_name(&repository);
    let contents = contents(chart, &artifact, (&image_name, &tag, &source.rendered), making).map_err(failed)?;
    let basis = Basis::new(&source.origin, chart, source.time.seconds, contents, &making.sboms.formats);
    Ok(ChartPlan {
        name,
        version,
        tag,
        repository,
        reference,
        image_name,
        artifact,
        basis,
        findings: source.cleared.findings().to_vec(),
        waived: source.cleared.waived().to_vec(),
        checks: source.cleared.verdicts().clone(),
        path: source.path,
        time: source.time,
        hub_metadata: source.hub_metadata,
    })
}

/// What the chart holds, where SBOMs are made.
fn contents(
    chart: &Chart,
    artifact: &Artifact,
    (repository, tag, rendered): (&str, &Tag, &sbom::Rendered),
    making: &Making<'_>,
) -> Result<Option<Contents>, String> {
    if making.sboms.formats.is_empty() {
        return Ok(None);
    }
    let packaged = Packaged {
        archive: &artifact.layer.1,
        file_name: &artifact.file_name,
        manifest: Some(artifact.manifest.digest.clone()),
        repository: Some(repository),
        tag: Some(tag.as_str()),
    };
    let details = Details { supplier: making.sboms.supplier.as_deref(), rendered: Some(rendered) };
    Contents::of(chart, &packaged, &details).map(Some).map_err(|error| error.to_string())
}

/// The chart's folder, with file, line and column where the error knows them.
pub fn located(folder: &str, place: Option<chart::Place>) -> String {
    let Some(place) = place else { return folder.to_owned() };
    let at = place.position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
    format!("{}/{}{at}", folder.trim_end_matches('/'), place.file)
}

/// A chart comes after the charts of the same release that it depends on; otherwise the given order stays.
fn in_dependency_order(sources: Vec<Source>) -> Result<Vec<Source>> {
    let mut waiting = sources;
    let mut ordered: Vec<Source> = Vec::new();
    while !waiting.is_empty() {
        let names: Vec<String> = waiting.iter().map(|source| source.cleared.chart().metadata.name.clone()).collect();
        let free = |source: &Source| {
            let metadata = &source.cleared.chart().metadata;
            metadata.dependencies.iter().all(|needed| needed.name == metadata.name || !names.contains(&needed.name))
        };
        let Some(next) = waiting.iter().position(free) else {
            let path = waiting.first().map(|source| source.path.clone()).unwrap_or_default();
            return Err(Error::Plan {
                chart: path,
                detail: format!("these charts depend on each other: {}", names.join(", ")),
            });
        };
        ordered.push(waiting.remove(next));
    }
    Ok(ordered)
}
