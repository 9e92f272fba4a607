//! A request without its connection: head and body apart, because only the head can be shared.

use std::fmt::Display;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use hyper::{HeaderMap, Method, StatusCode};
use oci::Digest;
use tokio::time::timeout;

use crate::problem::{Code, Problem};
use crate::query::Query;

/// Method, headers and query of a request.
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    pub(crate) query: Query,
}

impl Head {
    /// A header as text, if it is there and printable.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The announced length of the body, in bytes.
    pub(crate) fn content_length(&self) -> Option<u64> {
        self.text("content-length")?.trim().parse().ok()
    }

    /// Whether a list of entity tags (`If-Match`, `If-None-Match`) is there and names `digest`; `*` names all.
    pub(crate) fn etags_name(&self, header: &str, digest: &Digest) -> bool {
        let tag = format!("\"{digest}\"");
        self.etags(header).any(|given| given == "*" || given.trim_start_matches("W/") == tag)
    }

    /// The entity tags of a header.
    pub(crate) fn etags<'a>(&'a self, header: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let lines: Vec<&'a str> = self.headers.get_all(header).iter().filter_map(|line| line.to_str().ok()).collect();
        lines.into_iter().flat_map(|line| line.split(',')).map(str::trim)
    }
}

/// The body of a request, read piece by piece.
pub(crate) struct RequestBody {
    body: UnsyncBoxBody<Bytes, String>,
    patience: Duration,
}

impl RequestBody {
    /// Wraps a body; a client that sends nothing for `patience` is given up.
    pub(crate) fn new<B>(body: B, patience: Duration) -> Self
    where
        B: hyper::body::Body<Data = Bytes> + Send + 'static,
        B::Error: Display,
    {
        Self { body: body.map_err(|error| error.to_string()).boxed_unsync(), patience }
    }

    /// The next piece that is not empty; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        loop {
            let frame = timeout(self.patience, self.body.frame()).await.map_err(|_| too_slow())?;
            match frame {
                None => return Ok(None),
                Some(Err(reason)) => {
                    let message = format!("the body broke off: {reason}");
                    return Err(Problem::bad(Code::BlobUploadInvalid, message));
                }
                // empty pieces and trailers say nothing
                Some(Ok(frame)) => {
                    if let Ok(piece) = frame.into_data()
                        && !piece.is_empty()
                    {
                        return Ok(Some(piece));
                    }
                }
            }
        }
    }

    /// The whole body, at most `limit` bytes of it.
    pub(crate) async fn collect(mut self, limit: u64, announced: Option<u64>) -> Result<Bytes, Problem> {
        let too_large = || {
            let message = format!("a manifest may have {limit} bytes at most");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, Code::SizeInvalid, message)
        };
        // A little more is read and thrown away: a client that is still sending sees the answer then, not a reset.
        let bearable = limit.saturating_mul(4);
        if announced.is_some_and(|length| length > bearable) {
            return Err(too_large());
        }
        let mut content = BytesMut::new();
        let mut seen: u64 = 0;
        while let Some(piece) = self.next().await? {
            seen = seen.saturating_add(piece.len() as u64);
            if seen <= limit {
                content.extend_from_slice(&piece);
            } else if seen > bearable {
                break;
            }
        }
        if seen > limit { Err(too_large()) } else { Ok(content.freeze()) }
    }
}

fn too_slow() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, Code::BlobUploadInvalid, "the body did not come in time")
}
