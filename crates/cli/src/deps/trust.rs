//! How chart repositories are entered: whom HTTPS trusts, and the HTTP clients made from it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Identity};
use web::explain;

use super::repositories::KnownRepository;
use crate::arguments::RegistryOptions;
use crate::disk;
use crate::failure::{Failure, Result};

const USER_AGENT: &str = concat!("portolan/", env!("CARGO_PKG_VERSION"));
const PEM_LIMIT: u64 = 1 << 20;
/// For a connection, TLS handshake included.
const CONNECT: Duration = Duration::from_secs(10);
/// Between two pieces of an answer.
const SILENCE: Duration = Duration::from_secs(60);
/// For a whole answer.
const ANSWER: Duration = Duration::from_secs(600);

/// Whom HTTPS trusts, and which certificate it shows.
#[derive(Debug, Default)]
pub struct Trust {
    ca_files: Vec<PathBuf>,
    certificate: Option<(PathBuf, PathBuf)>,
    accept_any: bool,
}

impl Trust {
    /// What the command line says, and what Helm knows about the repository. The client certificate of the command
    /// line is for registries; a repository has its own in `repositories.yaml`.
    pub fn new(options: &RegistryOptions, known: Option<&KnownRepository>) -> Self {
        let ca_files = options.ca_file.iter().chain(known.and_then(|known| known.ca_file.as_ref()));
        Self {
            ca_files: ca_files.cloned().collect(),
            certificate: known.and_then(|known| known.certificate.clone()),
            accept_any: options.insecure_skip_tls_verify || known.is_some_and(|known| known.insecure),
        }
    }

    /// A client that follows no redirects. Nothing goes through a proxy where `direct`.
    ///
    /// # Errors
    /// Exit 2 for certificates that can't be read, or a system without any root certificates.
    pub fn client(&self, secure: bool, direct: bool) -> Result<Client> {
        let mut builder = Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .timeout(ANSWER)
            .redirect(Policy::none())
            .referer(false);
        if direct {
            builder = builder.no_proxy();
        }
        if !secure {
            // Trusting an empty set keeps reqwest from loading the system's roots, which plain HTTP does not need.
            builder = builder.tls_certs_only(Vec::<Certificate>::new());
        } else if self.accept_any {
            builder = builder.tls_danger_accept_invalid_certs(true);
        } else if !self.ca_files.is_empty() {
            builder = builder.tls_certs_merge(self.authorities()?);
        }
        if let Some((certificate, key)) = self.certificate.as_ref().filter(|_| secure) {
            builder = builder.identity(identity(certificate, key)?);
        }
        builder.build().map_err(|error| Failure::usage(format!("no HTTP client: {}", explain(&error))))
    }

    fn authorities(&self) -> Result<Vec<Certificate>> {
        let mut authorities = Vec::new();
        for file in &self.ca_files {
            let found = Certificate::from_pem_bundle(&pem(file)?).map_err(|error| unusable(file, &explain(&error)))?;
            if found.is_empty() {
                return Err(unusable(file, "it holds no PEM certificate"));
            }
            authorities.extend(found);
        }
        Ok(authorities)
    }
}

fn identity(certificate: &Path, key: &Path) -> Result<Identity> {
    let mut both = pem(certificate)?;
    both.push(b'\n');
    both.extend(pem(key)?);
    Identity::from_pem(&both).map_err(|error| unusable(certificate, &explain(&error)))
}

fn pem(path: &Path) -> Result<Vec<u8>> {
    disk::read(path, PEM_LIMIT).map_err(|failure| Failure::usage(failure.message))
}

fn unusable(path: &Path, reason: &str) -> Failure {
    Failure::usage(format!("{}: {reason}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_clients_can_be_built() {
        assert!(Trust::default().client(false, true).is_ok());
    }

    #[test]
    fn a_file_without_certificates_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        std::fs::write(&file, "hello").unwrap();
        let trust = Trust { ca_files: vec![file.clone()], ..Trust::default() };
        let failure = trust.client(true, true).unwrap_err();
        assert!(failure.message.starts_with(&file.display().to_string()), "{}", failure.message);
    }
}
