//! Answers that went well, and the body type of all answers.

use std::fmt::Display;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::header::HeaderValue;
use hyper::{Response, StatusCode};
use oci::{Digest, StoreError};
use serde_json::Value;

use crate::problem::Problem;

/// Body of a response. An error while a blob is being sent breaks the connection off.
pub type Body = UnsyncBoxBody<Bytes, StoreError>;

/// What an endpoint comes to.
pub(crate) type Answer = Result<Reply, Problem>;

/// A response in the making.
pub(crate) struct Reply(Response<Body>);

impl Reply {
    /// No body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self::with_body(status, Body::default())
    }

    /// A body that is in memory.
    pub(crate) fn bytes(status: StatusCode, media_type: &str, content: impl Into<Bytes>) -> Self {
        let content = content.into();
        let length = content.len();
        let body = Full::new(content).map_err(|never| match never {}).boxed_unsync();
        Self::with_body(status, body).header("content-type", media_type).header("content-length", length)
    }

    /// A JSON document.
    pub(crate) fn json(status: StatusCode, document: &Value) -> Self {
        Self::bytes(status, "application/json", document.to_string())
    }

    /// Any body; the caller says its length in a header.
    pub(crate) fn with_body(status: StatusCode, body: Body) -> Self {
        let mut response = Response::new(body);
        *response.status_mut() = status;
        Self(response)
    }

    /// Adds a header line.
    pub(crate) fn header(mut self, name: &'static str, value: impl Display) -> Self {
        // Values are checked names, digests and numbers, except media types from a store: those may be anything.
        if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
            self.0.headers_mut().append(name, value);
        }
        self
    }

    /// Adds the headers that identify content.
    pub(crate) fn identified_by(self, digest: &Digest) -> Self {
        self.header("docker-content-digest", digest).header("etag", format!("\"{digest}\""))
    }

    /// The finished response.
    pub(crate) fn into_response(self) -> Response<Body> {
        self.0
    }
}
