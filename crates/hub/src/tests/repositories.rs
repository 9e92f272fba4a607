//! Repositories, their metadata file, and signatures among referrers.

use std::collections::BTreeMap;

use super::{at, chart, kind, listed};
use crate::ingest::{RefusalKind, Seen, ingest};
use crate::repository::check_name;
use crate::repository_file::{self, IgnoreVerdict, RepositoryMetadata};
use crate::signatures::{Referrer, is_signature_bundle, referrer};

const ID: &str = "8f14e45f-ceea-467f-9b1d-3d8c2f0a7e11";

fn metadata(text: &str) -> RepositoryMetadata {
    repository_file::read(text.as_bytes()).metadata
}

#[test]
fn ids() {
    let case = 67;
    let refusal = repository_file::refusal(b"repositoryID: invalid\n");
    assert_eq!(refusal.as_deref(), Some("invalid metadata: invalid repository id"), "case {case}");
    let case = 68;
    let upper = format!("repositoryID: {}\n", ID.to_uppercase());
    assert_eq!(repository_file::refusal(upper.as_bytes()), None, "case {case}");
    assert!(!metadata(&upper).verifies(ID), "case {case}");
    assert!(metadata(&format!("repositoryID: {ID}\n")).verifies(ID), "case {case}");
    let empty = "error unmarshaling repository metadata file: %!w(<nil>)";
    assert_eq!(repository_file::refusal(b"").as_deref(), Some(empty));
    assert_eq!(repository_file::refusal(b"foo: 1\nfoo: 2\n"), None, "it is not read strictly");
}

#[test]
fn ignore_rules() {
    let rows = [
        (70, "{name: chart, version: beta}", "1.0.0-beta.1", IgnoreVerdict::Ignored { entry: 0 }),
        (70, "{name: other, version: beta}", "1.0.0-beta.1", IgnoreVerdict::Kept),
        (70, "{name: chart}", "1.0.0", IgnoreVerdict::Ignored { entry: 0 }),
        (70, "{name: chart, version: 1.0.0}", "11.0.0", IgnoreVerdict::Ignored { entry: 0 }),
        (71, "{name: chart, version: ^v1}", "1.0.0", IgnoreVerdict::Kept),
        (71, "{name: chart, version: '(?!x)'}", "1.0.0", IgnoreVerdict::Kept),
        (70, "", "1.0.0", IgnoreVerdict::Panic),
    ];
    for (case, entry, version, verdict) in rows {
        let file = metadata(&format!("ignore:\n- {entry}\n"));
        assert_eq!(file.ignores("chart", version), verdict, "case {case}: {entry}");
    }
    let case = 71;
    let read = repository_file::read(b"ignore:\n- {name: chart, version: ^v1}\n");
    assert_eq!(read.problems.len(), 1, "case {case}");
}

#[test]
fn ignored_versions_are_not_listed() {
    let case = 70;
    let file = metadata("ignore:\n- {name: chart, version: ^1}\n");
    let seen = Seen { metadata: Some(&file), ..Seen::default() };
    let ingested = ingest(&at(), &chart("", &[]), &seen);
    assert_eq!(kind(case, &ingested), RefusalKind::Ignored, "case {case}");
    // What is wrong with a version is told before anybody looks at the rules.
    let broken = chart("annotations: {artifacthub.io/category: x}\n", &[]);
    assert_eq!(kind(case, &ingest(&at(), &broken, &seen)), RefusalKind::Annotations, "case {case}");
    let null = metadata("ignore: [~]\n");
    let seen = Seen { metadata: Some(&null), ..Seen::default() };
    assert_eq!(kind(case, &ingest(&at(), &chart("", &[]), &seen)), RefusalKind::RepositoryPanic, "case {case}");
    listed(case, &ingest(&at(), &chart("", &[]), &Seen::default()));
}

#[test]
fn names_at_registration() {
    let rows = [
        (79, "Repo_1", "invalid input: invalid name"),
        (79, "1repo", "invalid input: invalid name"),
        (79, "", "invalid input: name not provided"),
    ];
    for (case, name, message) in rows {
        assert_eq!(check_name(name), Err(message.to_owned()), "case {case}: {name:?}");
    }
    assert_eq!(check_name("repo-1"), Ok(()));
}

#[test]
fn referrers() {
    let bundle = "application/vnd.dev.sigstore.bundle.v0.3+json";
    let rows = [(64, "https://sigstore.dev/cosign/sign/v1", true), (65, "https://slsa.dev/provenance/v1", false)];
    for (case, predicate, signed) in rows {
        assert_eq!(referrer(bundle), Referrer::Unknown, "case {case}");
        let annotations = [("dev.sigstore.bundle.predicateType".to_owned(), predicate.to_owned())];
        assert_eq!(is_signature_bundle(&BTreeMap::from(annotations)), signed, "case {case}");
    }
    assert_eq!(referrer(""), Referrer::Skipped);
    assert_eq!(referrer("application/vnd.dev.cosign.artifact.sig.v1+json"), Referrer::Signature);
}
