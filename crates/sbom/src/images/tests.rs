//! Images in memory with documents in every way.

use std::task::{Context, Poll, Waker};

use base64::Engine as _;
use oci::{Descriptor, Digest, MemoryStore, RawManifest, RepositoryName, Store, Tag, TagRule, media_type};
use serde_json::{Value, json};

use super::{Evidence, Found, Judge, find};
use crate::contents::Image;
use crate::linked::Trust;

const SPDX: &str = r#"{"spdxVersion":"SPDX-2.3","documentNamespace":"https://a.example/x","packages":[{},{}]}"#;

/// Stores in memory answer at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a store in memory waits"),
    }
}

fn store() -> MemoryStore {
    MemoryStore::new(RepositoryName::parse("team/app").unwrap())
}

fn blob(store: &MemoryStore, media_type: &str, content: &str) -> Value {
    let descriptor = Descriptor::of(media_type, content.as_bytes());
    now(store.push_blob(&descriptor, content.as_bytes().to_vec().into())).unwrap();
    serde_json::to_value(descriptor).unwrap()
}

fn manifest(store: &MemoryStore, layers: &[Value], more: Value) -> RawManifest {
    let config = blob(store, "application/vnd.oci.empty.v1+json", "{}");
    let mut document =
        json!({"schemaVersion": 2, "mediaType": media_type::IMAGE_MANIFEST, "config": config, "layers": layers});
    document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string());
    now(store.push_manifest(&manifest)).unwrap();
    manifest
}

fn tagged(store: &MemoryStore, tag: &str, manifest: &RawManifest) {
    now(store.tag(&Tag::parse(tag).unwrap(), manifest, TagRule::Move)).unwrap();
}

fn index(store: &MemoryStore, entries: &[Value]) -> RawManifest {
    let document = json!({"schemaVersion": 2, "mediaType": media_type::IMAGE_INDEX, "manifests": entries});
    let index = RawManifest::new(media_type::IMAGE_INDEX, document.to_string());
    now(store.push_manifest(&index)).unwrap();
    tagged(store, "1.0", &index);
    index
}

fn entry(manifest: &RawManifest, more: Value) -> Value {
    let mut entry = serde_json::to_value(manifest.descriptor()).unwrap();
    entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    entry
}

fn statement(subject: &Digest, kind: &str) -> String {
    format!(
        r#"{{"_type":"https://in-toto.io/Statement/v1","subject":[{{"digest":{{"sha256":"{}"}}}}],"predicateType":"{kind}","predicate":{SPDX}}}"#,
        subject.hex()
    )
}

fn layer(store: &MemoryStore, media_type: &str, content: &str, annotations: Value) -> Value {
    let mut layer = blob(store, media_type, content);
    layer.as_object_mut().unwrap().insert("annotations".to_owned(), annotations);
    layer
}

fn look(store: &MemoryStore, reference: &str, judge: Option<&dyn Judge>) -> Found {
    let image = Image::of(reference);
    now(find(&image, store, judge)).unwrap()
}

fn image_with_buildkit(newer: bool) -> MemoryStore {
    let store = store();
    let image = manifest(&store, &[], json!({}));
    let spdx = statement(&image.digest, "https://spdx.dev/Document");
    let layers = [
        layer(
            &store,
            "application/vnd.in-toto+json",
            &spdx,
            json!({"in-toto.io/predicate-type": "https://spdx.dev/Document"}),
        ),
        layer(
            &store,
            "application/vnd.in-toto+json",
            "{}",
            json!({"in-toto.io/predicate-type": "https://slsa.dev/provenance/v1"}),
        ),
    ];
    let more = if newer {
        json!({"artifactType": "application/vnd.docker.attestation.manifest.v1+json", "subject": image.descriptor()})
    } else {
        json!({})
    };
    let attestation = manifest(&store, &layers, more);
    let unknown = json!({"architecture": "unknown", "os": "unknown"});
    let annotations =
        json!({"vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": image.digest});
    let entries = [
        entry(&image, json!({"platform": {"architecture": "arm64", "os": "linux", "variant": "v8"}})),
        entry(&attestation, json!({"platform": unknown, "annotations": annotations})),
    ];
    index(&store, &entries);
    store
}

#[test]
fn i27_buildkit_attestations_of_both_forms_are_found_and_called_unsigned() {
    for newer in [false, true] {
        let found = look(&image_with_buildkit(newer), "r.io/team/app:1.0", None);
        assert_eq!(found.notes, Vec::<String>::new());
        let [document] = found.documents.as_slice() else { panic!("{found:?}") };
        assert_eq!((&document.trust, document.source), (&Trust::Unsigned, "BuildKit attestation"));
        assert_eq!(document.platform.as_deref(), Some("linux/arm64/v8"));
        assert_eq!((&document.bytes[..], document.outline.components), (SPDX.as_bytes(), 2));
        assert_eq!(document.outline.identity.as_deref(), Some("https://a.example/x"));
    }
}

struct Named(Result<&'static str, &'static str>);

impl Judge for Named {
    fn judge(&self, _: &Digest, _: &Evidence<'_>) -> Result<String, String> {
        self.0.map(str::to_owned).map_err(str::to_owned)
    }
}

fn envelope(statement: &str) -> Value {
    let payload = base64::engine::general_purpose::STANDARD.encode(statement);
    json!({"payload": payload, "payloadType": "application/vnd.in-toto+json", "signatures": [{"sig": ""}]})
}

fn image_with_bundle(about: Option<&Digest>) -> MemoryStore {
    let store = store();
    let image = manifest(&store, &[], json!({}));
    tagged(&store, "1.0", &image);
    let statement = statement(about.unwrap_or(&image.digest), "https://spdx.dev/Document");
    let kind = "application/vnd.dev.sigstore.bundle.v0.3+json";
    let bundle = blob(&store, kind, &json!({"dsseEnvelope": envelope(&statement)}).to_string());
    let more = json!({"artifactType": kind, "subject": image.descriptor()});
    manifest(&store, &[bundle], more);
    store
}

#[test]
fn bundles_are_what_the_judge_says() {
    let store = image_with_bundle(None);
    let trust = |judge: Option<&dyn Judge>| {
        let found = look(&store, "r.io/team/app:1.0", judge);
        (found.documents.first().map(|document| document.trust.clone()), found.notes.len())
    };
    assert_eq!(trust(None), (Some(Trust::NotVerified), 0));
    assert_eq!(trust(Some(&Named(Ok("somebody")))), (Some(Trust::Verified("somebody".to_owned())), 0));
    assert_eq!(trust(Some(&Named(Err("wrong key")))), (None, 1));
}

#[test]
fn statements_about_something_else_are_not_used() {
    let found = look(&image_with_bundle(Some(&Digest::of(b"other"))), "r.io/team/app:1.0", None);
    assert!(found.documents.is_empty());
    assert!(found.notes[0].contains("about something else"), "{:?}", found.notes);
}

#[test]
fn tags_of_cosign_and_plain_referrers_are_found() {
    let (att, plain, old) = (store(), store(), store());
    let image = manifest(&att, &[], json!({}));
    for store in [&att, &plain, &old] {
        tagged(store, "1.0", &manifest(store, &[], json!({})));
    }
    let envelope = envelope(&statement(&image.digest, "https://spdx.dev/Document")).to_string();
    let layers = [layer(
        &att,
        "application/vnd.dsse.envelope.v1+json",
        &envelope,
        json!({"predicateType": "https://spdx.dev/Document"}),
    )];
    tagged(&att, &format!("{}.att", image.digest.referrers_tag()), &manifest(&att, &layers, json!({})));
    let layers = [blob(&plain, "application/spdx+json", SPDX)];
    manifest(&plain, &layers, json!({"artifactType": "application/spdx+json", "subject": image.descriptor()}));
    let layers = [blob(&old, "text/spdx+json", SPDX)];
    tagged(&old, &format!("{}.sbom", image.digest.referrers_tag()), &manifest(&old, &layers, json!({})));
    let pinned = format!("r.io/team/app@{}", image.digest);
    let told = [
        (&att, "cosign attestation", Trust::NotVerified),
        (&plain, "referrer", Trust::Unsigned),
        (&old, "tag .sbom", Trust::Unsigned),
    ];
    for (store, source, trust) in told {
        let found = look(store, &pinned, None);
        let [document] = found.documents.as_slice() else { panic!("{source}: {found:?}") };
        assert_eq!((document.source, &document.trust), (source, &trust));
    }
}

#[test]
fn images_without_documents_have_none_and_missing_ones_are_an_error() {
    let store = store();
    tagged(&store, "1.0", &manifest(&store, &[], json!({})));
    assert_eq!(look(&store, "r.io/team/app:1.0", None), Found::default());
    assert!(now(find(&Image::of("r.io/team/app:2.0"), &store, None)).unwrap_err().is_not_found());
}
