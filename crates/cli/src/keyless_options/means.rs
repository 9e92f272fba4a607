//! Services, the trusted root that belongs to them, and the way there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyless::trusted_root::{self, TrustMaterial};
use keyless::{Clients, Http, LogVersion, Patience, SelfCheck, ServiceUrls, Services};

use super::KeylessOptions;
use crate::arguments::RegistryOptions;
use crate::deps;
use crate::failure::{Failure, Result};
use crate::talk::Talk;
use crate::{disk, now, terminal};

const LIMIT: u64 = 4 << 20;
const BUILT_IN: &str = "the built-in trusted root";

/// A trusted root, JSON, and where it came from.
#[derive(Clone, Debug)]
pub struct Trust {
    /// The document.
    pub json: Vec<u8>,
    /// A file, or whose it is.
    pub source: String,
}

/// Everything but the identity.
pub(super) struct Means {
    pub services: Services,
    pub http: Http,
    pub check: SelfCheck,
    pub trust: Trust,
}

impl Means {
    /// Reads files, and asks sigstore for what is current where nothing else is named.
    pub(super) async fn new(options: &KeylessOptions, registry: &RegistryOptions) -> Result<Self> {
        let http = http(registry)?;
        let urls = urls(options);
        let (services, trust) = match (&options.signing_config, urls.fulcio.is_some() || urls.rekor.is_some()) {
            (Some(config), _) => (configured(config)?, own_trust(options)?),
            // Who signs or logs at a place of their own does not want the rest to go public unnoticed.
            (None, true) => (Services::default(), own_trust(options)?),
            (None, false) => public(options, &http).await?,
        };
        let services = services.with(&urls)?;
        let check = SelfCheck::read(&trust.json, &trust.source)?;
        Ok(Self { services, http, check, trust })
    }
}

fn urls(options: &KeylessOptions) -> ServiceUrls {
    let version = if options.rekor_version == "2" { LogVersion::V2 } else { LogVersion::V1 };
    ServiceUrls {
        fulcio: options.fulcio_url.clone(),
        rekor: options.rekor_url.clone().map(|url| (url, version)),
        timestamp: options.timestamp_url.clone(),
        plain_http: false,
    }
}

fn configured(file: &Path) -> Result<Services> {
    let json = disk::read(file, LIMIT).map_err(|failure| Failure::usage(failure.message))?;
    Ok(Services::read_config(&json, &file.display().to_string(), now::unix_seconds(), false)?)
}

fn own_trust(options: &KeylessOptions) -> Result<Trust> {
    let file = options.trusted_root.as_deref().ok_or_else(|| {
        Failure::usage("services of your own need --trusted-root FILE")
            .hint("with it each signature is verified before it is published; their operator gives it out")
    })?;
    trust_of(file)
}

fn trust_of(file: &Path) -> Result<Trust> {
    let json = disk::read(file, LIMIT).map_err(|failure| Failure::usage(failure.message))?;
    Ok(Trust { json, source: file.display().to_string() })
}

/// Sigstore's public services. Where their current state can't be had, what was built in serves: our own signatures
/// are verified with it and nothing else is believed because of it.
async fn public(options: &KeylessOptions, http: &Http) -> Result<(Services, Trust)> {
    let now = now::unix_seconds();
    if let Some(file) = &options.trusted_root {
        return Ok((Services::public_good(now)?, trust_of(file)?));
    }
    let fetched = match cache() {
        Some(folder) => trusted_root::fetch(http, &folder).await,
        None => return Ok((Services::public_good(now)?, built_in())),
    };
    match fetched {
        Ok(TrustMaterial { trusted_root, signing_config }) => {
            let services = Services::read_config(&signing_config, "sigstore's signing config", now, false)?;
            Ok((services, Trust { json: trusted_root, source: "sigstore's trusted root".to_owned() }))
        }
        Err(error) => {
            terminal::warn(&format!("{error}; going on with what is built in"));
            Ok((Services::public_good(now)?, built_in()))
        }
    }
}

/// The trusted root of a verifier: the file that is named, else sigstore's, as current as it can be had.
///
/// # Errors
/// Exit 2 for a file that can't be read.
pub async fn verifiers_trust(file: Option<&Path>, offline: bool, registry: &RegistryOptions) -> Result<Trust> {
    if let Some(file) = file {
        return trust_of(file);
    }
    let Some(folder) = cache().filter(|_| !offline) else { return Ok(built_in()) };
    match trusted_root::fetch(&http(registry)?, &folder).await {
        Ok(material) => Ok(Trust { json: material.trusted_root, source: "sigstore's trusted root".to_owned() }),
        Err(error) => {
            terminal::warn(&format!("{error}; going on with what is built in"));
            Ok(built_in())
        }
    }
}

fn built_in() -> Trust {
    Trust { json: trusted_root::built_in().to_vec(), source: BUILT_IN.to_owned() }
}

/// Where verified metadata of TUF is kept: `$XDG_CACHE_HOME/portolan/sigstore`, else below `~/.cache`.
fn cache() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))?;
    Some(caches.join("portolan").join("sigstore"))
}

/// `--ca-file` is trusted here, too; that any certificate of a registry is accepted has nothing to say about services
/// that get identity tokens.
fn http(registry: &RegistryOptions) -> Result<Http> {
    let options = RegistryOptions { insecure_skip_tls_verify: false, ..registry.clone() };
    let trust = deps::Trust::new(&options, None);
    let clients = Clients { remote: trust.client(true, false)?, loopback: trust.client(true, true)? };
    Ok(Http::new(clients, Patience::default(), Some(Arc::new(Talk::new(registry.verbose)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> KeylessOptions {
        KeylessOptions { rekor_version: "1".to_owned(), ..KeylessOptions::default() }
    }

    #[tokio::test]
    async fn services_of_one_s_own_need_their_trusted_root() {
        let options = KeylessOptions { fulcio_url: Some("https://fulcio.example".to_owned()), ..options() };
        let failure = Means::new(&options, &RegistryOptions::default()).await.err().unwrap();
        assert_eq!(failure.message, "services of your own need --trusted-root FILE");
    }

    #[tokio::test]
    async fn addresses_and_files_need_no_network() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("trusted_root.json");
        std::fs::write(&root, trusted_root::built_in()).unwrap();
        let urls = KeylessOptions {
            fulcio_url: Some("http://127.0.0.1:1".to_owned()),
            rekor_url: Some("http://127.0.0.1:2".to_owned()),
            trusted_root: Some(root.clone()),
            ..options()
        };
        let means = Means::new(&urls, &RegistryOptions::default()).await.unwrap();
        assert_eq!(means.services.log_url(), Some("http://127.0.0.1:2/"));
        let public = KeylessOptions { trusted_root: Some(root), ..options() };
        let means = Means::new(&public, &RegistryOptions::default()).await.unwrap();
        assert_eq!(means.services.log_url(), Some("https://rekor.sigstore.dev/"));
    }
}
