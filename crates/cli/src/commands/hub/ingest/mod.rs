//! `portolan hub ingest`: the package exactly as Artifact Hub would store it, or why it would refuse it.

mod print;
mod published;
mod unpublished;

use chart::Chart;
use checks::subject::rendered_by_artifact_hub;
use clap::Args;
use hub::ingest::{Cosign, DetectedImages, Provenance, Refusal, Rendered, detected_images};
use hub::repository::{Repository, RepositoryKind};
use hub::repository_file::RepositoryMetadata;
use hub::{FoundAt, Ingested, Seen};

use crate::arguments::{ConfigOptions, OutputOptions, RegistryOptions};
use crate::examine;
use crate::exit::Exit;
use crate::failure::Result;

/// Arguments of `portolan hub ingest`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Chart folder, archive, `oci://HOST/NAMESPACE/NAME:VERSION` or `oci-layout:DIR/NAME:VERSION`; without a version the
    /// one that Artifact Hub shows first
    chart: String,
    /// Where the chart will be, for folders, archives and layouts
    #[arg(long, value_name = "oci://HOST/NAMESPACE/NAME")]
    repository: Option<String>,
    /// The tag that it will have, for folders and archives; without it that of its version
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Enter the registry without credentials, as artifacthub.io does
    #[arg(long)]
    anonymous: bool,
    #[command(flatten)]
    config: ConfigOptions,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// A version with everything that the tracker sees of it.
struct Version {
    /// The repository's URL; of a chart without a name its path.
    url: String,
    /// The tag; of a chart without a version nothing.
    tag: String,
    /// The layout that it is read from, while it is looked at as if it were at the URL.
    layout: Option<String>,
    /// The chart, or why it can't be loaded.
    chart: Result<Chart, Refusal>,
    provenance: Looked,
    cosign: Looked,
    /// What `artifacthub-repo.yml` says.
    metadata: Option<RepositoryMetadata>,
    /// Tracking errors about the repository.
    warnings: Vec<String>,
}

/// What became of a look at the registry.
#[derive(Default)]
enum Looked {
    /// Nobody has looked: the chart is in no registry yet.
    #[default]
    NotTried,
    Nothing,
    Found(Vec<u8>),
    Failed(String),
}

/// What Artifact Hub makes of it.
struct Outcome {
    version: Version,
    ingested: Ingested,
    /// The images of its dry run, or why there are none; nothing of a chart that can't be loaded.
    images: Option<Result<DetectedImages, String>>,
}

/// Runs the command.
///
/// # Errors
/// Whatever the registry reports. Exit 1 when Artifact Hub would not list the version.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let is_published = ["oci://", "oci-layout:"].iter().any(|prefix| arguments.chart.starts_with(prefix));
    let version = if is_published { published::look(arguments)? } else { unpublished::look(arguments)? };
    let outcome = ingest(version);
    print::print(&outcome, arguments.output.output);
    Ok(if outcome.ingested.outcome.is_ok() { Exit::Done } else { Exit::Findings })
}

fn ingest(version: Version) -> Outcome {
    let repository = Repository { kind: RepositoryKind::Helm, name: None, url: &version.url };
    let at = FoundAt { repository, tag: &version.tag };
    let chart = match &version.chart {
        Ok(chart) => chart,
        Err(refusal) => {
            let ingested = Ingested { outcome: Err(refusal.clone()), notes: Vec::new() };
            return Outcome { ingested, images: None, version };
        }
    };
    let moment = examine::moment();
    let rendered = rendered_by_artifact_hub(&render::Renderer::new(chart), &moment);
    let seen = Seen {
        provenance: version.provenance.as_provenance(),
        cosign: version.cosign.as_cosign(),
        rendered: Rendered::of(&rendered),
        metadata: version.metadata.as_ref(),
        ..Seen::default()
    };
    let ingested = hub::ingest(&at, chart, &seen);
    let images = Some(rendered.map(|manifests| detected_images(&manifests)));
    Outcome { ingested, images, version }
}

impl Looked {
    fn as_provenance(&self) -> Provenance<'_> {
        match self {
            Self::Found(file) => Provenance::File(file),
            Self::Failed(reason) => Provenance::Failed(reason),
            Self::NotTried | Self::Nothing => Provenance::None,
        }
    }

    fn as_cosign(&self) -> Cosign<'_> {
        match self {
            Self::NotTried => Cosign::NotTried,
            Self::Nothing => Cosign::Unsigned,
            Self::Found(_) => Cosign::Signed,
            Self::Failed(reason) => Cosign::Failed(reason),
        }
    }
}
