//! One request and its answer: bounded bodies, counted requests, redirects that obey the safety rules.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use oci::{Digest, Result, StoreError};
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Method, Response, StatusCode, Url};
use web::{explain, shown, shown_headers};

use crate::options::{ClientOptions, Observer, Timeouts};
use crate::retry::{Failure, Tried, Trouble, may_pass, retry_after};
use crate::safety::{Guard, PrivateAddress, same_origin};
use crate::scrub::Secrets;
use crate::tls::Clients;
use crate::{answers, redirect};

/// Bytes read of an error answer.
pub(crate) const SMALL_BODY: u64 = 64 << 10;

/// A request as it goes over the wire.
#[derive(Clone)]
pub(crate) struct Exchange {
    /// HTTP method.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// Headers, authorization included once it is known.
    pub headers: HeaderMap,
    /// The body; `Some` and empty sends `Content-Length: 0`.
    pub body: Option<Bytes>,
    /// Most bytes of a successful answer's body.
    pub limit: u64,
}

/// An answer whose body has been read.
#[derive(Debug)]
pub(crate) struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body; of errors at most 64 KiB.
    pub body: Bytes,
    /// The URL that was asked first, without its query.
    pub location: String,
    /// Another origin than the one that was asked has answered: it never gets credentials.
    pub moved: bool,
    /// What its texts must not repeat.
    pub secrets: Secrets,
}

impl Answer {
    /// A header as text.
    pub(crate) fn text(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// The digest of the content as the registry computed it.
    pub(crate) fn content_digest(&self) -> Option<Digest> {
        Digest::parse(self.text(HeaderName::from_static("docker-content-digest"))?).ok()
    }

    /// The media type of the body without parameters, in lower case.
    pub(crate) fn media_type(&self) -> Option<String> {
        let value = self.text(CONTENT_TYPE)?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()).filter(|kind| !kind.is_empty())
    }

    /// The failure that this answer is, if the same request can succeed later.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        if !may_pass(self.status) {
            return None;
        }
        let said = answers::said(self).text;
        let status = self.status.as_u16();
        let own = match status {
            429 => format!("too many requests, HTTP status {status}"),
            _ => format!("HTTP status {status}"),
        };
        let reason = answers::joined(&own, &said);
        let wait = self.text(RETRY_AFTER).and_then(|value| retry_after(value, SystemTime::now()));
        Some(Trouble { reason, retry_after: wait })
    }
}

/// Sends requests for one registry.
pub(crate) struct Wire {
    clients: Clients,
    guard: Guard,
    timeouts: Timeouts,
    requests: AtomicU64,
    secrets: Secrets,
    observer: Option<Arc<dyn Observer>>,
}

impl Wire {
    /// Checks the options; connects to nothing.
    pub(crate) fn new(options: ClientOptions, base: &Url) -> Result<Self> {
        let guard = Guard::new(base);
        let (timeouts, observer) = (options.timeouts.clone(), options.observer.clone());
        let clients = Clients::new(options, guard.clone(), base)?;
        Ok(Self { clients, guard, timeouts, requests: AtomicU64::new(0), secrets: Secrets::default(), observer })
    }

    /// Requests sent so far, redirects and token requests included.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// The secrets that go over this wire.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Checks a URL that the other side chose for `what`.
    pub(crate) fn check(&self, from: &Url, to: &Url, what: &str) -> Result<()> {
        self.guard.check(from, to).map_err(|why| {
            let detail = self.secrets.scrubbed(&format!("{what} {}: {why}", shown(to)));
            StoreError::Unsafe { location: self.secrets.scrubbed(&shown(from)), detail }
        })
    }

    /// Sends a request and follows its redirects. Credentials stay with the origin they were meant for.
    pub(crate) async fn follow(&self, asked: &Exchange) -> Tried<Answer> {
        let mut hop = asked.clone();
        let mut moved = false;
        for _ in 0..=redirect::MOST {
            let mut answer = self.exchange(&hop).await?;
            let Some(target) = redirect::target(&answer, &hop)? else {
                answer.moved = moved;
                answer.location = self.secrets.scrubbed(&shown(&asked.url));
                return Ok(answer);
            };
            self.check(&hop.url, &target, "redirect to")?;
            if !same_origin(&hop.url, &target) {
                hop.headers.remove(AUTHORIZATION);
                moved = true;
            }
            hop.url = target;
        }
        let detail = format!("more than {} redirects", redirect::MOST);
        Err(StoreError::Unsafe { location: shown(&asked.url), detail }.into())
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn exchange(&self, exchange: &Exchange) -> Tried<Answer> {
        // Realms, sessions and redirects are the other side's texts, too.
        let location = self.secrets.scrubbed(&shown(&exchange.url));
        let client = self.clients.of(&exchange.url)?;
        self.requests.fetch_add(1, Ordering::Relaxed);
        let begun = Instant::now();
        let response =
            client.execute(self.prepared(exchange)).await.map_err(|error| failed(&location, error.without_url()))?;
        let status = response.status();
        let headers = response.headers().clone();
        let body = read(response, exchange.limit, &location).await?;
        let answer = Answer { status, headers, body, location, moved: false, secrets: self.secrets.clone() };
        self.tell(exchange, &answer, begun);
        Ok(answer)
    }

    fn tell(&self, asked: &Exchange, answer: &Answer, begun: Instant) {
        let Some(observer) = &self.observer else { return };
        observer.exchanged(&web::Exchange {
            method: asked.method.to_string(),
            location: answer.location.clone(),
            sent: self.shown(&asked.headers),
            status: answer.status.as_u16(),
            answered: self.shown(&answer.headers),
            length: answer.body.len(),
            took: begun.elapsed(),
        });
    }

    fn shown(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let pairs = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        shown_headers(pairs, |text| self.secrets.scrubbed(text))
    }

    fn prepared(&self, exchange: &Exchange) -> reqwest::Request {
        let mut request = reqwest::Request::new(exchange.method.clone(), exchange.url.clone());
        *request.headers_mut() = exchange.headers.clone();
        let sent = exchange.body.clone().unwrap_or_default();
        let bytes = (sent.len() as u64).saturating_add(exchange.limit);
        if !sent.is_empty() {
            *request.body_mut() = Some(sent.into());
        } else if exchange.body.is_some() {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.timeout_mut() = Some(self.timeouts.for_bytes(bytes));
        request
    }
}

async fn read(mut response: Response, limit: u64, location: &str) -> Tried<Bytes> {
    let succeeded = response.status().is_success();
    let limit = if succeeded { limit } else { SMALL_BODY };
    if succeeded && response.content_length().is_some_and(|length| length > limit) {
        return Err(too_long(location, limit).into());
    }
    let mut gathered = BytesMut::new();
    loop {
        let piece = match response.chunk().await {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            // The status of an error counts more than the rest of its text.
            Err(_) if !succeeded => break,
            Err(error) => return Err(failed(location, error.without_url())),
        };
        let room = limit.saturating_sub(gathered.len() as u64);
        if piece.len() as u64 <= room {
            gathered.extend_from_slice(&piece);
        } else if succeeded {
            return Err(too_long(location, limit).into());
        } else {
            let fits = usize::try_from(room).unwrap_or(piece.len()).min(piece.len());
            gathered.extend_from_slice(&piece.slice(..fits));
            break;
        }
    }
    Ok(gathered.freeze())
}

fn too_long(location: &str, limit: u64) -> StoreError {
    StoreError::WrongSize { location: location.to_owned(), detail: format!("the answer is longer than {limit} bytes") }
}

/// Connection errors may pass; refused certificates and addresses won't.
fn failed(location: &str, error: reqwest::Error) -> Failure {
    let location = location.to_owned();
    if let Some(private) = cause::<PrivateAddress>(&error) {
        return StoreError::Unsafe { location, detail: private.to_string() }.into();
    }
    if error.is_builder() || cause::<rustls::Error>(&error).is_some() {
        return StoreError::Unreachable { location, detail: explain(&error) }.into();
    }
    let reason = if error.is_timeout() { format!("timed out: {}", explain(&error)) } else { explain(&error) };
    Failure::Trouble(Trouble { reason, retry_after: None })
}

/// Looks for a cause of this type, also inside I/O errors, which hide what they wrap.
fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(current) = next {
        if let Some(found) = current.downcast_ref::<T>() {
            return Some(found);
        }
        let wrapped = current.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner),
            None => current.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_urls_have_no_secrets() {
        let url = Url::parse("https://user:word@r.example/v2/a/blobs/uploads/7?_state=abc#x").unwrap();
        assert_eq!(shown(&url), "https://r.example/v2/a/blobs/uploads/7");
    }

    #[test]
    fn causes_are_found_inside_io_errors() {
        let error = std::io::Error::other(rustls::Error::DecryptError);
        assert!(cause::<rustls::Error>(&error).is_some());
        assert!(cause::<PrivateAddress>(&error).is_none());
    }
}
