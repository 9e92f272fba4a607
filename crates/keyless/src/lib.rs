//! Sigstore's services: identities from OIDC, certificates from Fulcio, entries of Rekor, timestamps.
//!
//! Everything that signing asks a network for is here, so that `signing` and with it every verification needs none.
//!
//! ```text
//! TokenSources ──find──▶ IdentityToken ─┐
//! signing config ──────▶ Services ──────┼─▶ KeylessSigner   key → Fulcio → sign → TSA → Rekor → check
//! trusted root ────────▶ SelfCheck ─────┤
//! HTTP clients ────────▶ Http ──────────┴─▶ LoggedSigner    a key's signatures → TSA → Rekor → check
//! ```
//!
//! Files and the environment are read by the caller; so are made the HTTP clients (proxies, certificate authorities).
//! No token is ever part of a message: secrets print as `****`, and what services answer is searched for them.

mod address;
mod check;
mod der;
mod fulcio;
mod http;
mod logged;
mod patience;
mod rekor;
mod repository;
mod scrub;
mod selection;
mod services;
mod signer;
mod timestamp;
pub mod token;
pub mod trusted_root;
mod witness;

pub use check::SelfCheck;
pub use http::{Clients, Http, Observer};
pub use logged::LoggedSigner;
pub use patience::Patience;
pub use services::{LogVersion, ServiceUrls, Services};
pub use signer::KeylessSigner;
pub use token::{IdentityToken, TokenSources};
pub use web::Secret;

#[cfg(test)]
mod tests;
