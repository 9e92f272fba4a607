//! One request to a service and its answer: bounded, patient, never redirected.
//!
//! Requests carry tokens in headers and bodies, so that no redirect is followed: a service that has moved must be
//! configured anew. Only 408, 429, 5xx and broken connections are met with another try.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use reqwest::header::{HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use reqwest::{Client, Method, Response, StatusCode, Url};
use signing::SignerError;
use web::{explain, is_loopback, shown, shown_headers};

use crate::Patience;
use crate::patience::retry_after;
use crate::scrub::Secrets;

/// Bytes read of an error answer.
const SMALL_BODY: usize = 64 << 10;

/// HTTP clients made by the caller, which knows of proxies and certificate authorities. They must not follow
/// redirects ([`reqwest::redirect::Policy::none`]): requests carry tokens.
#[derive(Clone, Debug)]
pub struct Clients {
    /// For hosts out there.
    pub remote: Client,
    /// For this machine: without a proxy.
    pub loopback: Client,
}

/// Is told of requests.
pub trait Observer: Send + Sync {
    /// The service at `location` is asked again after a pause. Nothing here holds a secret.
    fn pause(&self, location: &str, reason: &str, pause: Duration);

    /// A request has been answered.
    fn exchanged(&self, exchange: &web::Exchange) {
        let _ = exchange;
    }
}

/// The way to all services. Clones share connections.
#[derive(Clone)]
pub struct Http {
    clients: Clients,
    patience: Patience,
    observer: Option<Arc<dyn Observer>>,
}

/// A request.
pub(crate) struct Call<'a> {
    /// GET or POST.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// Headers, authorization included.
    pub headers: HeaderMap,
    /// The body of a POST.
    pub body: &'a [u8],
    /// Most bytes of the answer's body.
    pub limit: usize,
    /// What the answer must not repeat.
    pub secrets: &'a Secrets,
    /// A log is asked, which takes its time.
    pub slow: bool,
}

/// An answer whose body has been read.
pub(crate) struct Answer {
    /// HTTP status: neither a redirect nor one that may pass.
    pub status: StatusCode,
    headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// The URL that was asked, for messages.
    pub shown: String,
}

/// A failed try.
enum Failed {
    MayPass { reason: String, wait: Option<Duration> },
    Final(SignerError),
}

impl Http {
    /// Connects to nothing.
    pub fn new(clients: Clients, patience: Patience, observer: Option<Arc<dyn Observer>>) -> Self {
        Self { clients, patience, observer }
    }

    /// The same way for what can be done without: nothing is asked twice.
    pub(crate) fn without_repeats(&self) -> Self {
        Self { patience: Patience { repeats: 0, ..self.patience.clone() }, ..self.clone() }
    }

    /// The client for a URL.
    fn client(&self, url: &Url) -> &Client {
        if is_loopback(url) { &self.clients.loopback } else { &self.clients.remote }
    }

    /// Sends a request until it is answered or patience is at its end.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Result<Answer, SignerError> {
        let mut done = 0;
        loop {
            let (reason, wait) = match self.once(call).await {
                Ok(answer) => return Ok(answer),
                Err(Failed::Final(error)) => return Err(error),
                Err(Failed::MayPass { reason, wait }) => (reason, wait),
            };
            let location = shown(&call.url);
            let pause = self.patience.pause(done, wait).map_err(|why| {
                let error = SignerError::service(location.clone(), format!("{reason} ({why})"));
                error.with_hint("try again later; what was not published stays unpublished")
            })?;
            if let Some(observer) = &self.observer {
                observer.pause(&location, &reason, pause);
            }
            tokio::time::sleep(pause).await;
            done += 1;
        }
    }

    async fn once(&self, call: &Call<'_>) -> Result<Answer, Failed> {
        let begun = Instant::now();
        let wait = if call.slow { self.patience.log } else { self.patience.answer };
        let mut request = self.client(&call.url).request(call.method.clone(), call.url.clone());
        request = request.headers(call.headers.clone()).timeout(wait);
        if call.method == Method::POST {
            request = request.body(call.body.to_vec());
        }
        let response = request.send().await.map_err(|error| broken(call, error, wait))?;
        let answer = read(response, call, wait).await?;
        self.tell(call, &answer, begun);
        self.judged(answer, call)
    }

    fn tell(&self, call: &Call<'_>, answer: &Answer, begun: Instant) {
        let Some(observer) = &self.observer else { return };
        let shown = |headers: &HeaderMap| {
            let pairs = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
            shown_headers(pairs, |text| call.secrets.scrubbed(text))
        };
        observer.exchanged(&web::Exchange {
            method: call.method.to_string(),
            location: answer.shown.clone(),
            sent: shown(&call.headers),
            status: answer.status.as_u16(),
            answered: shown(&answer.headers),
            length: answer.body.len(),
            took: begun.elapsed(),
        });
    }

    fn judged(&self, answer: Answer, call: &Call<'_>) -> Result<Answer, Failed> {
        if answer.status.is_redirection() {
            let to = answer.text(LOCATION).and_then(|text| call.url.join(text).ok());
            let to = to.map(|url| format!(" to {}", call.secrets.scrubbed(&shown(&url)))).unwrap_or_default();
            let error = SignerError::service(answer.shown, format!("it redirects{to}, which is not followed"));
            return Err(Failed::Final(error.with_hint("configure the address that the service has now")));
        }
        if matches!(answer.status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504) {
            let wait = answer.text(RETRY_AFTER).and_then(|value| retry_after(value, now()));
            return Err(Failed::MayPass { reason: answer.complaint(call.secrets), wait });
        }
        Ok(answer)
    }
}

impl Answer {
    /// A header as text.
    pub(crate) fn text(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body of a successful answer.
    ///
    /// # Errors
    /// With the service's own words: denied for 401 and 403.
    pub(crate) fn accepted(self, secrets: &Secrets) -> Result<Vec<u8>, SignerError> {
        if self.status.is_success() {
            return Ok(self.body);
        }
        Err(self.refusal(secrets))
    }

    /// The error that this answer is.
    pub(crate) fn refusal(&self, secrets: &Secrets) -> SignerError {
        let complaint = self.complaint(secrets);
        match self.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => SignerError::denied(self.shown.clone(), complaint),
            _ => SignerError::service(self.shown.clone(), complaint),
        }
    }

    /// The status and what the service says: `message` or `error` of a JSON object, else the text as it is.
    fn complaint(&self, secrets: &Secrets) -> String {
        let status = format!("HTTP status {}", self.status.as_u16());
        let object: Option<serde_json::Value> = serde_json::from_slice(&self.body).ok();
        let field = |name: &str| object.as_ref()?.get(name)?.as_str().map(str::to_owned);
        let words = field("message").or_else(|| field("error"));
        let words = words.unwrap_or_else(|| String::from_utf8_lossy(&self.body).into_owned());
        let words = if words.trim_start().starts_with('<') { String::new() } else { secrets.scrubbed(&words) };
        if words.is_empty() { status } else { format!("{status}: {words}") }
    }
}

/// Unix seconds now, for `Retry-After`, validity of tokens and certificates.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

async fn read(mut response: Response, call: &Call<'_>, wait: Duration) -> Result<Answer, Failed> {
    let (status, headers) = (response.status(), response.headers().clone());
    let limit = if status.is_success() { call.limit } else { SMALL_BODY.min(call.limit) };
    let mut body = Vec::new();
    loop {
        let piece = match response.chunk().await {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            // The status of an error counts more than the rest of its text.
            Err(_) if !status.is_success() => break,
            Err(error) => return Err(broken(call, error, wait)),
        };
        let room = limit.saturating_sub(body.len());
        if piece.len() > room && status.is_success() {
            let detail = format!("the answer is longer than {limit} bytes");
            return Err(Failed::Final(SignerError::service(shown(&call.url), detail)));
        }
        body.extend_from_slice(piece.get(..room).unwrap_or(&piece));
        if piece.len() > room {
            break;
        }
    }
    Ok(Answer { status, headers, body, shown: shown(&call.url) })
}

/// A connection that broke. One that was silent too long is not waited for again.
fn broken(call: &Call<'_>, error: reqwest::Error, wait: Duration) -> Failed {
    if error.is_timeout() && !error.is_connect() {
        let detail = format!("no answer within {:.0} s", wait.as_secs_f64());
        return Failed::Final(SignerError::service(shown(&call.url), detail).with_hint("try again later"));
    }
    Failed::MayPass { reason: call.secrets.scrubbed(&explain(&error.without_url())), wait: None }
}
