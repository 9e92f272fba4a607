//! A folder or an archive, as it will be found after its release.

use std::path::Path;

use chart::{ArchiveRules, LoadError, MAX_CHART_BYTES};
use hub::FoundAt;
use hub::ingest::{load, load_refusal};
use hub::repository::{Repository, RepositoryKind, check_url, url_hazards};

use super::{Arguments, Looked, Version};
use crate::config::Config;
use crate::disk::{self, DiskFolder};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::{gather, terminal};

/// Where a chart is whose place is not known.
const PLACE: &str = "oci://registry.example/charts";

/// Reads the chart, and `artifacthub-repo.yml` where there is one.
///
/// # Errors
/// Nothing is there that could be released.
pub(super) fn look(arguments: &Arguments) -> Result<Version> {
    let path = Path::new(&arguments.chart);
    let version = if path.is_dir() { folder(path, arguments)? } else { archive(path, arguments)? };
    let url = &version.url;
    check_url(url).map_err(|error| Failure::usage(format!("--repository {url}: {error}")))?;
    if !url.starts_with("oci://") {
        return Err(Failure::usage(format!("--repository {url}: it does not begin with oci://")));
    }
    url_hazards(url).iter().for_each(|hazard| terminal::warn(&format!("{url}: {hazard}")));
    Ok(version)
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
    let (url, tag) = place(arguments, chart.name(), chart.version());
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
        Ok(loaded) => (loaded.chart.name().to_owned(), loaded.chart.version().to_owned()),
        Err(error) => named_in_archive(&bytes).ok_or_else(|| nameless(path, &error))?,
    };
    let (url, tag) = place(arguments, &name, &version);
    let chart = load(&bytes, &found(&url, &tag));
    Ok(Version { chart, ..at(url, tag) })
}

/// A folder that does not load is told as the tracker would tell it, if name and version can be known.
fn broken(path: &Path, arguments: &Arguments, error: &LoadError) -> Result<Version> {
    let text = disk::read_if_there(&path.join("Chart.yaml"), 1 << 20)?.unwrap_or_default();
    let (name, version) = named(&text).ok_or_else(|| nameless(path, error))?;
    let (url, tag) = place(arguments, &name, &version);
    let refusal = load_refusal(error, &found(&url, &tag));
    Ok(Version { chart: Err(refusal), ..at(url, tag) })
}

fn nameless(path: &Path, error: &LoadError) -> Failure {
    Failure::input(format!("{}: {error}", path.display()))
}

/// Name and version of a `Chart.yaml` that may be wrong otherwise.
fn named(text: &[u8]) -> Option<(String, String)> {
    let document = goyaml::parse(text).ok()??;
    let field = |key: &str| document.get(key)?.to_go_string().ok()?.filter(|text| !text.is_empty());
    Some((field("name")?, field("version")?))
}

fn named_in_archive(bytes: &[u8]) -> Option<(String, String)> {
    let files = chart::archive_files(bytes).ok()?;
    named(&files.iter().find(|file| file.path == "Chart.yaml")?.data)
}

/// URL and tag that a chart will have.
fn place(arguments: &Arguments, name: &str, version: &str) -> (String, String) {
    let url = arguments.repository.clone().unwrap_or_else(|| format!("{PLACE}/{name}"));
    (url, arguments.tag.clone().unwrap_or_else(|| version.replacen('+', "_", 1)))
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
