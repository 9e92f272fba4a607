//! What SLSA provenance claims, and what it leaves open.

use chart::MemoryFolder;
use oci::Digest;
use serde_json::{Value, json};
use signing::statement::predicate;

use super::is_equal;
use super::slsa::{BUILD_TYPE, Commit, LOCAL_BUILDER, Origin, Run, predicate as provenance, without_run};

const TIME: i64 = 1_700_000_000;

fn origin(commit: Option<Commit>, started: i64) -> Origin {
    let run = Run { builder: LOCAL_BUILDER.to_owned(), invocation: None, started, finished: started + 2 };
    Origin { folder: "charts/harbor".to_owned(), commit, run }
}

fn commit(repository: Option<&str>, changed: bool) -> Commit {
    Commit {
        repository: repository.map(str::to_owned),
        hash: "0123456789abcdef0123456789abcdef01234567".to_owned(),
        changed,
    }
}

fn said(origin: &Origin, images: &[(String, Digest)]) -> Value {
    let archive = chart_archive();
    let folder = MemoryFolder::new()
        .with("Chart.yaml", "apiVersion: v2\nname: harbor\nversion: 1.2.3\n")
        .with("charts/mole-1.0.0.tgz", archive);
    provenance(origin, &chart::load_folder(&folder).unwrap().chart, TIME, images)
}

fn chart_archive() -> Vec<u8> {
    let folder = MemoryFolder::new().with("Chart.yaml", "apiVersion: v2\nname: mole\nversion: 1.0.0\n");
    chart::package(&chart::load_folder(&folder).unwrap().chart, TIME).unwrap().bytes
}

#[test]
fn a_commit_is_named_by_address_and_hash() {
    let said = said(&origin(Some(commit(Some("https://code.example/harbor"), false)), TIME), &[]);
    let definition = &said["buildDefinition"];
    assert_eq!(definition["buildType"], BUILD_TYPE);
    let parameters = json!({
        "source": {"repository": "git+https://code.example/harbor", "folder": "charts/harbor"},
        "sourceTime": "2023-11-14T22:13:20Z",
    });
    assert_eq!(definition["externalParameters"], parameters);
    let source = json!({
        "uri": "git+https://code.example/harbor",
        "digest": {"gitCommit": "0123456789abcdef0123456789abcdef01234567"},
        "name": "source",
    });
    assert_eq!(definition["resolvedDependencies"][0], source);
}

#[test]
fn what_is_not_known_is_not_claimed() {
    let nowhere = said(&origin(None, TIME), &[]);
    let dependencies = nowhere["buildDefinition"]["resolvedDependencies"].as_array().unwrap();
    assert!(dependencies.iter().all(|one| one["name"] != "source"), "{nowhere}");
    assert_eq!(nowhere["buildDefinition"]["externalParameters"]["source"], json!({"folder": "charts/harbor"}));

    let changed = said(&origin(Some(commit(None, true)), TIME), &[]);
    let source = &changed["buildDefinition"]["resolvedDependencies"][0];
    assert_eq!((source.get("uri"), &source["annotations"]), (None, &json!({"changed": true})));
    assert_eq!(changed["runDetails"]["builder"]["id"], LOCAL_BUILDER);
    assert_eq!(changed["runDetails"]["metadata"].get("invocationId"), None);
}

#[test]
fn subcharts_and_pinned_images_are_what_it_is_made_of() {
    let image = ("registry.example/ship@sha256:aa".to_owned(), Digest::of(b"ship"));
    let said = said(&origin(None, TIME), &[image]);
    let dependencies = &said["buildDefinition"]["resolvedDependencies"];
    assert_eq!(dependencies[0]["name"], "charts/mole-1.0.0.tgz");
    assert_eq!(dependencies[0]["digest"]["sha256"], Digest::of(&chart_archive()).hex());
    assert_eq!(dependencies[1]["digest"]["sha256"], Digest::of(b"ship").hex());
}

#[test]
fn times_are_in_the_run_only() {
    let (first, second) = (said(&origin(None, TIME), &[]), said(&origin(None, TIME + 99), &[]));
    assert_ne!(first, second);
    assert_eq!(without_run(&first), without_run(&second));
    assert!(is_equal(predicate::SLSA_PROVENANCE, &first, &second));
    assert!(!is_equal("https://example.com/another", &first, &second));
    assert_eq!(first["runDetails"]["metadata"]["startedOn"], "2023-11-14T22:13:20Z");
    assert_eq!(first["runDetails"]["metadata"]["finishedOn"], "2023-11-14T22:13:22Z");
}

#[test]
fn the_version_of_the_program_makes_no_difference() {
    let record = |version: &str, waived: &str| json!({"tool": {"version": version}, "waived": [waived]});
    assert!(is_equal(predicate::RELEASE_RECORD, &record("1", "a"), &record("2", "a")));
    assert!(!is_equal(predicate::RELEASE_RECORD, &record("1", "a"), &record("1", "b")));
    let spdx = |tool: &str, who: &str| json!({"creationInfo": {"creators": [format!("Tool: {tool}"), who]}});
    assert!(is_equal(predicate::SPDX, &spdx("portolan-1", "Organization: a"), &spdx("portolan-2", "Organization: a")));
    assert!(!is_equal(predicate::SPDX, &spdx("portolan-1", "Organization: a"), &spdx("portolan-1", "Organization: b")));
    let cyclonedx = |version: &str, name: &str| json!({"metadata": {"tools": [version], "component": {"name": name}}});
    assert!(is_equal(predicate::CYCLONEDX, &cyclonedx("1", "a"), &cyclonedx("2", "a")));
    assert!(!is_equal(predicate::CYCLONEDX, &cyclonedx("1", "a"), &cyclonedx("1", "b")));
}
