//! Sigstore bundles 0.3: a statement, its signature, and what proves whose it is, in one document.
//!
//! Source: sigstore protobuf specifications, `sigstore_bundle.proto`.

mod write;

pub use write::write;
