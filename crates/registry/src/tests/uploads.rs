//! Where uploads go, and answers that are no success.

use bytes::Bytes;
use oci::{Descriptor, Digest, RepositoryName, Store, StoreError};

use super::fake::Fake;

const POST: &str = "POST /v2/org/demo/blobs/uploads/";
const SESSION: &str = "202 Accepted\nLocation: /v2/org/demo/blobs/uploads/7";

fn hello() -> (Descriptor, Bytes) {
    (Descriptor::of("text/plain", b"hello"), Bytes::from_static(b"hello"))
}

fn put(digest: &Digest) -> String {
    format!("PUT /v2/org/demo/blobs/uploads/7?digest={}", encoded(digest))
}

fn encoded(digest: &Digest) -> String {
    digest.to_string().replace(':', "%3A")
}

/// Without a scheme, whole, and with a query that stays.
#[tokio::test]
async fn r05_a_location_may_leave_out_what_the_request_had() {
    let (blob, content) = hello();
    for location in ["//{here}/v2/org/demo/blobs/uploads/7", "http://{here}/v2/org/demo/blobs/uploads/7", "7"] {
        let opened = format!("202 Accepted\nLocation: {location}");
        let fake = Fake::start(&[(POST, &opened), (&put(&blob.digest), "201 Created")]).await;
        fake.repository().push_blob(&blob, content.clone()).await.unwrap();
        fake.finish();
    }
}

#[tokio::test]
async fn r05_a_location_that_is_no_place_for_a_blob_is_refused() {
    let (blob, content) = hello();
    for (answer, words) in [
        ("202 Accepted", "an upload session without Location"),
        ("202 Accepted\nLocation: http://[", "the upload's Location is not a URL"),
        ("202 Accepted\nLocation: file:///etc/passwd", "upload location"),
        ("202 Accepted\nLocation: http://me:word@{here}/x", "upload location"),
    ] {
        let fake = Fake::start(&[(POST, answer)]).await;
        let error = fake.repository().push_blob(&blob, content.clone()).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        fake.finish();
    }
}

/// Chunks are where registries lose bytes, so there are none: one PUT holds everything, and neither 202 nor 416 is a
/// success.
#[tokio::test]
async fn r15_r16_a_blob_is_one_put_and_only_created_is_success() {
    let content = Bytes::from(vec![b'x'; 300_000]);
    let blob = Descriptor::of("text/plain", &content);
    for answer in ["202 Accepted\nRange: 0-99999", "416 Range Not Satisfiable\nRange: 0-99999"] {
        let fake = Fake::start(&[(POST, SESSION), (&put(&blob.digest), answer)]).await;
        let error = fake.repository().push_blob(&blob, content.clone()).await.unwrap_err();
        assert!(matches!(error, StoreError::Refused { status: 202 | 416, .. }), "{error}");
        fake.finish();
    }
    let fake = Fake::start(&[(POST, SESSION), (&put(&blob.digest), "201 Created")]).await;
    fake.repository().push_blob(&blob, content).await.unwrap();
    let heard = fake.finish();
    assert!(heard[1].contains("content-length: 300000\r\n") && !heard[1].contains("content-range"));
}

/// What the registry computed of the upload is not what was sent.
#[tokio::test]
async fn r14_an_upload_that_came_out_as_something_else_is_an_error() {
    let (blob, content) = hello();
    let created = format!("201 Created\nDocker-Content-Digest: {}", Digest::of(b"hallo"));
    let fake = Fake::start(&[(POST, SESSION), (&put(&blob.digest), &created)]).await;
    let error = fake.repository().push_blob(&blob, content).await.unwrap_err();
    assert!(matches!(error, StoreError::DigestMismatch { .. }), "{error}");
    fake.finish();
}

/// 202 has a session of its own (see `content`); every other refusal means an ordinary upload.
#[tokio::test]
async fn i29_after_a_refused_mount_comes_an_ordinary_upload() {
    let (blob, content) = hello();
    let mount = format!("{POST}?mount={}&from=org%2Fother", encoded(&blob.digest));
    for refusal in ["403 Forbidden", "405 Method Not Allowed", "404 Not Found"] {
        let fake = Fake::start(&[(&mount, refusal), (POST, SESSION), (&put(&blob.digest), "201 Created")]).await;
        let store = fake.repository();
        assert!(!store.mount_blob(&blob, &RepositoryName::parse("org/other").unwrap()).await.unwrap(), "{refusal}");
        store.push_blob(&blob, content.clone()).await.unwrap();
        fake.finish();
    }
}
