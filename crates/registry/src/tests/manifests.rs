//! Manifests that are not what was asked for, and registries that answer HEAD badly or want to be asked exactly.

use oci::{Digest, RawManifest, Reference, Store, StoreError, Tag, media_type};

use super::fake::Fake;

fn manifest() -> RawManifest {
    RawManifest::new(media_type::IMAGE_MANIFEST, r#"{"schemaVersion":2}"#)
}

fn stored(manifest: &RawManifest) -> String {
    let body = String::from_utf8_lossy(&manifest.bytes);
    format!("200 OK\nContent-Type: {}\n\n{body}", manifest.media_type)
}

fn by_digest(method: &str, digest: &Digest) -> String {
    format!("{method} /v2/org/demo/manifests/{digest}")
}

/// Before anything is parsed: the answer is no JSON, and that is not what is wrong with it.
#[tokio::test]
async fn c03_a_manifest_with_another_digest_is_not_even_parsed() {
    let asked = manifest().digest;
    for body in ["ahoy", r#"{"schemaVersion":3}"#] {
        let answer = format!("200 OK\nContent-Type: {}\n\n{body}", media_type::IMAGE_MANIFEST);
        let fake = Fake::start(&[(&by_digest("GET", &asked), &answer)]).await;
        let error = fake.repository().manifest(&Reference::Digest(asked.clone())).await.unwrap_err();
        assert!(matches!(&error, StoreError::DigestMismatch { expected, .. } if *expected == asked), "{error}");
        fake.finish();
    }
}

/// The header says what was expected, by tag and by digest; the bytes say otherwise.
#[tokio::test]
async fn c04_a_digest_header_that_lies_is_found_out() {
    let other = Digest::of(b"something else");
    let lie = |digest: &Digest, body: &str| {
        format!("200 OK\nContent-Type: {}\nDocker-Content-Digest: {digest}\n\n{body}", media_type::IMAGE_MANIFEST)
    };
    let body = r#"{"schemaVersion":2}"#;
    let tag = Tag::parse("1.0.0").unwrap();
    let fake = Fake::start(&[
        ("GET /v2/org/demo/manifests/1.0.0", &lie(&other, body)),
        (&by_digest("GET", &other), &lie(&other, body)),
        (&by_digest("PUT", &manifest().digest), &format!("201 Created\nDocker-Content-Digest: {other}")),
    ])
    .await;
    let store = fake.repository();
    for reference in [Reference::Tag(tag), Reference::Digest(other)] {
        let error = store.manifest(&reference).await.unwrap_err();
        assert!(matches!(error, StoreError::DigestMismatch { .. }), "{error}");
    }
    let error = store.push_manifest(&manifest()).await.unwrap_err();
    assert!(matches!(error, StoreError::DigestMismatch { .. }), "{error}");
    fake.finish();
}

/// distribution says 404 of what is there in a type that was not asked for.
#[tokio::test]
async fn r30_every_request_accepts_every_type_of_manifest() {
    let held = manifest();
    let fake = Fake::start(&[
        ("GET /v2/org/demo/manifests/1.0.0", &stored(&held)),
        (&by_digest("GET", &held.digest), &stored(&held)),
        (&by_digest("HEAD", &held.digest), &format!("200 OK\nDocker-Content-Digest: {}", held.digest)),
    ])
    .await;
    let store = fake.repository();
    store.manifest(&Reference::Tag(Tag::parse("1.0.0").unwrap())).await.unwrap();
    store.manifest(&Reference::Digest(held.digest.clone())).await.unwrap();
    assert!(store.has_manifest(&held.digest).await.unwrap());
    for request in fake.finish() {
        let accepted = request.lines().find_map(|line| line.strip_prefix("accept: ")).unwrap();
        let accepted: Vec<&str> = accepted.split(", ").collect();
        assert!(media_type::MANIFESTS.iter().all(|kind| accepted.contains(kind)), "{accepted:?}");
        assert!(accepted.contains(&media_type::IMAGE_MANIFEST) && accepted.contains(&media_type::IMAGE_INDEX));
    }
}

/// 405, no digest, another digest: the manifest itself is asked for.
#[tokio::test]
async fn r31_a_head_that_says_nothing_of_a_manifest_means_get() {
    let held = manifest();
    let other = format!("200 OK\nDocker-Content-Digest: {}", Digest::of(b"x"));
    for head in ["405 Method Not Allowed", "200 OK", &other] {
        for (answer, there) in [(stored(&held), true), ("404 Not Found".to_owned(), false)] {
            let script = [(by_digest("HEAD", &held.digest), head.to_owned()), (by_digest("GET", &held.digest), answer)];
            let script = script.each_ref().map(|(asked, answer)| (asked.as_str(), answer.as_str()));
            let fake = Fake::start(&script).await;
            assert_eq!(fake.repository().has_manifest(&held.digest).await.unwrap(), there, "{head}");
            fake.finish();
        }
    }
}
