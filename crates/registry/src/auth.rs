//! How a registry wants to be asked, learned from its challenges (distribution, "Token Authentication").
//!
//! 1. The first request carries nothing. A registry that asks nobody never sees credentials.
//! 2. 401 with `Bearer`: a token for the wanted scopes and the challenge's, from a realm that passed the safety rules.
//!    401 with `Basic`: the credentials themselves; the URL is HTTPS unless the user chose plain HTTP.
//! 3. Later requests carry what was learned at once: no needless 401.
//! 4. A token that is refused (401, 403) is replaced once per request; then the refusal counts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use oci::{RepositoryName, Result, StoreError};
use reqwest::header::HeaderValue;
use reqwest::{StatusCode, Url};
use web::shown;

use crate::answers;
use crate::challenge::{self, Challenge};
use crate::credentials::{Credential, Credentials, Found};
use crate::options::Observer;
use crate::request::{Access, Request};
use crate::retry::Tried;
use crate::scopes::Scopes;
use crate::scrub::Secrets;
use crate::token::{self, Realm};
use crate::wire::{Answer, Wire};

/// Knows how to be let in.
pub(crate) struct Authenticator {
    host: String,
    base: Url,
    credentials: Credentials,
    observer: Option<Arc<dyn Observer>>,
    /// Is told every secret that is sent.
    secrets: Secrets,
    state: Mutex<State>,
    /// Requests that need a token at the same time ask for it one after the other, so that the first answer serves all.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    scheme: Option<Scheme>,
    /// Tokens by the scopes that requests wanted.
    tokens: HashMap<Scopes, Token>,
    found: HashMap<Option<RepositoryName>, Option<Found>>,
    serial: u64,
}

#[derive(Clone)]
enum Scheme {
    Basic,
    Bearer(Realm),
}

#[derive(Clone)]
struct Token {
    plan: Plan,
    header: HeaderValue,
    renew_at: Instant,
    serial: u64,
}

/// Whom to ask for which scopes.
#[derive(Clone)]
struct Plan {
    realm: Realm,
    scopes: Scopes,
}

/// What a request carries.
pub(crate) struct Ticket {
    /// The `Authorization` header.
    pub header: HeaderValue,
    /// The token's number and scopes; nothing for Basic.
    token: Option<(u64, Scopes)>,
}

impl Ticket {
    fn of(token: &Token) -> Self {
        Self { header: token.header.clone(), token: Some((token.serial, token.plan.scopes.clone())) }
    }

    fn serial(&self) -> Option<u64> {
        self.token.as_ref().map(|(serial, _)| *serial)
    }
}

impl Authenticator {
    /// Nothing is looked up or asked yet.
    pub(crate) fn new(
        host: &str,
        base: Url,
        credentials: Credentials,
        observer: Option<Arc<dyn Observer>>,
        secrets: Secrets,
    ) -> Self {
        let state = Mutex::default();
        let turn = tokio::sync::Mutex::new(());
        Self { host: host.to_owned(), base, credentials, observer, secrets, state, turn }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What to send with a first try, as far as the registry's ways are known.
    pub(crate) async fn prepared(&self, wire: &Wire, access: &Access) -> Tried<Option<Ticket>> {
        let scheme = self.state().scheme.clone();
        match scheme {
            None => Ok(None),
            Some(Scheme::Basic) => Ok(self.basic(access).await?),
            Some(Scheme::Bearer(realm)) => {
                let plan = self.known_plan(access).unwrap_or_else(|| Plan { realm, scopes: access.scopes.clone() });
                Ok(Some(self.bearer(wire, access, plan, None).await?))
            }
        }
    }

    /// What to send after a 401 or 403; nothing when there is nothing better to send.
    pub(crate) async fn renewed(
        &self,
        wire: &Wire,
        access: &Access,
        answer: &Answer,
        used: Option<&Ticket>,
    ) -> Tried<Option<Ticket>> {
        let refused = used.and_then(Ticket::serial);
        if answer.status == StatusCode::UNAUTHORIZED {
            let challenges = challenge::of(&answer.headers);
            if let Some(bearer) = challenges.iter().find(|challenge| challenge.is("bearer")) {
                let realm = self.realm(wire, bearer, answer)?;
                let scopes = access.scopes.clone().with(bearer.get("scope").unwrap_or_default());
                self.state().scheme = Some(Scheme::Bearer(realm.clone()));
                return Ok(Some(self.bearer(wire, access, Plan { realm, scopes }, refused).await?));
            }
            if used.is_none() && challenges.iter().any(|challenge| challenge.is("basic")) {
                let ticket = self.basic(access).await?;
                if ticket.is_some() {
                    self.state().scheme = Some(Scheme::Basic);
                }
                return Ok(ticket);
            }
        }
        match self.known_plan(access) {
            Some(plan) if refused.is_some() => Ok(Some(self.bearer(wire, access, plan, refused).await?)),
            _ => Ok(None),
        }
    }

    /// The error that a 401 or 403 is in the end. It names the credentials that were used or could have been.
    pub(crate) async fn refusal(
        &self,
        answer: &Answer,
        request: &Request,
        access: &Access,
        used: Option<&Ticket>,
    ) -> StoreError {
        // A registry that refuses without a challenge has not made anybody look yet.
        let (source, nobody) = match self.credential(access).await {
            Ok(found) => (found.map(|found| found.source), format!("no credentials for {}", self.host)),
            Err(error) => (None, format!("no credentials for {} ({error})", self.host)),
        };
        let scopes = used.and_then(|ticket| ticket.token.as_ref()).map(|(_, scopes)| scopes.lines().join(" "));
        let scopes = scopes.map(|scopes| self.secrets.scrubbed(&scopes));
        let action = if request.writes() { "writing" } else { "reading" };
        let forbidden = answer.status == StatusCode::FORBIDDEN;
        let own = match (&source, scopes) {
            (Some(source), Some(scopes)) => {
                format!("the token for {scopes}, got with the credentials from {source}, does not allow {action}")
            }
            (None, Some(scopes)) => format!("{nobody}, and an anonymous token for {scopes} does not allow {action}"),
            (Some(source), None) if forbidden && used.is_some() => {
                format!("the credentials from {source} do not allow {action}")
            }
            (Some(source), None) if forbidden => {
                format!("it refuses {action} without asking for the credentials from {source}")
            }
            (Some(source), None) if used.is_some() => format!("the credentials from {source} were refused"),
            (Some(source), None) => format!("the credentials from {source} are not of the kind it asks for"),
            (None, None) => nobody,
        };
        let location = answer.location.clone();
        let detail = answers::joined(&own, &answers::said(answer).text);
        let granted = used.is_some_and(|ticket| ticket.token.is_some()) && source.is_some();
        if forbidden || granted {
            return StoreError::Denied { location, detail };
        }
        StoreError::Unauthenticated { location, detail }
    }

    fn realm(&self, wire: &Wire, bearer: &Challenge, answer: &Answer) -> Result<Realm> {
        let refused =
            |detail: &str| StoreError::Unsafe { location: answer.location.clone(), detail: detail.to_owned() };
        let text = bearer.get("realm").ok_or_else(|| refused("a Bearer challenge without realm"))?;
        let url = Url::parse(text).map_err(|_| refused("the realm of the Bearer challenge is not a URL"))?;
        wire.check(&self.base, &url, "token server")?;
        Ok(Realm { url, service: bearer.get("service").map(str::to_owned) })
    }

    fn known_plan(&self, access: &Access) -> Option<Plan> {
        self.state().tokens.get(&access.scopes).map(|token| token.plan.clone())
    }

    /// A token that isn't the refused one and still holds.
    fn cached(&self, access: &Access, refused: Option<u64>) -> Option<Ticket> {
        let state = self.state();
        let token = state.tokens.get(&access.scopes)?;
        let holds = Some(token.serial) != refused && Instant::now() < token.renew_at;
        holds.then(|| Ticket::of(token))
    }

    async fn bearer(&self, wire: &Wire, access: &Access, plan: Plan, refused: Option<u64>) -> Tried<Ticket> {
        if let Some(ticket) = self.cached(access, refused) {
            return Ok(ticket);
        }
        let _turn = self.turn.lock().await;
        if let Some(ticket) = self.cached(access, refused) {
            return Ok(ticket);
        }
        let found = self.credential(access).await?;
        let asked_at = Instant::now();
        let (header, lifetime) = match found.as_ref().map(|found| &found.credential) {
            Some(Credential::RegistryToken(token)) => (self.ready_token(token.reveal())?, Duration::from_secs(3600)),
            _ => {
                let granted = token::ask(wire, &plan.realm, &plan.scopes, found.as_ref()).await?;
                (granted.header, granted.lifetime)
            }
        };
        let margin = (lifetime / 4).min(Duration::from_secs(15));
        let mut state = self.state();
        state.serial += 1;
        let token = Token { plan, header, renew_at: asked_at + lifetime.saturating_sub(margin), serial: state.serial };
        let ticket = Ticket::of(&token);
        state.tokens.insert(access.scopes.clone(), token);
        Ok(ticket)
    }

    fn ready_token(&self, token: &str) -> Result<HeaderValue> {
        token::bearer_header(token).ok_or_else(|| StoreError::Configuration {
            location: shown(&self.base),
            detail: "the configured registry token is not printable text".to_owned(),
        })
    }

    async fn basic(&self, access: &Access) -> Result<Option<Ticket>> {
        let found = self.credential(access).await?;
        let Some(Credential::Basic { username, password }) = found.map(|found| found.credential) else {
            return Ok(None);
        };
        let header = token::basic_header(&username, &password, &self.base)?;
        Ok(Some(Ticket { header, token: None }))
    }

    /// Looks the credentials up, once per repository. Files may name programs to run, so that happens off the runtime.
    async fn credential(&self, access: &Access) -> Result<Option<Found>> {
        if let Some(known) = self.state().found.get(&access.repository) {
            return Ok(known.clone());
        }
        let credentials = self.credentials.clone();
        let host = self.host.clone();
        let repository = access.repository.clone();
        let lookup = tokio::task::spawn_blocking(move || credentials.find(&host, repository.as_ref()));
        let found = lookup.await.map_err(|error| StoreError::Configuration {
            location: self.host.clone(),
            detail: format!("the lookup of credentials broke off: {error}"),
        })??;
        if let Some(found) = &found {
            self.secrets.keep_credential(&found.credential);
        }
        if let (Some(found), Some(observer)) = (&found, &self.observer) {
            observer.credentials(&self.host, &found.source);
        }
        self.state().found.insert(access.repository.clone(), found.clone());
        Ok(found)
    }
}
