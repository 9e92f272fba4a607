//! Packing a chart so that the same source gives the same bytes everywhere.
//!
//! The tar archive equals what `SOURCE_DATE_EPOCH=… helm package` 4.3.1 writes, byte for byte, as long as the
//! chart holds at most one other chart; Helm writes several in random order, here they are sorted
//! (Helm: `pkg/chart/v2/util/save.go`). The gzip stream around it is ours.

use std::collections::BTreeSet;

use gostd::json::{self, SyntaxError};
use gostd::semver::Version;

use crate::assemble::CHART_YAML;
use crate::chart::Chart;
use crate::decode::{self, Document, Draft};
use crate::dependencies::{CHART_LOCK, DependencyError, local_archive_name, missing};
use crate::error::Place;
use crate::file::File;
use crate::gzip;
use crate::metadata::{API_VERSION_1, API_VERSION_2, Metadata};
use crate::tar::Writer;
use crate::text::{sanitize, shown};
use crate::validate::validate;

/// Longest chart name that is packed, in bytes: no disk takes a longer one as the name of a folder.
const MAX_NAME_BYTES: usize = 255;

/// A packed chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// `<name>-<version>.tgz`, the version as it is written.
    pub file_name: String,
    /// The archive.
    pub bytes: Vec<u8>,
    /// The chart's name.
    pub name: String,
    /// The chart's version.
    pub version: String,
}

/// Why a chart can't be packed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// Dependencies are not in `charts/`.
    #[error(transparent)]
    Dependencies(#[from] DependencyError),
    /// The version is none.
    #[error("{reason}")]
    Version {
        /// The version.
        version: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The schema is no JSON.
    #[error("failed to save: invalid JSON in values.schema.json")]
    Schema {
        /// The chart; it may be one within.
        chart: String,
        /// Where the text stops being JSON: the path in the package, without its top folder.
        place: Place,
        /// Why.
        reason: String,
    },
    /// A name that would lead out of the archive, or that no folder can have.
    #[error("failed to save: invalid chart name {}", gostd::strconv::quote(.name))]
    Name {
        /// The name.
        name: String,
    },
    /// Helm would write it, and read `demo/a\b` as the file `b` of a chart below `demo/a`.
    #[error("failed to save: a backslash separates folders in packages: {path}")]
    Backslash {
        /// The path in the archive.
        path: String,
    },
    /// Helm would write both, and readers would see one of them.
    #[error("failed to save: two files would be packed as {path}")]
    Duplicate {
        /// The path in the archive.
        path: String,
    },
    /// A text that YAML can't hold (Go's emitter fails on U+007F to U+009F and U+FFFE).
    #[error("failed to save: {reason}")]
    Unwritable {
        /// The path in the package, without its top folder.
        file: &'static str,
        /// Why.
        reason: String,
    },
    /// A subchart's folder that the loader would pass over or take for an archive.
    #[error("failed to save: a subchart can't be named {}: it would be lost when the package is read", gostd::strconv::quote(.name))]
    Subchart {
        /// The name.
        name: String,
    },
    /// A time before 1970.
    #[error("invalid source time {time}: must not be negative")]
    Time {
        /// Unix time in seconds.
        time: i64,
    },
    /// The compressor failed.
    #[error("failed to save: {reason}")]
    Compression {
        /// Why.
        reason: String,
    },
}

impl PackageError {
    /// The place in the chart's files, where there is one.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Schema { place, .. } => Some(place.clone()),
            _ => None,
        }
    }

    /// What would help.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Dependencies(error) => error.hint(),
            Self::Version { version, .. } => Some(format!("{version} must be a semantic version such as 1.2.3")),
            Self::Schema { chart, reason, .. } => Some(format!("in chart {chart}: {reason}")),
            Self::Unwritable { file, .. } => {
                Some(format!("a text in {file} holds a control character: remove it"))
            }
            Self::Subchart { .. } => Some("give the subchart another name".to_owned()),
            Self::Duplicate { .. } => {
                Some("a subchart's archive holds a file twice, or two charts in charts/ have the same name: run `deps build`".into())
            }
            Self::Backslash { .. } => Some("rename the file, or leave it out with .helmignore".into()),
            Self::Name { .. } | Self::Time { .. } | Self::Compression { .. } => None,
        }
    }
}

impl Chart {
    /// The chart with another version or `appVersion`, as `helm package --version --app-version` has it.
    /// Nothing given changes nothing.
    ///
    /// # Errors
    /// The version (given or not) is no semantic version.
    pub fn with_versions(mut self, version: Option<&str>, app_version: Option<&str>) -> Result<Self, PackageError> {
        if let Some(version) = version.filter(|version| !version.is_empty()) {
            version.clone_into(&mut self.metadata.version);
        }
        if let Err(error) = Version::parse(&self.metadata.version) {
            return Err(PackageError::Version { version: self.metadata.version, reason: error.to_string() });
        }
        if let Some(app_version) = app_version.filter(|app_version| !app_version.is_empty()) {
            self.metadata.app_version = sanitize(app_version);
        }
        Ok(self)
    }
}

/// Packs a chart as `helm package` does: all listed dependencies must be there.
///
/// `source_time` is a Unix time in seconds; every file gets it, and so does the lock's `generated`.
///
/// # Errors
/// Missing dependencies, a schema that is no JSON, paths that collide.
pub fn package(chart: &Chart, source_time: i64) -> Result<Package, PackageError> {
    let names = missing(chart);
    if names.is_empty() { save(chart, source_time) } else { Err(DependencyError::Missing { names }.into()) }
}

/// Packs a chart without asking for its dependencies: `file://` dependencies are packed like this into `charts/`.
///
/// # Errors
/// As [`package`].
pub fn save(chart: &Chart, source_time: i64) -> Result<Package, PackageError> {
    let tar = package_tar(chart, source_time)?;
    let bytes = gzip::compress(&tar).map_err(|error| PackageError::Compression { reason: error.to_string() })?;
    Ok(Package {
        file_name: local_archive_name(chart.name(), chart.version()),
        bytes,
        name: chart.name().to_owned(),
        version: chart.version().to_owned(),
    })
}

/// The archive before compression.
///
/// # Errors
/// As [`package`].
pub fn package_tar(chart: &Chart, source_time: i64) -> Result<Vec<u8>, PackageError> {
    let time = u64::try_from(source_time).map_err(|_| PackageError::Time { time: source_time })?;
    let mut packer = Packer { writer: Writer::new(time), source_time, paths: BTreeSet::new() };
    packer.chart(chart, "")?;
    Ok(packer.writer.finish())
}

/// The metadata as a reader of the package gets them: what is written to the packed `Chart.yaml`, read again. Helm
/// makes the config blob from these (Helm: `pkg/registry/client.go`, `Push`).
///
/// # Errors
/// Texts that YAML can't hold, or that do not come back as a valid chart's.
pub fn packed_metadata(chart: &Chart) -> Result<Metadata, PackageError> {
    let unreadable = |reason: String| PackageError::Unwritable { file: CHART_YAML, reason };
    let text = written(CHART_YAML, metadata_to_pack(&chart.metadata).to_yaml())?;
    let document = Document::parse(CHART_YAML, text.as_bytes()).map_err(|error| unreadable(error.to_string()))?;
    let mut draft = Draft::default();
    decode::metadata(&document, &mut draft).map_err(|error| unreadable(error.to_string()))?;
    validate(draft).map_err(|violation| unreadable(violation.message))
}

struct Packer {
    writer: Writer,
    source_time: i64,
    paths: BTreeSet<String>,
}

impl Packer {
    /// A chart below a folder of the archive; `""` is its root. Charts nest no deeper than they were loaded.
    fn chart(&mut self, chart: &Chart, parent: &str) -> Result<(), PackageError> {
        let base = base_folder(parent, chart.name())?;
        self.file(&base, CHART_YAML, written(CHART_YAML, metadata_to_pack(&chart.metadata).to_yaml())?.as_bytes())?;
        if let Some(lock) = chart.lock.as_ref().filter(|_| chart.metadata.api_version == API_VERSION_2) {
            self.file(&base, CHART_LOCK, written(CHART_LOCK, lock.stamped(self.source_time).to_yaml())?.as_bytes())?;
        }
        if let Some(schema) = &chart.schema {
            json::check(&schema.data).map_err(|error| schema_error(chart, schema, &base, &error))?;
        }
        let named = chart.values.iter().chain(&chart.schema);
        for file in named.chain(&chart.templates).chain(&chart.files) {
            self.file(&base, &file.path, &file.data)?;
        }
        for dependency in &chart.dependencies {
            let name = dependency.name();
            if name.starts_with(['_', '.']) || name.ends_with(".tgz") {
                return Err(PackageError::Subchart { name: name.to_owned() });
            }
            self.chart(dependency, &format!("{base}/charts"))?;
        }
        Ok(())
    }

    fn file(&mut self, base: &str, path: &str, data: &[u8]) -> Result<(), PackageError> {
        let path = format!("{base}/{path}");
        if path.contains('\\') {
            return Err(PackageError::Backslash { path });
        }
        if self.paths.contains(&path) {
            return Err(PackageError::Duplicate { path });
        }
        self.writer.file(&path, data);
        self.paths.insert(path);
        Ok(())
    }
}

fn written(file: &'static str, text: Result<String, goyaml::Error>) -> Result<String, PackageError> {
    text.map_err(|error| PackageError::Unwritable { file, reason: error.to_string() })
}

/// `v1` charts keep their dependencies in `requirements.yaml` only.
fn metadata_to_pack(metadata: &Metadata) -> Metadata {
    let mut packed = metadata.clone();
    if packed.api_version == API_VERSION_1 {
        packed.dependencies.clear();
    }
    packed
}

/// A schema that is no JSON, in the chart that is packed below this folder of the archive.
fn schema_error(chart: &Chart, schema: &File, base: &str, error: &SyntaxError) -> PackageError {
    let path = format!("{base}/{}", schema.path);
    let below_root = path.split_once('/').map_or(path.as_str(), |(_, below)| below);
    PackageError::Schema {
        chart: chart.name().to_owned(),
        place: Place::of_byte(below_root, &schema.data, error.offset.saturating_sub(1)),
        reason: error.to_string(),
    }
}

/// A chart named `/` passes Helm's validation; it has no folder. A name with a backslash has another one on Windows.
fn base_folder(parent: &str, name: &str) -> Result<String, PackageError> {
    if name.len() > MAX_NAME_BYTES || name.contains(['/', '\\', '\0']) {
        return Err(PackageError::Name { name: shown(name) });
    }
    if parent.is_empty() { Ok(name.to_owned()) } else { Ok(format!("{parent}/{name}")) }
}
