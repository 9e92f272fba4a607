//! Publishers with different keys release the same chart at the same moment, where the registry has no referrers API and
//! loses answers: what each of them attached is there afterwards.
#![expect(clippy::unwrap_used, reason = "what fails here has failed the test")]

mod common;

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{Act, Registry, Setup, Workspace, in_parallel, now};
use oci::{RawManifest, Reference, Store, Tag};
use serde_json::Value;
use signing::keys::KeyPair;

/// Publishers, each with a key.
const PUBLISHERS: usize = 4;
const ROUNDS: usize = 12;

/// A registry that hides how others fare: no API, and the first answers to writes of signatures are lost or wrong.
fn registry(round: usize) -> Registry {
    let registry = Registry::with(Setup { delay: Duration::from_millis(2), ..Setup::default() });
    let writes = AtomicUsize::new(0);
    registry.hook(move |asked| {
        if asked.path.contains("/referrers/") {
            return Act::Answer(404, Vec::new());
        }
        if asked.method != "PUT" || !asked.path.ends_with(".sig") {
            return Act::Pass;
        }
        match (round % 4, writes.fetch_add(1, Ordering::Relaxed)) {
            (1, 0) | (3, 0 | 1) => Act::Lose,
            (2, 0) => Act::Answer(500, Vec::new()),
            _ => Act::Pass,
        }
    });
    registry
}

fn release(workspace: &Workspace, registry: &Registry) -> Command {
    let key = KeyPair::generate().unwrap().unencrypted().unwrap();
    std::fs::write(workspace.key(), key.as_bytes()).unwrap();
    let mut command = workspace.release_command(registry);
    command.args(["--output", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn tagged(registry: &Registry, tag: &str) -> RawManifest {
    now(registry.store().manifest(&Reference::Tag(Tag::parse(tag).unwrap()))).unwrap()
}

fn digests(value: &Value) -> BTreeSet<String> {
    let listed = value.as_array().unwrap().iter();
    listed.map(|one| one.as_str().unwrap_or_else(|| one["digest"].as_str().unwrap()).to_owned()).collect()
}

fn at_once(round: usize) {
    let (registry, workspaces) = (registry(round), [(); PUBLISHERS].map(|()| Workspace::new()));
    let started: Vec<_> = workspaces.iter().map(|at| release(at, &registry).spawn().unwrap()).collect();
    let mut attached = BTreeSet::new();
    let mut chart = String::new();
    for process in started {
        let ran = process.wait_with_output().unwrap();
        assert!(ran.status.success(), "round {round}: {}", String::from_utf8_lossy(&ran.stderr));
        let report: Value = serde_json::from_slice(&ran.stdout).unwrap();
        attached.extend(digests(&report["charts"][0]["attached"]));
        report["charts"][0]["digest"].as_str().unwrap().clone_into(&mut chart);
    }
    let tag = chart.replace(':', "-");
    let signatures: Value = serde_json::from_slice(&tagged(&registry, &format!("{tag}.sig")).bytes).unwrap();
    assert_eq!(signatures["layers"].as_array().unwrap().len(), PUBLISHERS, "round {round}: classic signatures");
    let index: Value = serde_json::from_slice(&tagged(&registry, &tag).bytes).unwrap();
    let listed = digests(&index["manifests"]);
    assert!(attached.is_subset(&listed), "round {round}: {attached:#?} are attached, {listed:#?} are listed");
}

#[test]
fn r18_several_keys_at_once_leave_all_signatures() {
    in_parallel(&(0..ROUNDS).collect::<Vec<_>>(), |round| at_once(*round));
}
