//! Steps 3 and 4: the package and the manifest around it, field by field what `helm push` writes.
//!
//! Source: Helm, `pkg/registry/client.go` (`Push`), `pkg/registry/chart.go` (`generateOCIAnnotations`).

use std::collections::BTreeMap;

use bytes::Bytes;
use chart::{Chart, Metadata};
use gostd::json::{ObjectWriter, Value};
use gostd::time::Timestamp;
use oci::{Descriptor, RawManifest, media_type};

/// A chart ready for any store: two blobs and the manifest that names them.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// File name of the archive, `<name>-<version>.tgz`.
    pub file_name: String,
    /// The chart's metadata as JSON.
    pub config: (Descriptor, Bytes),
    /// The chart's archive.
    pub layer: (Descriptor, Bytes),
    /// The manifest.
    pub manifest: RawManifest,
}

impl Artifact {
    /// Both blobs.
    pub fn blobs(&self) -> [(Descriptor, Bytes); 2] {
        [self.config.clone(), self.layer.clone()]
    }
}

/// Packages the chart at `source_time` (Unix seconds) and describes it.
///
/// # Errors
/// [`chart::PackageError`] when the chart can't be packaged.
pub fn build(chart: &Chart, source_time: i64) -> Result<Artifact, chart::PackageError> {
    let package = chart::package(chart, source_time)?;
    let metadata = chart::packed_metadata(chart)?;
    let config = Bytes::from(metadata.to_config_json());
    let layer = Bytes::from(package.bytes);
    let config_at = Descriptor::of(media_type::HELM_CONFIG, &config);
    let layer_at = Descriptor::of(media_type::HELM_CHART, &layer);
    let manifest = manifest(&config_at, &layer_at, &annotations(&metadata, source_time));
    Ok(Artifact { file_name: package.file_name, config: (config_at, config), layer: (layer_at, layer), manifest })
}

/// Helm's manifest: Go's field order, no `mediaType`, annotations sorted and escaped as `encoding/json` does.
fn manifest(config: &Descriptor, layer: &Descriptor, annotations: &BTreeMap<String, String>) -> RawManifest {
    let sorted = annotations.iter().map(|(key, value)| (key.clone(), Value::String(value.clone()))).collect();
    let mut object = ObjectWriter::new();
    object.field("schemaVersion", &Value::from(2_i64));
    object.raw("config", &descriptor(config));
    object.raw("layers", &format!("[{}]", descriptor(layer)));
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
