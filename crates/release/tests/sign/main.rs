//! Step 7 of a release against stores in memory: what is attached, what is kept, what a rerun completes.
#![expect(clippy::unwrap_used, reason = "what fails here has failed the test")]

mod place;
mod said;
mod upgrade;
mod world;

use std::sync::atomic::Ordering;

use oci::{Descriptor, Digest, RawManifest, Reference, Tag, TagRule, copy_manifest, media_type};
use place::{Memory, now};
use release::Plan;
use release::attest::slsa::LOCAL_BUILDER;
use release::report::{Outcome, Signature};
use signing::Holder;
use signing::statement::predicate;
use world::{Key, NOW, classic_signatures, digest_of, everything_once, plan, proven, release, try_release};

#[test]
fn a_release_carries_both_signatures_and_what_is_known_of_it() {
    let (place, key) = (Memory::default(), Key::new());
    let report = release(&place, &key);
    let subject = digest_of(&report);
    assert_eq!(proven(&place, &subject, &key), everything_once());
    assert_eq!(classic_signatures(&place, &subject, &key), 1);
    let chart = &report.charts[0];
    assert_eq!(chart.outcome, Outcome::Released);
    assert_eq!(chart.signatures.iter().filter(|one| matches!(one, Signature::Document { .. })).count(), 2);
    assert_eq!(chart.attached.len(), 7);
    let types = now(place.store().referrers(&subject)).unwrap().into_iter().filter_map(|one| one.artifact_type);
    assert_eq!(types.filter(|kind| kind == "application/spdx+json").count(), 1);
}

#[test]
fn a_rerun_signs_nothing_and_writes_nothing() {
    let (place, key) = (Memory::default(), Key::new());
    let first = release(&place, &key);
    let writes = place.writes();
    // Another run: other times in the provenance.
    let second = try_release(&place, &key, NOW + 1000).unwrap();
    assert_eq!(place.writes(), writes);
    assert_eq!(second.charts[0].outcome, Outcome::AlreadyPublished);
    assert!(second.charts[0].signatures.iter().all(Signature::is_reused));
    assert!(second.charts[0].attached.is_empty());
    assert_eq!(second.charts[0].signatures.len(), first.charts[0].signatures.len());
}

#[test]
fn another_key_adds_its_own_and_keeps_the_first() {
    let (place, first, second) = (Memory::default(), Key::new(), Key::new());
    let subject = digest_of(&release(&place, &first));
    release(&place, &second);
    for key in [&first, &second] {
        assert_eq!(proven(&place, &subject, key), everything_once());
        assert_eq!(classic_signatures(&place, &subject, key), 1);
    }
}

/// The mirror has the same chart with the signatures of somebody else: everybody's are there afterwards, once.
#[test]
fn i23_a_mirror_adds_to_what_others_attached_there() {
    let (place, ours, mirror, theirs) = (Memory::default(), Key::new(), Memory::default(), Key::new());
    let subject = digest_of(&release(&place, &ours));
    assert_eq!(digest_of(&release(&mirror, &theirs)), subject);
    let (from, to, tag) = (place.store(), mirror.store(), Tag::parse("1.2.3").unwrap());
    let manifest = now(from.manifest(&Reference::Digest(subject.clone()))).unwrap();
    for run in 0..2 {
        let (written, _) = now(release::mirror::mirror(&*from, &*to, &manifest, &tag, "mirror/demo:1.2.3")).unwrap();
        assert_eq!(written == 0, run > 0, "run {run} wrote {written}");
        for key in [&ours, &theirs] {
            assert_eq!(proven(&mirror, &subject, key), everything_once());
            assert_eq!(classic_signatures(&mirror, &subject, key), 1);
        }
    }
    assert_eq!(classic_signatures(&place, &subject, &theirs), 0, "the source is only read");
}

#[test]
fn r28_a_run_that_ends_at_any_write_is_completed_by_the_next() {
    let (calm, key) = (Memory::default(), Key::new());
    release(&calm, &key);
    for well in 1..calm.writes() {
        let place = Memory::default();
        place.behaviour.well.store(well, Ordering::Relaxed);
        assert!(try_release(&place, &key, NOW).is_err(), "{well} writes");
        let version = Reference::Tag(Tag::parse("1.2.3").unwrap());
        assert!(now(place.store().manifest(&version)).is_err(), "visible after {well} writes");
        place.behaviour.well.store(0, Ordering::Relaxed);
        let subject = digest_of(&release(&place, &key));
        assert_eq!(proven(&place, &subject, &key), everything_once(), "after {well} writes");
        assert_eq!(classic_signatures(&place, &subject, &key), 1, "after {well} writes");
    }
}

/// A manifest of another program, or another version, with the same chart in it.
fn publish_with_another_manifest(place: &Memory) -> RawManifest {
    let planned = plan(place, NOW);
    let artifact = &planned.charts[0].artifact;
    let mut document: serde_json::Value = serde_json::from_slice(&artifact.manifest.bytes).unwrap();
    document["annotations"]["dev.example.packed-by"] = "another version".into();
    let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string());
    let store = place.store();
    now(copy_manifest(&*store, &manifest, &artifact.blobs())).unwrap();
    now(store.tag(&Tag::parse("1.2.3").unwrap(), &manifest, TagRule::Keep)).unwrap();
    manifest
}

#[test]
fn equal_content_is_adopted_and_its_referrers_are_completed() {
    let (place, key) = (Memory::default(), Key::new());
    let published = publish_with_another_manifest(&place);
    let report = release(&place, &key);
    assert_eq!(report.charts[0].outcome, Outcome::Adopted);
    assert_eq!(digest_of(&report), published.digest);
    assert_eq!(proven(&place, &published.digest, &key), everything_once());
    assert_eq!(classic_signatures(&place, &published.digest, &key), 1);
    assert!(try_release(&place, &key, NOW + 5).unwrap().charts[0].signatures.iter().all(Signature::is_reused));
}

#[test]
fn r27_a_tag_that_cannot_change_is_named_and_bundles_stay() {
    let (place, first, second) = (Memory::default(), Key::new(), Key::new());
    let subject = digest_of(&release(&place, &first));
    place.behaviour.immutable.store(true, Ordering::Relaxed);
    let error = try_release(&place, &second, NOW).unwrap_err();
    assert!(error.to_string().contains("its bundles are attached") && error.to_string().contains(".sig"), "{error}");
    assert!(error.hint().unwrap().contains("immutability"));
    assert_eq!(proven(&place, &subject, &second), everything_once());
    assert_eq!(classic_signatures(&place, &subject, &first), 1);
    // The first key has nothing to write.
    release(&place, &first);
}

/// Entries of a fallback index whose manifests are gone, or which refer to something else.
#[test]
fn r20_entries_that_lead_nowhere_are_passed_over() {
    let (place, key) = (Memory::default(), Key::new());
    let store = place.store();
    let mut gone = Descriptor::of(media_type::IMAGE_MANIFEST, b"gone");
    gone.artifact_type = Some("application/vnd.dev.sigstore.bundle.v0.3+json".to_owned());
    let elsewhere = signing::attachment::bundle(b"{}", "x", &gone, "2026-01-01T00:00:00Z");
    now(copy_manifest(&*store, &elsewhere.manifest, &elsewhere.blobs)).unwrap();
    let listed = [gone, elsewhere.manifest.referrer_descriptor().unwrap()];
    place.behaviour.listed_too.lock().unwrap().extend(listed);
    let report = release(&place, &key);
    assert_eq!(report.charts[0].signatures.iter().filter(|one| !one.is_reused()).count(), 9);
}

/// cosign before 3.0.7 listed bundles under the empty config's type.
#[test]
fn i15_bundles_listed_under_the_empty_type_are_found_by_their_manifests() {
    let (place, key) = (Memory::default(), Key::new());
    let subject = digest_of(&release(&place, &key));
    let listed = now(place.store().referrers(&subject)).unwrap();
    place.behaviour.listed_too.lock().unwrap().extend(
        listed
            .iter()
            .cloned()
            .map(|one| Descriptor { artifact_type: Some("application/vnd.oci.empty.v1+json".to_owned()), ..one }),
    );
    *place.behaviour.forgotten.lock().unwrap() = listed.iter().map(|one| one.digest.clone()).collect();
    let again = release(&place, &key);
    assert!(again.charts[0].signatures.iter().all(Signature::is_reused));
}

/// Another writer overwrote the index between our reading it back and our tag.
#[test]
fn what_another_writer_overwrites_is_attached_again() {
    let (place, key) = (Memory::default(), Key::new());
    let report = release(&place, &key);
    let lost = report.charts[0].attached.iter().map(|digest| Digest::parse(digest).unwrap()).collect();
    *place.behaviour.forgotten.lock().unwrap() = lost;
    // The list forgets them once: at the look. So they are made again, and everything is there at the end.
    let again = release(&place, &key);
    assert_eq!(again.charts[0].outcome, Outcome::AlreadyPublished);
}

#[test]
fn the_signer_is_who_the_report_says() {
    let (place, key) = (Memory::default(), Key::new());
    let report = serde_json::to_value(release(&place, &key)).unwrap();
    let by = &report["charts"][0]["signedBy"];
    assert_eq!(by["publicKey"], key.public.to_pem());
    assert_eq!(now(signing::Signer::holder(&key.signer)).unwrap(), Holder::Key(key.public));
}

/// The same source in two runs: everything that is signed is the same but the run's own times.
#[test]
fn statements_are_the_same_for_the_same_source() {
    let place = Memory::default();
    let (first, second) = (plan(&place, NOW), plan(&place, NOW + 77));
    let evidence = |plan: &Plan| release::attest::evidence(&plan.charts[0], &plan.charts[0].artifact.manifest, true);
    let (first, second) = (evidence(&first), evidence(&second));
    assert_eq!(first.documents, second.documents);
    for (one, other) in first.attestations.iter().zip(&second.attestations) {
        assert!(release::attest::is_equal(one.predicate_type, &one.predicate, &other.predicate));
        if one.predicate_type != predicate::SLSA_PROVENANCE {
            assert_eq!(one, other);
        }
    }
    let slsa = &first.attestations[2].predicate;
    assert_eq!(slsa["buildDefinition"]["resolvedDependencies"][0]["uri"], "git+https://code.example/harbor");
    assert_eq!(slsa["runDetails"]["builder"]["id"], LOCAL_BUILDER);
}
