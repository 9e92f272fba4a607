//! A namespace in a registry.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use oci::{RepositoryName, Store};
use registry::Registry;
use release::Place;

use crate::access::{Access, Enter};
use crate::failure::{Failure, Result};

/// `oci://HOST/NAMESPACE`. Connections and tokens are shared by all repositories; a stranger has no tokens.
pub struct Namespace {
    host: String,
    path: Option<RepositoryName>,
    public: bool,
    access: Arc<Access>,
    enter: Enter,
    client: OnceLock<Registry>,
    stranger: OnceLock<Registry>,
}

impl Namespace {
    /// Reads `HOST` or `HOST/NAMESPACE`; no connection is made.
    ///
    /// # Errors
    /// Exit 2 when host or namespace break the grammar.
    pub fn new(address: &str, public: bool, access: Arc<Access>, enter: Enter, decided_by: &str) -> Result<Self> {
        let trimmed = address.trim_end_matches('/');
        let (host, path) = trimmed.split_once('/').map_or((trimmed, None), |(host, path)| (host, Some(path)));
        refuse_user_information(address)?;
        let refused = |detail: String| Failure::usage(format!("{decided_by}: oci://{address}: {detail}"));
        registry::check_host(host)
            .map_err(|error| refused(error.to_string()).hint("write oci://HOST[:PORT]/NAMESPACE"))?;
        let path = path.map(RepositoryName::parse).transpose().map_err(|error| refused(error.to_string()))?;
        Ok(Self {
            host: host.to_owned(),
            path,
            public,
            access,
            enter,
            client: OnceLock::new(),
            stranger: OnceLock::new(),
        })
    }

    /// The client with this run's credentials, made at first use.
    ///
    /// # Errors
    /// When credentials or TLS files can't be used.
    pub fn client(&self) -> oci::Result<&Registry> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let made = self.access.client(&self.host, self.enter)?;
        Ok(self.client.get_or_init(|| made))
    }

    /// Where everybody must be able to read, somebody without credentials; elsewhere there are no strangers.
    fn stranger(&self) -> oci::Result<&Registry> {
        if !self.public {
            return self.client();
        }
        if let Some(stranger) = self.stranger.get() {
            return Ok(stranger);
        }
        let made = match self.access.has_client_certificate() {
            true => self.access.client(&self.host, Enter::AsStranger)?,
            false => self.client()?.anonymous(),
        };
        Ok(self.stranger.get_or_init(|| made))
    }
}

/// Addresses are printed, so no password may stand in one. The only `@` is the one before a digest.
///
/// # Errors
/// Exit 2, without repeating the address.
pub fn refuse_user_information(address: &str) -> Result<()> {
    let without_digest = match address.rsplit_once('@') {
        Some((rest, digest)) if is_like_a_digest(digest) => rest,
        _ => address,
    };
    if address.starts_with("oci-layout:") || !without_digest.contains('@') {
        return Ok(());
    }
    let failure = Failure::usage("an address must not hold a user name or password");
    Err(failure.hint("give them with --username and --password-stdin"))
}

/// A mistyped digest is not a host, and gets a better message elsewhere.
fn is_like_a_digest(text: &str) -> bool {
    (text.starts_with("sha256:") || text.starts_with("sha512:")) && !text.contains('/')
}

#[async_trait]
impl Place for Namespace {
    fn location(&self) -> String {
        match &self.path {
            Some(path) => format!("oci://{}/{path}", self.host),
            None => format!("oci://{}", self.host),
        }
    }

    fn repository(&self, chart: &str) -> oci::Result<RepositoryName> {
        match &self.path {
            Some(path) => Ok(path.join(chart)?),
            None => Ok(RepositoryName::parse(chart)?),
        }
    }

    fn image_name(&self, repository: &RepositoryName) -> String {
        format!("{}/{repository}", self.host)
    }

    async fn open(&self, repository: &RepositoryName) -> oci::Result<Arc<dyn Store>> {
        Ok(Arc::new(self.client()?.repository_for_push(repository.clone())))
    }

    async fn open_as_stranger(&self, repository: &RepositoryName) -> oci::Result<Arc<dyn Store>> {
        Ok(Arc::new(self.stranger()?.repository(repository.clone())))
    }

    fn is_public(&self) -> bool {
        self.public
    }
}
