//! Credentials for registries: given, or looked up in the files that Helm, Docker and the containers tools share
//! (Helm, `pkg/registry/client.go`; Docker CLI, `cli/config`; containers-auth.json(5)).
//!
//! Files are read by the caller, in this order: Helm's registry configuration, Docker's, `REGISTRY_AUTH_FILE`, the
//! containers tools' `auth.json`. Every file is searched until one knows the host.

mod file;
mod helper;
mod key;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use oci::{RepositoryName, Result, StoreError};

pub use self::helper::{HelperAnswer, HelperError, HelperRunner, ProcessHelpers};
use crate::Secret;

/// What proves to a registry who we are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// User name and password, or an access token in the password's place.
    Basic {
        /// User name.
        username: String,
        /// Password.
        password: Secret,
    },
    /// A refresh token, exchanged at the token server.
    IdentityToken {
        /// The user name stored beside it, for token servers without `POST`.
        username: Option<String>,
        /// The token.
        token: Secret,
    },
    /// A bearer token that is used as it is.
    RegistryToken(Secret),
}

impl Credential {
    /// User name and secret as helpers and `auth` fields hold them: `<token>` as user name marks an identity token.
    pub(crate) fn of_pair(username: &str, secret: &str) -> Option<Self> {
        if username.is_empty() && secret.is_empty() {
            return None;
        }
        let secret = Secret::new(secret);
        Some(match username {
            "<token>" => Self::IdentityToken { username: None, token: secret },
            _ => Self::Basic { username: username.to_owned(), password: secret },
        })
    }
}

/// A credential and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The credential.
    pub credential: Credential,
    /// The file, the file and its helper, or what the caller named.
    pub source: String,
}

/// A configuration file that the caller has read.
#[derive(Clone)]
pub struct CredentialFile {
    /// Its path, for messages.
    pub path: String,
    /// Its content.
    pub text: Vec<u8>,
}

impl fmt::Debug for CredentialFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialFile").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Answers of helpers by (helper, server).
type Asked = HashMap<(String, String), Option<Credential>>;

/// Where a registry client takes its credentials from. Cheap to clone; helpers are asked once per server.
#[derive(Clone)]
pub struct Credentials {
    given: Option<Found>,
    files: Arc<[CredentialFile]>,
    helpers: Arc<dyn HelperRunner>,
    asked: Arc<Mutex<Asked>>,
}

impl Credentials {
    /// No credentials at all.
    pub fn none() -> Self {
        Self::from_files(Vec::new(), Arc::new(ProcessHelpers))
    }

    /// One credential, used for whichever host is asked; `source` says where it came from.
    pub fn given(credential: Credential, source: &str) -> Self {
        let given = Some(Found { credential, source: source.to_owned() });
        Self { given, ..Self::none() }
    }

    /// Files in the order in which they are asked, and what runs the helpers they name.
    pub fn from_files(files: Vec<CredentialFile>, helpers: Arc<dyn HelperRunner>) -> Self {
        Self { given: None, files: files.into(), helpers, asked: Arc::default() }
    }

    /// Looks for the credential of `host`, the most specific for `repository` first. May run a helper: blocks.
    ///
    /// Per file only the first configured source is asked: `credHelpers`, else `credsStore`, else `auths`. A helper
    /// that knows nothing leads to the next file, not to the same file's `auths`.
    ///
    /// # Errors
    /// [`StoreError::Configuration`] with file, line and column for broken JSON, and with the file for a helper that
    /// is missing or fails. No message holds any of the file's content.
    pub fn find(&self, host: &str, repository: Option<&RepositoryName>) -> Result<Option<Found>> {
        if let Some(given) = &self.given {
            return Ok(Some(given.clone()));
        }
        for file in self.files.iter() {
            if let Some(found) = self.find_in(file, host, repository)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn find_in(&self, file: &CredentialFile, host: &str, repository: Option<&RepositoryName>) -> Result<Option<Found>> {
        let broken = |detail: String| StoreError::Configuration { location: file.path.clone(), detail };
        let document = file::read(&file.text).map_err(|at| broken(at.to_string()))?;
        if let Some(helper) = document.helper(host) {
            let credential = self.ask(helper, &key::server(host)).map_err(|error| broken(error.to_string()))?;
            let source = format!("{} (docker-credential-{helper})", file.path);
            return Ok(credential.map(|credential| Found { credential, source }));
        }
        let credential = document.entry(host, repository).map_err(|problem| broken(problem.to_string()))?;
        Ok(credential.map(|credential| Found { credential, source: file.path.clone() }))
    }

    fn ask(&self, helper: &str, server: &str) -> Result<Option<Credential>, HelperError> {
        let key = (helper.to_owned(), server.to_owned());
        if let Some(known) = self.asked.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(known.clone());
        }
        let answer = self.helpers.get(helper, server)?;
        let credential = answer.and_then(|answer| Credential::of_pair(&answer.username, answer.secret.reveal()));
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(key, credential.clone());
        Ok(credential)
    }
}

#[cfg(test)]
mod tests;
