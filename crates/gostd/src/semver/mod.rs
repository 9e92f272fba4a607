//! Semantic versions and constraints with the verdicts of `github.com/Masterminds/semver/v3` 3.5.0.
//!
//! Helm uses it for chart versions, `dependencies[].version`, `kubeVersion` and `--version`; Artifact Hub reads tags
//! with it. It departs from other semver libraries in what it accepts and in how wildcards and prereleases behave, so
//! neither node's nor Cargo's rules would do.

mod constraint;
mod constraints;
mod error;
mod grammar;
#[cfg(test)]
mod tests;
mod version;

pub use constraints::Constraints;
pub use error::Error;
pub use version::Version;
