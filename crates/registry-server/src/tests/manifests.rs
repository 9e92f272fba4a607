use oci::{Algorithm, index_of};

use super::*;

#[tokio::test]
async fn a_manifest_is_pushed_read_and_deleted() {
    let registry = Registry::new();
    let manifest = artifact("first");
    let digest = registry.push_manifest("a", Some("1.0.0"), &manifest).await;
    for reference in ["1.0.0".to_owned(), digest.to_string()] {
        let target = format!("/v2/a/manifests/{reference}");
        let got = registry.ask("GET", &target).header("accept", "text/html").send().await;
        assert_eq!((got.status, got.header("content-type")), (200, media_type::IMAGE_MANIFEST));
        assert_eq!(got.body, manifest.to_string());
        assert_eq!(got.header("docker-content-digest"), digest.to_string());
        let head = registry.ask("HEAD", &target).send().await;
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("content-length"), got.body.len().to_string());
        let cached = registry.ask("GET", &target).header("if-none-match", head.header("etag")).send().await;
        assert_eq!((cached.status, cached.header("etag")), (304, head.header("etag")));
    }

    assert_eq!(registry.ask("DELETE", "/v2/a/manifests/1.0.0").send().await.status, 202);
    assert_eq!(registry.get("/v2/a/manifests/1.0.0").await.refusal(), refused(404, "MANIFEST_UNKNOWN"));
    assert_eq!(registry.put_manifest("a", "again", &manifest.to_string()).await.status, 201);
    let target = format!("/v2/a/manifests/{digest}");
    assert_eq!(registry.ask("DELETE", &target).send().await.status, 202);
    assert_eq!(registry.ask("DELETE", &target).send().await.refusal(), refused(404, "MANIFEST_UNKNOWN"));
    assert_eq!(registry.get("/v2/a/manifests/again").await.status, 404);
}

#[tokio::test]
async fn references_that_cannot_exist() {
    let registry = Registry::new();
    let digest = registry.push_manifest("a", None, &artifact("x")).await;
    assert_eq!(registry.get("/v2/a/manifests/.INVALID_NAME").await.refusal(), refused(404, "MANIFEST_UNKNOWN"));
    assert_eq!(registry.get("/v2/a/manifests/sha256:wrong").await.refusal(), refused(400, "DIGEST_INVALID"));
    assert_eq!(registry.get(&format!("/v2/b/manifests/{digest}")).await.refusal(), refused(404, "MANIFEST_UNKNOWN"));
    let body = artifact("x").to_string();
    assert_eq!(registry.put_manifest("a", "sha256:wrong", &body).await.refusal(), refused(400, "DIGEST_INVALID"));
    assert_eq!(registry.put_manifest("a", "-", &body).await.refusal(), refused(400, "MANIFEST_INVALID"));
    let padded = format!("{body}  ");
    let answer = registry.put_manifest("a", &digest.to_string(), &padded).await;
    assert_eq!(answer.refusal(), refused(400, "DIGEST_INVALID"));
}

#[tokio::test]
async fn one_push_sets_many_tags() {
    let registry = Registry::new();
    registry.push_blob("a", b"{}").await;
    let body = artifact("tagged").to_string();
    for algorithm in [Algorithm::Sha256, Algorithm::Sha512] {
        let digest = Digest::with(algorithm, body.as_bytes());
        let name = algorithm.name();
        let put =
            registry.put_manifest("a", &format!("{digest}?tag={name}-1&tag={name}-1.0&tag={name}-1"), &body).await;
        assert_eq!((put.status, put.header("location")), (201, format!("/v2/a/manifests/{digest}").as_str()));
        let tags: Vec<&str> = put.headers.get_all("oci-tag").iter().map(|tag| tag.to_str().unwrap()).collect();
        assert_eq!(tags, [format!("{name}-1"), format!("{name}-1.0")]);
        let got = registry.get(&format!("/v2/a/manifests/{name}-1.0")).await;
        assert_eq!(got.header("docker-content-digest"), digest.to_string());
    }
}

#[tokio::test]
async fn conditions_guard_tags() {
    let registry = Registry::new();
    let first = registry.push_manifest("a", Some("1.0.0"), &artifact("first")).await;
    let put = |header: &'static str, value: String, note: &'static str| {
        let ask = registry.ask("PUT", "/v2/a/manifests/1.0.0").header("content-type", media_type::IMAGE_MANIFEST);
        ask.header(header, &value).body(artifact(note).to_string())
    };
    let any = || "*".to_owned();
    assert_eq!(put("if-none-match", any(), "second").send().await.refusal(), refused(412, "DENIED"));
    assert_eq!(put("if-none-match", any(), "first").send().await.status, 201);
    let other = format!("\"{}\"", Digest::of(b"other"));
    assert_eq!(put("if-match", other, "second").send().await.refusal(), refused(412, "DENIED"));
    let held = registry.get("/v2/a/manifests/1.0.0").await;
    assert_eq!(held.header("docker-content-digest"), first.to_string());
    assert_eq!(put("if-match", format!("\"{first}\""), "second").send().await.status, 201);
    let missing = registry.ask("PUT", "/v2/a/manifests/new").header("content-type", media_type::IMAGE_MANIFEST);
    let missing = missing.header("if-match", "*").body(artifact("first").to_string()).send().await;
    assert_eq!(missing.status, 412);
}

#[tokio::test]
async fn ambiguous_manifests_are_refused() {
    let registry = Registry::new();
    registry.push_manifest("a", Some("ok"), &artifact("ok")).await;
    let with = |key: &str, value: Value| {
        let mut manifest = artifact("x");
        manifest[key] = value;
        manifest.to_string()
    };
    let cases = [
        "not json".to_owned(),
        format!("[2, null, null, {}]", artifact("x")["config"]),
        with("schemaVersion", json!(1)),
        with("mediaType", json!(media_type::IMAGE_INDEX)),
        with("manifests", json!([])),
        with("config", Value::Null),
        with("subject", json!({"digest": "sha256:1"})),
    ];
    for case in cases {
        assert_eq!(registry.put_manifest("a", "x", &case).await.refusal(), refused(400, "MANIFEST_INVALID"), "{case}");
    }
    let odd = registry.ask("PUT", "/v2/a/manifests/x").header("content-type", "application/json").body("{}");
    assert_eq!(odd.send().await.refusal(), refused(400, "MANIFEST_INVALID"));
    let untyped = registry.ask("PUT", "/v2/a/manifests/x").body(artifact("x").to_string()).send().await;
    assert_eq!(untyped.status, 201);
    let parameters = format!("{}; charset=utf-8", media_type::IMAGE_MANIFEST);
    let ask = registry.ask("PUT", "/v2/a/manifests/x").header("content-type", &parameters);
    assert_eq!(ask.body(artifact("x").to_string()).send().await.status, 201);
    assert_eq!(registry.get("/v2/a/manifests/x").await.header("content-type"), media_type::IMAGE_MANIFEST);
}

#[tokio::test]
async fn content_must_be_there_first() {
    let strict = Registry::new();
    let sparse = Registry::with(|options| options.accept_sparse = true);
    let child = Descriptor::of(media_type::IMAGE_MANIFEST, artifact("child").to_string().as_bytes());
    let index = String::from_utf8(index_of(&[child]).bytes.to_vec()).unwrap();
    let put_index = |registry: &Registry| {
        registry.ask("PUT", "/v2/a/manifests/index").header("content-type", media_type::IMAGE_INDEX).body(&index)
    };

    let lonely = strict.put_manifest("a", "x", &artifact("x").to_string()).await;
    assert_eq!(lonely.refusal(), refused(400, "MANIFEST_BLOB_UNKNOWN"));
    assert_eq!(lonely.json()["errors"][0]["detail"][0], Digest::of(b"{}").to_string());
    assert_eq!(put_index(&strict).send().await.refusal(), refused(400, "MANIFEST_BLOB_UNKNOWN"));
    assert_eq!(sparse.put_manifest("a", "x", &artifact("x").to_string()).await.status, 201);
    assert_eq!(put_index(&sparse).send().await.status, 201);

    strict.push_manifest("a", None, &artifact("child")).await;
    assert_eq!(put_index(&strict).send().await.status, 201);
    let mut manifest = artifact("x");
    manifest["layers"][0]["size"] = json!(3);
    assert_eq!(strict.put_manifest("a", "x", &manifest.to_string()).await.refusal(), refused(400, "SIZE_INVALID"));
    manifest["layers"][0] =
        json!(Descriptor::of("application/vnd.oci.image.layer.nondistributable.v1.tar", b"far away"));
    manifest["subject"] = json!(Descriptor::of(media_type::IMAGE_MANIFEST, b"not yet there"));
    let put = strict.put_manifest("a", "x", &manifest.to_string()).await;
    assert_eq!((put.status, put.header("oci-subject")), (201, Digest::of(b"not yet there").to_string().as_str()));
}

#[tokio::test]
async fn four_mebibytes_and_not_more() {
    let registry = Registry::new();
    registry.push_blob("a", b"{}").await;
    let size = artifact("").to_string().len();
    let largest = artifact(&"x".repeat((4 << 20) - size)).to_string();
    assert_eq!(largest.len(), 4 << 20);
    assert_eq!(registry.put_manifest("a", "large", &largest).await.status, 201);
    let answer = registry.put_manifest("a", "larger", &format!("{largest} ")).await;
    assert_eq!(answer.refusal(), refused(413, "SIZE_INVALID"));
}
