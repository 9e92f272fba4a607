//! Requests of a repository before they are authorized.

use bytes::Bytes;
use oci::RepositoryName;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};

use crate::scopes::Scopes;
use crate::wire::{Exchange, SMALL_BODY};

/// Which rights a request needs, and whose credentials it uses.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// The repository, for credentials that hold for a part of a registry.
    pub repository: Option<RepositoryName>,
    /// What a token must allow.
    pub scopes: Scopes,
}

/// A request for the registry.
pub(crate) struct Request {
    /// What goes over the wire, without authorization.
    pub exchange: Exchange,
    /// The rights it needs; without them it is sent without credentials (to other hosts).
    pub access: Option<Access>,
}

impl Request {
    /// A request without body that expects a small answer.
    pub(crate) fn new(method: Method, url: Url, access: Access) -> Self {
        let exchange = Exchange { method, url, headers: HeaderMap::new(), body: None, limit: SMALL_BODY };
        Self { exchange, access: Some(access) }
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.exchange.headers.insert(name, value);
        self
    }

    /// Adds a body; an empty one sends `Content-Length: 0`.
    pub(crate) fn body(mut self, body: Bytes) -> Self {
        self.exchange.body = Some(body);
        self
    }

    /// Reads at most `limit` bytes of a successful answer.
    pub(crate) fn at_most(mut self, limit: u64) -> Self {
        self.exchange.limit = limit;
        self
    }

    /// Whether it changes something, if the registry lets it.
    pub(crate) fn writes(&self) -> bool {
        self.exchange.method != Method::GET && self.exchange.method != Method::HEAD
    }

    /// Sends it without credentials, whatever is asked.
    pub(crate) fn stranger(mut self) -> Self {
        self.access = None;
        self
    }
}

/// An `Accept` header over media types. In one header: distribution 2.8 reads only the first.
pub(crate) fn accept(kinds: &[&str]) -> HeaderValue {
    HeaderValue::from_str(&kinds.join(", ")).unwrap_or_else(|_| HeaderValue::from_static("*/*"))
}
