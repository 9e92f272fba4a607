//! Where tokens come from, and what is wrong with them.

use serde_json::{Value, json};
use signing::SignerError;
use signing::signer::SignerErrorKind;

use super::fake::{Fake, Reply, http};
use super::forge::{EXPIRES, ISSUER, WORKFLOW, claims, token};
use crate::token::{FoundToken, GithubService, Surroundings, find};
use crate::{IdentityToken, Secret, Services, TokenSources};

const NOW: i64 = 1_800_000_000;

fn with(name: &str, value: Value) -> Result<IdentityToken, SignerError> {
    let mut claims = claims();
    claims[name] = value;
    let token = IdentityToken::parse(&token(&claims), "token.txt")?;
    token.check(NOW).map(|()| token)
}

fn found(source: &str) -> Option<FoundToken> {
    Some(FoundToken { token: token(&claims()), source: source.to_owned() })
}

#[test]
fn tokens_of_another_form_are_refused_without_being_repeated() {
    let good = token(&claims());
    let (head, rest) = good.reveal().split_once('.').unwrap();
    let (payload, _) = rest.split_once('.').unwrap();
    for (bad, why) in [
        (format!("{head}.{payload}"), "it has 2 parts, expected 3"),
        (format!("{}.more", good.reveal()), "it has 4 parts"),
        (format!("{head}..{payload}"), "parts is empty"),
        (format!("{head}.%%{payload}.x"), "not base64url"),
        (format!("{head}.{head}.x"), "lack `iss` or `exp`"),
        (String::new(), "it is empty"),
        ("x".repeat(40_000), "longer than"),
    ] {
        let error = IdentityToken::parse(&Secret::new(bad), "token.txt").unwrap_err();
        assert!(
            error.to_string().starts_with("token.txt: not an OIDC identity token: ") && error.to_string().contains(why),
            "{error}"
        );
        assert!(!format!("{error:?}").contains(&payload[..16]), "{error:?}");
    }
}

#[test]
fn claims_that_fulcio_refuses_are_found_before_it_is_asked() {
    for (name, value, why) in [
        ("aud", json!("sts.amazonaws.com"), "for the audience sts.amazonaws.com, expected sigstore"),
        ("aud", json!(["a", "b"]), "for the audience a, b, expected"),
        ("aud", json!(null), "for no audience"),
        ("exp", json!(NOW), "expired at 2027-01-15T08:00:00Z"),
        ("exp", json!(-1e300), "expired at an impossible time"),
        ("nbf", json!(NOW + 3600), "not valid before"),
        ("sub", json!(""), "neither `sub` nor `email`"),
    ] {
        let error = with(name, value).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        assert!(error.hint.is_some() && error.kind == SignerErrorKind::Configuration);
    }
    assert!(with("aud", json!(["other", "sigstore"])).is_ok());
    assert!(with("exp", json!(NOW as f64 + 0.5)).is_ok());
}

#[test]
fn unverified_addresses_are_refused() {
    let claims = |verified: Value| {
        json!({"iss": "i", "sub": "s", "aud": "sigstore", "exp": EXPIRES, "email": "me@x.example",
        "email_verified": verified})
    };
    let check = |verified: Value| IdentityToken::parse(&token(&claims(verified)), "t").unwrap().check(NOW);
    for good in [json!(true), json!("true")] {
        assert!(check(good).is_ok());
    }
    for bad in [json!(false), json!("false")] {
        assert!(check(bad).unwrap_err().to_string().contains("not verified"));
    }
}

#[test]
fn identities_are_foreseen_as_fulcio_writes_them() {
    let identity = |claims: Value| IdentityToken::parse(&token(&claims), "t").unwrap().identity();
    let github = identity(claims());
    assert_eq!((github.subject, github.issuer), (format!("https://github.com/{WORKFLOW}"), ISSUER.to_owned()));
    let base = |more: Value| {
        let mut claims = json!({"iss": "https://i.example", "sub": "s", "aud": "sigstore", "exp": EXPIRES});
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        identity(claims).subject
    };
    assert_eq!(
        base(json!({"ci_config_ref_uri": "gitlab.com/g/p//.gitlab-ci.yml@refs/heads/main"})),
        "https://gitlab.com/g/p//.gitlab-ci.yml@refs/heads/main"
    );
    assert_eq!(base(json!({"email": "me@x.example"})), "me@x.example");
    assert_eq!(
        base(json!({"kubernetes.io": {"namespace": "ci", "serviceaccount": {"name": "bot", "uid": "1"}}})),
        "https://kubernetes.io/namespaces/ci/serviceaccounts/bot"
    );
    assert_eq!(base(json!({})), "s");
    let dex = json!({"iss": "https://oauth2.sigstore.dev/auth", "sub": "s", "exp": EXPIRES, "email": "me@x.example",
        "federated_claims": {"connector_id": "https://github.com/login/oauth"}});
    assert_eq!(identity(dex).issuer, "https://github.com/login/oauth");
}

#[tokio::test]
async fn the_first_source_decides() {
    let service = Fake::start(|_, _| Reply::json(200, &json!({"value": token(&claims()).reveal()}))).await;
    let url = format!("{}/token?api-version=2", service.url());
    let mut sources = TokenSources {
        given: found("--identity-token"),
        github: Some(GithubService { url, bearer: Secret::new("bearer-of-the-job") }),
        environment: found("SIGSTORE_ID_TOKEN"),
        file: found("oidc-token"),
        ..TokenSources::default()
    };
    let (services, http) = (Services::default(), http());
    let mut order = Vec::new();
    for _ in 0..4 {
        let token = find(&sources, &services, &http, NOW).await.unwrap();
        order.push(token.source().to_owned());
        match token.source() {
            "--identity-token" => sources.given = None,
            "GitHub Actions" => sources.github = None,
            _ => sources.environment = None,
        }
    }
    assert_eq!(order, ["--identity-token", "GitHub Actions", "SIGSTORE_ID_TOKEN", "oidc-token"]);
    let heard = &service.heard()[0];
    assert_eq!(heard.line, "GET /token?api-version=2&audience=sigstore");
    assert!(heard.head.contains("authorization: bearer bearer-of-the-job"), "{}", heard.head);
}

#[tokio::test]
async fn without_a_token_the_advice_fits_the_surroundings() {
    for (surroundings, advice) in [
        (Surroundings::Github, "permissions: id-token: write"),
        (Surroundings::Gitlab, "id_tokens"),
        (Surroundings::Buildkite, "buildkite-agent oidc request-token"),
        (Surroundings::Unknown, "--identity-token"),
    ] {
        let sources = TokenSources { surroundings, ..TokenSources::default() };
        let error = find(&sources, &Services::default(), &http(), NOW).await.unwrap_err();
        assert!(error.hint.unwrap().contains(advice));
    }
}

#[tokio::test]
async fn a_failing_source_is_not_replaced_by_the_next() {
    let service = Fake::start(|_, _| Reply::text(403, "no id-token permission")).await;
    let github = Some(GithubService { url: service.url(), bearer: Secret::new("bearer-of-the-job") });
    let sources = TokenSources { github, environment: found("SIGSTORE_ID_TOKEN"), ..TokenSources::default() };
    let error = find(&sources, &Services::default(), &http(), NOW).await.unwrap_err();
    assert_eq!(error.kind, SignerErrorKind::Denied);
    assert!(error.hint.unwrap().contains("id-token: write"));
    assert_eq!(service.heard().len(), 1);
}

#[tokio::test]
async fn the_bearer_token_goes_to_no_other_host() {
    let other = Fake::start(|_, _| Reply::json(200, &json!({"value": token(&claims()).reveal()}))).await;
    let to = format!("{}/take?it=1", other.url());
    let service = Fake::start(move |_, _| Reply::Say(307, vec![("Location", to.clone())], Vec::new())).await;
    let github = Some(GithubService { url: service.url(), bearer: Secret::new("bearer-of-the-job") });
    let sources = TokenSources { github, ..TokenSources::default() };
    let error = find(&sources, &Services::default(), &http(), NOW).await.unwrap_err();
    assert!(error.to_string().contains("it redirects to http://127.0.0.1"), "{error}");
    assert!(other.heard().is_empty());
}

#[tokio::test]
async fn github_is_asked_again_when_it_is_busy() {
    let service = Fake::start(|_, before| match before {
        0 => Reply::text(503, "busy"),
        1 => Reply::Cut,
        _ => Reply::json(200, &json!({"value": token(&claims()).reveal()})),
    })
    .await;
    let github = Some(GithubService { url: service.url(), bearer: Secret::new("bearer-of-the-job") });
    let sources = TokenSources { github, ..TokenSources::default() };
    assert!(find(&sources, &Services::default(), &http(), NOW).await.is_ok());
    assert_eq!(service.heard().len(), 3);
}

/// Opens pages as a browser whose user logs in at once.
struct Quick {
    by_hand: bool,
}

impl crate::token::Person for Quick {
    fn open(&self, page: &str) -> bool {
        let page = reqwest::Url::parse(page).unwrap();
        let field = |name: &str| page.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        let mut back = reqwest::Url::parse(&field("redirect_uri").replace("localhost", "127.0.0.1")).unwrap();
        back.query_pairs_mut().append_pair("code", "the-code-of-the-login").append_pair("state", &field("state"));
        let favicon = back.join("/favicon.ico").unwrap();
        if !self.by_hand {
            tokio::spawn(async move {
                let client = reqwest::Client::builder().no_proxy().build().unwrap();
                assert_eq!(client.get(favicon).send().await.unwrap().status(), 404);
                assert_eq!(client.get(back).send().await.unwrap().status(), 200);
            });
        }
        !self.by_hand
    }

    fn code(&self, page: &str) -> std::io::Result<String> {
        assert!(page.contains("redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob"), "{page}");
        Ok("the-code-of-the-login\n".to_owned())
    }
}

#[tokio::test]
async fn people_log_in_with_a_browser_or_by_hand() {
    for by_hand in [false, true] {
        let issuer = Fake::start(|heard, _| {
            let here = heard.head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
            match heard.line.as_str() {
                "GET /dex/.well-known/openid-configuration" => Reply::json(
                    200,
                    &json!({
                    "authorization_endpoint": format!("http://{here}/dex/auth"),
                    "token_endpoint": format!("http://{here}/dex/token")}),
                ),
                "POST /dex/token" => Reply::json(200, &json!({"id_token": token(&claims()).reveal()})),
                _ => Reply::text(404, ""),
            }
        })
        .await;
        let oidc = json!([{"url": format!("{}/dex", issuer.url()), "majorApiVersion": 1,
            "validFor": {"start": "2022-01-01T00:00:00Z"}}]);
        let config = json!({"mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json", "oidcUrls": oidc});
        let services = Services::read_config(config.to_string().as_bytes(), "c", NOW, false).unwrap();
        let sources = TokenSources { person: Some(std::sync::Arc::new(Quick { by_hand })), ..TokenSources::default() };
        let token = find(&sources, &services, &http(), NOW).await.unwrap();
        assert_eq!(token.identity().issuer, ISSUER);
        let asked = String::from_utf8(issuer.heard()[1].body.clone()).unwrap();
        assert!(
            asked.starts_with("grant_type=authorization_code&client_id=sigstore&code=the-code-of-the-login&"),
            "{asked}"
        );
        assert!(asked.contains("&code_verifier="));
    }
}
