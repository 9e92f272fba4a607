//! What the statements of a release say, and to whom.

use bytes::Bytes;
use oci::{Reference, copy_manifest};
use sbom::{Linked, Outline, Trust};
use serde_json::{Value, json};
use signing::statement::{self, Subject, predicate};
use signing::{Message, Signer, attachment, bundle, classic};

use crate::place::{Memory, now};
use crate::world::{Key, NOW, digest_of, plan, proven, release, release_plan, statements};

fn of<'a>(statements: &'a [Value], predicate_type: &str) -> Vec<&'a Value> {
    statements.iter().filter(|one| one["predicateType"] == predicate_type).collect()
}

/// Some readers refuse statements whose subjects have no names, and names must be unique in a statement.
#[test]
fn every_subject_has_a_name_of_its_own() {
    let (place, key) = (Memory::default(), Key::new());
    let subject = digest_of(&release(&place, &key));
    let statements = statements(&place, &subject, &key);
    assert_eq!(statements.len(), 5);
    for statement in statements {
        let subjects = statement["subject"].as_array().unwrap().clone();
        let mut names: Vec<&str> = subjects.iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names[0], "registry.example/charts/harbor", "{statement}");
        assert_eq!(subjects[0]["digest"]["sha256"], subject.hex(), "{statement}");
        names.dedup();
        assert_eq!(names.len(), subjects.len());
    }
}

#[test]
fn the_record_lists_what_is_attached_beside_it() {
    let (place, key) = (Memory::default(), Key::new());
    let report = release(&place, &key);
    let statements = statements(&place, &digest_of(&report), &key);
    let attached = &of(&statements, predicate::RELEASE_RECORD)[0]["predicate"]["attached"];
    let bundles = json!({
        (predicate::SIGNATURE): 1, (predicate::SPDX): 1, (predicate::CYCLONEDX): 1, (predicate::SLSA_PROVENANCE): 1,
    });
    assert_eq!((&attached["bundles"], &attached["classic"]), (&bundles, &json!(true)));
    let evidence =
        release::attest::evidence(&plan(&place, NOW).charts[0], &plan(&place, NOW).charts[0].artifact.manifest, true);
    let listed: Vec<String> = evidence.documents.iter().map(|one| oci::Digest::of(&one.content).to_string()).collect();
    let told: Vec<&str> =
        attached["documents"].as_array().unwrap().iter().map(|one| one["digest"].as_str().unwrap()).collect();
    assert_eq!(told, listed);
}

/// An identity whose only log is one that classic signatures can't carry entries of.
#[test]
fn a_classic_signature_that_nobody_could_verify_is_left_out_and_told() {
    let (place, mut key) = (Memory::default(), Key::new());
    key.left_out = Some("no old log".to_owned());
    let report = release(&place, &key);
    let subject = digest_of(&report);
    assert_eq!(report.charts[0].classic_left_out.as_deref(), Some("no old log"));
    assert!(now(place.store().manifest(&Reference::Tag(classic::tag(&subject)))).is_err());
    let statements = statements(&place, &subject, &key);
    assert_eq!(of(&statements, predicate::RELEASE_RECORD)[0]["predicate"]["attached"]["classic"], false);
    assert_eq!(statements.len(), 5);
    let writes = place.writes();
    release(&place, &key);
    assert_eq!(place.writes(), writes);
}

fn linked(trust: Trust) -> Linked {
    let bytes = Bytes::from_static(
        br#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[{"type":"library","name":"keel"}]}"#,
    );
    let image = format!("sha256:{}", "a".repeat(64));
    Linked {
        image,
        outline: Outline::of(&bytes).unwrap(),
        location: "sbom/ship.cdx.json".to_owned(),
        source: "configured file",
        platform: None,
        trust,
        bytes,
    }
}

#[test]
fn the_publisher_s_own_documents_of_images_are_attested() {
    let (place, key) = (Memory::default(), Key::new());
    let mut planned = plan(&place, NOW);
    let chart = planned.charts.pop().unwrap();
    let image = chart.basis.contents.as_ref().unwrap().images[0].key.clone();
    let given = Linked { image: image.clone(), ..linked(Trust::Given) };
    let found = Linked { image, ..linked(Trust::Unsigned) };
    planned.charts.push(chart.with_image_documents(vec![given, found], false));
    let subject = digest_of(&release_plan(&planned, &place, &key).unwrap());
    let statements = statements(&place, &subject, &key);
    let boms = of(&statements, predicate::CYCLONEDX);
    let about = boms.iter().find(|one| one["predicate"]["components"][0]["name"] == "keel").unwrap();
    assert_eq!(boms.len(), 2, "what was only found is not attested");
    assert_eq!(about["subject"][0]["digest"]["sha256"], subject.hex());
    assert_eq!(about["subject"][1], json!({"name": "registry.example/ship", "digest": {"sha256": "a".repeat(64)}}));
    let record = of(&statements, predicate::RELEASE_RECORD)[0];
    assert_eq!(record["predicate"]["attached"]["bundles"][predicate::CYCLONEDX], 2);
    // The chart's own document points at it.
    let spdx = &of(&statements, predicate::SPDX)[0]["predicate"];
    assert!(spdx.to_string().contains("sbom/ship.cdx.json"), "{spdx}");
}

/// An SBOM by another version of the program, signed by the same key, is as good as ours.
#[test]
fn what_another_version_said_is_not_said_again() {
    let (place, key) = (Memory::default(), Key::new());
    let planned = plan(&place, NOW);
    let artifact = &planned.charts[0].artifact;
    let evidence = release::attest::evidence(&planned.charts[0], &artifact.manifest, true);
    let mut spdx = evidence.attestations.iter().find(|one| one.predicate_type == predicate::SPDX).unwrap().clone();
    let creators = spdx.predicate["creationInfo"]["creators"].as_array_mut().unwrap();
    creators.retain(|one| !one.as_str().unwrap().starts_with("Tool: "));
    creators.push("Tool: portolan-0.0.1".into());
    let subjects = [Subject::from(artifact.manifest.digest.clone())];
    let statement = statement::statement(&subjects, predicate::SPDX, &spdx.predicate);
    let signature = now(key.signer.sign(&[Message::Statement(&statement)])).unwrap().remove(0);
    let bytes = bundle::write(&statement, &signature).unwrap();
    let earlier = attachment::bundle(&bytes, predicate::SPDX, &artifact.manifest.descriptor(), "2023-11-14T22:13:20Z");
    let store = place.store();
    now(copy_manifest(&*store, &artifact.manifest, &artifact.blobs())).unwrap();
    now(copy_manifest(&*store, &earlier.manifest, &earlier.blobs)).unwrap();
    now(store.attach(&artifact.manifest.digest, &[earlier.manifest.referrer_descriptor().unwrap()])).unwrap();
    let subject = digest_of(&release(&place, &key));
    assert_eq!(proven(&place, &subject, &key)[predicate::SPDX], 1);
}

/// Which checks found or waived something, with reasons and numbers, and nothing of the machine.
#[test]
fn the_record_tells_findings_and_exceptions() {
    let place = Memory::default();
    let mut planned = plan(&place, NOW);
    let chart = &mut planned.charts[0];
    let finding = checks::load_failure("/home/somebody/charts/harbor/values.yaml", None, "odd".to_owned(), None);
    let decided_by = checks::policy::Origin { file: "portolan.yaml".to_owned(), position: None };
    let waived = checks::policy::Waived { finding: finding.clone(), reason: "known".to_owned(), decided_by };
    chart.findings = vec![finding.clone(), finding];
    chart.waived = vec![waived];
    let evidence = release::attest::evidence(chart, &chart.artifact.manifest, true);
    let record = &evidence.attestations.last().unwrap().predicate;
    let check = chart.findings[0].check;
    let severity = chart.findings[0].severity.word();
    assert_eq!(record["findings"], json!([{"check": check, "severity": severity, "count": 2}]));
    assert_eq!(record["waived"], json!([{"check": check, "reason": "known", "count": 1}]));
    assert_eq!(record["digests"]["manifest"], chart.artifact.manifest.digest.to_string());
    assert_eq!(record["sourceTime"], "2023-11-14T22:13:20Z");
    assert!(!record.to_string().contains("/home/"), "{record}");
}
