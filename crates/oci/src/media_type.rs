//! The media types that Portolan writes or looks for.

/// OCI image manifest (image-spec, `manifest.md`).
pub const IMAGE_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
/// OCI image index (image-spec, `image-index.md`).
pub const IMAGE_INDEX: &str = "application/vnd.oci.image.index.v1+json";
/// Docker's manifest, schema 2.
pub const DOCKER_MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
/// Docker's manifest list.
pub const DOCKER_LIST: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
/// Config blob of a Helm chart (Helm, `pkg/registry/constants.go`).
pub const HELM_CONFIG: &str = "application/vnd.cncf.helm.config.v1+json";
/// Layer with the chart's `.tgz` (Helm, `pkg/registry/constants.go`).
pub const HELM_CHART: &str = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
/// The chart layer's type before Helm 3.7, still readable.
pub const HELM_CHART_LEGACY: &str = "application/tar+gzip";
/// Layer with the Helm provenance file.
pub const HELM_PROVENANCE: &str = "application/vnd.cncf.helm.chart.provenance.v1.prov";
/// Config of Artifact Hub's repository metadata artifact.
pub const HUB_CONFIG: &str = "application/vnd.cncf.artifacthub.config.v1+yaml";
/// Layer of Artifact Hub's repository metadata artifact: `artifacthub-repo.yml`.
pub const HUB_METADATA: &str = "application/vnd.cncf.artifacthub.repository-metadata.layer.v1.yaml";

/// Everything a manifest request must accept, in one `Accept` header: distribution 2.8 answers 404 when the
/// stored type is not listed.
pub const MANIFESTS: [&str; 4] = [IMAGE_MANIFEST, IMAGE_INDEX, DOCKER_MANIFEST, DOCKER_LIST];
