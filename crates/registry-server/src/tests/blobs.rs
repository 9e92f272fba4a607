use super::*;

#[tokio::test]
async fn a_blob_is_read_whole_and_in_parts() {
    let registry = Registry::new();
    let content: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let digest = registry.push_blob("org/charts/a", &content).await;
    let target = format!("/v2/org/charts/a/blobs/{digest}");

    let whole = registry.get(&target).await;
    assert_eq!(whole.status, 200);
    assert_eq!(whole.body, content);
    assert_eq!(whole.header("content-length"), "200000");
    assert_eq!(whole.header("content-type"), "application/octet-stream");
    assert_eq!(whole.header("docker-content-digest"), digest.to_string());
    assert_eq!(whole.header("etag"), format!("\"{digest}\""));
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.header("docker-distribution-api-version"), "registry/2.0");

    let head = registry.ask("HEAD", &target).header("range", "bytes=0-5").send().await;
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, "200000", 0));

    let part = registry.ask("GET", &target).header("range", "bytes=70000-199998").send().await;
    assert_eq!((part.status, part.header("content-range")), (206, "bytes 70000-199998/200000"));
    assert_eq!((part.header("content-length"), &part.body[..]), ("129999", &content[70_000..199_999]));
    let end = registry.ask("GET", &target).header("range", "bytes=-10").send().await;
    assert_eq!((end.status, &end.body[..]), (206, &content[199_990..]));

    let outside = registry.ask("GET", &target).header("range", "bytes=200000-").send().await;
    assert_eq!((outside.status, outside.header("content-range")), (416, "bytes */200000"));
    let changed = registry.ask("GET", &target).header("range", "bytes=0-1").header("if-range", "\"other\"");
    assert_eq!(changed.send().await.status, 200);
    let cached = registry.ask("GET", &target).header("if-none-match", &format!("W/\"x\", \"{digest}\"")).send().await;
    assert_eq!((cached.status, cached.body.len()), (304, 0));
}

#[tokio::test]
async fn blobs_are_deleted_once() {
    let registry = Registry::new();
    let digest = registry.push_blob("a", b"short-lived").await;
    let target = format!("/v2/a/blobs/{digest}");
    assert_eq!(registry.ask("DELETE", &target).send().await.status, 202);
    assert_eq!(registry.ask("HEAD", &target).send().await.status, 404);
    assert_eq!(registry.get(&target).await.refusal(), refused(404, "BLOB_UNKNOWN"));
    assert_eq!(registry.ask("DELETE", &target).send().await.refusal(), refused(404, "BLOB_UNKNOWN"));
    assert_eq!(registry.get(&format!("/v2/b/blobs/{digest}")).await.refusal(), refused(404, "BLOB_UNKNOWN"));
    assert_eq!(registry.get("/v2/a/blobs/sha256:12").await.refusal(), refused(400, "DIGEST_INVALID"));
    let wrong = registry.ask("PATCH", &target).send().await;
    assert_eq!((wrong.refusal(), wrong.header("allow")), (refused(405, "UNSUPPORTED"), "GET, HEAD, DELETE"));
}
