//! Asking a token server (distribution, "Token Authentication Specification" and "Oauth2 Token Authentication").

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use oci::{Result, StoreError};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde_json::Value;
use web::shown;

use crate::Secret;
use crate::answers;
use crate::credentials::{Credential, Found};
use crate::retry::{Failure, Tried};
use crate::scopes::Scopes;
use crate::wire::{Answer, Exchange, SMALL_BODY, Wire};

/// Lifetime of a token whose answer doesn't say.
const LIFETIME: Duration = Duration::from_secs(60);

/// Longest lifetime that is believed.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// A token server and the name under which it knows the registry.
#[derive(Clone, Debug)]
pub(crate) struct Realm {
    /// Its URL, already judged safe.
    pub url: Url,
    /// The registry's name there.
    pub service: Option<String>,
}

/// A token as granted.
pub(crate) struct Granted {
    /// The `Authorization` header that carries it.
    pub header: HeaderValue,
    /// How long it holds, counted from before it was asked for.
    pub lifetime: Duration,
}

/// Asks for a token: with an identity token by POST, falling back to GET where the server has no POST (404, 405);
/// otherwise by GET, with Basic credentials or anonymously.
pub(crate) async fn ask(wire: &Wire, realm: &Realm, scopes: &Scopes, found: Option<&Found>) -> Tried<Granted> {
    let basic = match found.map(|found| &found.credential) {
        None | Some(Credential::RegistryToken(_)) => None,
        Some(Credential::Basic { username, password }) => Some(basic_header(username, password, &realm.url)?),
        Some(Credential::IdentityToken { username, token }) => {
            let answer = wire.exchange(&post(realm, scopes, token)).await?;
            if !matches!(answer.status.as_u16(), 404 | 405) {
                return granted(&answer, found, scopes);
            }
            Some(basic_header(username.as_deref().unwrap_or("<token>"), token, &realm.url)?)
        }
    };
    let answer = wire.follow(&get(realm, scopes, basic)).await?;
    granted(&answer, found, scopes)
}

fn get(realm: &Realm, scopes: &Scopes, basic: Option<HeaderValue>) -> Exchange {
    let mut url = realm.url.clone();
    let lines = scopes.lines();
    let service = realm.service.iter().map(|service| ("service", service.as_str()));
    let pairs: Vec<(&str, &str)> = service.chain(lines.iter().map(|line| ("scope", line.as_str()))).collect();
    if !pairs.is_empty() {
        url.query_pairs_mut().extend_pairs(pairs);
    }
    let mut headers = HeaderMap::new();
    if let Some(basic) = basic {
        headers.insert(AUTHORIZATION, basic);
    }
    Exchange { method: Method::GET, url, headers, body: None, limit: SMALL_BODY }
}

fn post(realm: &Realm, scopes: &Scopes, token: &Secret) -> Exchange {
    // A URL's query has the same encoding as a form.
    let mut form = realm.url.clone();
    form.set_query(None);
    form.query_pairs_mut()
        .append_pair("grant_type", "refresh_token")
        .append_pair("service", realm.service.as_deref().unwrap_or_default())
        .append_pair("client_id", "portolan")
        .append_pair("scope", &scopes.lines().join(" "))
        .append_pair("refresh_token", token.reveal());
    let body = Bytes::from(form.query().unwrap_or_default().to_owned());
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    Exchange { method: Method::POST, url: realm.url.clone(), headers, body: Some(body), limit: SMALL_BODY }
}

fn granted(answer: &Answer, found: Option<&Found>, scopes: &Scopes) -> Tried<Granted> {
    if let Some(trouble) = answer.trouble() {
        return Err(Failure::Trouble(trouble));
    }
    if !answer.status.is_success() {
        return Err(refused(answer, found, scopes).into());
    }
    let unusable = |detail: &str| StoreError::Refused {
        location: answer.location.clone(),
        status: answer.status.as_u16(),
        detail: detail.to_owned(),
    };
    let document: Value =
        serde_json::from_slice(&answer.body).map_err(|_| unusable("the token server's answer is not JSON"))?;
    let text = |field: &str| document.get(field).and_then(Value::as_str).filter(|token| !token.is_empty());
    for field in ["token", "access_token", "refresh_token"] {
        if let Some(token) = text(field) {
            answer.secrets.keep_token(token);
        }
    }
    let token =
        text("token").or_else(|| text("access_token")).ok_or_else(|| unusable("the token server sent no token"))?;
    let header = bearer_header(token).ok_or_else(|| unusable("the token server's token is not printable text"))?;
    let seconds = document.get("expires_in").and_then(Value::as_f64).filter(|seconds| *seconds >= 1.0);
    let lifetime =
        seconds.map_or(LIFETIME, |seconds| Duration::from_secs_f64(seconds.min(LONGEST_LIFETIME.as_secs_f64())));
    Ok(Granted { header, lifetime })
}

fn refused(answer: &Answer, found: Option<&Found>, scopes: &Scopes) -> StoreError {
    let location = answer.location.clone();
    let said = answers::said(answer).text;
    let status = answer.status.as_u16();
    let action = if scopes.writes() { "writing" } else { "reading" };
    let own = match found {
        None => format!("no credentials for this registry, and the token server refuses anonymous {action}"),
        Some(Found { source, .. }) if status == 403 => {
            format!("the credentials from {source} do not allow {action}, says the token server")
        }
        Some(Found { source, .. }) => format!("the credentials from {source} were refused by the token server"),
    };
    match status {
        401 => StoreError::Unauthenticated { location, detail: answers::joined(&own, &said) },
        403 => StoreError::Denied { location, detail: answers::joined(&own, &said) },
        _ => StoreError::Refused { location, status, detail: answers::joined("it granted no token", &said) },
    }
}

/// `Authorization: Basic`, marked as sensitive. `url` is named when the credentials fit no header.
pub(crate) fn basic_header(username: &str, password: &Secret, url: &Url) -> Result<HeaderValue> {
    let encoded = STANDARD.encode(format!("{username}:{}", password.reveal()));
    sensitive(&format!("Basic {encoded}")).ok_or_else(|| StoreError::Configuration {
        location: shown(url),
        detail: "the credentials don't fit a header".to_owned(),
    })
}

/// `Authorization: Bearer`, marked as sensitive; nothing when the token holds control characters.
pub(crate) fn bearer_header(token: &str) -> Option<HeaderValue> {
    sensitive(&format!("Bearer {token}"))
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::*;
    use crate::scrub::Secrets;

    fn realm() -> Realm {
        let url = Url::parse("https://auth.example/token?account=me").unwrap();
        Realm { url, service: Some("registry.example".to_owned()) }
    }

    fn answer(status: StatusCode, body: &'static str) -> Answer {
        let location = "https://auth.example/token".to_owned();
        Answer {
            status,
            headers: HeaderMap::new(),
            body: Bytes::from(body),
            location,
            moved: false,
            secrets: Secrets::default(),
        }
    }

    #[test]
    fn every_scope_is_a_parameter_of_its_own() {
        let scopes = Scopes::default().with("repository:a/b:pull,push repository:c:pull");
        assert_eq!(
            get(&realm(), &scopes, None).url.as_str(),
            "https://auth.example/token?account=me&service=registry.example\
             &scope=repository%3Aa%2Fb%3Apull%2Cpush&scope=repository%3Ac%3Apull"
        );
    }

    #[test]
    fn i28_identity_tokens_go_into_a_form() {
        let form = post(&realm(), &Scopes::default().with("repository:a:pull repository:b:pull"), &Secret::new("s&c"));
        assert_eq!(form.url.as_str(), "https://auth.example/token?account=me");
        assert_eq!(
            form.body.as_deref(),
            Some(
                b"grant_type=refresh_token&service=registry.example&client_id=portolan\
                  &scope=repository%3Aa%3Apull+repository%3Ab%3Apull&refresh_token=s%26c"
                    .as_slice()
            )
        );
    }

    #[test]
    fn lifetimes() {
        let scopes = Scopes::default();
        let lifetime = |body| {
            let granted = granted(&answer(StatusCode::OK, body), None, &scopes);
            granted.map(|granted| granted.lifetime.as_secs()).ok()
        };
        assert_eq!(lifetime(r#"{"token":"t"}"#), Some(60));
        assert_eq!(lifetime(r#"{"access_token":"t","expires_in":300}"#), Some(300));
        assert_eq!(lifetime(r#"{"token":"t","expires_in":1e30}"#), Some(86_400));
        assert_eq!(lifetime(r#"{"token":"t","expires_in":-5}"#), Some(60));
        assert_eq!(lifetime(r#"{"token":""}"#), None);
        assert_eq!(lifetime("{\"token\":\"a\\nb\"}"), None);
    }

    #[test]
    fn refusals_name_whose_they_are() {
        let credential = Credential::Basic { username: "me".to_owned(), password: Secret::new("hunter2") };
        let found = Found { credential, source: "config.json".to_owned() };
        let push = Scopes::default().with("repository:a:pull,push");
        let of = |status, found| refused(&answer(status, ""), found, &push);
        let location = "https://auth.example/token: ";
        assert_eq!(
            of(StatusCode::FORBIDDEN, Some(&found)).to_string(),
            format!(
                "{location}access denied: the credentials from config.json do not allow writing, says the token server"
            )
        );
        assert_eq!(
            of(StatusCode::UNAUTHORIZED, Some(&found)).to_string(),
            format!("{location}not authenticated: the credentials from config.json were refused by the token server")
        );
        assert!(of(StatusCode::FORBIDDEN, None).hint().unwrap().starts_with("log in first"));
    }

    #[test]
    fn headers_print_nothing() {
        let header = basic_header("me", &Secret::new("hunter2"), &realm().url).unwrap();
        assert_eq!(header.to_str().unwrap(), "Basic bWU6aHVudGVyMg==");
        assert_eq!(format!("{header:?}"), "Sensitive");
    }
}
