use super::*;
use bytes::Bytes;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Stores in memory never wait, so one poll is enough.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a store in memory waited"),
    }
}

fn repository(name: &str) -> MemoryStore {
    MemoryStore::new(RepositoryName::parse(name).unwrap())
}

fn push_chart(store: &MemoryStore, subject: Option<&RawManifest>, layer: &str) -> RawManifest {
    let (config, layer) = (Bytes::from_static(b"{}"), Bytes::copy_from_slice(layer.as_bytes()));
    let config_at = Descriptor::of(media_type::HELM_CONFIG, &config);
    let layer_at = Descriptor::of(media_type::HELM_CHART, &layer);
    let mut document = serde_json::json!({"schemaVersion": 2, "config": config_at, "layers": [layer_at]});
    if let Some(subject) = subject {
        document["subject"] = serde_json::to_value(subject.descriptor()).unwrap();
        document["annotations"] = serde_json::json!({"made": "here"});
    }
    let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string());
    now(copy_manifest(store, &manifest, &[(config_at, config), (layer_at, layer)])).unwrap();
    manifest
}

#[test]
fn r34_names_follow_the_grammar() {
    for good in ["a", "a/b", "org/charts/agents", "a.b", "a_b", "a__b", "a---b", "0/1"] {
        assert!(RepositoryName::parse(good).is_ok(), "{good}");
    }
    let long = "a".repeat(256);
    for bad in ["", "A", "a/", "/a", "a//b", "a..b", "a___b", "-a", "a-", "a._b", "é", "a%2fb", "..", &long] {
        assert!(RepositoryName::parse(bad).is_err(), "{bad}");
    }
    for (version, tag) in [("1.0.0", "1.0.0"), ("1.0.0+b.1", "1.0.0_b.1")] {
        assert_eq!(Tag::of_version(version).unwrap().as_str(), tag);
    }
    for bad in ["", ".a", "-a", "a b", "a/b", "a:b", &"a".repeat(129)] {
        assert!(Tag::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a20_digests_are_checked_before_they_become_paths() {
    let digest = Digest::of(b"");
    assert_eq!(digest.to_string(), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(Digest::parse(&digest.to_string()).unwrap(), digest);
    assert!(Digest::with(Algorithm::Sha512, b"x").matches(b"x"));
    for bad in ["", "sha256:", "sha256:../../etc", "sha256:E3B0", "md5:d41d8cd98f00b204e9800998ecf8427e", "sha256"] {
        assert!(Digest::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn c05_ambiguous_manifests_are_refused() {
    let both = RawManifest::new(media_type::IMAGE_INDEX, r#"{"schemaVersion":2,"manifests":[],"layers":[]}"#);
    assert!(both.document().is_err());
    let other =
        RawManifest::new(media_type::IMAGE_INDEX, format!(r#"{{"mediaType":"{}"}}"#, media_type::IMAGE_MANIFEST));
    assert!(other.document().is_err());
    let many = RawManifest::new(media_type::IMAGE_MANIFEST, r#"{"schemaVersion":2,"manifests":[],"layers":[]}"#);
    assert!(many.document().is_err());
}

#[test]
fn i22_a_copy_takes_the_whole_graph_and_no_tag() {
    let (from, to) = (repository("from"), repository("to"));
    let chart = push_chart(&from, None, "chart");
    let signature = push_chart(&from, Some(&chart), "signature");
    let countersignature = push_chart(&from, Some(&signature), "countersignature");
    now(from.tag(&Tag::parse("1.0.0").unwrap(), &chart, TagRule::Move)).unwrap();

    let copied = now(copy(&from, &to, &chart.digest, CopyScope::WithReferrers)).unwrap();
    assert_eq!((copied.manifests, copied.blobs), (3, 4), "the shared config is uploaded once: {copied:?}");
    assert!(now(to.has_manifest(&countersignature.digest)).unwrap());
    assert!(now(to.tags()).unwrap().is_empty());
    let listed = now(to.referrers(&chart.digest)).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].artifact_type.as_deref(), Some(media_type::HELM_CONFIG));
    assert_eq!(listed[0].annotations["made"], "here");

    let again = now(copy(&from, &to, &chart.digest, CopyScope::WithReferrers)).unwrap();
    assert_eq!((again.manifests, again.blobs, again.bytes), (0, 0, 0), "nothing moves twice");
}

#[test]
fn i23_a_copy_adds_to_the_referrers_that_are_there() {
    let (from, to) = (repository("from"), repository("to"));
    let chart = push_chart(&from, None, "chart");
    assert_eq!(push_chart(&to, None, "chart").digest, chart.digest);
    let ours = [push_chart(&from, Some(&chart), "signature"), push_chart(&from, Some(&chart), "sbom")];
    let theirs = push_chart(&to, Some(&chart), "scan");

    let copied = now(copy(&from, &to, &chart.digest, CopyScope::WithReferrers)).unwrap();
    assert_eq!(copied.manifests, 2, "{copied:?}");
    let mut listed: Vec<String> =
        now(to.referrers(&chart.digest)).unwrap().iter().map(|found| found.digest.to_string()).collect();
    let mut union: Vec<String> = ours.iter().chain([&theirs]).map(|manifest| manifest.digest.to_string()).collect();
    listed.sort();
    union.sort();
    assert_eq!(listed, union);
}

#[test]
fn a_kept_tag_does_not_move() {
    let store = repository("r");
    let (one, two) = (push_chart(&store, None, "one"), push_chart(&store, None, "two"));
    let tag = Tag::parse("1.0.0").unwrap();
    now(store.tag(&tag, &one, TagRule::Keep)).unwrap();
    now(store.tag(&tag, &one, TagRule::Keep)).unwrap();
    assert!(matches!(now(store.tag(&tag, &two, TagRule::Keep)), Err(StoreError::TagMoved { .. })));
    assert_eq!(now(store.manifest(&tag.into())).unwrap().digest, one.digest);
}

#[test]
fn r18_a_tag_is_replaced_only_over_what_was_read() {
    let store = repository("r");
    let made = ["one", "two", "three"].map(|text| push_chart(&store, None, text));
    let tag = Tag::parse("1.0.0").unwrap();
    let set = |to: &RawManifest, held: Option<&RawManifest>| now(store.tag(&tag, to, TagRule::after(held)));
    let moved = |answer| matches!(answer, Err(StoreError::TagMoved { .. }));
    assert!(moved(set(&made[1], Some(&made[0]))), "there is nothing to replace");
    set(&made[0], None).unwrap();
    assert!(moved(set(&made[1], None)));
    set(&made[1], Some(&made[0])).unwrap();
    set(&made[1], Some(&made[0])).unwrap();
    assert!(moved(set(&made[2], Some(&made[0]))));
    assert_eq!(now(store.manifest(&tag.into())).unwrap().digest, made[1].digest);
}

#[test]
fn wrong_content_is_never_stored_or_returned() {
    let store = repository("r");
    let blob = Descriptor::of("text/plain", b"right");
    let wrong = now(store.push_blob(&blob, Bytes::from_static(b"wrong")));
    assert!(matches!(wrong, Err(StoreError::DigestMismatch { .. })));
    now(store.push_blob(&blob, Bytes::from_static(b"right"))).unwrap();
    assert!(matches!(now(store.blob(&blob, 4)), Err(StoreError::WrongSize { .. })), "over the limit");
    let missing = RawManifest::new(media_type::IMAGE_MANIFEST, "{}");
    assert!(now(store.tag(&Tag::parse("x").unwrap(), &missing, TagRule::Move)).unwrap_err().is_not_found());
}

/// A chain of referrers of referrers without end, and lists that lead back to where they came from.
#[test]
fn r21_a_chain_of_a_hundred_referrers_is_refused_and_a_circle_ends() {
    let (from, to) = (repository("charts/demo"), repository("mirror/demo"));
    let chart = push_chart(&from, None, "layer");
    let mut subject = chart.clone();
    for level in 0..100 {
        let next = push_chart(&from, Some(&subject), &format!("level {level}"));
        now(from.attach(&subject.digest, &[next.referrer_descriptor().unwrap()])).unwrap();
        subject = next;
    }
    let error = now(copy(&from, &to, &chart.digest, CopyScope::WithReferrers)).unwrap_err();
    assert!(error.to_string().contains("nested deeper than 4 levels"), "{error}");

    let (from, to) = (repository("charts/demo"), repository("mirror/demo"));
    let chart = push_chart(&from, None, "layer");
    let one = push_chart(&from, Some(&chart), "one");
    now(from.attach(&chart.digest, &[one.referrer_descriptor().unwrap()])).unwrap();
    // A manifest can't refer to what refers to it, but a list can say so.
    now(from.attach(&one.digest, &[chart.descriptor(), one.referrer_descriptor().unwrap()])).unwrap();
    let copied = now(copy(&from, &to, &chart.digest, CopyScope::WithReferrers)).unwrap();
    assert_eq!(copied.referrers, [one.digest]);
}
