//! Tags and referrers.

use std::sync::{Arc, Mutex};

use oci::{Descriptor, Digest, RawManifest, Store, StoreError, index_of, limits, media_type};

use super::fake::Fake;
use crate::RemoteStore;

const TAGS: &str = "GET /v2/org/demo/tags/list?n=1000";

async fn tags(store: &RemoteStore) -> Vec<String> {
    store.tags().await.unwrap().iter().map(ToString::to_string).collect()
}

fn subject() -> Digest {
    Digest::of(b"subject")
}

fn referrer(text: &str) -> Descriptor {
    let mut descriptor = Descriptor::of(media_type::IMAGE_MANIFEST, text.as_bytes());
    descriptor.annotations.insert("note".to_owned(), text.to_owned());
    descriptor.artifact_type = Some("application/vnd.example".to_owned());
    descriptor
}

fn index(referrers: &[Descriptor]) -> String {
    let body = String::from_utf8_lossy(&index_of(referrers).bytes).into_owned();
    format!("200 OK\nContent-Type: {}\n\n{body}", media_type::IMAGE_INDEX)
}

fn by_api() -> String {
    format!("GET /v2/org/demo/referrers/{}", subject())
}

fn by_tag(method: &str) -> String {
    format!("{method} /v2/org/demo/manifests/{}", subject().referrers_tag())
}

#[tokio::test]
async fn i30_pages_are_followed_to_their_end() {
    let first =
        "200 OK\nLink: </v2/org/demo/tags/list?n=1000&last=b>; rel=\"next\"\n\n{\"tags\":[\"a\",\"b\",\"-bad\"]}";
    let fake = Fake::start(&[
        (TAGS, first),
        ("GET /v2/org/demo/tags/list?n=1000&last=b", "200 OK\n\n{\"tags\":[\"c\",\"b\"]}"),
        (TAGS, "200 OK\n\n{\"name\":\"org/demo\",\"tags\":null}"),
        (TAGS, "404 Not Found\n\n{\"errors\":[{\"code\":\"NAME_UNKNOWN\"}]}"),
    ])
    .await;
    let store = fake.repository();
    assert_eq!(tags(&store).await, ["a", "b", "c"]);
    assert!(tags(&store).await.is_empty());
    assert!(tags(&store).await.is_empty());
    fake.finish();
}

/// Another origin; the same page again.
#[tokio::test]
async fn r06_links_that_lead_astray_are_errors() {
    let away = "200 OK\nLink: <http://127.0.0.1:1/v2/org/demo/tags/list>; rel=\"next\"\n\n{\"tags\":[\"a\"]}";
    let circle = "200 OK\nLink: </v2/org/demo/tags/list?n=1000>; rel=\"next\"\n\n{\"tags\":[\"a\"]}";
    let fake = Fake::start(&[(TAGS, away), (TAGS, circle), (TAGS, circle)]).await;
    let store = fake.repository();
    for _ in 0..2 {
        let error = store.tags().await.unwrap_err();
        assert!(matches!(error, StoreError::Unsafe { .. }), "{error}");
    }
    fake.finish();
}

#[tokio::test]
async fn a_page_for_people_is_not_an_empty_list() {
    let fake = Fake::start(&[(TAGS, "404 Not Found\nContent-Type: text/html\n\n<html>")]).await;
    assert!(matches!(fake.repository().tags().await, Err(StoreError::Refused { status: 404, .. })));
    fake.finish();
}

/// An outage or a refusal is never "nothing attached"; a page for people means there is no API.
#[tokio::test]
async fn r22_referrers_fall_back_only_without_the_api() {
    let (api, tag) = (by_api(), by_tag("GET"));
    let html = "200 OK\nContent-Type: text/html\n\n<html>";
    let held = index(&[referrer("one")]);
    let fake = Fake::start(&[(&api, html), (&tag, &held)]).await;
    assert_eq!(fake.repository().referrers(&subject()).await.unwrap(), [referrer("one")]);
    fake.finish();

    let fake = Fake::start(&[(&api, "401 Unauthorized"), (&tag, "404 Not Found")]).await;
    let error = fake.repository().referrers(&subject()).await.unwrap_err();
    assert!(matches!(error, StoreError::Unauthenticated { .. }), "{error}");
    fake.finish();

    let mut script = vec![(api.as_str(), "500 Internal Server Error"); 6];
    script.push((&tag, "404 Not Found"));
    let fake = Fake::start(&script).await;
    let error = fake.repository().referrers(&subject()).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
    fake.finish();
}

#[tokio::test]
async fn the_api_and_an_older_index_are_merged() {
    let (listed, held) = (index(&[referrer("one")]), index(&[referrer("one"), referrer("two")]));
    let fake = Fake::start(&[(&by_api(), &listed), (&by_tag("GET"), &held)]).await;
    assert_eq!(fake.repository().referrers(&subject()).await.unwrap(), [referrer("one"), referrer("two")]);
    fake.finish();
}

#[tokio::test]
async fn i12_attaching_needs_nothing_where_the_api_lists_it() {
    let fake = Fake::start(&[(&by_api(), &index(&[referrer("one")])), (&by_tag("GET"), "404 Not Found")]).await;
    fake.repository().attach(&subject(), &[referrer("one")]).await.unwrap();
    fake.finish();
}

fn manifest_of(text: &str) -> RawManifest {
    let document = serde_json::json!({
        "schemaVersion": 2, "artifactType": "application/vnd.example", "annotations": {"note": text},
    });
    RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string())
}

fn put(manifest: &RawManifest) -> String {
    format!("PUT /v2/org/demo/manifests/{}", manifest.digest)
}

/// What a registry has said about its API is not asked again; nothing is read back, and nobody is waited for.
#[tokio::test]
async fn i11_what_is_pushed_is_listed_in_two_steps() {
    let (one, api) = (manifest_of("one"), by_api());
    let script: [(&str, &str); 2] = [(&api, "404 Not Found"), (&by_tag("GET"), "404 Not Found")];
    let lists = [(put(&one), "201 Created"), (by_tag("GET"), "404 Not Found"), (by_tag("PUT"), "201 Created")];
    let lists = lists.iter().map(|(asked, answer)| (asked.as_str(), *answer));
    let fake = Fake::start(&script.into_iter().chain(lists).collect::<Vec<_>>()).await;
    let store = fake.repository();
    assert!(store.referrers(&subject()).await.unwrap().is_empty());
    store.push_referrers(&subject(), std::slice::from_ref(&one)).await.unwrap();
    let heard = fake.finish();
    let body = heard.last().unwrap().split_once("\r\n\r\n").unwrap().1;
    assert_eq!(body.as_bytes(), &index_of(&[one.referrer_descriptor().unwrap()]).bytes[..]);

    let fake =
        Fake::start(&[(&api, &index(&[])), (&by_tag("GET"), "404 Not Found"), (&put(&one), "201 Created")]).await;
    let store = fake.repository();
    assert!(store.referrers(&subject()).await.unwrap().is_empty());
    store.push_referrers(&subject(), &[one]).await.unwrap();
    store.push_referrers(&subject(), &[]).await.unwrap();
    fake.finish();
}

/// A busy registry, or somebody who was faster: the careful way, which reads back.
#[tokio::test]
async fn r23_what_cannot_be_listed_at_once_is_listed_with_care() {
    for answer in ["503 Service Unavailable", "412 Precondition Failed"] {
        let one = manifest_of("one");
        let theirs = index(&[referrer("theirs")]);
        let both = index(&[referrer("theirs"), one.referrer_descriptor().unwrap()]);
        let fake = Fake::start(&[
            (&by_api(), "404 Not Found"),
            (&by_tag("GET"), "404 Not Found"),
            (&put(&one), "201 Created"),
            (&by_tag("GET"), "404 Not Found"),
            (&by_tag("PUT"), answer),
            (&by_api(), "404 Not Found"),
            (&by_tag("GET"), &theirs),
            (&by_tag("PUT"), "201 Created"),
            (&by_tag("GET"), &both),
        ])
        .await;
        let store = fake.repository();
        assert!(store.referrers(&subject()).await.unwrap().is_empty());
        store.push_referrers(&subject(), &[one]).await.unwrap();
        fake.finish();
    }
}

/// One write, a pause, read back; a lost entry is written again.
#[tokio::test]
async fn r18_the_fallback_index_is_read_back() {
    let ours = [referrer("ours")];
    let both = index(&[referrer("theirs"), referrer("ours")]);
    let fake = Fake::start(&[
        (&by_api(), "404 Not Found\nContent-Type: text/plain\n\n404 page not found"),
        (&by_tag("GET"), "404 Not Found"),
        (&by_tag("PUT"), "201 Created"),
        // somebody who read before our write has overwritten it
        (&by_tag("GET"), &index(&[referrer("theirs")])),
        (&by_tag("GET"), &index(&[referrer("theirs")])),
        (&by_tag("PUT"), "201 Created"),
        (&by_tag("GET"), &both),
    ])
    .await;
    fake.repository().attach(&subject(), &ours).await.unwrap();
    let heard = fake.finish();
    assert!(heard[2].contains("if-none-match: *") && heard[2].contains("\"note\":\"ours\""));
    assert!(heard[5].contains("\"note\":\"theirs\"") && heard[5].contains("\"note\":\"ours\""));
}

/// A manifest that somebody else pushes at the same moment may be hidden for that moment (distribution 2.8).
#[tokio::test]
async fn r18_a_manifest_that_is_unknown_for_a_moment_does_not_end_the_writing_of_the_index() {
    let told = "404 Not Found\n\n{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown\"}]}";
    let fake = Fake::start(&[
        (&by_api(), "404 Not Found"),
        (&by_tag("GET"), "404 Not Found"),
        (&by_tag("PUT"), told),
        (&by_tag("GET"), "404 Not Found"),
        (&by_tag("PUT"), "201 Created"),
        (&by_tag("GET"), &index(&[referrer("one")])),
    ])
    .await;
    fake.repository().attach(&subject(), &[referrer("one")]).await.unwrap();
    fake.finish();
}

/// Something else under the fallback tag is left alone.
#[tokio::test]
async fn r19_a_fallback_tag_with_another_content_is_not_overwritten() {
    let image = format!("200 OK\nContent-Type: {}\n\n{{}}", media_type::IMAGE_MANIFEST);
    let fake = Fake::start(&[(&by_api(), "404 Not Found"), (&by_tag("GET"), &image)]).await;
    let error = fake.repository().attach(&subject(), &[referrer("one")]).await.unwrap_err();
    assert!(matches!(error, StoreError::Manifest { .. }), "{error}");
    fake.finish();
}

/// Two attachments in one write; type and every annotation stand in the index.
#[tokio::test]
async fn i11_one_write_lists_all_attachments_with_type_and_annotations() {
    let both = [referrer("signature"), referrer("sbom")];
    let fake = Fake::start(&[
        (&by_api(), "404 Not Found"),
        (&by_tag("GET"), "404 Not Found"),
        (&by_tag("PUT"), "201 Created"),
        (&by_tag("GET"), &index(&both)),
    ])
    .await;
    fake.repository().attach(&subject(), &both).await.unwrap();
    let heard = fake.finish();
    let body = heard[2].split_once("\r\n\r\n").unwrap().1;
    assert_eq!(body.as_bytes(), &index_of(&both).bytes[..]);
    assert!(body.contains("\"artifactType\"") && body.contains("\"annotations\""));
}

/// `OCI-Subject` alone is no proof of the API; the user is told.
#[tokio::test]
async fn i13_a_registry_that_only_claims_to_list_referrers_gets_the_fallback_index() {
    let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, "{\"schemaVersion\":2}");
    let put = format!("PUT /v2/org/demo/manifests/{}", manifest.digest);
    let created = format!("201 Created\nOCI-Subject: {}", subject());
    let fake = Fake::start(&[
        (&put, &created),
        (&by_api(), "404 Not Found"),
        (&by_tag("GET"), "404 Not Found"),
        (&by_tag("PUT"), "201 Created"),
        (&by_tag("GET"), &index(&[referrer("one")])),
    ])
    .await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let store = fake.watched(Arc::clone(&heard)).repository(super::fake::name());
    store.push_manifest(&manifest).await.unwrap();
    store.attach(&subject(), &[referrer("one")]).await.unwrap();
    fake.finish();
    let told = heard.lock().unwrap();
    assert!(matches!(told.as_slice(), [only] if only.contains("answers with OCI-Subject")), "{told:?}");
}

#[tokio::test]
async fn i14_pages_of_referrers_are_followed_on_the_same_host() {
    let api = by_api();
    let path = api.trim_start_matches("GET ").to_owned();
    let page = |one: &str, next: &str| {
        index(&[referrer(one)]).replacen("\n\n", &format!("\nLink: <{next}>; rel=\"next\"\n\n"), 1)
    };
    let (first, second) = (page("one", &format!("{path}?last=1")), page("two", &format!("{path}?last=2")));
    let fake = Fake::start(&[
        (&api, &first),
        (&format!("{api}?last=1"), &second),
        (&format!("{api}?last=2"), &index(&[referrer("three")])),
        (&by_tag("GET"), "404 Not Found"),
    ])
    .await;
    let found = fake.repository().referrers(&subject()).await.unwrap();
    assert_eq!(found, [referrer("one"), referrer("two"), referrer("three")]);
    fake.finish();

    let away = page("one", "http://127.0.0.1:1/v2/org/demo/referrers/x");
    let fake = Fake::start(&[(&api, &away), (&by_tag("GET"), "404 Not Found")]).await;
    let error = fake.repository().referrers(&subject()).await.unwrap_err();
    assert!(matches!(error, StoreError::Unsafe { .. }), "{error}");
    fake.finish();
}

#[tokio::test]
async fn r21_an_index_of_more_referrers_than_anybody_has_is_refused() {
    let many: Vec<Descriptor> = (0..=limits::REFERRERS).map(|number| referrer(&number.to_string())).collect();
    let fake = Fake::start(&[(&by_api(), "404 Not Found"), (&by_tag("GET"), &index(&many))]).await;
    let error = fake.repository().referrers(&subject()).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    fake.finish();

    // 100 000 entries are more than the 4 MiB of a manifest, whatever is in them.
    let endless = format!("200 OK\nContent-Type: {}\nContent-Length: 20000000\n\n{{", media_type::IMAGE_INDEX);
    let fake = Fake::start(&[(&by_api(), "404 Not Found"), (&by_tag("GET"), &endless)]).await;
    let error = fake.repository().attach(&subject(), &[referrer("one")]).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    fake.finish();
}

/// Somebody wrote between our reading and our writing, and the registry says so.
#[tokio::test]
async fn r23_a_failed_condition_means_reading_again() {
    let theirs = index(&[referrer("theirs")]).replacen("\n\n", "\nETag: \"1\"\n\n", 1);
    let fake = Fake::start(&[
        (&by_api(), "404 Not Found"),
        (&by_tag("GET"), &index(&[]).replacen("\n\n", "\nETag: \"0\"\n\n", 1)),
        (&by_tag("PUT"), "412 Precondition Failed"),
        (&by_tag("GET"), &theirs),
        (&by_tag("PUT"), "201 Created"),
        (&by_tag("GET"), &index(&[referrer("theirs"), referrer("ours")])),
    ])
    .await;
    fake.repository().attach(&subject(), &[referrer("ours")]).await.unwrap();
    let heard = fake.finish();
    assert!(heard[2].contains("if-match: \"0\"") && heard[4].contains("if-match: \"1\""));
    assert!(heard[4].contains("\"note\":\"theirs\"") && heard[4].contains("\"note\":\"ours\""));
}
