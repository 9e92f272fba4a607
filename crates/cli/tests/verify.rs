//! `portolan verify` from outside: evidence, policies, what is built again, and snippets for consumers.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod common;

use std::fs;
use std::process::Command;

use common::{CHART, Registry, Workspace, run, scrub};
use serde_json::Value;

const REFERENCE: &str = "oci-layout:dist/oci/harbor:1.2.3";

fn released() -> Workspace {
    let workspace = Workspace::new();
    workspace.portolan(&["release"]).expect_code(0);
    let printed = workspace.portolan(&["key", "public"]).expect_code(0);
    workspace.write("cosign.pub", printed.stdout);
    workspace
}

fn evidence(workspace: &Workspace, arguments: &[&str], code: i32) -> Value {
    let mut all = vec!["verify", REFERENCE, "--offline", "--output", "json"];
    all.extend(arguments);
    let ran = workspace.portolan(&all).expect_code(code);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn the_evidence_is_what_its_schema_says() {
    let workspace = released();
    let schema = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/verify.schema.json")).unwrap();
    let schema = schema::compile(&schema).unwrap();
    workspace.portolan(&["key", "generate", "--output-key-prefix", "other"]).expect_code(0);
    for (arguments, code, verified) in [
        (&["--key", "cosign.pub", "--require", "signature,sbom,slsa,record"][..], 0, true),
        (&[], 0, true),
        (&["--key", "other.pub"], 6, false),
        (&["--key", "cosign.pub", "--require-log"], 6, false),
        (&["--key", "cosign.pub", "--source-commit", &"0".repeat(40)], 6, false),
    ] {
        let found = evidence(&workspace, arguments, code);
        assert_eq!(found["verified"], verified, "{arguments:?}");
        let bytes = found.to_string();
        let document = gostd::json::parse(bytes.as_bytes()).unwrap();
        let problems = schema.validate(&document);
        assert!(problems.is_ok(), "{arguments:?}: {problems:?}");
    }
}

#[test]
fn c28_an_unlogged_signature_fails_where_a_log_is_demanded() {
    let workspace = released();
    let ran = workspace.portolan(&["verify", REFERENCE, "--key", "cosign.pub", "--require-log"]).expect_code(6);
    assert!(ran.stderr.contains("log entry"), "{}", ran.stderr);
}

#[test]
fn options_that_prove_nothing_are_refused() {
    let workspace = released();
    for arguments in [
        &["--require", "sbom"][..],
        &["--require", "provenance", "--key", "cosign.pub"],
        &["--source-uri", "https://code.example/harbor"],
        &["--certificate-identity", "me@harbor.example"],
        &["--source-commit", "0123456", "--key", "cosign.pub"],
        &["--require-log"],
    ] {
        let mut all = vec!["verify", REFERENCE];
        all.extend(arguments);
        workspace.portolan(&all).expect_code(2);
    }
}

#[test]
fn a_commit_gives_the_same_release_again() {
    let workspace = Workspace::new();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        scrub(&mut command, &workspace.home());
        command.args(["-c", "user.name=a", "-c", "user.email=a@harbor.example"]).args(arguments);
        run(command.current_dir(workspace.root())).expect_code(0);
    };
    git(&["init", "-q"]);
    git(&["add", "charts", "portolan.yaml", "artifacthub-repo.yml"]);
    git(&["commit", "-qm", "a quay"]);
    workspace.portolan(&["release"]).expect_code(0);
    let values = fs::read_to_string(workspace.root().join(CHART).join("values.yaml")).unwrap();
    workspace.write(&format!("{CHART}/values.yaml"), format!("{values}# later\n"));
    workspace.portolan(&["verify", REFERENCE, "--rebuild", "HEAD"]).expect_code(0);
    git(&["commit", "-qam", "later"]);
    let ran = workspace.portolan(&["verify", REFERENCE, "--rebuild", "HEAD"]).expect_code(6);
    assert!(ran.stderr.contains("changed  values.yaml"), "{}", ran.stderr);
    workspace.portolan(&["verify", REFERENCE, "--rebuild", "HEAD~1"]).expect_code(0);
}

/// A release in a registry, and what reads it as consumers do.
fn in_a_registry() -> (Workspace, Registry, String) {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    workspace.release(&registry).expect_code(0);
    workspace.write("cosign.pub", workspace.portolan(&["key", "public"]).expect_code(0).stdout);
    let reference = format!("{}/harbor:1.2.3", registry.target());
    (workspace, registry, reference)
}

const CONSUMERS: [&str; 7] = ["flux", "kyverno", "policy-controller", "argocd", "cosign", "helm", "readme"];

fn emitted(workspace: &Workspace, consumer: &str, reference: &str) -> String {
    let arguments = ["policy", "emit", consumer, reference, "--key", "cosign.pub", "--plain-http"];
    workspace.portolan(&arguments).expect_code(0).stdout
}

#[test]
fn snippets_name_the_key_and_the_digest_and_are_yaml() {
    let (workspace, _registry, reference) = in_a_registry();
    let key = fs::read_to_string(workspace.root().join("cosign.pub")).unwrap();
    let line = key.lines().nth(1).unwrap();
    for consumer in CONSUMERS {
        let text = emitted(&workspace, consumer, &reference);
        assert!(text.contains("harbor"), "{consumer}: {text}");
        let names_key = ["flux", "kyverno", "policy-controller", "cosign", "readme"].contains(&consumer);
        assert_eq!(text.contains(line), names_key, "{consumer}: {text}");
        if ["flux", "kyverno", "policy-controller", "argocd"].contains(&consumer) {
            for document in text.split("\n---\n") {
                let parsed = goyaml::parse(document.as_bytes());
                assert!(parsed.is_ok_and(|found| found.is_some()), "{consumer}: {document}");
            }
        }
    }
    workspace.portolan(&["policy", "emit", "flux", &reference, "--plain-http"]).expect_code(2);
}

#[test]
fn snippets_cover_this_repository_and_no_other() {
    let (workspace, _registry, reference) = in_a_registry();
    let repository = reference.strip_prefix("oci://").and_then(|rest| rest.rsplit_once(':')).unwrap().0;
    for consumer in ["kyverno", "policy-controller"] {
        let text = emitted(&workspace, consumer, &reference);
        for (pattern, is_there) in [(":*\"", true), ("@*\"", true), ("*\"", false), ("**\"", false)] {
            assert_eq!(text.contains(&format!("\"{repository}{pattern}")), is_there, "{consumer}, {pattern}: {text}");
        }
    }
}

#[test]
fn policies_of_layouts_are_refused() {
    let workspace = released();
    for consumer in CONSUMERS {
        let arguments = ["policy", "emit", consumer, REFERENCE, "--key", "cosign.pub"];
        let ran = workspace.portolan(&arguments).expect_code(2);
        assert!(ran.stderr.contains("not layouts") && ran.stderr.contains("portolan mirror"), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn the_commit_that_is_meant_is_told() {
    let workspace = released();
    let ran =
        workspace.portolan(&["verify", REFERENCE, "--key", "cosign.pub", "--source-commit", "HEAD"]).expect_code(2);
    assert!(ran.stderr.contains("git log -1 --format=%H -- CHART"), "{}", ran.stderr);
}
