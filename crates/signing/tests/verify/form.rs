//! The form of bundles and statements.

use serde_json::{Value, json};
use signing::policy::LogRule;
use signing::{Part, TrustedRoot, bundle, verify};

use crate::world::{NOW, Recipe, World, base64, statement_of, subject};
use crate::{at, field, judge, refused};

fn unlogged() -> Recipe {
    Recipe { first_log: false, ..Recipe::default() }
}

fn with_statement(statement: &Value) -> Recipe {
    Recipe { statement: statement.to_string().into_bytes(), ..unlogged() }
}

fn statement() -> Value {
    serde_json::from_slice(&statement_of(&subject(), "https://example.test/claim")).unwrap()
}

/// A change of a good bundle is refused.
#[track_caller]
fn changed(path: &str, word: &str, change: impl FnOnce(&mut Value)) {
    let world = World::new();
    let recipe = Recipe { second_log: true, stamped: Some(crate::world::SIGNED), ..Recipe::default() };
    let mut bundle = world.keyless(&recipe);
    change(&mut bundle);
    refused(judge(&world, &bundle, &crate::world::identity()), &field(path), word);
}

#[test]
fn c09_none_or_two_signatures_are_refused_and_a_keyid_is_tolerated() {
    let world = World::new();
    let policy = world.key_policy(LogRule::Accepted);
    let mut bundle = world.keyed(&unlogged());
    at(&mut bundle, "/dsseEnvelope/signatures/0")["keyid"] = json!("SHA256:anything");
    assert!(judge(&world, &bundle, &policy).is_ok());
    let one = at(&mut bundle, "/dsseEnvelope/signatures/0").clone();
    *at(&mut bundle, "/dsseEnvelope/signatures") = json!([one, one]);
    refused(judge(&world, &bundle, &policy), &field("dsseEnvelope.signatures"), "2 signatures; expected exactly one");
    *at(&mut bundle, "/dsseEnvelope/signatures") = json!([]);
    refused(judge(&world, &bundle, &policy), &field("dsseEnvelope.signatures"), "0 signatures");
}

#[test]
fn c10_another_payload_type_is_refused() {
    changed("dsseEnvelope.payloadType", r#""application/json"; expected application/vnd.in-toto+json"#, |bundle| {
        *at(bundle, "/dsseEnvelope/payloadType") = json!("application/json");
    });
}

#[test]
fn c11_unknown_fields_are_named() {
    changed("extra", "not known", |bundle| bundle["extra"] = json!(1));
    changed("verificationMaterial.extra", "not known", |bundle| {
        at(bundle, "/verificationMaterial")["extra"] = json!(1)
    });
    changed("dsseEnvelope.signatures[0].extra", "not known", |bundle| {
        at(bundle, "/dsseEnvelope/signatures/0")["extra"] = json!(1);
    });
    changed("verificationMaterial.tlogEntries[1].inclusionProof.extra", "not known", |bundle| {
        at(bundle, "/verificationMaterial/tlogEntries/1/inclusionProof")["extra"] = json!(1);
    });
    for (pointer, path) in [("", "extra"), ("/subject/0", "subject[0].extra")] {
        let world = World::new();
        let mut statement = statement();
        at(&mut statement, pointer)["extra"] = json!(1);
        let bundle = world.keyed(&with_statement(&statement));
        refused(judge(&world, &bundle, &world.key_policy(LogRule::Accepted)), &field(path), "not known");
    }
}

#[test]
fn c11_repeated_keys_are_named() {
    let world = World::new();
    let (policy, root) = (world.key_policy(LogRule::Accepted), TrustedRoot::none());
    let text = world.keyed(&unlogged()).to_string();
    let twice = text.replacen("\"payload\":", "\"payload\":\"\",\"payload\":", 1);
    let result = verify::bundle(twice.as_bytes(), &subject(), &policy, &root, NOW);
    refused(result, &Part::Document, r#"field "payload" appears twice"#);
    let statement = String::from_utf8(statement_of(&subject(), "https://example.test/claim")).unwrap();
    let statement = statement.replacen('{', r#"{"predicateType":"https://sigstore.dev/cosign/sign/v1","#, 1);
    let bundle = world.keyed(&Recipe { statement: statement.into_bytes(), ..unlogged() });
    refused(judge(&world, &bundle, &policy), &field("dsseEnvelope.payload"), r#"field "predicateType" appears twice"#);
}

#[test]
fn c12_every_other_version_has_its_own_message() {
    for (media_type, word) in [
        ("application/vnd.dev.sigstore.bundle+json;version=0.1", "version 0.1, which readers of registries ignore"),
        ("application/vnd.dev.sigstore.bundle+json;version=0.2", "version 0.2, which readers of registries ignore"),
        ("application/vnd.dev.sigstore.bundle.v0.9+json", "a version that is not known here"),
        ("application/json", "which is no sigstore bundle"),
    ] {
        changed("mediaType", word, |bundle| bundle["mediaType"] = json!(media_type));
    }
    let world = World::new();
    let mut bundle = world.keyed(&unlogged());
    bundle["mediaType"] = json!("application/vnd.dev.sigstore.bundle+json;version=0.3");
    assert!(judge(&world, &bundle, &world.key_policy(LogRule::Accepted)).is_ok());
}

#[test]
fn c12_chain_missing_proof_and_missing_checkpoint_have_their_own_messages() {
    changed("verificationMaterial.x509CertificateChain", "a chain of certificates", |bundle| {
        at(bundle, "/verificationMaterial")["x509CertificateChain"] = json!({"certificates": []});
    });
    let entry = "verificationMaterial.tlogEntries[0]";
    changed(&format!("{entry}.inclusionProof"), "an inclusion proof, which version 0.3 demands", |bundle| {
        at(bundle, "/verificationMaterial/tlogEntries/0").as_object_mut().unwrap().remove("inclusionProof");
    });
    let proof = "/verificationMaterial/tlogEntries/0/inclusionProof";
    changed(
        &format!("{entry}.inclusionProof.checkpoint"),
        "a signed checkpoint, which version 0.3 demands",
        |bundle| {
            at(bundle, proof).as_object_mut().unwrap().remove("checkpoint");
        },
    );
    changed(&format!("{entry}.inclusionProof.checkpoint.envelope"), "an empty text", |bundle| {
        *at(bundle, &format!("{proof}/checkpoint/envelope")) = json!("");
    });
}

#[test]
fn signatures_of_files_are_refused_with_the_reason() {
    changed("messageSignature", "says nothing about an OCI artifact", |bundle| {
        bundle.as_object_mut().unwrap().remove("dsseEnvelope");
        bundle["messageSignature"] = json!({"signature": "AA=="});
    });
}

#[test]
fn a_bundle_has_a_key_or_a_certificate() {
    changed("verificationMaterial", "both a key and a certificate", |bundle| {
        at(bundle, "/verificationMaterial")["publicKey"] = json!({"hint": ""});
    });
    changed("verificationMaterial", "neither key nor certificate", |bundle| {
        at(bundle, "/verificationMaterial").as_object_mut().unwrap().remove("certificate");
    });
}

#[test]
fn a_missing_list_of_log_entries_is_read_as_cosign_reads_it_and_remarked() {
    let world = World::new();
    let mut bundle = world.keyed(&unlogged());
    at(&mut bundle, "/verificationMaterial").as_object_mut().unwrap().remove("tlogEntries");
    let proven = judge(&world, &bundle, &world.key_policy(LogRule::Accepted)).unwrap();
    assert!(proven.weakenings.iter().any(|weakening| weakening.to_string().contains("sigstore-python refuses it")));
}

#[test]
fn zeros_and_empty_lists_that_go_leaves_out_are_read() {
    let mut bundle = World::new().keyless(&Recipe::default());
    let entry = at(&mut bundle, "/verificationMaterial/tlogEntries/0");
    entry.as_object_mut().unwrap().remove("logIndex");
    entry["inclusionProof"]["treeSize"] = json!(1);
    entry["inclusionProof"].as_object_mut().unwrap().retain(|name, _| name != "logIndex" && name != "hashes");
    entry["inclusionPromise"] = Value::Null;
    let read = bundle::read(bundle.to_string().as_bytes()).unwrap();
    assert_eq!((read.log_entries[0].log_index.get(), read.log_entries[0].inclusion_promise.is_none()), (0, true));
}

#[test]
fn c19_too_many_and_repeated_entries_are_refused() {
    let entries = "verificationMaterial.tlogEntries";
    changed(entries, "33 items; expected at most 32", |bundle| {
        let one = at(bundle, "/verificationMaterial/tlogEntries/0").clone();
        *at(bundle, "/verificationMaterial/tlogEntries") = json!(vec![one; 33]);
    });
    changed(&format!("{entries}[2]"), "the same log entry again", |bundle| {
        let one = at(bundle, "/verificationMaterial/tlogEntries/0").clone();
        at(bundle, "/verificationMaterial/tlogEntries").as_array_mut().unwrap().push(one);
    });
    changed(&format!("{entries}[2]"), "the same log entry again", |bundle| {
        let mut one = at(bundle, "/verificationMaterial/tlogEntries/0").clone();
        one["logIndex"] = json!("17");
        at(bundle, "/verificationMaterial/tlogEntries").as_array_mut().unwrap().push(one);
    });
    let stamps = "verificationMaterial.timestampVerificationData.rfc3161Timestamps";
    changed(&format!("{stamps}[1]"), "the same timestamp again", |bundle| {
        let all = at(bundle, "/verificationMaterial/timestampVerificationData/rfc3161Timestamps");
        let one = all[0].clone();
        all.as_array_mut().unwrap().push(one);
    });
}

#[test]
fn c19_subjects_and_digests_are_bounded() {
    let world = World::new();
    let policy = world.key_policy(LogRule::Accepted);
    let mut many = statement();
    let one = many["subject"][0].clone();
    many["subject"] = json!(vec![one.clone(); 1024]);
    assert!(judge(&world, &world.keyed(&with_statement(&many)), &policy).is_ok());
    many["subject"] = json!(vec![one; 1025]);
    let result = judge(&world, &world.keyed(&with_statement(&many)), &policy);
    refused(result, &field("subject"), "1025 items; expected at most 1024");
    let mut digests = statement();
    for number in 0..32 {
        digests["subject"][0]["digest"][format!("made{number}")] = json!("00");
    }
    let result = judge(&world, &world.keyed(&with_statement(&digests)), &policy);
    refused(result, &field("subject[0].digest"), "33 digests");
}

#[test]
fn statements_of_both_versions_are_read_and_others_refused() {
    let world = World::new();
    let policy = world.key_policy(LogRule::Accepted);
    let judged = |change: &dyn Fn(&mut Value)| {
        let mut statement = statement();
        change(&mut statement);
        judge(&world, &world.keyed(&with_statement(&statement)), &policy)
    };
    assert!(judged(&|statement| statement["_type"] = json!("https://in-toto.io/Statement/v0.1")).is_ok());
    assert!(judged(&|statement| drop(statement.as_object_mut().unwrap().remove("predicate"))).is_ok());
    refused(judged(&|statement| statement["_type"] = json!("https://in-toto.io/Statement/v2")), &field("_type"), "v2");
    refused(
        judged(&|statement| statement["predicate"] = json!("text")),
        &field("predicate"),
        "a text; expected an object",
    );
    refused(judged(&|statement| statement["predicateType"] = json!("")), &field("predicateType"), "an empty text");
    refused(judged(&|statement| statement["subject"] = json!([])), &field("subject"), "no subject");
    refused(
        judged(&|statement| statement["subject"][0] = json!({"name": "x"})),
        &field("subject[0].digest"),
        "nothing",
    );
}

#[test]
fn sizes_are_bounded() {
    let refusal = bundle::read(&vec![b' '; bundle::LIMIT + 1]).unwrap_err();
    assert!(refusal.to_string().contains("expected at most 10485760 bytes"), "{refusal}");
}

#[test]
fn base64_is_strict() {
    changed("dsseEnvelope.payload", "bytes in standard base64", |bundle| {
        *at(bundle, "/dsseEnvelope/payload") = json!("%%");
    });
    changed("dsseEnvelope.signatures[0].sig", "bytes in standard base64", |bundle| {
        *at(bundle, "/dsseEnvelope/signatures/0/sig") = json!(base64(b""));
    });
}
