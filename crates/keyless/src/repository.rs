//! A TUF repository over HTTP: bounded, patient, never redirected, and its failures named by address and role.

use std::sync::{Arc, Mutex, PoisonError};

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use signing::SignerError;
use sigstore_tuf::transport::FetchFuture;
use sigstore_tuf::{Error, Repository, UpdaterConfig};
use web::{explain, printable, shown};

use crate::Http;
use crate::address::Address;
use crate::http::Call;
use crate::scrub::Secrets;

/// Bytes of a trusted root or signing config.
const TARGET: u64 = 4 << 20;

/// The bounds of one refresh: those of the specification's reference implementation, with smaller targets.
pub(crate) fn limits() -> UpdaterConfig {
    let mut limits = UpdaterConfig::default();
    limits.target_max_length = TARGET;
    limits
}

/// What was got last, for messages. Clones tell of the same.
#[derive(Clone, Debug)]
pub(crate) struct Asked(Arc<Mutex<Last>>);

#[derive(Debug)]
struct Last {
    place: String,
    failure: Option<SignerError>,
}

impl Asked {
    /// Nothing was got from `place` yet.
    pub(crate) fn new(place: &str) -> Self {
        Self(Arc::new(Mutex::new(Last { place: place.to_owned(), failure: None })))
    }

    /// Why there is no trusted root: what could not be got, else what is wrong with what was got last.
    pub(crate) fn refusal(&self, error: &Error) -> SignerError {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let refusal = last.failure.clone();
        let refusal = refusal.unwrap_or_else(|| SignerError::service(last.place.clone(), printable(&explain(error))));
        let SignerError { what, detail, .. } = &refusal;
        let hint = match error {
            Error::Expired { .. } => "its operator publishes it anew before it expires; is the clock right?",
            Error::Rollback { .. } => "a mirror that has fallen behind, or an attack: newer metadata was seen before",
            Error::Transport { .. } => "give a trusted root with --trusted-root",
            _ => "a wrong --tuf-root, a damaged mirror, or an attack; --trusted-root FILE does without TUF",
        };
        SignerError::service(what.clone(), format!("no trusted root by TUF: {detail}")).with_hint(hint)
    }

    fn got(&self, place: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).place = place;
    }

    fn failed(&self, failure: SignerError) -> Error {
        let error = Error::transport(failure.to_string());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).failure = Some(failure);
        error
    }
}

/// The repository at an address.
pub(crate) struct Remote {
    http: Http,
    address: Address,
    asked: Asked,
}

impl Remote {
    /// Connects to nothing.
    pub(crate) fn new(http: Http, address: Address, asked: Asked) -> Self {
        Self { http, address, asked }
    }

    async fn get(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        let (url, secrets) = (self.address.below(&format!("/{name}")), Secrets::none());
        let place = shown(&url);
        let limit = usize::try_from(most).unwrap_or(usize::MAX);
        let headers = HeaderMap::new();
        let call = Call { method: Method::GET, url, headers, body: &[], limit, secrets: &secrets, slow: false };
        let failed = |error: SignerError| {
            let detail = format!("{}: {}", role(name), error.detail);
            self.asked.failed(SignerError { detail, ..error })
        };
        let answer = self.http.send(&call).await.map_err(failed)?;
        // Object stores say 403 of what is not there; only of a next root is that an answer.
        if is_root(name) && matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN) {
            return Ok(None);
        }
        let body = answer.accepted(&secrets).map_err(failed)?;
        self.asked.got(place);
        Ok(Some(body))
    }
}

impl Repository for Remote {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(self.get(name, max_length))
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.get(&format!("targets/{path}"), max_length).await })
    }
}

fn is_root(name: &str) -> bool {
    name.ends_with(".root.json")
}

/// The role of a file by its name: `7.snapshot.json` is of the role snapshot.
fn role(name: &str) -> String {
    match name.strip_prefix("targets/") {
        Some(target) => format!("the target {}", target.split_once('.').map_or(target, |(_, name)| name)),
        None => {
            let name = name.strip_suffix(".json").unwrap_or(name);
            format!("the role {}", name.split_once('.').map_or(name, |(_, role)| role))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::role;

    #[test]
    fn roles_are_in_the_names_of_files() {
        for (name, expected) in [
            ("timestamp.json", "the role timestamp"),
            ("7.snapshot.json", "the role snapshot"),
            ("12.root.json", "the role root"),
            ("targets/0f.trusted_root.json", "the target trusted_root.json"),
        ] {
            assert_eq!(role(name), expected);
        }
    }
}
