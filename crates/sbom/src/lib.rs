//! What is in a chart: SPDX and CycloneDX documents, and the documents of its images.
//!
//! Sources: SPDX 2.3, CycloneDX 1.6, the package URL specification.
