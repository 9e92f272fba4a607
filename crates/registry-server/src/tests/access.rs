use std::sync::Mutex;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::{Htpasswd, Observer, StatusCode};

#[tokio::test]
async fn the_ping_says_what_this_is() {
    let registry = Registry::new();
    for target in ["/v2/", "/v2"] {
        let pong = registry.get(target).await;
        assert_eq!((pong.status, pong.header("docker-distribution-api-version")), (200, "registry/2.0"));
    }
    assert_eq!(registry.ask("PUT", "/v2/").send().await.refusal(), refused(405, "UNSUPPORTED"));
    assert_eq!(registry.get("/v1/").await.refusal(), refused(404, "NAME_UNKNOWN"));
    assert_eq!(registry.get("/v2/a/manifests/x?a=%zz").await.refusal(), refused(400, "UNSUPPORTED"));
}

#[tokio::test]
async fn users_need_their_password() {
    let hash = bcrypt::hash_with_result("anchor", 4).unwrap().format_for_version(bcrypt::Version::TwoY);
    let users = Htpasswd::parse(&format!("ann:{hash}")).unwrap();
    let registry = Registry::with(|options| options.auth = Some(users));
    let ping =
        |pair: &str| registry.ask("GET", "/v2/").header("authorization", &format!("Basic {}", STANDARD.encode(pair)));
    let stranger = registry.get("/v2/a/tags/list").await;
    assert_eq!(stranger.refusal(), refused(401, "UNAUTHORIZED"));
    assert_eq!(stranger.header("www-authenticate"), "Basic realm=\"portolan\"");
    assert_eq!(ping("ann:wrong").send().await.status, 401);
    assert_eq!(ping("bob:anchor").send().await.status, 401);
    assert_eq!(ping("ann:anchor").send().await.status, 200);
    assert_eq!(ping("ann:anchor").send().await.status, 200);
}

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Observer for Log {
    fn before(&self, method: &str, path: &str) -> Option<StatusCode> {
        (method == "PUT" && path.ends_with("/1.0.0")).then_some(StatusCode::SERVICE_UNAVAILABLE)
    }

    fn request(&self, method: &str, path: &str, status: u16) {
        self.0.lock().unwrap().push(format!("{method} {path} {status}"));
    }
}

#[tokio::test]
async fn observers_see_and_stop_requests() {
    let log = Arc::new(Log::default());
    let observer = Arc::clone(&log);
    let registry = Registry::with(|options| options.observer = Some(observer));
    registry.push_manifest("a", Some("0.9.0"), &artifact("x")).await;
    let stopped = registry.put_manifest("a", "1.0.0", &artifact("x").to_string()).await;
    assert_eq!(stopped.refusal(), refused(503, "UNKNOWN"));
    assert_eq!(registry.get("/v2/a/manifests/1.0.0?x=y").await.status, 404);
    let expected = [
        "POST /v2/a/blobs/uploads/ 201",
        "PUT /v2/a/manifests/0.9.0 201",
        "PUT /v2/a/manifests/1.0.0 503",
        "GET /v2/a/manifests/1.0.0 404",
    ];
    assert_eq!(*log.0.lock().unwrap(), expected);
}
