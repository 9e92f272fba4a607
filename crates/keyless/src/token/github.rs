//! Tokens of GitHub Actions.
//!
//! Source: GitHub's "OpenID Connect reference", and `providers/github` of cosign: a GET with `&audience=…`, the job's
//! own bearer token, and the answer `{"value": …}`.

use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use serde::Deserialize;
use signing::SignerError;
use web::shown;

use super::{AUDIENCE, GithubService, IdentityToken};
use crate::Secret;
use crate::address::Address;
use crate::http::{Call, Http};
use crate::scrub::Secrets;

const LIMIT: usize = 64 << 10;

#[derive(Deserialize)]
struct Answer {
    value: String,
}

/// Asks for a token. The bearer token goes to the given host only: redirects are not followed.
pub(super) async fn token(from: &GithubService, http: &Http) -> Result<IdentityToken, SignerError> {
    let mut url = Address::parse(&from.url, "ACTIONS_ID_TOKEN_REQUEST_URL", false)?.url().clone();
    url.query_pairs_mut().append_pair("audience", AUDIENCE);
    let secrets = Secrets::of(&from.bearer);
    let call = Call {
        method: Method::GET,
        url: url.clone(),
        headers: headers(from)?,
        body: &[],
        limit: LIMIT,
        secrets: &secrets,
        slow: false,
    };
    let hint = "the job needs `permissions: id-token: write`";
    let answer = http.send(&call).await?.accepted(&secrets).map_err(|error| error.with_hint(hint))?;
    let answer: Answer = serde_json::from_slice(&answer)
        .map_err(|_| SignerError::service(shown(&url), "the answer is no JSON object with the text `value`"))?;
    IdentityToken::parse(&Secret::new(answer.value), "GitHub Actions")
}

fn headers(from: &GithubService) -> Result<HeaderMap, SignerError> {
    let unusable =
        |_| SignerError::configuration("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "it holds characters that no token has");
    let mut bearer = HeaderValue::from_str(&format!("bearer {}", from.bearer.reveal())).map_err(unusable)?;
    bearer.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, bearer), (ACCEPT, HeaderValue::from_static("application/json"))]))
}
