//! Steps 3 and 4: the package and the manifest around it, field by field what `helm push` writes.
//!
//! Source: Helm, `pkg/registry/client.go` (`Push`), `pkg/registry/chart.go` (`generateOCIAnnotations`).

use std::collections::BTreeMap;

use bytes::Bytes;
use chart::{Chart, Metadata};
use gostd::json::{ObjectWriter, Value};
use gostd::time::Timestamp;
use oci::{Descriptor, RawManifest, media_type};

/// A chart ready for any store: its blobs and the manifest that names them.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// File name of the archive, `<name>-<version>.tgz`.
    pub file_name: String,
    /// The chart's metadata as JSON.
    pub config: (Descriptor, Bytes),
    /// The chart's archive.
    pub layer: (Descriptor, Bytes),
    /// Helm's provenance file of the archive, if there is a key for it.
    pub provenance: Option<(Descriptor, Bytes)>,
    /// The manifest.
    pub manifest: RawManifest,
}

impl Artifact {
    /// All blobs.
    pub fn blobs(&self) -> Vec<(Descriptor, Bytes)> {
        [&self.config, &self.layer].into_iter().chain(&self.provenance).cloned().collect()
    }
}

/// Why a chart does not become an artifact.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// It can't be packaged.
    #[error(transparent)]
    Package(#[from] chart::PackageError),
    /// Its provenance file can't be made.
    #[error(transparent)]
    Provenance(#[from] provenance::Error),
}

impl BuildError {
    /// The place in the chart's files, where there is one.
    pub fn place(&self) -> Option<chart::Place> {
        match self {
            Self::Package(error) => error.place(),
            Self::Provenance(_) => None,
        }
    }

    /// How to mend it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Package(error) => error.hint(),
            Self::Provenance(error) => error.hint(),
        }
    }
}

/// Packages the chart at `source_time` (Unix seconds) and describes it; with a key its provenance file goes along.
///
/// # Errors
/// [`BuildError`].
pub fn build(chart: &Chart, source_time: i64, key: Option<&provenance::Key>) -> Result<Artifact, BuildError> {
    described(chart, source_time, |file_name, layer| {
        let file = key.map(|key| provenance(key, file_name, layer, source_time)).transpose()?;
        Ok(file.map(|file| (Descriptor::of(media_type::HELM_PROVENANCE, &file), file)))
    })
}

/// The same with a provenance file that was made before: whoever builds a release again has no key for a new one.
///
/// # Errors
/// [`BuildError`].
pub fn rebuild(
    chart: &Chart,
    source_time: i64,
    provenance: Option<(Descriptor, Bytes)>,
) -> Result<Artifact, BuildError> {
    described(chart, source_time, |_, _| Ok(provenance))
}

fn described(
    chart: &Chart,
    source_time: i64,
    provenance: impl FnOnce(&str, &Bytes) -> Result<Option<(Descriptor, Bytes)>, BuildError>,
) -> Result<Artifact, BuildError> {
    let package = chart::package(chart, source_time)?;
    let metadata = chart::packed_metadata(chart)?;
    let config = Bytes::from(metadata.to_config_json());
    let layer = Bytes::from(package.bytes);
    let config_at = Descriptor::of(media_type::HELM_CONFIG, &config);
    let layer_at = Descriptor::of(media_type::HELM_CHART, &layer);
    let file_name = package.file_name;
    let provenance = provenance(&file_name, &layer)?;
    // The chart comes first always: readers that take the first layer must get it. (Helm sorts layers by digest.)
    let layers: Vec<&Descriptor> = std::iter::once(&layer_at).chain(provenance.iter().map(|(at, _)| at)).collect();
    let manifest = manifest(&config_at, &layers, &annotations(&metadata, source_time));
    Ok(Artifact { file_name, config: (config_at, config), layer: (layer_at, layer), provenance, manifest })
}

/// The provenance file of an archive: about the metadata that a reader of the archive sees, as Helm's.
///
/// # Errors
/// [`provenance::Error`].
pub fn provenance(
    key: &provenance::Key,
    file_name: &str,
    archive: &[u8],
    source_time: i64,
) -> Result<Bytes, provenance::Error> {
    let chart = chart::load_archive(archive).map_err(|error| provenance::Error::Make {
        archive: file_name.to_owned(),
        detail: format!("the packed chart can't be read: {error}"),
    })?;
    let digest = oci::Digest::of(archive);
    let file = provenance::make(key, &chart.metadata, file_name, digest.hex(), source_time)?;
    Ok(Bytes::from(file))
}

/// Helm's manifest: Go's field order, no `mediaType`, annotations sorted and escaped as `encoding/json` does.
fn manifest(config: &Descriptor, layers: &[&Descriptor], annotations: &BTreeMap<String, String>) -> RawManifest {
    let sorted = annotations.iter().map(|(key, value)| (key.clone(), Value::String(value.clone()))).collect();
    let mut object = ObjectWriter::new();
    object.field("schemaVersion", &Value::from(2_i64));
    object.raw("config", &descriptor(config));
    let layers: Vec<String> = layers.iter().map(|layer| descriptor(layer)).collect();
    object.raw("layers", &format!("[{}]", layers.join(",")));
    object.field("annotations", &Value::Object(sorted));
    RawManifest::new(media_type::IMAGE_MANIFEST, object.finish())
}

fn descriptor(of: &Descriptor) -> String {
    let mut object = ObjectWriter::new();
    object.field("mediaType", &Value::from(of.media_type.as_str()));
    object.field("digest", &Value::from(of.digest.to_string().as_str()));
    object.raw("size", &of.size.to_string());
    object.finish()
}

const TITLE: &str = "org.opencontainers.image.title";
const VERSION: &str = "org.opencontainers.image.version";

/// The manifest's annotations: those derived from the metadata, overridden by the chart's own, except title and
/// version.
pub fn annotations(metadata: &Metadata, source_time: i64) -> BTreeMap<String, String> {
    let created = Timestamp::from_unix(source_time).to_rfc3339();
    let authors = authors(metadata);
    let source = metadata.sources.first().map(String::as_str).unwrap_or_default();
    let derived = [
        ("org.opencontainers.image.description", metadata.description.as_str()),
        (TITLE, metadata.name.as_str()),
        (VERSION, metadata.version.as_str()),
        ("org.opencontainers.image.url", metadata.home.as_str()),
        ("org.opencontainers.image.created", created.as_str()),
        ("org.opencontainers.image.source", source),
        ("org.opencontainers.image.authors", authors.as_str()),
    ];
    let derived = derived.into_iter().filter(|(_, value)| !value.trim().is_empty());
    let own = metadata.annotations.iter().filter(|(key, _)| ![TITLE, VERSION].contains(&key.as_str()));
    let derived = derived.map(|(key, value)| (key.to_owned(), value.to_owned()));
    derived.chain(own.map(|(key, value)| (key.clone(), value.clone()))).collect()
}

fn authors(metadata: &Metadata) -> String {
    let author = |maintainer: &chart::Maintainer| match maintainer.email.as_str() {
        "" => maintainer.name.clone(),
        email => format!("{} ({email})", maintainer.name),
    };
    metadata.maintainers.iter().map(author).collect::<Vec<_>>().join(", ")
}
