//! What is signed is the same for the same source: two machines, two clones, one key.
#![expect(clippy::unwrap_used, reason = "what fails here has failed the test")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{CHART, GitClone, Repository, run};
use serde_json::Value;

const OPENPGP: &[u8] = include_bytes!("../../provenance/tests/keys/ed.gpg");

/// Everything that a release left, by name: files, manifests and blobs, and of bundles the statements.
type Left = BTreeMap<String, Vec<u8>>;

/// Releases in a clone, on a machine that a shell sets up.
fn released(clone: &GitClone, set_up: &str, keys: &Path) -> Left {
    let home = tempfile::tempdir().unwrap();
    let (key, openpgp) = (keys.join("signing.key"), keys.join("openpgp.gpg"));
    let options = ["--sign-key", key.to_str().unwrap(), "--provenance-key", openpgp.to_str().unwrap()];
    let arguments = [&["release", CHART, "--output", "json"], &options[..]].concat();
    run(&mut clone.portolan(&arguments, set_up, home.path())).expect_code(0);
    left(&clone.root.join("dist"))
}

fn left(dist: &Path) -> Left {
    let mut left = Left::new();
    for path in files(dist) {
        let name = path.strip_prefix(dist).unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&path).unwrap();
        match serde_json::from_slice::<Value>(&bytes) {
            // Signatures of ECDSA are random, and so is whatever has their digests.
            _ if name == "release.json" || name.ends_with("index.json") || name.contains(".portolan") => {}
            Ok(json) if json.get("dsseEnvelope").is_some() => {
                let (name, statement) = statement(&json);
                assert!(left.insert(name.clone(), statement).is_none(), "{name} is there twice");
            }
            Ok(json) if json["layers"][0]["mediaType"].as_str().is_some_and(|kind| kind.contains("sigstore")) => {}
            Ok(json) if json["layers"][0]["annotations"]["dev.cosignproject.cosign/signature"].is_string() => {}
            Ok(json) if json["rootfs"]["diff_ids"].is_array() => {}
            _ => drop(left.insert(name, bytes)),
        }
    }
    left
}

/// A statement without the run of the build.
fn statement(bundle: &Value) -> (String, Vec<u8>) {
    let payload = STANDARD.decode(bundle["dsseEnvelope"]["payload"].as_str().unwrap()).unwrap();
    let mut statement: Value = serde_json::from_slice(&payload).unwrap();
    let name = format!("statement {}", statement["predicateType"].as_str().unwrap());
    let run = statement["predicate"].as_object_mut().and_then(|predicate| predicate.remove("runDetails"));
    (name, if run.is_some() { statement.to_string().into_bytes() } else { payload })
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn two_clones_leave_and_sign_the_same_bytes() {
    let repository = Repository::new();
    let keys = tempfile::tempdir().unwrap();
    fs::copy(repository.workspace.key(), keys.path().join("signing.key")).unwrap();
    fs::write(keys.path().join("openpgp.gpg"), OPENPGP).unwrap();
    let plain = repository.clone_to("harbor", &[]);
    let odd = repository.clone_to("a/much/deeper/and longer/path/to the/harbor", &[]);
    plain.disguise(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000), false);
    odd.disguise(SystemTime::now() + Duration::from_secs(86_400), true);

    let here = released(&plain, "umask 022;", keys.path());
    let set_up = "umask 077; export TZ=Pacific/Chatham LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 USER=somebody;";
    let there = released(&odd, set_up, keys.path());
    let names = |left: &Left| left.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&here), names(&there));
    for (name, bytes) in &here {
        assert!(bytes == &there[name], "{name} differs:\n{}", String::from_utf8_lossy(bytes));
    }
    let statements = here.keys().filter(|name| name.starts_with("statement ")).count();
    assert_eq!(statements, 5, "{:?}", names(&here));
    for file in ["harbor-1.2.3.tgz", "harbor-1.2.3.tgz.prov", "harbor-1.2.3.spdx.json", "harbor-1.2.3.cdx.json"] {
        assert!(here.contains_key(file), "{file} is not in {:?}", names(&here));
    }
}
