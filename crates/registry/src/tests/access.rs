//! Tokens, redirects, patience.

use oci::{Descriptor, Reference, Store, StoreError, Tag, limits};

use super::fake::Fake;
use crate::Credentials;

const CHALLENGE: &str = "401 Unauthorized\n\
    WWW-Authenticate: Bearer realm=\"http://{here}/token\",service=\"s\",scope=\"repository:org/demo:pull\"";
const TOKEN: &str = "GET /token?service=s&scope=repository%3Aorg%2Fdemo%3Apull";
const PUSH_TOKEN: &str = "GET /token?service=s&scope=repository%3Aorg%2Fdemo%3Apull%2Cpush";
const MANIFEST: &str = "200 OK\nContent-Type: application/vnd.oci.image.manifest.v1+json\n\n{}";

fn tag(text: &str) -> Reference {
    Reference::Tag(Tag::parse(text).unwrap())
}

fn hello() -> Descriptor {
    Descriptor::of("text/plain", b"hello")
}

fn has(request: &str, header: &str) -> bool {
    request.lines().any(|line| line == header)
}

#[tokio::test]
async fn i28_a_token_is_asked_once_and_then_sent_at_once() {
    let fake = Fake::start(&[
        ("GET /v2/org/demo/manifests/1.0.0", CHALLENGE),
        (TOKEN, "200 OK\n\n{\"token\":\"t1\",\"expires_in\":300}"),
        ("GET /v2/org/demo/manifests/1.0.0", MANIFEST),
        ("GET /v2/org/demo/manifests/2.0.0", MANIFEST),
    ])
    .await;
    let store = fake.repository();
    store.manifest(&tag("1.0.0")).await.unwrap();
    store.manifest(&tag("2.0.0")).await.unwrap();
    assert_eq!(store.registry().requests(), 4);
    let heard = fake.finish();
    assert!(heard[0].contains("application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json"));
    assert!(!heard[1].contains("authorization: "), "anonymous tokens need no credentials");
    assert!(has(&heard[2], "authorization: Bearer t1") && has(&heard[3], "authorization: Bearer t1"));
}

#[tokio::test]
async fn basic_is_remembered() {
    let challenge = "401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"";
    let fake = Fake::start(&[
        ("GET /v2/org/demo/manifests/1.0.0", challenge),
        ("GET /v2/org/demo/manifests/1.0.0", MANIFEST),
        ("GET /v2/org/demo/manifests/2.0.0", MANIFEST),
    ])
    .await;
    let store = fake.repository_of_me();
    store.manifest(&tag("1.0.0")).await.unwrap();
    store.manifest(&tag("2.0.0")).await.unwrap();
    let heard = fake.finish();
    assert!(!heard[0].contains("authorization: "));
    assert!(heard[1..].iter().all(|request| has(request, "authorization: Basic bWU6aHVudGVyMg==")));
}

#[tokio::test]
async fn wrong_basic_credentials_name_their_source_and_not_themselves() {
    let challenge = "401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"";
    let script = [("GET /v2/org/demo/manifests/1.0.0", challenge), ("GET /v2/org/demo/manifests/1.0.0", challenge)];
    let fake = Fake::start(&script).await;
    let error = fake.repository_of_me().manifest(&tag("1.0.0")).await.unwrap_err();
    assert!(matches!(&error, StoreError::Unauthenticated { detail, .. } if detail.contains("--username")), "{error}");
    assert!(error.to_string().ends_with(": the credentials from --username were refused"), "{error}");
    assert!(!format!("{error:?}").contains("hunter2"));
    fake.finish();
}

/// The registry quotes what it was sent: a password, the header made of it, a token.
#[tokio::test]
async fn echoed_credentials_are_not_repeated() {
    let challenge = "401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"";
    let told = "400 Bad Request\n\nyou are me:hunter2, Authorization: Basic bWU6aHVudGVyMg==";
    let script = [("GET /v2/org/demo/manifests/1.0.0", challenge), ("GET /v2/org/demo/manifests/1.0.0", told)];
    let fake = Fake::start(&script).await;
    let error = fake.repository_of_me().manifest(&tag("1.0.0")).await.unwrap_err();
    assert!(error.to_string().ends_with(": you are me:****, Authorization: Basic ****"), "{error}");
    fake.finish();

    let fake = Fake::start(&[
        ("GET /v2/org/demo/manifests/1.0.0", CHALLENGE),
        (TOKEN, "200 OK\n\n{\"token\":\"t0ken\"}"),
        (
            "GET /v2/org/demo/manifests/1.0.0",
            "400 Bad Request\n\n{\"errors\":[{\"code\":\"X\",\"message\":\"bad t0ken\"}]}",
        ),
    ])
    .await;
    let error = fake.repository().manifest(&tag("1.0.0")).await.unwrap_err();
    assert!(error.to_string().ends_with("the registry answered 400: X: bad ****"), "{error}");
    fake.finish();
}

/// 403 without a challenge: nobody has looked for credentials before.
#[tokio::test]
async fn denials_tell_whose_they_are_and_of_what() {
    let get = ("GET /v2/org/demo/manifests/1.0.0", "403 Forbidden");
    let fake = Fake::start(&[get]).await;
    let error = fake.repository().manifest(&tag("1.0.0")).await.unwrap_err();
    assert!(error.to_string().ends_with(&format!("access denied: no credentials for {}", fake.host())), "{error}");
    assert!(error.hint().unwrap().starts_with("log in first"));
    fake.finish();

    let fake = Fake::start(&[get, ("POST /v2/org/demo/blobs/uploads/", "403 Forbidden")]).await;
    let store = fake.repository_of_me();
    let error = store.manifest(&tag("1.0.0")).await.unwrap_err();
    assert!(
        error.to_string().ends_with("it refuses reading without asking for the credentials from --username"),
        "{error}"
    );
    assert!(!error.hint().unwrap().contains("push"));
    let error = store.push_blob(&hello(), bytes::Bytes::from_static(b"hello")).await.unwrap_err();
    assert!(error.hint().unwrap().contains("may push"), "{error}");
    fake.finish();
}

/// TLS speakers answer plain HTTP with an alert.
#[tokio::test]
async fn r35_answers_that_are_not_http_are_explained() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0_u8; 4096];
            let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut asked).await;
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, b"\x15\x03\x03\x00\x02\x02\x0a").await;
        }
    });
    let retry = crate::RetryPolicy { repeats: 0, ..crate::RetryPolicy::default() };
    let options = crate::ClientOptions { plain_http: true, retry, ..crate::ClientOptions::default() };
    let error = crate::Registry::new(&host, options, Credentials::none()).unwrap().ping().await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
    assert_eq!(error.hint().as_deref(), Some("the port speaks TLS: leave --plain-http out"), "{error}");
}

/// A token that the registry no longer takes is replaced once; one without the right to push is a denial.
#[tokio::test]
async fn r17_refused_tokens_are_renewed_once() {
    let fake = Fake::start(&[
        ("GET /v2/org/demo/manifests/1.0.0", CHALLENGE),
        (PUSH_TOKEN, "200 OK\n\n{\"token\":\"t1\",\"expires_in\":300}"),
        ("GET /v2/org/demo/manifests/1.0.0", MANIFEST),
        ("GET /v2/org/demo/manifests/2.0.0", CHALLENGE),
        (PUSH_TOKEN, "200 OK\n\n{\"token\":\"t2\",\"expires_in\":300}"),
        ("GET /v2/org/demo/manifests/2.0.0", MANIFEST),
        ("GET /v2/org/demo/manifests/3.0.0", "403 Forbidden"),
        (PUSH_TOKEN, "200 OK\n\n{\"token\":\"t3\",\"expires_in\":300}"),
        ("GET /v2/org/demo/manifests/3.0.0", "403 Forbidden"),
    ])
    .await;
    let store = fake.repository_of_me();
    store.manifest(&tag("1.0.0")).await.unwrap();
    store.manifest(&tag("2.0.0")).await.unwrap();
    let error = store.manifest(&tag("3.0.0")).await.unwrap_err();
    let names_scope = |detail: &str| detail.contains("repository:org/demo:pull,push");
    assert!(matches!(&error, StoreError::Denied { detail, .. } if names_scope(detail)), "{error}");
    let heard = fake.finish();
    assert!(has(&heard[1], "authorization: Basic bWU6aHVudGVyMg=="));
    assert!(has(&heard[8], "authorization: Bearer t3"));
}

/// A realm that carries credentials or is no HTTP URL.
#[tokio::test]
async fn r04_unsafe_realms_are_refused() {
    for realm in ["http://user:word@{here}/token", "ftp://{here}/token", "token"] {
        let challenge = format!("401 Unauthorized\nWWW-Authenticate: Bearer realm=\"{realm}\"");
        let fake = Fake::start(&[("GET /v2/", &challenge)]).await;
        let error = fake.registry(Credentials::none()).ping().await.unwrap_err();
        assert!(matches!(error, StoreError::Unsafe { .. }), "{error}");
        fake.finish();
    }
}

/// The other host gets no authorization, and what it sends is checked.
#[tokio::test]
async fn r01_redirects_leave_credentials_behind() {
    let blob = hello();
    let there = Fake::start(&[("GET /object?signature=x", "200 OK\n\nhello")]).await;
    let asked = format!("GET /v2/org/demo/blobs/{}", blob.digest);
    let redirect = format!("307 Temporary Redirect\nLocation: http://{}/object?signature=x", there.host());
    let challenge = "401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"";
    let here = Fake::start(&[(&asked, challenge), (&asked, &redirect)]).await;
    let content = here.repository_of_me().blob(&blob, limits::BLOB).await.unwrap();
    assert_eq!(content.as_ref(), b"hello");
    assert!(has(&here.finish()[1], "authorization: Basic bWU6aHVudGVyMg=="));
    assert!(!there.finish()[0].contains("authorization: "));
}

/// A loop of redirects ends after five.
#[tokio::test]
async fn r02_endless_redirects_end() {
    let blob = hello();
    let asked = format!("GET /v2/org/demo/blobs/{}", blob.digest);
    let again = format!("302 Found\nLocation: /v2/org/demo/blobs/{}", blob.digest);
    let fake = Fake::start(&[(asked.as_str(), again.as_str()); 6]).await;
    let error = fake.repository().blob(&blob, limits::BLOB).await.unwrap_err();
    assert!(matches!(error, StoreError::Unsafe { .. }), "{error}");
    fake.finish();
}

/// A challenge of the second host is not answered.
#[tokio::test]
async fn r03_strangers_challenges_are_not_answered() {
    let blob = hello();
    let there = Fake::start(&[("GET /object", CHALLENGE)]).await;
    let asked = format!("GET /v2/org/demo/blobs/{}", blob.digest);
    let redirect = format!("307 Temporary Redirect\nLocation: http://{}/object", there.host());
    let here = Fake::start(&[(&asked, &redirect)]).await;
    let error = here.repository_of_me().blob(&blob, limits::BLOB).await.unwrap_err();
    assert!(matches!(error, StoreError::Refused { status: 401, .. }), "{error}");
    here.finish();
    there.finish();
}

/// A longer pause than the limit ends the request and names the time.
#[tokio::test]
async fn r10_too_long_a_retry_after_is_an_error() {
    let fake = Fake::start(&[("GET /v2/", "429 Too Many Requests\nRetry-After: 99999")]).await;
    let error = fake.registry(Credentials::none()).ping().await.unwrap_err();
    assert!(matches!(&error, StoreError::Unreachable { detail, .. } if detail.contains("99999 s")), "{error}");
    assert!(error.hint().unwrap().starts_with("the registry limits requests"));
    fake.finish();
}

/// Five 503 and then an answer; 503 for ever.
#[tokio::test]
async fn r11_passing_failures_are_sat_out() {
    let mut script = vec![("GET /v2/", "503 Service Unavailable"); 5];
    script.push(("GET /v2/", "200 OK"));
    let fake = Fake::start(&script).await;
    fake.registry(Credentials::none()).ping().await.unwrap();
    fake.finish();

    let fake = Fake::start(&[("GET /v2/", "503 Service Unavailable"); 6]).await;
    let error = fake.registry(Credentials::none()).ping().await.unwrap_err();
    assert!(matches!(&error, StoreError::Unreachable { detail, .. } if detail.contains("tried 6 times")), "{error}");
    fake.finish();
}
