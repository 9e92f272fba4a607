//! Sigstore bundles of version 0.3: one signed statement with everything that its verification needs.

pub(crate) mod entry;
mod read;
pub mod statement;

pub use read::{Bundle, BundleMaterial, ENTRIES, LIMIT, MEDIA_TYPE, is_bundle_type, read};
