//! Sigstore bundles 0.3: a statement, its signature, and what proves whose it is, in one document.
//!
//! Source: sigstore protobuf specifications, `sigstore_bundle.proto`.

pub(crate) mod entry;
mod read;
pub mod statement;
mod write;

pub(crate) use read::dsse;
pub use read::{Bundle, BundleMaterial, ENTRIES, LIMIT, is_bundle_type, read};
pub use write::{hint, write};
