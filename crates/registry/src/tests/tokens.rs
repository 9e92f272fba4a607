//! Token servers: how they are asked, which are refused, and tokens that end too early.

use std::time::{Duration, Instant};

use bytes::Bytes;
use oci::{Descriptor, Digest, Reference, Store, StoreError, Tag};
use reqwest::Url;

use super::fake::{Fake, name};
use crate::{ClientOptions, Credential, Credentials, Registry, Secret};

const GET: &str = "GET /v2/org/demo/manifests/1.0.0";
const POST: &str = "POST /v2/org/demo/blobs/uploads/";
const MANIFEST: &str = "200 OK\nContent-Type: application/vnd.oci.image.manifest.v1+json\n\n{}";
const CHALLENGE: &str = "401 Unauthorized\n\
    WWW-Authenticate: Bearer realm=\"http://{here}/token\",service=\"s\",scope=\"repository:org/demo:pull\"";
const TOKEN: &str = "GET /token?service=s&scope=repository%3Aorg%2Fdemo%3Apull";
const PUSH_TOKEN: &str = "GET /token?service=s&scope=repository%3Aorg%2Fdemo%3Apull%2Cpush";
const SESSION: &str = "202 Accepted\nLocation: /v2/org/demo/blobs/uploads/7";

fn tag() -> Reference {
    Reference::Tag(Tag::parse("1.0.0").unwrap())
}

fn hello() -> Descriptor {
    Descriptor::of("text/plain", b"hello")
}

fn put(digest: &Digest) -> String {
    format!("PUT /v2/org/demo/blobs/uploads/7?digest={}", digest.to_string().replace(':', "%3A"))
}

fn has(request: &str, header: &str) -> bool {
    request.lines().any(|line| line == header)
}

fn with_identity_token() -> Credentials {
    let credential = Credential::IdentityToken { username: None, token: Secret::new("refresh-me") };
    Credentials::given(credential, "config.json")
}

/// Of two kinds in one header the better is taken.
#[tokio::test]
async fn i28_of_two_challenges_in_one_header_the_bearer_is_answered() {
    let both = CHALLENGE.replace("Bearer", "Basic realm=\"x\", Bearer");
    let fake = Fake::start(&[(GET, &both), (TOKEN, "200 OK\n\n{\"token\":\"t1\"}"), (GET, MANIFEST)]).await;
    fake.repository().manifest(&tag()).await.unwrap();
    assert!(has(&fake.finish()[2], "authorization: Bearer t1"));
}

#[tokio::test]
async fn i28_an_identity_token_is_posted_as_a_form() {
    let granted = "200 OK\n\n{\"access_token\":\"t1\",\"expires_in\":300}";
    let fake = Fake::start(&[(GET, CHALLENGE), ("POST /token", granted), (GET, MANIFEST)]).await;
    fake.registry(with_identity_token()).repository(name()).manifest(&tag()).await.unwrap();
    let heard = fake.finish();
    assert!(heard[1].contains("grant_type=refresh_token") && heard[1].contains("refresh_token=refresh-me"));
    assert!(!heard[1].contains("authorization: ") && has(&heard[2], "authorization: Bearer t1"));
}

/// Older token servers have no POST: the same by GET.
#[tokio::test]
async fn i28_a_token_server_without_post_is_asked_by_get() {
    for missing in ["404 Not Found", "405 Method Not Allowed"] {
        let granted = "200 OK\n\n{\"token\":\"t1\",\"expires_in\":300}";
        let fake = Fake::start(&[(GET, CHALLENGE), ("POST /token", missing), (TOKEN, granted), (GET, MANIFEST)]).await;
        fake.registry(with_identity_token()).repository(name()).manifest(&tag()).await.unwrap();
        let heard = fake.finish();
        assert!(has(&heard[2], "authorization: Basic PHRva2VuPjpyZWZyZXNoLW1l"), "{}", heard[2]);
        assert!(has(&heard[3], "authorization: Bearer t1"));
    }
}

/// The PUT is refused because the token has ended meanwhile: one new token, the same PUT again.
#[tokio::test]
async fn r17_a_token_that_ends_during_an_upload_is_renewed_once() {
    let put = put(&hello().digest);
    let fake = Fake::start(&[
        (POST, CHALLENGE),
        (PUSH_TOKEN, "200 OK\n\n{\"token\":\"t1\",\"expires_in\":300}"),
        (POST, SESSION),
        (&put, CHALLENGE),
        (PUSH_TOKEN, "200 OK\n\n{\"token\":\"t2\",\"expires_in\":300}"),
        (&put, "201 Created"),
    ])
    .await;
    fake.repository_of_me().push_blob(&hello(), Bytes::from_static(b"hello")).await.unwrap();
    let heard = fake.finish();
    assert!(has(&heard[3], "authorization: Bearer t1"));
    assert!(has(&heard[5], "authorization: Bearer t2") && heard[5].ends_with("\r\n\r\nhello"));
}

#[tokio::test]
async fn r17_a_token_without_the_right_to_push_is_a_denial_that_names_the_scope() {
    let fake = Fake::start(&[
        (POST, CHALLENGE),
        (PUSH_TOKEN, "200 OK\n\n{\"token\":\"t0ken-one\",\"expires_in\":300}"),
        (POST, "403 Forbidden\n\n{\"errors\":[{\"code\":\"DENIED\",\"message\":\"t0ken-one may not\"}]}"),
    ])
    .await;
    let error = fake.repository_of_me().push_blob(&hello(), Bytes::from_static(b"hello")).await.unwrap_err();
    assert!(matches!(error, StoreError::Denied { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("the token for repository:org/demo:pull,push") && text.contains("--username"), "{text}");
    assert!(text.contains("DENIED: **** may not") && !format!("{error:?}").contains("hunter2"), "{text}");
    fake.finish();
}

/// A public registry sends its users to no plain or inner token server.
#[tokio::test]
async fn r04_a_plain_or_inner_realm_is_refused_with_its_address() {
    let registry = Registry::new("registry.example", ClientOptions::default(), Credentials::none()).unwrap();
    for realm in [
        "http://auth.example/token",
        "https://10.0.0.7/token",
        "https://127.0.0.1/token",
        "https://169.254.169.254/token",
        "https://[fd00::1]/token",
    ] {
        let error = registry.check(registry.base(), &Url::parse(realm).unwrap(), "token server").unwrap_err();
        assert!(matches!(error, StoreError::Unsafe { .. }), "{error}");
        assert!(error.to_string().contains(&format!("token server {realm}: ")), "{error}");
    }
    assert_eq!(registry.requests(), 0);
}

/// Two seconds are waited; a pause that can't be read is replaced by our own, which is short here.
#[tokio::test]
async fn r10_a_pause_is_waited_and_garbage_is_our_own() {
    for (asked, least, most) in [("2", 2000, 10_000), ("soon", 0, 1500), ("-1", 0, 1500)] {
        let busy = format!("429 Too Many Requests\nRetry-After: {asked}");
        let fake = Fake::start(&[("GET /v2/", &busy), ("GET /v2/", "200 OK")]).await;
        let begun = Instant::now();
        fake.registry(Credentials::none()).ping().await.unwrap();
        let took = begun.elapsed();
        assert!(took >= Duration::from_millis(least) && took < Duration::from_millis(most), "{asked}: {took:?}");
        fake.finish();
    }
}
