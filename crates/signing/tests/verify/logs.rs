//! Log entries: proofs, checkpoints, promises, bodies.

use serde_json::{Value, json};
use signing::policy::LogRule;
use signing::{Part, Proven, Refusal};

use crate::world::{Recipe, SIGNED, World, base64, identity, log};
use crate::{at, field, judge, refused};

const FIRST: &str = "/verificationMaterial/tlogEntries/0";
const PATH: &str = "verificationMaterial.tlogEntries[0]";

fn both() -> Recipe {
    Recipe { first_log: true, second_log: true, stamped: Some(SIGNED), ..Recipe::default() }
}

/// Both kinds of signature with the entry changed.
fn changed(world: &World, change: &dyn Fn(&mut Value)) -> [Result<Proven, Refusal>; 2] {
    let (mut keyless, mut keyed) = (world.keyless(&both()), world.keyed(&both()));
    change(&mut keyless);
    change(&mut keyed);
    [judge(world, &keyless, &identity()), judge(world, &keyed, &world.key_policy(LogRule::Required))]
}

#[track_caller]
fn refused_both(world: &World, word: &str, change: &dyn Fn(&mut Value)) {
    for result in changed(world, change) {
        refused(result, &Part::LogEntry, word);
    }
}

#[test]
fn unchanged_they_are_believed() {
    let world = World::new();
    for result in changed(&world, &|_| ()) {
        assert!(result.is_ok());
    }
}

/// Puts another checkpoint into an entry; `roots` takes the true root hash.
fn with_checkpoint(
    world: &World,
    number: usize,
    make: &dyn Fn(&[u8], &[u8]) -> String,
) -> [Result<Proven, Refusal>; 2] {
    changed(world, &|bundle| {
        let entry = at(bundle, &format!("/verificationMaterial/tlogEntries/{number}"));
        let decode = |value: &Value| -> Vec<u8> {
            use base64::Engine as _;
            base64::engine::general_purpose::STANDARD.decode(value.as_str().unwrap()).unwrap()
        };
        let (root, id) = (decode(&entry["inclusionProof"]["rootHash"]), decode(&entry["logId"]["keyId"]));
        entry["inclusionProof"]["checkpoint"]["envelope"] = json!(make(&root, &id[..4]));
    })
}

#[test]
fn c18_a_checkpoint_of_another_tree_is_refused() {
    let world = World::new();
    let other = |_: &[u8], hint: &[u8]| log::checkpoint(&world.log, "log.test - 77", "log.test", hint, &[7; 32]);
    for result in with_checkpoint(&world, 0, &other) {
        refused(result, &Part::LogEntry, "root hash");
    }
}

#[test]
fn c18_a_checkpoint_with_another_key_hint_is_refused() {
    let world = World::new();
    let other = |root: &[u8], _: &[u8]| log::checkpoint(&world.log, "log.test - 77", "log.test", &[0; 4], root);
    for result in with_checkpoint(&world, 0, &other) {
        refused(result, &Part::LogEntry, "another key hint");
    }
}

#[test]
fn c18_a_checkpoint_of_another_origin_is_refused() {
    let world = World::new();
    let first = |root: &[u8], hint: &[u8]| log::checkpoint(&world.log, "other.test - 77", "log.test", hint, root);
    for result in with_checkpoint(&world, 0, &first) {
        refused(result, &Part::LogEntry, "signed under another name");
    }
    let second = |root: &[u8], hint: &[u8]| log::checkpoint(&world.second, "other.test", "other.test", hint, root);
    for result in with_checkpoint(&world, 1, &second) {
        refused(result, &Part::LogEntry, r#"origin "log2.test""#);
    }
}

#[test]
fn c18_a_checkpoint_of_another_key_is_refused() {
    let world = World::new();
    let other = |root: &[u8], hint: &[u8]| log::checkpoint(&world.ca, "log.test - 77", "log.test", hint, root);
    for result in with_checkpoint(&world, 0, &other) {
        refused(result, &Part::LogEntry, "signature does not verify");
    }
    let second = |root: &[u8], hint: &[u8]| log::checkpoint(&world.ca, "log2.test", "log2.test", hint, root);
    for result in with_checkpoint(&world, 1, &second) {
        refused(result, &Part::LogEntry, "signature does not verify");
    }
}

#[test]
fn c18_a_log_does_not_answer_for_another() {
    let world = World::new();
    // Signed by the second log, in an entry of the first.
    let other = |root: &[u8], hint: &[u8]| {
        let own = log::checkpoint(&world.ca, "log.test - 77", "log.test", hint, root);
        let id = log::id(&world.second, true);
        let second = log::checkpoint(&world.second, "log.test - 77", "log.test", &id[..4], root);
        own + second.rsplit_once("\n\n").map_or("", |(_, line)| line)
    };
    for result in with_checkpoint(&world, 0, &other) {
        refused(result, &Part::LogEntry, "signature does not verify");
    }
}

#[test]
fn c18_an_altered_proof_is_refused() {
    let world = World::new();
    for number in [0, 1] {
        let proof = format!("/verificationMaterial/tlogEntries/{number}/inclusionProof");
        let hashes: [(Value, &str); 3] = [
            (json!([base64(&[3; 32])]), "inclusion proof"),
            (json!([]), "inclusion proof"),
            (json!([base64(&[3; 32]), base64(&[4; 32])]), "inclusion proof"),
        ];
        for (hashes, word) in hashes {
            refused_both(&world, word, &|bundle| at(bundle, &proof)["hashes"] = hashes.clone());
        }
        refused_both(&world, "", &|bundle| at(bundle, &proof)["logIndex"] = json!("0"));
        refused_both(&world, "tree size", &|bundle| at(bundle, &proof)["treeSize"] = json!("3"));
        refused_both(&world, "root hash", &|bundle| at(bundle, &proof)["rootHash"] = json!(base64(&[3; 32])));
    }
}

#[test]
fn c18_negative_and_huge_indexes_are_refused_without_panic() {
    let world = World::new();
    let entry = |name: &str, value: Value| {
        let results = changed(&world, &|bundle| at(bundle, FIRST)[name] = value.clone());
        for result in results {
            refused(result, &field(&format!("{PATH}.{name}")), "a whole number");
        }
    };
    for value in [json!("-1"), json!(-1), json!("9223372036854775808"), json!("99999999999999999999999"), json!(1.5)] {
        entry("logIndex", value.clone());
        entry("integratedTime", value);
    }
    for (index, size) in [("2", "2"), ("9223372036854775807", "2"), ("0", "0")] {
        let results = changed(&world, &|bundle| {
            at(bundle, FIRST)["inclusionProof"]["logIndex"] = json!(index);
            at(bundle, FIRST)["inclusionProof"]["treeSize"] = json!(size);
        });
        for result in results {
            refused(result, &field(&format!("{PATH}.inclusionProof.logIndex")), "a position within the tree");
        }
    }
    let results = changed(&world, &|bundle| {
        at(bundle, FIRST)["inclusionProof"]["logIndex"] = json!("9223372036854775806");
        at(bundle, FIRST)["inclusionProof"]["treeSize"] = json!("9223372036854775807");
    });
    for result in results {
        refused(result, &Part::LogEntry, "tree size");
    }
    for value in ["9223372036854775807", "253402300800"] {
        let results = changed(&world, &|bundle| at(bundle, FIRST)["integratedTime"] = json!(value));
        assert!(results.iter().all(Result::is_err));
    }
}

#[test]
fn c18_a_changed_promise_index_or_time_is_refused() {
    let world = World::new();
    refused_both(&world, "inclusion promise", &|bundle| at(bundle, FIRST)["logIndex"] = json!("4002"));
    let time = (SIGNED + 1).to_string();
    refused_both(&world, "inclusion promise", &|bundle| at(bundle, FIRST)["integratedTime"] = json!(time));
    refused_both(&world, "inclusion promise", &|bundle| {
        at(bundle, FIRST)["inclusionPromise"]["signedEntryTimestamp"] = json!(base64(b"forged"));
    });
}

#[test]
fn c08_an_entry_of_another_signature_is_refused() {
    let world = World::new();
    let (one, other) = (world.keyless(&both()), world.keyless(&both()));
    for number in [0, 1] {
        let mut mixed = one.clone();
        mixed["verificationMaterial"]["tlogEntries"][number] =
            other["verificationMaterial"]["tlogEntries"][number].clone();
        refused(judge(&world, &mixed, &identity()), &Part::LogEntry, "");
        let (one, other) = (world.keyed(&both()), world.keyed(&both()));
        let mut mixed = one.clone();
        mixed["verificationMaterial"]["tlogEntries"][number] =
            other["verificationMaterial"]["tlogEntries"][number].clone();
        refused(judge(&world, &mixed, &world.key_policy(LogRule::Accepted)), &Part::LogEntry, "");
    }
}

#[test]
fn entries_of_kinds_that_are_not_known_are_refused() {
    let world = World::new();
    let results = changed(&world, &|bundle| at(bundle, FIRST)["kindVersion"]["kind"] = json!("alpine"));
    for result in results {
        refused(result, &field(PATH), "alpine");
    }
    refused_both(&world, "", &|bundle| {
        at(bundle, FIRST)["kindVersion"] = json!({"kind": "intoto", "version": "0.0.2"})
    });
}
