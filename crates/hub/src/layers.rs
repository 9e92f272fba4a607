//! The layers of a version that Artifact Hub pulls (`internal/oci/oci.go`, `PullLayer`; TS `LoadChartArchive`,
//! `chartHasProvenanceFile`). Of an index the manifests are looked through in their order, for one type after the other.

use oci::{Descriptor, RawManifest, media_type};

/// The layer with the chart: the first of Helm's type, else the first of the type before Helm 3.7.
pub fn chart(manifest: &RawManifest) -> Option<Descriptor> {
    first(manifest, media_type::HELM_CHART).or_else(|| first(manifest, media_type::HELM_CHART_LEGACY))
}

/// The layer with the provenance file.
pub fn provenance(manifest: &RawManifest) -> Option<Descriptor> {
    first(manifest, media_type::HELM_PROVENANCE)
}

fn first(manifest: &RawManifest, kind: &str) -> Option<Descriptor> {
    let document = manifest.document().ok()?;
    document.layers?.into_iter().find(|layer| layer.media_type == kind)
}
