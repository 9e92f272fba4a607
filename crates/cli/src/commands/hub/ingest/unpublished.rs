//! A folder or an archive, as it will be found after its release.

use std::path::Path;

use chart::{ArchiveRules, LoadError, MAX_CHART_BYTES};
use hub::FoundAt;
use hub::ingest::{Refusal, load, load_refusal};
use hub::repository::{Repository, RepositoryKind, check_url, url_hazards};

use super::{Arguments, Looked, Version};
use crate::config::Config;
use crate::disk::{self, DiskFolder};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::{gather, misplaced, terminal};

/// Where a chart is whose place is not known.
const PLACE: &str = "oci://registry.example/charts";

/// Reads the chart, and `artifacthub-repo.yml` where there is one.
///
/// # Errors
/// Nothing is there that could be released.
pub(super) fn look(arguments: &Arguments) -> Result<Version> {
    let path = Path::new(&arguments.chart);
    misplaced::refuse_address(path, "expected a chart folder, an archive, oci://… or oci-layout:…")?;
    if path.is_dir() { folder(path, arguments) } else { archive(path, arguments) }
}

/// The URL of a repository that the chart will have: as `--repository` says, or one that is only an example.
///
/// # Errors
/// Exit 2: Artifact Hub would take no such URL.
pub(super) fn place(arguments: &Arguments, name: &str) -> Result<String> {
    let url = arguments.repository.clone().unwrap_or_else(|| format!("{PLACE}/{name}"));
    check_url(&url).map_err(|error| Failure::usage(format!("--repository {url}: {error}")))?;
    if !url.starts_with("oci://") {
        return Err(Failure::usage(format!("--repository {url}: it does not begin with oci://")));
    }
    url_hazards(&url).iter().for_each(|hazard| terminal::warn(&format!("{url}: {hazard}")));
    Ok(url)
}

/// The tag that a version will have.
fn tag(arguments: &Arguments, version: &str) -> String {
    arguments.tag.clone().unwrap_or_else(|| version.replacen('+', "_", 1))
}

fn folder(path: &Path, arguments: &Arguments) -> Result<Version> {
    let config = Config::load(&arguments.config)?;
    let chart = match chart::load_folder(&DiskFolder::new(path)) {
        Ok(loaded) => loaded.chart,
        Err(error) => return broken(path, arguments, &error),
    };
    let missing = chart::dependencies::missing(&chart);
    if !missing.is_empty() {
        terminal::warn(&format!("{}: dependencies are missing in charts/: {}", path.display(), missing.join(", ")));
    }
    let (url, tag) = (place(arguments, chart.name())?, tag(arguments, chart.version()));
    let file = gather::repository_file(path, chart.name(), &config)?;
    let mut version = Version { chart: Ok(chart), ..at(url, tag) };
    if let Some(file) = file {
        version.take_metadata(&file.bytes);
    }
    Ok(version)
}

fn archive(path: &Path, arguments: &Arguments) -> Result<Version> {
    let bytes = disk::read(path, MAX_CHART_BYTES).map_err(|failure| Failure { exit: Exit::Usage, ..failure })?;
    let (name, version) = match chart::load_any_archive(ArchiveRules::Helm, &bytes) {
        Ok(loaded) => (Some(loaded.chart.name().to_owned()), Some(loaded.chart.version().to_owned())),
        Err(error) => {
            let named = named_in_archive(&bytes);
            if !is_placed(arguments, &named) {
                return Ok(nameless(path, &error));
            }
            named
        }
    };
    let (url, tag) = (place(arguments, &name.unwrap_or_default())?, tag(arguments, &version.unwrap_or_default()));
    let chart = load(&bytes, &found(&url, &tag));
    Ok(Version { chart, ..at(url, tag) })
}

/// A folder that does not load is told as the tracker would tell it, if name and version can be known.
fn broken(path: &Path, arguments: &Arguments, error: &LoadError) -> Result<Version> {
    let text = disk::read_if_there(&path.join("Chart.yaml"), 1 << 20)?.unwrap_or_default();
    let named = named(&text);
    if !is_placed(arguments, &named) {
        return Ok(nameless(path, error));
    }
    let (name, version) = named;
    let (url, tag) = (place(arguments, &name.unwrap_or_default())?, tag(arguments, &version.unwrap_or_default()));
    let refusal = load_refusal(error, &found(&url, &tag));
    Ok(Version { chart: Err(refusal), ..at(url, tag) })
}

/// Name and version, as far as they are known.
type Named = (Option<String>, Option<String>);

/// Whether it is known where the chart will be: tracking errors name that.
fn is_placed(arguments: &Arguments, (name, version): &Named) -> bool {
    (name.is_some() || arguments.repository.is_some()) && (version.is_some() || arguments.tag.is_some())
}

/// A chart that can't be loaded, and of which nobody knows where it would be: the causes are told, not the tracking error.
fn nameless(path: &Path, error: &LoadError) -> Version {
    let refusal = load_refusal(error, &found(PLACE, "0.0.0"));
    let chart = Err(Refusal { tracking_error: None, ..refusal });
    Version { chart, ..at(path.display().to_string(), String::new()) }
}

/// Name and version of a `Chart.yaml` that may be wrong otherwise.
fn named(text: &[u8]) -> Named {
    let document = goyaml::parse(text).ok().flatten();
    let field = |key: &str| document.as_ref()?.get(key)?.to_go_string().ok()?.filter(|text| !text.is_empty());
    (field("name"), field("version"))
}

fn named_in_archive(bytes: &[u8]) -> Named {
    let files = chart::archive_files(bytes).unwrap_or_default();
    files.iter().find(|file| file.path == "Chart.yaml").map(|file| named(&file.data)).unwrap_or_default()
}

fn found<'a>(url: &'a str, tag: &'a str) -> FoundAt<'a> {
    FoundAt { repository: Repository { kind: RepositoryKind::Helm, name: None, url }, tag }
}

/// A version of which nothing is known but its place.
pub(super) fn at(url: String, tag: String) -> Version {
    let at = found(&url, &tag);
    let refusal = hub::ingest::pull_refusal(hub::ingest::PullFailure::ArtifactNotFound(""), &at);
    Version {
        chart: Err(refusal),
        provenance: Looked::NotTried,
        cosign: Looked::NotTried,
        metadata: None,
        warnings: Vec::new(),
        layout: None,
        url,
        tag,
    }
}

impl Version {
    /// Takes what the repository's metadata file says, if the tracker takes it.
    pub(super) fn take_metadata(&mut self, file: &[u8]) {
        match hub::repository_file::refusal(file) {
            None => self.metadata = Some(hub::repository_file::read(file).metadata),
            Some(reason) => self.warnings.push(format!("error getting repository metadata: {reason}")),
        }
    }
}
