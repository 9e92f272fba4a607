//! Tokens for people: the authorization code flow with PKCE, in a browser.
//!
//! Sources: OpenID Connect Core 1, section 3.1, and Discovery 1; PKCE (RFC 7636); native apps (RFC 8252). The browser
//! comes back to a port of this machine; where none can be opened, the person carries the code over by hand.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use signing::SignerError;
use sigstore_crypto::sha256;
use web::shown;

use super::IdentityToken;
use super::callback::Callback;
use crate::Secret;
use crate::address::Address;
use crate::http::{Call, Http};
use crate::scrub::Secrets;

const CLIENT: &str = "sigstore";
const SCOPES: &str = "openid email";
const BY_HAND: &str = "urn:ietf:wg:oauth:2.0:oob";
const LIMIT: usize = 64 << 10;

/// Somebody in front of a browser.
pub trait Person: Send + Sync {
    /// Opens the page in the browser; whether that worked.
    fn open(&self, page: &str) -> bool;

    /// Asks for the code that the page shows, when it has to be opened by hand.
    ///
    /// # Errors
    /// When nobody answers.
    fn code(&self, page: &str) -> std::io::Result<String>;
}

/// The issuer's endpoints.
#[derive(Deserialize)]
struct Discovered {
    authorization_endpoint: String,
    token_endpoint: String,
}

#[derive(Deserialize)]
struct Granted {
    id_token: String,
}

/// What ties the answers of one login together.
struct Login {
    verifier: Secret,
    challenge: String,
    state: String,
}

/// Lets the person log in with the issuer.
pub(super) async fn token(issuer: &Url, person: &Arc<dyn Person>, http: &Http) -> Result<IdentityToken, SignerError> {
    let login = Login::new()?;
    let found: Discovered = discover(issuer, http).await?;
    let page = |redirect: &str| {
        let endpoint = Address::parse(&found.authorization_endpoint, issuer.as_str(), false)?;
        Ok::<_, SignerError>(login.page(endpoint.url(), redirect))
    };
    let callback = Callback::listen()
        .await
        .map_err(|error| SignerError::configuration("the browser's way back", error.to_string()))?;
    let (code, redirect) = if person.open(page(&callback.address)?.as_str()) {
        let code = callback.code(&login.state).await.map_err(|detail| refused(issuer, &detail))?;
        (code, callback.address)
    } else {
        let code = person.code(page(BY_HAND)?.as_str()).map_err(|error| refused(issuer, &error.to_string()))?;
        (Secret::new(code.trim()), BY_HAND.to_owned())
    };
    let endpoint = Address::parse(&found.token_endpoint, issuer.as_str(), false)?;
    let granted = exchanged(&endpoint, &login, &code, &redirect, http).await?;
    IdentityToken::parse(&granted, issuer.as_str())
}

fn refused(issuer: &Url, detail: &str) -> SignerError {
    SignerError::denied(shown(issuer), detail).with_hint("log in again, or give a token with --identity-token")
}

impl Login {
    fn new() -> Result<Self, SignerError> {
        let verifier = random::<32>()?;
        let challenge = URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes()).as_slice());
        Ok(Self { verifier: Secret::new(verifier), challenge, state: random::<16>()? })
    }

    fn page(&self, endpoint: &Url, redirect: &str) -> Url {
        let mut page = endpoint.clone();
        page.query_pairs_mut()
            .append_pair("client_id", CLIENT)
            .append_pair("redirect_uri", redirect)
            .append_pair("response_type", "code")
            .append_pair("scope", SCOPES)
            .append_pair("code_challenge", &self.challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("state", &self.state);
        page
    }
}

fn random<const LENGTH: usize>() -> Result<String, SignerError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)
        .map_err(|error| SignerError::configuration("randomness of the system", error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

async fn discover(issuer: &Url, http: &Http) -> Result<Discovered, SignerError> {
    let mut url = issuer.clone();
    url.set_path(&format!("{}/.well-known/openid-configuration", issuer.path().trim_end_matches('/')));
    let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    ask(http, Method::GET, url, headers, &[], &Secrets::none()).await
}

async fn exchanged(
    endpoint: &Address,
    login: &Login,
    code: &Secret,
    redirect: &str,
    http: &Http,
) -> Result<Secret, SignerError> {
    let mut form = endpoint.url().clone();
    form.query_pairs_mut()
        .clear()
        .append_pair("grant_type", "authorization_code")
        .append_pair("client_id", CLIENT)
        .append_pair("code", code.reveal())
        .append_pair("code_verifier", login.verifier.reveal())
        .append_pair("redirect_uri", redirect);
    let form = Secret::new(form.query().unwrap_or_default());
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, kind)]);
    let secrets = Secrets::all(&[code, &login.verifier]);
    let url = endpoint.url().clone();
    let granted: Granted = ask(http, Method::POST, url, headers, form.reveal().as_bytes(), &secrets).await?;
    Ok(Secret::new(granted.id_token))
}

async fn ask<T: DeserializeOwned>(
    http: &Http,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: &[u8],
    secrets: &Secrets,
) -> Result<T, SignerError> {
    let call = Call { method, url: url.clone(), headers, body, limit: LIMIT, secrets, slow: false };
    let answer = http.send(&call).await?.accepted(secrets)?;
    serde_json::from_slice(&answer).map_err(|_| SignerError::service(shown(&url), "no usable answer of an OIDC issuer"))
}
