//! Ingesting one version of a Helm chart as Artifact Hub's tracker does: to a [`Package`], or to a [`Refusal`] with its
//! exact text; and [`Note`]s of everything that it changes, ignores or loses without a word.
//!
//! Sources: Artifact Hub, `internal/tracker/source/helm/helm.go` (`preparePackage`, `EnrichPackageFromChart`,
//! `EnrichPackageFromAnnotations`), `internal/tracker/tracker.go` (`Run`), `internal/pkg/manager.go` (`Register`).
//!
//! What only the world knows comes in through [`Seen`]: layers, signatures, the rendered manifests, the logo.

mod annotations;
mod chart_yaml;
mod dependencies;
mod from_chart;
mod images;
mod license;
mod lists;
mod load;
mod markup;
mod note;
mod readme;
mod refusal;
mod register;

use chart::Chart;

pub use dependencies::shown as shown_dependencies;
pub use images::{Detected as DetectedImages, detect as detected_images};
pub use license::{Detected as DetectedLicense, detect as detected_license};
pub use load::{PullFailure, load, load_refusal, pull_refusal};
pub use note::{Effect, Note, Topic};
pub use refusal::{Cause, Refusal, RefusalKind};

use crate::go_yaml::Any;
use crate::package::{Maintainer, Package};
use crate::repository::Repository;
use crate::repository_file::RepositoryMetadata;
use crate::versions;
use annotations::Reading;
use note::Notes;
use refusal::Who;

/// Where a version is found.
#[derive(Clone, Copy, Debug)]
pub struct FoundAt<'a> {
    /// The repository.
    pub repository: Repository<'a>,
    /// The tag.
    pub tag: &'a str,
}

/// What the tracker sees besides the chart.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// What the layer with the provenance file holds.
    pub provenance: Provenance<'a>,
    /// Whether there is a signature of cosign, or why that is not known.
    pub cosign: Cosign<'a>,
    /// What the chart renders to.
    pub rendered: Rendered<'a>,
    /// What became of the icon.
    pub logo: Logo<'a>,
    /// The repository's `artifacthub-repo.yml`.
    pub metadata: Option<&'a RepositoryMetadata>,
}

/// The provenance file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Provenance<'a> {
    /// There is none, or nobody has looked.
    #[default]
    None,
    /// This is it.
    File(&'a [u8]),
    /// It can't be pulled, for this reason.
    Failed(&'a str),
}

/// Signatures of cosign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cosign<'a> {
    /// Nobody has looked.
    #[default]
    NotTried,
    /// None is there.
    Unsigned,
    /// One is there.
    Signed,
    /// The look for one has failed, for this reason.
    Failed(&'a str),
}

/// The manifests by Helm 3.20: Kubernetes 1.29, release `release-name`, default values, CRDs included, no hooks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rendered<'a> {
    /// Nobody has rendered it.
    #[default]
    NotTried,
    /// It can't be rendered, for this reason.
    Failed(&'a str),
    /// All manifests as one text.
    Manifests(&'a str),
}

impl<'a> Rendered<'a> {
    /// What came of a render.
    pub fn of(result: &'a Result<String, String>) -> Self {
        match result {
            Ok(manifests) => Self::Manifests(manifests),
            Err(reason) => Self::Failed(reason),
        }
    }
}

/// The logo, which is downloaded and stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Logo<'a> {
    /// Nobody has looked; the package is described as if it were stored.
    #[default]
    NotTried,
    /// It is stored under this id.
    Stored(&'a str),
    /// It can't be downloaded or decoded, for this reason.
    Failed(&'a str),
}

/// What becomes of a version.
#[derive(Clone, Debug, PartialEq)]
pub struct Ingested {
    /// The package as it is stored, or why it is not.
    pub outcome: Result<Package, Refusal>,
    /// What its publisher is not told.
    pub notes: Vec<Note>,
}

/// A tag that is a version, with the names that follow from it.
#[derive(Clone, Debug)]
struct Version {
    package: String,
    restored: String,
    version: String,
    content_url: String,
}

impl Version {
    fn of(at: &FoundAt<'_>) -> Result<Self, Refusal> {
        let Some(found) = versions::visible([at.tag]).pop() else {
            let cause = Cause::new(format!("tag {:?} is no semantic version to Artifact Hub", at.tag));
            return Err(Refusal::silent(RefusalKind::NotAVersion, cause));
        };
        let content_url = at.repository.content_url(&found.restored);
        let (restored, version) = (found.restored, found.version);
        Ok(Self { package: at.repository.package_name(), restored, version, content_url })
    }

    fn who(&self) -> Who<'_> {
        Who { package: &self.package, tag: &self.restored, version: &self.version }
    }
}

/// A package before it is registered: what Go's structs hold, null pointers included.
#[derive(Debug)]
struct Prepared {
    package: Package,
    maintainers: Vec<Option<Maintainer>>,
    crds: Option<Vec<Any>>,
    crds_examples: Option<Vec<Any>>,
    schema: Option<Vec<u8>>,
}

/// What becomes of the version that a tag names, with its chart.
pub fn ingest(at: &FoundAt<'_>, chart: &Chart, seen: &Seen<'_>) -> Ingested {
    let mut notes = Notes::new(chart);
    let outcome = steps(at, chart, seen, &mut notes);
    Ingested { outcome, notes: notes.list }
}

fn steps(at: &FoundAt<'_>, chart: &Chart, seen: &Seen<'_>, notes: &mut Notes<'_>) -> Result<Package, Refusal> {
    let version = Version::of(at)?;
    load::check_sizes(chart, &version)?;
    chart_yaml::look(chart, &version, notes);
    let mut prepared = from_chart::prepare(at, &version, chart, seen, notes);
    let mut reading = Reading::new(&chart.metadata.annotations, notes);
    reading.knows_signatures = seen.cosign != Cosign::NotTried;
    annotations::enrich(&mut prepared, &mut reading).map_err(|panic| panic.refusal())?;
    let causes = reading.into_causes();
    if !causes.is_empty() {
        return Err(Refusal::annotations(causes, &version.who()));
    }
    if let Some(metadata) = seen.metadata {
        register::check_ignored(metadata, &version)?;
    }
    register::register(prepared, &version, notes)
}
