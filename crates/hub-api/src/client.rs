//! Bounded GETs.

use std::time::Duration;

use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;

use crate::{Listed, TrackedRepository};

/// Artifact Hub could not be asked, or answered something else than its API says.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HubError {
    /// The address is none.
    #[error("{url:?} is not the address of an Artifact Hub: {detail}")]
    Address {
        /// What was given.
        url: String,
        /// Why.
        detail: String,
    },
    /// No answer.
    #[error("{url}: {detail}")]
    Unreachable {
        /// The URL.
        url: String,
        /// Why.
        detail: String,
    },
    /// An answer that is not the API's.
    #[error("{url}: unexpected answer: {detail}")]
    Answer {
        /// The URL.
        url: String,
        /// What came.
        detail: String,
    },
}

const ANSWER_LIMIT: usize = 8 << 20;

/// Asks one Artifact Hub.
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

impl Client {
    /// A client for the Artifact Hub at `address`, for example `https://artifacthub.io`.
    ///
    /// # Errors
    /// [`HubError::Address`].
    pub fn new(address: &str) -> Result<Self, HubError> {
        let refused = |detail: String| HubError::Address { url: address.to_owned(), detail };
        let base = Url::parse(address).map_err(|error| refused(error.to_string()))?;
        if !["http", "https"].contains(&base.scheme()) || base.cannot_be_a_base() {
            return Err(refused("expected http:// or https://".to_owned()));
        }
        let http = reqwest::Client::builder()
            .user_agent(concat!("portolan/", env!("CARGO_PKG_VERSION")))
            .timeout(Duration::from_secs(30))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| refused(error.to_string()))?;
        Ok(Self { base, http })
    }

    /// The version, if it is listed.
    ///
    /// # Errors
    /// [`HubError`].
    pub async fn version(&self, repository: &str, package: &str, version: &str) -> Result<Option<Listed>, HubError> {
        let segments = ["api", "v1", "packages", "helm", repository, package, version];
        self.get(&segments, &[]).await
    }

    /// The repository with this address, if it is registered.
    ///
    /// # Errors
    /// [`HubError`].
    pub async fn repository(&self, url: &str) -> Result<Option<TrackedRepository>, HubError> {
        let found: Option<Vec<TrackedRepository>> =
            self.get(&["api", "v1", "repositories", "search"], &[("url", url), ("kind", "0")]).await?;
        let same = |candidate: &TrackedRepository| candidate.url.trim_end_matches('/') == url;
        Ok(found.unwrap_or_default().into_iter().find(same))
    }

    async fn get<T: DeserializeOwned>(&self, segments: &[&str], query: &[(&str, &str)]) -> Result<Option<T>, HubError> {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let unreachable = |error: reqwest::Error| HubError::Unreachable { url: url.to_string(), detail: chain(&error) };
        let mut answer = self.http.get(url.clone()).send().await.map_err(unreachable)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                return Err(HubError::Unreachable { url: url.to_string(), detail: status.to_string() });
            }
            status => return Err(HubError::Answer { url: url.to_string(), detail: status.to_string() }),
        }
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&piece);
            if body.len() > ANSWER_LIMIT {
                return Err(HubError::Answer {
                    url: url.to_string(),
                    detail: format!("more than {ANSWER_LIMIT} bytes"),
                });
            }
        }
        let parsed = serde_json::from_slice(&body);
        parsed.map(Some).map_err(|error| HubError::Answer { url: url.to_string(), detail: error.to_string() })
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
