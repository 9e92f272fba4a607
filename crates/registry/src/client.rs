//! A registry: one place through which every request goes.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use oci::{RepositoryName, Result, StoreError};
use reqwest::header::AUTHORIZATION;
use reqwest::{Method, StatusCode, Url};
use web::shown;

use crate::auth::{Authenticator, Ticket};
use crate::credentials::Credentials;
use crate::options::{ClientOptions, Observer, RetryPolicy};
use crate::request::{Access, Request};
use crate::retry::{Failure, Pauses, Tried};
use crate::scopes::Scopes;
use crate::store::RemoteStore;
use crate::wire::{Answer, Wire};
use crate::{answers, host};

/// Warnings remembered so that each is shown once.
const MOST_WARNINGS: usize = 100;

/// A remote registry. Clones and repositories share connections, tokens and what was learned about it.
#[derive(Clone)]
pub struct Registry {
    inner: Arc<Inner>,
}

struct Inner {
    host: String,
    base: Url,
    wire: Arc<Wire>,
    auth: Authenticator,
    retry: RetryPolicy,
    observer: Option<Arc<dyn Observer>>,
    warned: Mutex<HashSet<String>>,
    index_settles: Duration,
    claims_referrers: AtomicBool,
}

impl Registry {
    /// A client for the registry at `host` (`ghcr.io`, `localhost:5000`). Connects to nothing, runs no helper.
    ///
    /// # Errors
    /// [`StoreError::Name`] for a host outside the grammar, [`StoreError::Configuration`] for unusable PEM files.
    pub fn new(host: &str, options: ClientOptions, credentials: Credentials) -> Result<Self> {
        let base = host::base_url(host, options.plain_http)?;
        let observer = options.observer.clone();
        let retry = options.retry.clone();
        let index_settles = options.timeouts.index_settles;
        let wire = Arc::new(Wire::new(options, &base)?);
        let auth = Authenticator::new(host, base.clone(), credentials, observer.clone(), wire.secrets().clone());
        let inner = Inner {
            host: host.to_owned(),
            base,
            wire,
            auth,
            retry,
            observer,
            warned: Mutex::default(),
            index_settles,
            claims_referrers: AtomicBool::new(false),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The same registry as somebody without credentials sees it. Only connections are shared: no credential, token or
    /// knowledge of how to get one.
    #[must_use]
    pub fn anonymous(&self) -> Self {
        let Inner { host, base, wire, retry, observer, index_settles, .. } = &*self.inner;
        let secrets = wire.secrets().clone();
        let auth = Authenticator::new(host, base.clone(), Credentials::none(), observer.clone(), secrets);
        let inner = Inner {
            host: host.clone(),
            base: base.clone(),
            wire: Arc::clone(wire),
            auth,
            retry: retry.clone(),
            observer: observer.clone(),
            warned: Mutex::default(),
            index_settles: *index_settles,
            claims_referrers: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The host as it was given.
    pub fn host(&self) -> &str {
        &self.inner.host
    }

    /// A repository for reading: asks for the right to pull, for more only when something is written.
    pub fn repository(&self, name: RepositoryName) -> RemoteStore {
        RemoteStore::new(self.clone(), name, false)
    }

    /// A repository for publishing: asks for the rights to pull and push from the start, so that one token serves all.
    pub fn repository_for_push(&self, name: RepositoryName) -> RemoteStore {
        RemoteStore::new(self.clone(), name, true)
    }

    /// HTTP requests sent so far, with token requests, redirects and repeats.
    pub fn requests(&self) -> u64 {
        self.inner.wire.requests()
    }

    /// Asks whether this is a registry that lets us in (`GET /v2/`).
    ///
    /// # Errors
    /// [`StoreError::Unauthenticated`] for wrong or missing credentials, [`StoreError::Refused`] when this is no
    /// registry.
    pub async fn ping(&self) -> Result<()> {
        let access = Access { repository: None, scopes: Scopes::default() };
        let answer = self.send(&Request::new(Method::GET, self.url("", None), access)).await?;
        if answer.status.is_success() {
            return Ok(());
        }
        let status = answer.status.as_u16();
        let detail = "no registry answers under /v2/".to_owned();
        Err(StoreError::Refused { location: answer.location, status, detail })
    }

    /// `/v2/<path>`, with a query that is already encoded.
    pub(crate) fn url(&self, path: &str, query: Option<&str>) -> Url {
        let mut url = self.inner.base.clone();
        url.set_path(&format!("/v2/{path}"));
        url.set_query(query);
        url
    }

    /// The registry's root.
    pub(crate) fn base(&self) -> &Url {
        &self.inner.base
    }

    /// How long a fallback index settles before it is read back.
    pub(crate) fn index_settles(&self) -> Duration {
        self.inner.index_settles
    }

    /// A short pause of random length, for what passes by itself.
    pub(crate) fn moment(&self) -> Duration {
        self.inner.retry.base.mul_f64(0.2 + fastrand::f64() * 0.3)
    }

    /// Checks a URL that the registry chose for `what`.
    pub(crate) fn check(&self, from: &Url, to: &Url, what: &str) -> Result<()> {
        self.inner.wire.check(from, to, what)
    }

    /// Counts tries of the request to `url`.
    pub(crate) fn pauses(&self, url: &Url) -> Pauses<'_> {
        Pauses::new(&self.inner.retry, self.inner.observer.as_deref(), shown(url))
    }

    /// Sends a request that may be repeated, until it is answered or the policy gives up. 401, 403 and what
    /// [`crate::retry::may_pass`] lists come back as errors, every other status as an answer.
    pub(crate) async fn send(&self, request: &Request) -> Result<Answer> {
        let mut pauses = self.pauses(&request.exchange.url);
        loop {
            match self.once(request).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => pauses.after(failure).await?,
            }
        }
    }

    /// One try: authorization, redirects, one renewal of a refused token.
    pub(crate) async fn once(&self, request: &Request) -> Tried<Answer> {
        let Some(access) = &request.access else {
            return self.answered(self.inner.wire.follow(&request.exchange).await?);
        };
        let auth = &self.inner.auth;
        let mut ticket = auth.prepared(&self.inner.wire, access).await?;
        let mut renewed = false;
        loop {
            let answer = self.authorized(request, ticket.as_ref()).await?;
            let refused = matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
            // What another host refuses is not answered: it gets no credentials.
            if !refused || answer.moved {
                return self.answered(answer);
            }
            let better = match renewed {
                true => None,
                false => auth.renewed(&self.inner.wire, access, &answer, ticket.as_ref()).await?,
            };
            if better.is_none() {
                return Err(auth.refusal(&answer, request, access, ticket.as_ref()).await.into());
            }
            ticket = better;
            renewed = true;
        }
    }

    async fn authorized(&self, request: &Request, ticket: Option<&Ticket>) -> Tried<Answer> {
        let mut exchange = request.exchange.clone();
        if let Some(ticket) = ticket {
            exchange.headers.insert(AUTHORIZATION, ticket.header.clone());
        }
        self.inner.wire.follow(&exchange).await
    }

    fn answered(&self, answer: Answer) -> Tried<Answer> {
        if !answer.moved {
            self.pass_on_warnings(&answer);
        }
        match answer.trouble() {
            Some(trouble) => Err(Failure::Trouble(trouble)),
            None => Ok(answer),
        }
    }

    fn pass_on_warnings(&self, answer: &Answer) {
        if self.inner.observer.is_some() {
            answers::warnings(answer).iter().for_each(|text| self.warn(text));
        }
    }

    /// Tells a warning once.
    fn warn(&self, text: &str) {
        let Some(observer) = &self.inner.observer else { return };
        let mut warned = self.inner.warned.lock().unwrap_or_else(PoisonError::into_inner);
        let new = warned.len() < MOST_WARNINGS && warned.insert(text.to_owned());
        drop(warned);
        if new {
            observer.warning(text);
        }
    }

    /// The registry answered a write with `OCI-Subject`: it says that it lists referrers by itself.
    pub(crate) fn note_claim_of_referrers(&self) {
        self.inner.claims_referrers.store(true, Ordering::Relaxed);
    }

    /// Warns when the registry said so and yet a fallback index has to be written.
    pub(crate) fn warn_of_claimed_referrers(&self) {
        if self.inner.claims_referrers.load(Ordering::Relaxed) {
            self.warn(&format!(
                "{} answers with OCI-Subject as if it listed referrers, but does not: the fallback index is written",
                self.inner.host
            ));
        }
    }
}
