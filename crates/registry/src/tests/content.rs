//! Blobs and manifests, whole and broken.

use bytes::Bytes;
use oci::{Descriptor, Digest, RawManifest, RepositoryName, Store, StoreError, Tag, TagRule, limits, media_type};

use super::fake::{CUT, Fake};

fn hello() -> Descriptor {
    Descriptor::of("text/plain", b"hello")
}

fn content() -> Bytes {
    Bytes::from_static(b"hello")
}

fn encoded(digest: &Digest) -> String {
    digest.to_string().replace(':', "%3A")
}

fn manifest() -> RawManifest {
    RawManifest::new(media_type::IMAGE_MANIFEST, r#"{"schemaVersion":2}"#)
}

fn stored(manifest: &RawManifest) -> String {
    let body = String::from_utf8_lossy(&manifest.bytes);
    format!("200 OK\nContent-Type: {}\n\n{body}", manifest.media_type)
}

/// Relative, with a query.
#[tokio::test]
async fn r05_uploads_go_where_the_location_says() {
    let blob = hello();
    let put = format!("PUT /v2/org/demo/blobs/uploads/7?_state=a%2Bb&digest={}", encoded(&blob.digest));
    let fake = Fake::start(&[
        ("POST /v2/org/demo/blobs/uploads/", "202 Accepted\nLocation: /v2/org/demo/blobs/uploads/7?_state=a%2Bb"),
        (&put, "201 Created"),
    ])
    .await;
    fake.repository().push_blob(&blob, content()).await.unwrap();
    let heard = fake.finish();
    assert!(heard[0].contains("content-length: 0"));
    assert!(heard[1].contains("content-type: application/octet-stream") && heard[1].ends_with("\r\n\r\nhello"));
}

/// Another host gets no credentials.
#[tokio::test]
async fn r05_uploads_to_another_host_carry_no_credentials() {
    let blob = hello();
    let put = format!("PUT /upload?digest={}", encoded(&blob.digest));
    let there = Fake::start(&[(&put, "201 Created")]).await;
    let opened = format!("202 Accepted\nLocation: http://{}/upload", there.host());
    let challenge = "401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"";
    let post = "POST /v2/org/demo/blobs/uploads/";
    let here = Fake::start(&[(post, challenge), (post, &opened)]).await;
    here.repository_of_me().push_blob(&blob, content()).await.unwrap();
    here.finish();
    assert!(!there.finish()[0].contains("authorization: "));
}

/// A cut upload starts again with a new session.
#[tokio::test]
async fn r12_cut_uploads_start_again() {
    let blob = hello();
    let put = |session: u8| format!("PUT /v2/org/demo/blobs/uploads/{session}?digest={}", encoded(&blob.digest));
    let (first, second) = (put(1), put(2));
    let fake = Fake::start(&[
        ("POST /v2/org/demo/blobs/uploads/", "202 Accepted\nLocation: /v2/org/demo/blobs/uploads/1"),
        (&first, CUT),
        ("POST /v2/org/demo/blobs/uploads/", "202 Accepted\nLocation: /v2/org/demo/blobs/uploads/2"),
        (&second, "201 Created"),
    ])
    .await;
    fake.repository().push_blob(&blob, content()).await.unwrap();
    fake.finish();
}

#[tokio::test]
async fn i29_the_session_of_a_refused_mount_is_used() {
    let blob = hello();
    let digest = encoded(&blob.digest);
    let mount = format!("POST /v2/org/demo/blobs/uploads/?mount={digest}&from=org%2Fother");
    let put = format!("PUT /v2/org/demo/blobs/uploads/9?digest={digest}");
    let fake =
        Fake::start(&[(&mount, "202 Accepted\nLocation: /v2/org/demo/blobs/uploads/9"), (&put, "201 Created")]).await;
    let store = fake.repository();
    assert!(!store.mount_blob(&blob, &RepositoryName::parse("org/other").unwrap()).await.unwrap());
    store.push_blob(&blob, content()).await.unwrap();
    fake.finish();
}

/// What HEAD doesn't say is not believed.
#[tokio::test]
async fn r31_an_unclear_head_means_upload() {
    let blob = hello();
    let head = format!("HEAD /v2/org/demo/blobs/{}", blob.digest);
    let answers = [
        ("405 Method Not Allowed", false),
        ("404 Not Found", false),
        ("200 OK\nContent-Length: 4", false),
        ("200 OK\nContent-Length: 5", true),
    ];
    for (answer, expected) in answers {
        let fake = Fake::start(&[(&head, answer)]).await;
        assert_eq!(fake.repository().has_blob(&blob).await.unwrap(), expected, "{answer}");
        fake.finish();
    }
}

#[tokio::test]
async fn c01_c02_changed_and_overlong_blobs_are_refused() {
    let blob = hello();
    let get = format!("GET /v2/org/demo/blobs/{}", blob.digest);
    let fake =
        Fake::start(&[(&get, "200 OK\n\nhullo"), (&get, "200 OK\n\nhello, world"), (&get, "200 OK\n\nhell")]).await;
    let store = fake.repository();
    let error = store.blob(&blob, limits::BLOB).await.unwrap_err();
    assert!(matches!(error, StoreError::DigestMismatch { .. }), "{error}");
    for _ in 0..2 {
        let error = store.blob(&blob, limits::BLOB).await.unwrap_err();
        assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    }
    assert!(matches!(store.blob(&blob, 4).await, Err(StoreError::WrongSize { .. })));
    fake.finish();
}

/// The write took place, its answer was lost.
#[tokio::test]
async fn r13_a_tag_is_looked_at_before_it_is_written_again() {
    let fake = Fake::start(&[
        ("PUT /v2/org/demo/manifests/1.0.0", CUT),
        ("GET /v2/org/demo/manifests/1.0.0", &stored(&manifest())),
    ])
    .await;
    let tag = Tag::parse("1.0.0").unwrap();
    fake.repository().tag(&tag, &manifest(), TagRule::Move).await.unwrap();
    fake.finish();
}

/// Whoever adds to what a tag held repeats a write only over that: others may have written since.
#[tokio::test]
async fn r13_what_others_wrote_after_a_lost_answer_is_not_overwritten() {
    const PUT: &str = "PUT /v2/org/demo/manifests/1.0.0";
    const GET: &str = "GET /v2/org/demo/manifests/1.0.0";
    let tag = Tag::parse("1.0.0").unwrap();
    let [old, theirs] = [r#"{"schemaVersion":2,"layers":[]}"#, r#"{"schemaVersion":2,"layers":[{}]}"#]
        .map(|text| RawManifest::new(media_type::IMAGE_MANIFEST, text));
    let told = "404 Not Found\n\n{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown\"}]}";
    for failure in [CUT, "500 Internal Server Error", told] {
        for (rule, held) in [(TagRule::after(Some(&old)), &theirs), (TagRule::after(None), &theirs)] {
            let fake = Fake::start(&[(PUT, failure), (GET, &stored(held))]).await;
            let error = fake.repository().tag(&tag, &manifest(), rule).await.unwrap_err();
            assert!(matches!(error, StoreError::TagMoved { .. }), "{error}");
            fake.finish();
        }
        let again = [(TagRule::after(Some(&old)), stored(&old)), (TagRule::after(None), "404 Not Found".to_owned())];
        for (rule, held) in again {
            let fake = Fake::start(&[(PUT, failure), (GET, &held), (PUT, "201 Created")]).await;
            fake.repository().tag(&tag, &manifest(), rule).await.unwrap();
            fake.finish();
        }
    }
}

#[tokio::test]
async fn r26_a_kept_tag_is_written_on_condition() {
    let tag = Tag::parse("1.0.0").unwrap();
    let other = RawManifest::new(media_type::IMAGE_MANIFEST, r#"{"schemaVersion":2,"layers":[]}"#);
    let fake = Fake::start(&[
        ("PUT /v2/org/demo/manifests/1.0.0", "412 Precondition Failed"),
        ("GET /v2/org/demo/manifests/1.0.0", &stored(&other)),
    ])
    .await;
    let error = fake.repository().tag(&tag, &manifest(), TagRule::Keep).await.unwrap_err();
    assert!(matches!(error, StoreError::TagMoved { .. }), "{error}");
    assert!(fake.finish()[0].contains("if-none-match: *"));
}

/// Too large before it is sent, and both ways in which registries say so.
#[tokio::test]
async fn r09_large_manifests_are_explained_alike() {
    let large = RawManifest::new(media_type::IMAGE_MANIFEST, vec![b' '; (limits::MANIFEST + 1) as usize]);
    let small = manifest();
    let put = format!("PUT /v2/org/demo/manifests/{}", small.digest);
    let told = "400 Bad Request\n\n{\"errors\":[{\"code\":\"MANIFEST_INVALID\",\"message\":\"http: request body too large\"}]}";
    let fake = Fake::start(&[(&put, "413 Content Too Large"), (&put, told)]).await;
    let store = fake.repository();
    let error = store.push_manifest(&large).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    for words in
        ["19 bytes of manifest are more than it takes", "it takes: MANIFEST_INVALID: http: request body too large"]
    {
        let error = store.push_manifest(&small).await.unwrap_err();
        assert!(matches!(&error, StoreError::Refused { detail, .. } if detail.ends_with(words)), "{error}");
        assert!(error.hint().unwrap().contains("limits uploads"));
    }
    fake.finish();
}

/// Registries that don't make repositories say so of uploads and of manifests.
#[tokio::test]
async fn repositories_that_must_be_made_first() {
    let blob = hello();
    let put = format!("PUT /v2/org/demo/manifests/{}", manifest().digest);
    let told = "404 Not Found\n\n{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"no such repository\"}]}";
    let fake = Fake::start(&[("POST /v2/org/demo/blobs/uploads/", told), (&put, told)]).await;
    let store = fake.repository();
    let place = format!("oci://{}/org/demo", fake.host());
    let expected = format!("repository not found in {place}: NAME_UNKNOWN: no such repository");
    assert_eq!(store.push_blob(&blob, content()).await.unwrap_err().to_string(), expected);
    assert_eq!(store.push_manifest(&manifest()).await.unwrap_err().to_string(), expected);
    fake.finish();
}

#[tokio::test]
async fn missing_blobs_have_an_error_of_their_own() {
    let put = format!("PUT /v2/org/demo/manifests/{}", manifest().digest);
    let told = "400 Bad Request\n\n{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown\"}]}";
    // Somebody else may be uploading it at this moment, so it is asked more than once.
    let fake = Fake::start(&[(&*put, told); 5]).await;
    let error = fake.repository().push_manifest(&manifest()).await.unwrap_err();
    assert!(matches!(error, StoreError::BlobUnknown { .. }), "{error}");
    fake.finish();
    let fake = Fake::start(&[(&put, told), (&put, "201 Created")]).await;
    fake.repository().push_manifest(&manifest()).await.unwrap();
    fake.finish();
}

/// Writers of the same blob at the same moment hide it from each other in distribution 2.8, while a tag is set, too.
#[tokio::test]
async fn r18_a_blob_that_is_unknown_for_a_moment_does_not_keep_a_tag_from_being_set() {
    let put = "PUT /v2/org/demo/manifests/1.0.0";
    let told = "404 Not Found\n\n{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown\"}]}";
    let fake = Fake::start(&[(put, told), (put, "201 Created")]).await;
    fake.repository().tag(&Tag::parse("1.0.0").unwrap(), &manifest(), TagRule::Move).await.unwrap();
    fake.finish();
    let fake = Fake::start(&[(put, told); 5]).await;
    let error = fake.repository().tag(&Tag::parse("1.0.0").unwrap(), &manifest(), TagRule::Move).await.unwrap_err();
    assert!(matches!(error, StoreError::BlobUnknown { .. }), "{error}");
    fake.finish();
}
