//! Artifact Hub's limits (contract: `internal/`, and Helm's `pkg/chart/loader/archive.go`).

/// Bytes of one file in a chart, unpacked; exactly so many are fine (Helm 3.20: `MaxDecompressedFileSize`).
pub const MAX_FILE_BYTES: u64 = 5 * 1024 * 1024;
/// Bytes of a chart, unpacked; a chart must have fewer (Helm 3.20: `MaxDecompressedChartSize`).
pub const MAX_CHART_BYTES: u64 = 100 * 1024 * 1024;
/// Bytes of a line of rendered manifests; images are not looked for any further (Go: `bufio.MaxScanTokenSize`).
pub const MAX_LINE_BYTES: usize = 64 * 1024;
/// Images of a version that is scanned for vulnerabilities (`get_snapshots_to_scan.sql`).
pub const MAX_SCANNED_IMAGES: usize = 15;
/// Tracking errors that are kept of a run (`internal/repo/errors.go`).
pub const MAX_TRACKING_ERRORS: usize = 100;
/// The Kubernetes version with which charts are rendered to find images.
pub const KUBERNETES_VERSION: &str = "1.29";
