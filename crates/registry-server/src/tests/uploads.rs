use oci::Algorithm;

use super::*;

async fn begin(registry: &Registry, name: &str) -> String {
    let begun = registry.ask("POST", &format!("/v2/{name}/blobs/uploads/")).send().await;
    assert_eq!((begun.status, begun.header("range")), (202, "0-0"));
    let location = begun.header("location").to_owned();
    assert_eq!(location, format!("/v2/{name}/blobs/uploads/{}", begun.header("docker-upload-uuid")));
    location
}

fn chunk(registry: &Registry, method: &str, target: &str, range: &str, content: &str) -> Ask {
    registry.ask(method, target).header("content-range", range).body(content)
}

#[tokio::test]
async fn chunks_come_in_order() {
    let registry = Registry::new();
    let digest = Digest::of(b"chart of the north sea");
    let location = begin(&registry, "a").await;

    let early = chunk(&registry, "PATCH", &location, "9-11", "the").send().await;
    assert_eq!(early.refusal(), refused(416, "BLOB_UPLOAD_INVALID"));
    assert_eq!((early.header("location"), early.header("range")), (location.as_str(), "0-0"));
    let first = chunk(&registry, "PATCH", &location, "0-8", "chart of ").send().await;
    assert_eq!((first.status, first.header("range")), (202, "0-8"));
    let again = chunk(&registry, "PATCH", &location, "0-8", "chart of ").send().await;
    assert_eq!(again.refusal(), refused(416, "BLOB_UPLOAD_INVALID"));
    let status = registry.get(&location).await;
    assert_eq!((status.status, status.header("range"), status.body.len()), (204, "0-8", 0));

    // a stream has no range
    let streamed = registry.ask("PATCH", &location).body("the ").send().await;
    assert_eq!((streamed.status, streamed.header("range")), (202, "0-12"));
    let close = format!("{location}?digest={digest}");
    assert_eq!(chunk(&registry, "PUT", &close, "0-8", "north sea").send().await.status, 416);
    let closed = chunk(&registry, "PUT", &close, "13-21", "north sea").send().await;
    assert_eq!((closed.status, closed.header("location")), (201, format!("/v2/a/blobs/{digest}").as_str()));
    assert_eq!(registry.get(closed.header("location")).await.body, "chart of the north sea");
    assert_eq!(registry.get(&location).await.refusal(), refused(404, "BLOB_UPLOAD_UNKNOWN"));
}

#[tokio::test]
async fn ranges_must_say_what_comes() {
    let registry = Registry::new();
    let location = begin(&registry, "a").await;
    for range in ["bytes 0-2/3", "0-", "2-1"] {
        let answer = chunk(&registry, "PATCH", &location, range, "abc").send().await;
        assert_eq!(answer.refusal(), refused(400, "BLOB_UPLOAD_INVALID"), "{range}");
    }
    let lying = chunk(&registry, "PATCH", &location, "0-9", "abc").header("content-length", "3").send().await;
    assert_eq!(lying.refusal(), refused(400, "SIZE_INVALID"));
    let short = chunk(&registry, "PATCH", &location, "0-9", "abc").send().await;
    assert_eq!(short.refusal(), refused(400, "SIZE_INVALID"));
}

#[tokio::test]
async fn one_or_two_requests_suffice() {
    let registry = Registry::new();
    let digest = registry.push_blob("a", b"").await;
    assert_eq!(registry.get(&format!("/v2/a/blobs/{digest}")).await.header("content-length"), "0");
    for algorithm in [Algorithm::Sha256, Algorithm::Sha512] {
        let digest = Digest::with(algorithm, b"content");
        let location = begin(&registry, "a").await;
        let closed = registry.ask("PUT", &format!("{location}?digest={digest}")).body("content").send().await;
        assert_eq!((closed.status, closed.header("docker-content-digest")), (201, digest.to_string().as_str()));
        assert_eq!(registry.get(closed.header("location")).await.body, "content");
    }
}

#[tokio::test]
async fn wrong_digests_store_nothing() {
    let registry = Registry::new();
    let digest = Digest::of(b"expected");
    let single = registry.ask("POST", &format!("/v2/a/blobs/uploads/?digest={digest}")).body("other").send().await;
    assert_eq!(single.refusal(), refused(400, "DIGEST_INVALID"));
    let location = begin(&registry, "a").await;
    for parameter in ["", "?digest=", "?digest=sha256:12", "?digest=md5:d41d8cd98f00b204e9800998ecf8427e"] {
        let answer = registry.ask("PUT", &format!("{location}{parameter}")).body("other").send().await;
        assert_eq!(answer.refusal(), refused(400, "DIGEST_INVALID"), "{parameter}");
    }
    let closed = registry.ask("PUT", &format!("{location}?digest={digest}")).body("other").send().await;
    assert_eq!(closed.refusal(), refused(400, "DIGEST_INVALID"));
    assert_eq!(registry.get(&format!("/v2/a/blobs/{digest}")).await.status, 404);
    let algorithm = registry.ask("POST", "/v2/a/blobs/uploads/?digest-algorithm=sha384").send().await;
    assert_eq!(algorithm.refusal(), refused(400, "DIGEST_INVALID"));
}

#[tokio::test]
async fn blobs_are_mounted_from_other_repositories() {
    let registry = Registry::new();
    let content = vec![7_u8; 3 << 20];
    let digest = registry.push_blob("source", &content).await;
    let mount = |query: String| registry.ask("POST", &format!("/v2/target/blobs/uploads/?mount={query}"));

    assert_eq!(mount(Digest::of(b"missing").to_string()).send().await.status, 202);
    assert_eq!(mount(format!("{digest}&from=nowhere")).send().await.status, 202);
    assert_eq!(mount(format!("{}&from=source", Digest::of(b"missing"))).send().await.status, 202);
    assert_eq!(mount("latest&from=source".to_owned()).send().await.refusal(), refused(400, "DIGEST_INVALID"));
    assert_eq!(registry.get(&format!("/v2/target/blobs/{digest}")).await.status, 404);
    let mounted = mount(format!("{digest}&from=source")).send().await;
    assert_eq!((mounted.status, mounted.header("location")), (201, format!("/v2/target/blobs/{digest}").as_str()));
    assert_eq!(registry.get(mounted.header("location")).await.body, content);
    let elsewhere = registry.ask("POST", &format!("/v2/other/blobs/uploads/?mount={digest}")).send().await;
    assert_eq!(elsewhere.status, 201, "without `from` every repository serves");
}

#[tokio::test]
async fn uploads_are_cancelled_and_bounded() {
    let registry = Registry::with(|options| options.limits.blob = 10);
    let location = begin(&registry, "a").await;
    assert_eq!(registry.ask("DELETE", &location).send().await.status, 204);
    assert_eq!(registry.ask("DELETE", &location).send().await.refusal(), refused(404, "BLOB_UPLOAD_UNKNOWN"));
    assert_eq!(registry.get("/v2/a/blobs/uploads/ZZ").await.refusal(), refused(404, "BLOB_UPLOAD_UNKNOWN"));

    let location = begin(&registry, "a").await;
    assert_eq!(registry.ask("PATCH", &location).body("0123456789").send().await.status, 202);
    assert_eq!(registry.ask("PATCH", &location).body("x").send().await.refusal(), refused(413, "SIZE_INVALID"));
    assert_eq!(registry.get(&location).await.status, 404);
}
