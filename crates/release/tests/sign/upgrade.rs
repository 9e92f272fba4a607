//! Releases by two versions of the program, and what stands under cosign's `.sbom` tag.

use oci::{Descriptor, Digest, RawManifest, Reference, Tag, TagRule, copy_manifest};
use release::ChartPlan;
use release::attest::{Attestation, Beside, Document, documents, evidence_beside};
use release::report::{Outcome, Signature};
use serde_json::{Value, json};
use signing::statement::{self, Subject, predicate};
use signing::{Attachment, Message, Signer, attachment, bundle, classic};

use crate::place::{Memory, now};
use crate::world::{Key, NOW, classic_signatures, digest_of, everything_once, plan, proven, release, statements};

const CREATED: &str = "2023-11-14T22:13:20Z";

fn tagged(place: &Memory, subject: &Digest) -> RawManifest {
    now(place.store().manifest(&Reference::Tag(classic::document_tag(subject)))).unwrap()
}

fn content_of(place: &Memory, manifest: &RawManifest) -> bytes::Bytes {
    let layer = manifest.document().unwrap().layers.unwrap().remove(0);
    now(place.store().blob(&layer, 10 << 20)).unwrap()
}

/// A document as version 0.0.1 would have written it.
fn by_another_version(document: Document) -> Document {
    let mut json: Value = serde_json::from_slice(&document.content).unwrap();
    if let Some(creators) = json.pointer_mut("/creationInfo/creators").and_then(Value::as_array_mut) {
        creators.retain(|one| !one.as_str().unwrap().starts_with("Tool: "));
        creators.push("Tool: portolan-0.0.1".into());
    } else {
        *json.pointer_mut("/metadata/tools/components/0/version").unwrap() = "0.0.1".into();
    }
    Document { content: json.to_string().into(), ..document }
}

fn attach(place: &Memory, subject: &Descriptor, attachments: &[Attachment]) {
    let store = place.store();
    let push = |one: &Attachment| {
        now(copy_manifest(&*store, &one.manifest, &one.blobs)).unwrap();
        one.manifest.referrer_descriptor().unwrap()
    };
    let descriptors: Vec<Descriptor> = attachments.iter().map(push).collect();
    now(store.attach(&subject.digest, &descriptors)).unwrap();
}

fn signed(key: &Key, one: &Attestation, subject: &Descriptor) -> Attachment {
    let statement = statement::statement(&one.subjects, one.predicate_type, &one.predicate);
    let signature = now(key.signer.sign(&[Message::Statement(&statement)])).unwrap().remove(0);
    attachment::bundle(&bundle::write(&statement, &signature).unwrap(), one.predicate_type, subject, CREATED)
}

/// Everything that version 0.0.1 attaches, signed by the key.
fn release_by_another_version(place: &Memory, key: &Key, chart: &ChartPlan) {
    let (store, manifest) = (place.store(), &chart.artifact.manifest);
    let subject = manifest.descriptor();
    now(copy_manifest(&*store, manifest, &chart.artifact.blobs())).unwrap();
    let documents: Vec<Document> = documents(chart, manifest).into_iter().map(by_another_version).collect();
    let sbom = classic::document(classic::SPDX_TYPE, &documents[0].content);
    let beside = Beside { signed: true.into(), documents, tagged: Some(sbom.manifest.digest.clone()) };
    let mut evidence = evidence_beside(chart, manifest, beside);
    evidence.attestations.last_mut().unwrap().predicate["tool"]["version"] = "0.0.1".into();
    let itself = Subject { name: Some(chart.image_name.clone()), digest: manifest.digest.clone() };
    let itself = Attestation { predicate_type: predicate::SIGNATURE, predicate: json!({}), subjects: vec![itself] };
    let bundles = evidence.attestations.iter().chain([&itself]).map(|one| signed(key, one, &subject));
    let plain = evidence.documents.iter();
    let plain = plain.map(|one| attachment::document(one.media_type, &one.file_name, &one.content, &subject, CREATED));
    attach(place, &subject, &bundles.chain(plain).collect::<Vec<_>>());
    let payload = classic::payload(&chart.image_name, &manifest.digest);
    let signature = now(key.signer.sign(&[Message::Simple(&payload)])).unwrap().remove(0);
    let classic_manifest = classic::manifest(&[(payload, signature)]);
    let tags = [(classic::tag(&subject.digest), &classic_manifest), (classic::document_tag(&subject.digest), &sbom)];
    for (tag, one) in tags {
        now(copy_manifest(&*store, &one.manifest, &one.blobs)).unwrap();
        now(store.tag(&tag, &one.manifest, TagRule::Keep)).unwrap();
    }
    now(store.tag(&Tag::parse("1.2.3").unwrap(), manifest, TagRule::Keep)).unwrap();
}

#[test]
fn a_rerun_by_a_newer_version_of_the_program_adds_nothing() {
    let (place, key) = (Memory::default(), Key::new());
    release_by_another_version(&place, &key, &plan(&place, NOW).charts[0]);
    let (writes, listed) = (place.writes(), now(place.store().referrers(&subject_of(&place))).unwrap().len());
    let report = release(&place, &key);
    let subject = digest_of(&report);
    assert_eq!(report.charts[0].outcome, Outcome::AlreadyPublished);
    let new: Vec<&Signature> = report.charts[0].signatures.iter().filter(|one| !one.is_reused()).collect();
    assert!(new.is_empty(), "{new:#?}");
    assert_eq!(place.writes(), writes, "nothing is written");
    assert_eq!(now(place.store().referrers(&subject)).unwrap().len(), listed);
    assert_eq!(proven(&place, &subject, &key), everything_once());
    assert_eq!(classic_signatures(&place, &subject, &key), 1);
}

fn subject_of(place: &Memory) -> Digest {
    plan(place, NOW).charts[0].artifact.manifest.digest.clone()
}

/// What only looks like a document of ours is not taken for one.
#[test]
fn a_document_that_says_something_else_is_not_adopted() {
    for (pointer, value) in [("/name", "pirates"), ("/creationInfo/creators/0", "Tool: axe-1")] {
        let (place, key) = (Memory::default(), Key::new());
        let planned = plan(&place, NOW);
        let chart = &planned.charts[0];
        let mut document = by_another_version(documents(chart, &chart.artifact.manifest).remove(0));
        let mut json: Value = serde_json::from_slice(&document.content).unwrap();
        *json.pointer_mut(pointer).unwrap() = value.into();
        document.content = json.to_string().into();
        let subject = chart.artifact.manifest.descriptor();
        now(copy_manifest(&*place.store(), &chart.artifact.manifest, &chart.artifact.blobs())).unwrap();
        let theirs =
            attachment::document(document.media_type, &document.file_name, &document.content, &subject, CREATED);
        attach(&place, &subject, std::slice::from_ref(&theirs));
        let report = release(&place, &key);
        let spdx = report.charts[0].signatures.iter().find(|one| {
            matches!(one, Signature::Document { media_type, reused: false, .. } if media_type == "application/spdx+json")
        });
        assert!(spdx.is_some(), "{pointer}");
    }
}

#[test]
fn cosign_finds_the_spdx_document_under_its_tag() {
    let (place, key) = (Memory::default(), Key::new());
    let report = release(&place, &key);
    let subject = digest_of(&report);
    let manifest = tagged(&place, &subject);
    let document: Value = serde_json::from_slice(&content_of(&place, &manifest)).unwrap();
    assert_eq!(document["spdxVersion"], "SPDX-2.3");
    assert_eq!(manifest.document().unwrap().layers.unwrap()[0].media_type, "text/spdx+json");
    let statements = statements(&place, &subject, &key);
    let record = statements.iter().find(|one| one["predicateType"] == predicate::RELEASE_RECORD).unwrap();
    assert_eq!(record["predicate"]["attached"]["sbomTag"], manifest.digest.to_string());
    let told = serde_json::to_value(&report).unwrap()["charts"][0]["signatures"].as_array().unwrap().clone();
    let told: Vec<&Value> = told.iter().filter(|one| one["kind"] == "tagged").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["digest"], manifest.digest.to_string());
}

/// cosign keeps one document and no more: what somebody attached before us stays.
#[test]
fn a_document_that_somebody_else_attached_stays_under_the_tag() {
    let (place, key) = (Memory::default(), Key::new());
    let planned = plan(&place, NOW);
    let manifest = &planned.charts[0].artifact.manifest;
    let theirs = classic::document(classic::SPDX_TYPE, &bytes::Bytes::from_static(b"{\"spdxVersion\":\"SPDX-2.3\"}"));
    let store = place.store();
    now(copy_manifest(&*store, &theirs.manifest, &theirs.blobs)).unwrap();
    now(store.tag(&classic::document_tag(&manifest.digest), &theirs.manifest, TagRule::Keep)).unwrap();
    for _ in 0..2 {
        let subject = digest_of(&release(&place, &key));
        assert_eq!(tagged(&place, &subject).digest, theirs.manifest.digest);
        assert_eq!(proven(&place, &subject, &key), everything_once());
    }
}
