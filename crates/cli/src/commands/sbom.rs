//! `portolan sbom`: what is in a chart, as SPDX or CycloneDX.

use std::path::{Path, PathBuf};

use chart::{ArchiveRules, Chart, MAX_CHART_BYTES};
use clap::{Args, ValueEnum};
use gostd::time::parse_rfc3339;
use oci::{Digest, ManifestDocument, Store, limits, media_type};
use sbom::{Contents, Format, Packaged};

use crate::access::{Access, Enter};
use crate::arguments::{ConfigOptions, RegistryOptions};
use crate::believed::Believed;
use crate::chart_documents::{ImageSigners, Look, Wanted, contents, documents};
use crate::commands::{block_on, verify};
use crate::config::{Config, SbomConfig};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::places::{self, ChartReference};
use crate::{disk, gather, misplaced, source_time, terminal};

/// The annotation of a manifest that says when it was made.
const CREATED: &str = "org.opencontainers.image.created";

/// Arguments of `portolan sbom`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Chart folder, archive, `oci://HOST/NAMESPACE/NAME:VERSION` or `oci-layout:DIR/NAME:VERSION`
    chart: String,
    /// The document's format; without it the only one of `sbom.formats`, else spdx
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatOption>,
    /// Write to this file instead of stdout; with `--format all` into this folder
    #[arg(short, long, value_name = "PATH")]
    output_file: Option<PathBuf>,
    /// Where documents of images come from; without it `find` if `sbom.find` is true, else `configured`
    #[arg(long, value_name = "FROM")]
    images: Option<Look>,
    /// Take what is in the documents of images into this one, instead of pointing at them
    #[arg(long)]
    merge: bool,
    #[command(flatten)]
    signers: Believed,
    #[command(flatten)]
    config: ConfigOptions,
    #[command(flatten)]
    registry: RegistryOptions,
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatOption {
    /// SPDX 2.3, JSON
    Spdx,
    /// CycloneDX 1.6, JSON
    Cyclonedx,
    /// Both, as files in the folder of --output-file
    All,
}

/// A chart as it is, or will be, published.
struct Subject {
    chart: Chart,
    archive: Vec<u8>,
    file_name: String,
    manifest: Option<Digest>,
    repository: Option<String>,
    tag: Option<String>,
    time: i64,
}

/// Runs the command.
///
/// # Errors
/// No chart, bad configuration, a registry that does not answer.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let config = Config::load(&arguments.config)?.sbom;
    let formats = formats(arguments, &config);
    if formats.len() > 1 && arguments.output_file.is_none() {
        return Err(Failure::usage("two documents do not go to stdout").hint("name a folder with --output-file"));
    }
    let access = Access::new(&arguments.registry)?;
    let subject = subject(arguments, &access)?;
    let told = told(arguments, &config, &subject, &access)?;
    for note in &told.notes {
        terminal::warn(&format!("{}: {note}", arguments.chart));
    }
    for format in &formats {
        tell_what_is_not_merged(&told, *format);
        write(arguments, &told, (*format, formats.len() > 1), subject.time)?;
    }
    Ok(Exit::Done)
}

fn formats(arguments: &Arguments, config: &SbomConfig) -> Vec<Format> {
    match (arguments.format, config.formats.as_slice()) {
        (Some(FormatOption::All), _) => vec![Format::Spdx, Format::CycloneDx],
        (Some(FormatOption::Cyclonedx), _) | (None, [Format::CycloneDx]) => vec![Format::CycloneDx],
        (Some(FormatOption::Spdx), _) | (None, _) => vec![Format::Spdx],
    }
}

/// The contents with the documents of images.
fn told(arguments: &Arguments, config: &SbomConfig, subject: &Subject, access: &Access) -> Result<Contents> {
    let packaged = Packaged {
        archive: &subject.archive,
        file_name: &subject.file_name,
        manifest: subject.manifest.clone(),
        repository: subject.repository.as_deref(),
        tag: subject.tag.as_deref(),
    };
    let contents = contents(&subject.chart, &packaged, config)?;
    let default = if config.find { Look::Find } else { Look::Configured };
    let look = arguments.images.unwrap_or(default);
    let signers = block_on(signers(arguments, config, look))?;
    let wanted = Wanted { look, config, signers: signers.as_ref() };
    let linked = block_on(documents(&contents, wanted, access))?;
    Ok(contents.with_documents(linked, arguments.merge || config.merge))
}

/// Whose signatures over documents of images are believed; they are only of use where documents are looked for.
async fn signers(arguments: &Arguments, config: &SbomConfig, look: Look) -> Result<Option<ImageSigners>> {
    if look == Look::Find {
        return ImageSigners::of(&arguments.signers, &config.signers, &arguments.registry).await;
    }
    match arguments.signers.policy()? {
        None => Ok(None),
        Some(_) => Err(Failure::usage("a signer is of use only where documents of images are looked for")
            .hint("add --images find, or leave the signer out")),
    }
}

fn subject(arguments: &Arguments, access: &Access) -> Result<Subject> {
    if ["oci://", "oci-layout:"].iter().any(|prefix| arguments.chart.starts_with(prefix)) {
        return block_on(published(&arguments.chart, access));
    }
    let path = Path::new(&arguments.chart);
    misplaced::refuse_address(path, "expected a chart folder, an archive, oci://… or oci-layout:…")?;
    if path.is_dir() { folder(path) } else { archive(path) }
}

/// A folder, packed as a release would.
fn folder(path: &Path) -> Result<Subject> {
    let chart = gather::load(path)?;
    let time = source_time::decide(path)?.seconds;
    let missing = chart::dependencies::missing(&chart);
    if !missing.is_empty() {
        terminal::warn(&format!("{}: dependencies are missing in charts/: {}", path.display(), missing.join(", ")));
    }
    let package = chart::save(&chart, time).map_err(|error| {
        let failure = Failure::input(format!("{}: {error}", path.display()));
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    })?;
    let (archive, file_name) = (package.bytes, package.file_name);
    Ok(Subject { chart, archive, file_name, manifest: None, repository: None, tag: None, time })
}

fn archive(path: &Path) -> Result<Subject> {
    let archive = disk::read(path, MAX_CHART_BYTES).map_err(|failure| Failure { exit: Exit::Usage, ..failure })?;
    let chart = load(&path.display().to_string(), &archive)?;
    let time = source_time::of_archive(&archive)?.seconds;
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Subject { chart, archive, file_name, manifest: None, repository: None, tag: None, time })
}

fn load(named: &str, archive: &[u8]) -> Result<Chart> {
    let loaded = chart::load_any_archive(ArchiveRules::Helm, archive);
    Ok(loaded.map_err(|error| Failure::input(format!("{named}: {error}")))?.chart)
}

/// A published chart; the time is that of its manifest.
async fn published(named: &str, access: &Access) -> Result<Subject> {
    let reference = ChartReference::parse(named)?;
    let store = places::open(&reference, access, Enter::AsUser)?;
    let manifest = verify::resolve(&reference, &*store).await?;
    let document = manifest.document().map_err(|error| Failure::input(format!("{reference}: {error}")))?;
    let archive = layer(&reference, &*store, &document).await?;
    let chart = load(named, &archive)?;
    let created = document.annotations.get(CREATED).and_then(|text| parse_rfc3339(text).ok());
    let time = match created {
        Some(created) => created.seconds,
        None => source_time::of_archive(&archive)?.seconds,
    };
    let repository = reference.without_version().to_string().strip_prefix("oci://").map(str::to_owned);
    let file_name = format!("{}-{}.tgz", chart.name(), chart.version());
    let tag = reference.tag.as_ref().map(ToString::to_string);
    Ok(Subject { chart, archive, file_name, manifest: Some(manifest.digest), repository, tag, time })
}

async fn layer(reference: &ChartReference, store: &dyn Store, document: &ManifestDocument) -> Result<Vec<u8>> {
    let is_chart = |kind: &str| [media_type::HELM_CHART, media_type::HELM_CHART_LEGACY].contains(&kind);
    let layer = document.layers.iter().flatten().find(|layer| is_chart(&layer.media_type));
    let layer = layer.ok_or_else(|| Failure::input(format!("{reference} is no chart: none of its layers is one")))?;
    Ok(store.blob(layer, limits::BLOB).await?.to_vec())
}

fn tell_what_is_not_merged(contents: &Contents, format: Format) {
    let left = contents.linked.iter().filter(|linked| contents.merge && !contents.merges(linked, format));
    for linked in left {
        let form = linked.outline.format.name();
        terminal::warn(&format!(
            "{}: its document ({form}, {} components) is linked, not merged: only documents in the same format with at most 50000 components are",
            linked.image, linked.outline.components
        ));
    }
}

fn write(arguments: &Arguments, contents: &Contents, (format, many): (Format, bool), time: i64) -> Result<()> {
    let document = format.document(contents, time);
    let Some(path) = &arguments.output_file else {
        terminal::bytes(&document);
        return Ok(());
    };
    let name = contents.file_name.strip_suffix(".tgz").unwrap_or(&contents.file_name);
    let path = if many { path.join(format!("{name}{}", format.extension())) } else { path.clone() };
    disk::write(&path, &document)?;
    terminal::say(&format!("wrote {}", path.display()));
    Ok(())
}
