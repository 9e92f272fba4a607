//! Services, the trusted root that belongs to them, and the way there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyless::trusted_root::{self, Mirror, TrustMaterial};
use keyless::{Clients, Http, LogVersion, Patience, SelfCheck, ServiceUrls, Services};

use super::{KeylessOptions, TufOptions};
use crate::arguments::RegistryOptions;
use crate::deps;
use crate::failure::{Failure, Result};
use crate::talk::Talk;
use crate::{disk, now, terminal};

const LIMIT: u64 = 4 << 20;
const BUILT_IN: &str = "the built-in trusted root";
const PUBLIC: &str = "sigstore's trusted root";

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
        let mirror = options.tuf.mirror(options.trusted_root.as_deref())?;
        let alone = urls.fulcio.is_some() || urls.rekor.is_some();
        let (services, trust) = match (&options.signing_config, mirror) {
            (config, Some(mirror)) => published(&mirror, &http, config.as_deref(), alone).await?,
            (Some(config), None) => (configured(config)?, own_trust(options)?),
            // Who signs or logs at a place of their own does not want the rest to go public unnoticed.
            (None, None) if alone => (Services::default(), own_trust(options)?),
            (None, None) => public(options, &http).await?,
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
            .hint("with it each signature is verified before it is published; their operator gives it out, or publishes it at a --tuf-mirror")
    })?;
    trust_of(file)
}

fn trust_of(file: &Path) -> Result<Trust> {
    let json = disk::read(file, LIMIT).map_err(|failure| Failure::usage(failure.message))?;
    Ok(Trust { json, source: file.display().to_string() })
}

/// What a repository of one's own says of whom to trust, and unless a file says so, whom to ask.
async fn published(mirror: &Mirror, http: &Http, config: Option<&Path>, alone: bool) -> Result<(Services, Trust)> {
    let material = trusted_root::fetch(http, mirror, cache().as_deref()).await?;
    let source = format!("{}: signing_config.v0.2.json", mirror.url());
    let services = match (config, &material.signing_config) {
        (Some(file), _) => configured(file)?,
        (None, Some(json)) => Services::read_config(json, &source, now::unix_seconds(), false)?,
        (None, None) if alone => Services::default(),
        (None, None) => {
            return Err(Failure::usage(format!("{source} is not there, which says who signs, logs and timestamps"))
                .hint("give --signing-config FILE, or --fulcio-url, --rekor-url and --timestamp-url"));
        }
    };
    Ok((services, Trust { json: material.trusted_root, source: format!("{}: trusted_root.json", mirror.url()) }))
}

/// Sigstore's public services. Where their current state can't be had, what was built in serves: our own signatures
/// are verified with it and nothing else is believed because of it.
async fn public(options: &KeylessOptions, http: &Http) -> Result<(Services, Trust)> {
    let now = now::unix_seconds();
    if let Some(file) = &options.trusted_root {
        return Ok((Services::public_good(now)?, trust_of(file)?));
    }
    let fetched = match cache() {
        Some(folder) => trusted_root::fetch(http, &Mirror::public_good()?, Some(&folder)).await,
        None => return Ok((Services::public_good(now)?, built_in())),
    };
    match fetched {
        Ok(TrustMaterial { trusted_root, signing_config }) => {
            let services = match signing_config {
                Some(json) => Services::read_config(&json, "sigstore's signing config", now, false)?,
                None => Services::public_good(now)?,
            };
            Ok((services, Trust { json: trusted_root, source: PUBLIC.to_owned() }))
        }
        Err(error) => {
            terminal::warn(&format!("{error}; going on with what is built in"));
            Ok((Services::public_good(now)?, built_in()))
        }
    }
}

/// How a verifier gets its trusted root.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// A file.
    pub file: Option<&'a Path>,
    /// A repository.
    pub tuf: &'a TufOptions,
    /// Nobody but the registry is asked.
    pub offline: bool,
    /// An identity is to be proven, for which the newest is wanted.
    pub current: bool,
}

/// The trusted root of a verifier: the file or repository that is named, else sigstore's, as current as it can be had.
///
/// # Errors
/// Exit 2 for a file that can't be read, exit 5 for a named repository that can't be reached or believed.
pub async fn verifiers_trust(wanted: Wanted<'_>, registry: &RegistryOptions) -> Result<Trust> {
    let mirror = wanted.tuf.mirror(wanted.file)?;
    if let Some(file) = wanted.file {
        return trust_of(file);
    }
    if let Some(mirror) = mirror {
        let material = match (wanted.offline, cache()) {
            (false, folder) => trusted_root::fetch(&http(registry)?, &mirror, folder.as_deref()).await?,
            (true, Some(folder)) => trusted_root::remembered(&mirror, &folder).await?,
            (true, None) => {
                return Err(Failure::usage("--offline: there is no HOME, where a trusted root could be remembered"));
            }
        };
        return Ok(Trust { json: material.trusted_root, source: format!("{}: trusted_root.json", mirror.url()) });
    }
    let Some(folder) = cache().filter(|_| wanted.current && !wanted.offline) else { return Ok(built_in()) };
    match trusted_root::fetch(&http(registry)?, &Mirror::public_good()?, Some(&folder)).await {
        Ok(material) => Ok(Trust { json: material.trusted_root, source: PUBLIC.to_owned() }),
        Err(error) => {
            terminal::warn(&format!("{error}; going on with what is built in"));
            Ok(built_in())
        }
    }
}

fn built_in() -> Trust {
    Trust { json: trusted_root::built_in().to_vec(), source: BUILT_IN.to_owned() }
}

/// Where verified metadata of TUF is kept, a folder for each repository: `$XDG_CACHE_HOME/portolan/sigstore`, else below `~/.cache`.
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
