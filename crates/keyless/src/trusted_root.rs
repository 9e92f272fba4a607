//! The trusted root: keys and certificates of logs, authorities and CAs, kept current by TUF.
//!
//! Each instance of sigstore publishes it with The Update Framework (<https://theupdateframework.github.io/specification/>):
//! metadata signed by several people, with expiry dates, starting from a root that is known beforehand. The cache folder
//! is not believed: everything in it is verified anew. It remembers which versions were seen, so that nobody can go back.

use std::path::{Path, PathBuf};

use signing::SignerError;
use sigstore_crypto::sha256;
use sigstore_trust_root::{
    SIGNING_CONFIG_TARGET, SIGSTORE_PRODUCTION_TRUSTED_ROOT, SigstoreInstance, TRUSTED_ROOT_TARGET,
};
use sigstore_tuf::{FileStore, StoreRepository, TrustedMetadataSet, Updater};
use web::explain;

use crate::Http;
use crate::address::Address;
use crate::repository::{Asked, Remote, limits};

/// A repository of an instance of sigstore, and the root metadata that trust in it begins with.
#[derive(Clone, Debug)]
pub struct Mirror {
    address: Address,
    root: Vec<u8>,
    public: bool,
}

/// Whom to trust and whom to ask, of one instance of sigstore: the bytes that it publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustMaterial {
    /// The trusted root, JSON: the target `trusted_root.json`.
    pub trusted_root: Vec<u8>,
    /// The signing config, JSON: the target `signing_config.v0.2.json`, which older repositories do not have.
    pub signing_config: Option<Vec<u8>>,
}

/// Sigstore's public trusted root as it was when this program was made; it may miss keys that are newer.
pub fn built_in() -> &'static [u8] {
    SIGSTORE_PRODUCTION_TRUSTED_ROOT.as_bytes()
}

impl Mirror {
    /// Sigstore's public repository, with the root that this program was made with.
    ///
    /// # Errors
    /// Never.
    pub fn public_good() -> Result<Self, SignerError> {
        let (url, root) = (SigstoreInstance::PublicGood.tuf_url(), SigstoreInstance::PublicGood.tuf_root());
        let address = Address::parse(url, "sigstore's TUF repository", false)?;
        Ok(Self { address, root: root.to_vec(), public: true })
    }

    /// The repository at `url`; `root` is what `root_name` holds: its `root.json`, of whatever version. Plain HTTP will
    /// do: nothing secret is sent, and what comes is signed.
    ///
    /// # Errors
    /// For what is no address, and for root metadata that its own keys did not sign.
    pub fn new(url: &str, root: Vec<u8>, root_name: &str) -> Result<Self, SignerError> {
        let address = Address::parse(url, "--tuf-mirror", true)?;
        TrustedMetadataSet::from_root(&root).map_err(|error| {
            let detail = format!("not the root metadata of a TUF repository: {}", explain(&error));
            SignerError::configuration(root_name, detail).with_hint("its operator gives out a file root.json")
        })?;
        Ok(Self { address, root, public: false })
    }

    /// Where it is, for messages.
    pub fn url(&self) -> &str {
        self.address.url().as_str()
    }

    /// The folder for its metadata below a folder for all of them.
    fn folder(&self, cache: &Path) -> PathBuf {
        cache.join(sha256(self.url().trim_end_matches('/').as_bytes()).to_hex())
    }
}

/// Fetches what a mirror publishes now. `cache` is a folder for verified metadata of all mirrors; without it nobody
/// remembers which versions were seen.
///
/// # Errors
/// With the address and role of what can't be had or verified.
pub async fn fetch(http: &Http, mirror: &Mirror, cache: Option<&Path>) -> Result<TrustMaterial, SignerError> {
    let asked = Asked::new(mirror.url());
    // What is built in serves as well as the public repository: nobody waits for it.
    let http = if mirror.public { http.without_repeats() } else { http.clone() };
    let remote = Remote::new(http, mirror.address.clone(), asked.clone());
    let refused = |error: sigstore_tuf::Error| asked.refusal(&error);
    let mut updater = Updater::new(remote, &mirror.root).map_err(refused)?.with_config(limits());
    if let Some(cache) = cache {
        updater = updater.with_store(FileStore::new(mirror.folder(cache)));
    }
    material(updater, &asked).await
}

/// What was fetched from a mirror at another time, verified anew: it must not have expired.
///
/// # Errors
/// When it is not there, was tampered with, or has expired.
pub async fn remembered(mirror: &Mirror, cache: &Path) -> Result<TrustMaterial, SignerError> {
    let folder = mirror.folder(cache);
    let asked = Asked::new(&format!("{}, as remembered in {}", mirror.url(), folder.display()));
    let store = FileStore::new(folder);
    let updater = Updater::new(StoreRepository::new(store.clone()), &mirror.root);
    let updater = updater.map_err(|error| asked.refusal(&error))?.with_config(limits()).with_store(store);
    material(updater, &asked).await
}

async fn material(mut updater: Updater, asked: &Asked) -> Result<TrustMaterial, SignerError> {
    let now = jiff::Timestamp::now();
    let refused = |error: sigstore_tuf::Error| asked.refusal(&error);
    updater.refresh(now).await.map_err(refused)?;
    let trusted_root = updater.get_target(TRUSTED_ROOT_TARGET, now).await.map_err(refused)?;
    let signing_config = match updater.get_target(SIGNING_CONFIG_TARGET, now).await {
        Ok(config) => Some(config),
        Err(sigstore_tuf::Error::TargetNotFound(_)) => None,
        Err(error) => return Err(refused(error)),
    };
    Ok(TrustMaterial { trusted_root, signing_config })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_root_is_one_and_others_are_refused_by_name() {
        let root = SigstoreInstance::PublicGood.tuf_root().to_vec();
        let mirror = Mirror::new("http://tuf.example/a", root.clone(), "root.json").unwrap();
        let slash = Mirror::new("http://tuf.example/a/", root, "root.json").unwrap();
        assert_eq!(mirror.folder(Path::new("c")), slash.folder(Path::new("c")));
        for wrong in [&b""[..], b"{}", b"\x7b\x22signed\x22:{}}"] {
            let error = Mirror::new("https://tuf.example", wrong.to_vec(), "root.json").unwrap_err();
            assert!(error.to_string().starts_with("root.json: not the root metadata"), "{error}");
        }
    }
}
