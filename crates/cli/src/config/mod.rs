//! `portolan.yaml`: found, read, and turned into values that know which line decided them.

mod baseline;
mod fields;
mod read;
mod sbom_section;
mod schema;
mod signing_section;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use baseline::baseline_of;
use checks::policy::{Origin, Policy};
use sbom::Format;

use crate::arguments::ConfigOptions;
use crate::believed::Believed;
use crate::decided::Decided;
use crate::failure::{Failure, Result};
use crate::keyless_options::TufOptions;
use crate::{disk, git};

/// The name of the configuration file.
pub const FILE_NAME: &str = "portolan.yaml";
/// The one `apiVersion` that is understood.
pub const API_VERSION: &str = "portolan.dev/v1alpha1";

/// Everything that `portolan.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file, if there is one.
    pub path: Option<PathBuf>,
    /// Patterns of chart folders, relative to the file.
    pub charts: Vec<Decided<String>>,
    /// Named targets.
    pub targets: BTreeMap<String, TargetConfig>,
    /// Artifact Hub's repositories by chart name.
    pub hub_repositories: BTreeMap<String, HubRepository>,
    /// Levels and exceptions of checks.
    pub policy: Policy,
    /// What charts are rendered with.
    pub render: RenderConfig,
    /// Who signs.
    pub signing: SigningConfig,
    /// The file with findings that do not count.
    pub baseline: Option<Decided<PathBuf>>,
    /// What is said about charts in documents.
    pub sbom: SbomConfig,
}

/// What charts are rendered with when they are checked.
#[derive(Clone, Debug, Default)]
pub struct RenderConfig {
    /// Versions of Kubernetes.
    pub kubernetes: Vec<Decided<String>>,
    /// Patterns of files of values, relative to each chart.
    pub values: Vec<Decided<String>>,
    /// The namespace of releases.
    pub namespace: Option<String>,
}

/// What is said about charts in documents.
#[derive(Clone, Debug)]
pub struct SbomConfig {
    /// In which formats; both unless it is said.
    pub formats: Vec<Format>,
    /// The organisation that supplies the charts.
    pub supplier: Option<Decided<String>>,
    /// Documents of images.
    pub images: Vec<ImageFile>,
    /// Whether documents of other images are looked for in their registries.
    pub find: bool,
    /// Whether what is in the documents of images becomes part of the charts'.
    pub merge: bool,
    /// Whose statements about images are believed; nobody: their signatures are not looked at.
    pub signers: Vec<Believed>,
}

impl Default for SbomConfig {
    fn default() -> Self {
        let formats = vec![Format::Spdx, Format::CycloneDx];
        Self { formats, supplier: None, images: Vec::new(), find: false, merge: false, signers: Vec::new() }
    }
}

/// A document of an image.
#[derive(Clone, Debug)]
pub struct ImageFile {
    /// The image: a reference, or a repository for all of its tags.
    pub image: Decided<String>,
    /// The file as it is written.
    pub written: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Who signs.
#[derive(Clone, Debug, Default)]
pub struct SigningConfig {
    /// Where the private key is: a path relative to the file, or `env:NAME`.
    pub key: Option<Decided<String>>,
    /// The same of the OpenPGP key that signs Helm's provenance files.
    pub provenance_key: Option<Decided<String>>,
    /// Sigstore's services.
    pub keyless: KeylessConfig,
}

/// Signing as an identity, and logging: the options of those names. Paths are relative to the file.
#[derive(Clone, Debug, Default)]
pub struct KeylessConfig {
    /// `--keyless`.
    pub keyless: bool,
    /// `--log`.
    pub log: bool,
    /// `--identity-token`.
    pub identity_token: Option<String>,
    /// `--signing-config`.
    pub signing_config: Option<PathBuf>,
    /// `--trusted-root`.
    pub trusted_root: Option<PathBuf>,
    /// `--tuf-mirror` and `--tuf-root`.
    pub tuf: TufOptions,
    /// `--fulcio-url`.
    pub fulcio_url: Option<String>,
    /// `--rekor-url`.
    pub rekor_url: Option<String>,
    /// `--rekor-version`.
    pub rekor_version: String,
    /// `--timestamp-url`.
    pub timestamp_url: Option<String>,
}

/// A named target.
#[derive(Clone, Debug)]
pub struct TargetConfig {
    /// `oci-layout:DIR` or `oci://HOST/NAMESPACE`.
    pub to: Decided<String>,
    /// Whether everybody must be able to read what is published there.
    pub public: Decided<bool>,
    /// Where copies go.
    pub mirrors: Vec<Decided<String>>,
}

/// A chart's repository in Artifact Hub.
#[derive(Clone, Debug, Default)]
pub struct HubRepository {
    /// Repository id, a UUID.
    pub id: Option<String>,
    /// Where the id stands.
    pub id_origin: Option<Origin>,
    /// Repository name.
    pub name: Option<String>,
}

const LIMIT: u64 = 1 << 20;

impl Config {
    /// Reads the file that the options name, or the one in this folder or at the repository's root.
    ///
    /// # Errors
    /// Exit 2 with file, line and column, and a suggestion for an unknown key.
    pub fn load(options: &ConfigOptions) -> Result<Self> {
        let Some(path) = find(options) else { return Ok(Self::default()) };
        let as_usage = |failure: Failure| Failure { exit: crate::exit::Exit::Usage, ..failure };
        let text = disk::read(&path, LIMIT).map_err(as_usage)?;
        read::read(&path, &text)
    }

    /// The folder that relative paths in the file start from.
    pub fn folder(&self) -> PathBuf {
        let parent = self.path.as_deref().and_then(Path::parent).filter(|parent| !parent.as_os_str().is_empty());
        parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
    }
}

fn find(options: &ConfigOptions) -> Option<PathBuf> {
    if options.config.is_some() {
        return options.config.clone();
    }
    let here = PathBuf::from(FILE_NAME);
    if here.is_file() {
        return Some(here);
    }
    let root = git::repository_root(Path::new("."))?.join(FILE_NAME);
    root.is_file().then_some(root)
}

#[cfg(test)]
mod tests;
