//! The trusted root: keys and certificates of logs, authorities and CAs, kept current by TUF.
//!
//! Sigstore publishes it with The Update Framework: metadata signed by several people, with expiry dates, starting
//! from a root that this program was made with. The cache folder is not believed: everything in it is verified anew.

use std::path::Path;

use reqwest::Url;
use signing::SignerError;
use sigstore_trust_root::{SIGSTORE_PRODUCTION_TRUSTED_ROOT, TufConfig, fetch_trust_material};
use web::printable;

use crate::Http;

/// Sigstore's own repository.
const PUBLIC_GOOD: &str = "https://tuf-repo-cdn.sigstore.dev";

/// Whom to trust and whom to ask, of one instance of sigstore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustMaterial {
    /// The trusted root, JSON.
    pub trusted_root: Vec<u8>,
    /// The signing config, JSON.
    pub signing_config: Vec<u8>,
}

/// Sigstore's public trusted root as it was when this program was made; it may miss keys that are newer.
pub fn built_in() -> &'static [u8] {
    SIGSTORE_PRODUCTION_TRUSTED_ROOT.as_bytes()
}

/// Fetches what sigstore publishes now. `cache` is a folder for verified metadata.
///
/// # Errors
/// When it can't be reached or verified.
pub async fn fetch(http: &Http, cache: &Path) -> Result<TrustMaterial, SignerError> {
    let failed = |detail: String| {
        let error = SignerError::service(PUBLIC_GOOD, format!("no trusted root: {}", printable(&detail)));
        error.with_hint("give a trusted root with --trusted-root, or use the built-in one offline")
    };
    let url = Url::parse(PUBLIC_GOOD).map_err(|error| failed(error.to_string()))?;
    let config = TufConfig::production().with_cache_dir(cache.to_owned()).with_http_client(http.client(&url).clone());
    let (root, config) = fetch_trust_material(config).await.map_err(|error| failed(error.to_string()))?;
    Ok(TrustMaterial {
        trusted_root: serde_json::to_vec(&root).map_err(|error| failed(error.to_string()))?,
        signing_config: serde_json::to_vec(&config).map_err(|error| failed(error.to_string()))?,
    })
}
