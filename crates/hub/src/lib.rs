//! Artifact Hub as a reader: which versions it sees in a registry, its metadata files as types, and what becomes of a
//! chart.
//!
//! ```text
//! tag ── versions ──┐
//! chart, Seen ──────┴── ingest ──→ Package, or Refusal with Artifact Hub's text; and Notes
//! ```
//!
//! Source: Artifact Hub, commit `0d8b1c0b`, `internal/oci/oci.go`, `internal/repo/manager.go`, `internal/hub/pkg.go`,
//! `internal/pkg/metadata.go`, `internal/tracker`.

pub mod annotations;
pub mod category;
pub mod fences;
mod fields;
mod go_yaml;
pub mod image_reference;
pub mod ingest;
pub mod layers;
pub mod limits;
pub mod markdown;
pub mod metadata_artifact;
mod multierror;
pub mod package;
pub mod package_file;
pub mod repository;
pub mod repository_file;
pub mod signatures;
#[cfg(test)]
mod tests;
pub mod versions;

pub use fields::{Problem, is_slip};
pub use ingest::{FoundAt, Ingested, Seen, ingest};
