//! Remote OCI registries: [`RemoteStore`] speaks the distribution specification 1.1 over HTTP as an [`oci::Store`].
//!
//! ```text
//! Registry ──repository()──▶ RemoteStore   blobs · manifests · tags · referrers (what is asked)
//!    │                                         │
//!    └── client: send = repeat(once)  ◀────────┘   401 → auth → token server, 5xx/429 → retry
//!                       └── wire: one exchange, bounded, redirects under the safety rules
//! ```
//!
//! Nothing is read from files or the environment here,
//! with two exceptions made for the user's own programs and network: credential helpers are found through `PATH`, and
//! proxies and root certificates are the system's (`HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`).

mod answers;
mod auth;
mod blobs;
mod challenge;
mod client;
pub mod credentials;
mod fallback_index;
mod host;
mod known;
mod manifests;
mod options;
mod paging;
mod redirect;
mod referrers;
mod request;
mod retry;
mod safety;
mod scopes;
mod scrub;
mod store;
mod tags;
mod tls;
mod token;
mod wire;

pub use client::Registry;
pub use credentials::{
    Credential, CredentialFile, Credentials, HelperAnswer, HelperError, HelperRunner, ProcessHelpers,
};
pub use host::check_host;
pub use options::{ClientCertificate, ClientOptions, Observer, PemFile, RetryPolicy, Timeouts};
pub use store::RemoteStore;
pub use web::Secret;

#[cfg(test)]
mod tests;
