//! Artifact Hub as a reader: which versions it sees in a registry, and its metadata files as types.
//!
//! Source: Artifact Hub, `internal/oci/oci.go`, `internal/repo/manager.go`, `internal/hub/pkg.go`,
//! `internal/pkg/metadata.go`.

pub mod annotations;
mod fields;
pub mod metadata_artifact;
pub mod package_file;
pub mod repository_file;
pub mod versions;

pub use fields::Problem;
