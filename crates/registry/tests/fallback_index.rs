//! R18: several writers attach to the same subject at the same moment, on a registry without referrers API: nothing is
//! lost. Each writer does what a release does: pushes its manifests by digest and attaches all of them at once.
//!
//! Against a registry in this process that takes a moment for every request and ignores conditions, as distribution 2.8
//! does; against a real one with `PORTOLAN_TEST_REGISTRY=127.0.0.1:5000`. `PORTOLAN_TEST_ROUNDS` is how often.
#![expect(clippy::unwrap_used, reason = "what fails here has failed the test")]

mod without_api;

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use oci::{Descriptor, Digest, RawManifest, Reference, RepositoryName, Store, copy_manifest, media_type};
use registry::{ClientOptions, Credentials, Registry, RemoteStore, Timeouts};

/// Writers that start together.
const WRITERS: usize = 8;
/// Attachments of each: two signatures, two SBOMs.
const ATTACHMENTS: usize = 4;
/// Rounds on different subjects that run side by side.
const SIDE_BY_SIDE: usize = 10;

/// A writer of its own: its own connections, nothing shared with the others.
fn writer(host: &str, round: usize) -> RemoteStore {
    let options = ClientOptions { plain_http: true, timeouts: Timeouts::default(), ..ClientOptions::default() };
    let registry = Registry::new(host, options, Credentials::none()).unwrap();
    let name = format!("charts/demo-{}-{round}", std::process::id());
    registry.repository_for_push(RepositoryName::parse(&name).unwrap())
}

fn empty() -> (Descriptor, Bytes) {
    (Descriptor::of("application/vnd.oci.empty.v1+json", b"{}"), Bytes::from_static(b"{}"))
}

/// The chart that all writers attach to.
fn subject() -> RawManifest {
    let (config, _) = empty();
    let document = serde_json::json!({
        "schemaVersion": 2, "mediaType": media_type::IMAGE_MANIFEST, "config": config, "layers": [config],
    });
    RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string())
}

/// A manifest that refers to the subject, and its blob, which may be that of other writers too.
fn attachment(name: &str, content: &str) -> (RawManifest, (Descriptor, Bytes)) {
    let (config, _) = empty();
    let layer = Descriptor::of("text/plain", content.as_bytes());
    let document = serde_json::json!({
        "schemaVersion": 2,
        "mediaType": media_type::IMAGE_MANIFEST,
        "artifactType": "application/vnd.example",
        "config": config,
        "layers": [layer],
        "annotations": {"dev.example.name": name},
        "subject": subject().descriptor(),
    });
    let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string());
    (manifest, (layer, Bytes::copy_from_slice(content.as_bytes())))
}

/// One writer's part of a round.
async fn write(store: &RemoteStore, number: usize) {
    let (config, content) = empty();
    if !store.has_blob(&config).await.unwrap() {
        store.push_blob(&config, content).await.unwrap();
    }
    let content = |which: usize| if which.is_multiple_of(2) { format!("{number}/{which}") } else { which.to_string() };
    let made: Vec<_> =
        (0..ATTACHMENTS).map(|which| attachment(&format!("{number}/{which}"), &content(which))).collect();
    join_all(made.iter().map(|(manifest, blob)| async {
        copy_manifest(store, manifest, std::slice::from_ref(blob)).await.unwrap();
    }))
    .await;
    let descriptors: Vec<Descriptor> = made.iter().map(|(one, _)| one.referrer_descriptor().unwrap()).collect();
    store.attach(&subject().digest, &descriptors).await.unwrap();
}

/// A round: every writer at once; what is missing afterwards.
async fn round(host: &str, number: usize) -> usize {
    let reader = writer(host, number);
    copy_manifest(&reader, &subject(), &[empty()]).await.unwrap();
    let writers: Vec<RemoteStore> = (0..WRITERS).map(|_| writer(host, number)).collect();
    join_all(writers.iter().enumerate().map(|(at, store)| write(store, at))).await;
    let listed = reader.referrers(&subject().digest).await.unwrap();
    let distinct: BTreeSet<&Digest> = listed.iter().map(|one| &one.digest).collect();
    assert_eq!(distinct.len(), listed.len(), "round {number}: an entry stands twice");
    for one in &listed {
        assert_eq!(one.artifact_type.as_deref(), Some("application/vnd.example"));
        assert!(one.annotations.contains_key("dev.example.name"));
        assert!(reader.has_manifest(&one.digest).await.unwrap());
    }
    WRITERS * ATTACHMENTS - listed.len()
}

async fn rounds(host: &str, count: usize) {
    let mut lossy = Vec::new();
    for some in (0..count).collect::<Vec<_>>().chunks(SIDE_BY_SIDE) {
        let lost = join_all(some.iter().map(|number| round(host, *number))).await;
        lossy.extend(some.iter().zip(lost).filter(|(_, lost)| *lost > 0).map(|(number, lost)| (*number, lost)));
    }
    assert!(lossy.is_empty(), "entries lost (round, how many): {lossy:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r18_eight_writers_at_once_lose_nothing() {
    let count = std::env::var("PORTOLAN_TEST_ROUNDS").map_or(SIDE_BY_SIDE, |text| text.parse().unwrap());
    match std::env::var("PORTOLAN_TEST_REGISTRY") {
        Ok(host) => rounds(&host, count).await,
        Err(_) => {
            let server = without_api::start(Duration::from_millis(5)).await;
            rounds(&server, count).await;
        }
    }
}

/// A writer that joins later keeps what is there, and one that comes with what is listed already writes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn i11_later_attachments_join_the_index() {
    let host = without_api::start(Duration::ZERO).await;
    let (first, second) = (writer(&host, 0), writer(&host, 0));
    copy_manifest(&first, &subject(), &[empty()]).await.unwrap();
    write(&first, 1).await;
    write(&second, 2).await;
    assert_eq!(first.referrers(&subject().digest).await.unwrap().len(), 2 * ATTACHMENTS);
    let tag = oci::Tag::parse(&subject().digest.referrers_tag()).unwrap();
    let before = first.manifest(&Reference::Tag(tag.clone())).await.unwrap();
    write(&first, 1).await;
    assert_eq!(first.manifest(&Reference::Tag(tag)).await.unwrap(), before);
}
