//! The layers of a version that Artifact Hub pulls (`internal/oci/oci.go`, `PullLayer`; TS `LoadChartArchive`,
//! `chartHasProvenanceFile`). Of an index the manifests are looked through in their order, for one type after the other.

use oci::{Descriptor, RawManifest, media_type};

/// The types of the layer with the chart: Helm's, and where none is there the one before Helm 3.7.
pub const CHART: [&str; 2] = [media_type::HELM_CHART, media_type::HELM_CHART_LEGACY];
/// The type of the layer with the provenance file.
pub const PROVENANCE: &str = media_type::HELM_PROVENANCE;
/// The type of the layer with the repository's metadata.
pub const METADATA: &str = media_type::HUB_METADATA;

/// The layer with the chart of a manifest.
pub fn chart(manifest: &RawManifest) -> Option<Descriptor> {
    CHART.into_iter().find_map(|kind| first(manifest, kind))
}

/// The layer with the provenance file of a manifest.
pub fn provenance(manifest: &RawManifest) -> Option<Descriptor> {
    first(manifest, PROVENANCE)
}

/// The first layer of a type.
pub fn first(manifest: &RawManifest, kind: &str) -> Option<Descriptor> {
    let document = manifest.document().ok()?;
    document.layers?.into_iter().find(|layer| layer.media_type == kind)
}

/// The manifests of an index; nothing for what is no index.
pub fn children(manifest: &RawManifest) -> Option<Vec<Descriptor>> {
    let is_index = matches!(manifest.media_type.as_str(), media_type::IMAGE_INDEX | media_type::DOCKER_LIST);
    let children = manifest.document().ok()?.manifests.unwrap_or_default();
    (is_index || !children.is_empty()).then_some(children)
}
