//! What is written, byte by byte: beside what cosign and oras wrote for the same content.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oci::{Descriptor, Digest, RawManifest, media_type};
use serde_json::{Value, json};
use signing::{Material, PublicKey, Signature, SignerErrorKind, attachment, bundle, classic, statement};
use sigstore_types::TransparencyLogEntry;

const CHART: &[u8] = include_bytes!("fixtures/cosign/chart.json");
const PAYLOAD: &[u8] = include_bytes!("fixtures/cosign/payload.json");
const SIGNATURES: &[u8] = include_bytes!("fixtures/cosign/signatures.json");
const CONFIG: &[u8] = include_bytes!("fixtures/cosign/config.json");
const REFERRER: &[u8] = include_bytes!("fixtures/cosign/referrer.json");
const BUNDLE: &[u8] = include_bytes!("fixtures/cosign/bundle.json");
const ATTACHED: &[u8] = include_bytes!("fixtures/oras/attached.json");
const PUBLIC: &str = include_str!("fixtures/cosign/empty.pub");

fn chart() -> Descriptor {
    Descriptor::of(media_type::IMAGE_MANIFEST, CHART)
}

fn key() -> PublicKey {
    let text: String = PUBLIC.lines().filter(|line| !line.starts_with('-')).collect();
    PublicKey::from_spki(STANDARD.decode(text).unwrap())
}

fn signed_with(material: Material) -> Signature {
    Signature { bytes: b"signature".to_vec(), material, log_entries: Vec::new(), timestamps: Vec::new() }
}

fn cosign_signature() -> Signature {
    let manifest: Value = serde_json::from_slice(SIGNATURES).unwrap();
    let text = manifest["layers"][0]["annotations"][classic::SIGNATURE].as_str().unwrap().to_owned();
    Signature { bytes: STANDARD.decode(text).unwrap(), ..signed_with(Material::Key(key())) }
}

fn log_entry(proof: Option<&str>) -> TransparencyLogEntry {
    let mut entry = json!({
        "logIndex": "9007199254740993",
        "logId": { "keyId": STANDARD.encode([7; 32]) },
        "kindVersion": { "kind": "hashedrekord", "version": "0.0.1" },
        "integratedTime": "1764201600",
        "inclusionPromise": { "signedEntryTimestamp": STANDARD.encode(b"promise") },
        "canonicalizedBody": STANDARD.encode(b"{}"),
    });
    if let Some(checkpoint) = proof {
        entry["inclusionProof"] = json!({
            "logIndex": "5",
            "rootHash": STANDARD.encode([1; 32]),
            "treeSize": "9007199254740995",
            "hashes": [STANDARD.encode([2; 32])],
            "checkpoint": { "envelope": checkpoint },
        });
    }
    serde_json::from_value(entry).unwrap()
}

/// A checkpoint that can be read; nobody verifies it here.
fn checkpoint() -> String {
    let root = STANDARD.encode([1; 32]);
    let signature = STANDARD.encode([3; 68]);
    format!("log.example\n9007199254740995\n{root}\n\n\u{2014} log.example {signature}\n")
}

#[test]
fn the_payload_is_cosign_s() {
    assert_eq!(classic::payload("127.0.0.1:5871/charts/demo", &Digest::of(CHART)), PAYLOAD);
}

#[test]
fn the_signature_manifest_and_its_config_are_cosign_s() {
    let made = classic::manifest(&[(PAYLOAD.to_vec(), cosign_signature())]);
    assert_eq!(made.manifest.bytes, SIGNATURES);
    let blobs: Vec<&[u8]> = made.blobs.iter().map(|(_, content)| content.as_ref()).collect();
    assert_eq!(blobs, [CONFIG, PAYLOAD]);
    assert_eq!(classic::tag(&Digest::of(CHART)).as_str(), format!("sha256-{}.sig", Digest::of(CHART).hex()));
}

#[test]
fn another_signature_is_added_behind_those_that_are_there() {
    let existing = RawManifest::new(media_type::IMAGE_MANIFEST, SIGNATURES);
    let second = (classic::payload("mirror.example/demo", &Digest::of(CHART)), signed_with(Material::Key(key())));
    let extended = classic::extend(&existing, std::slice::from_ref(&second)).unwrap();
    let both = classic::manifest(&[(PAYLOAD.to_vec(), cosign_signature()), second]);
    assert_eq!(extended.manifest, both.manifest, "added later or written at once makes no difference");
    assert_eq!(extended.blobs.len(), 2, "the payload that is there is not pushed again");
}

#[test]
fn a_tag_takes_a_thousand_signatures_of_signatures() {
    let entry = || (PAYLOAD.to_vec(), cosign_signature());
    let full = classic::manifest(&std::iter::repeat_with(entry).take(classic::MOST_LAYERS - 1).collect::<Vec<_>>());
    assert_eq!(full.blobs.len(), 2, "no blob twice");
    assert!(classic::extend(&full.manifest, &[entry()]).is_ok());
    let error = classic::extend(&full.manifest, &[entry(), entry()]).unwrap_err();
    assert_eq!((error.kind, error.detail.contains("1000")), (SignerErrorKind::Service, true));
    let chart = RawManifest::new(media_type::IMAGE_MANIFEST, CHART);
    assert!(classic::extend(&chart, &[entry()]).unwrap_err().detail.contains("simplesigning"));
    let broken = RawManifest::new(media_type::IMAGE_MANIFEST, &b"{"[..]);
    assert!(classic::extend(&broken, &[entry()]).is_err());
}

#[test]
fn a_keyless_layer_has_certificate_chain_log_and_timestamp() {
    let material = Material::Certificate { leaf: vec![1; 60], chain: vec![vec![2], vec![3]] };
    let signature =
        Signature { log_entries: vec![log_entry(None)], timestamps: vec![b"time".to_vec()], ..signed_with(material) };
    let made = classic::manifest(&[(PAYLOAD.to_vec(), signature)]);
    let document: Value = serde_json::from_slice(&made.manifest.bytes).unwrap();
    let annotations = document["layers"][0]["annotations"].as_object().unwrap();
    let keys: Vec<&str> = annotations.keys().map(String::as_str).collect();
    let all = [classic::SIGNATURE, classic::BUNDLE, classic::CERTIFICATE, classic::CHAIN, classic::TIMESTAMP];
    assert_eq!(keys, all, "sorted as Go sorts them");
    let leaf = STANDARD.encode([1; 60]);
    let (first, rest) = leaf.split_at(64);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{first}\n{rest}\n-----END CERTIFICATE-----\n");
    assert_eq!(annotations[classic::CERTIFICATE], pem);
    let chain = "-----BEGIN CERTIFICATE-----\nAg==\n-----END CERTIFICATE-----\n\
                 -----BEGIN CERTIFICATE-----\nAw==\n-----END CERTIFICATE-----\n";
    assert_eq!(annotations[classic::CHAIN], chain);
    let log = format!(
        r#"{{"SignedEntryTimestamp":"{}","Payload":{{"body":"e30=","integratedTime":1764201600,"logIndex":9007199254740993,"logID":"{}"}}}}"#,
        STANDARD.encode(b"promise"),
        "07".repeat(32)
    );
    assert_eq!(annotations[classic::BUNDLE], log);
    assert_eq!(annotations[classic::TIMESTAMP], r#"{"SignedRFC3161Timestamp":"dGltZQ=="}"#);
}

#[test]
fn the_referrer_of_a_bundle_is_cosign_s() {
    let written: Value = serde_json::from_slice(REFERRER).unwrap();
    let created = written["annotations"][attachment::CREATED].as_str().unwrap();
    let made = attachment::bundle(BUNDLE, statement::predicate::SIGNATURE, &chart(), created);
    assert_eq!(made.manifest.bytes, REFERRER);
    let blobs: Vec<&[u8]> = made.blobs.iter().map(|(_, content)| content.as_ref()).collect();
    assert_eq!(blobs, [b"{}", BUNDLE]);
}

#[test]
fn a_document_s_referrer_is_oras_s() {
    let created = "2026-01-01T00:00:00Z";
    let made = attachment::document("application/spdx+json", "demo.spdx.json", b"{}", &chart(), created);
    assert_eq!(made.manifest.bytes, ATTACHED);
    assert_eq!(made.blobs.len(), 1, "a document that is as empty as the config is the same blob");
    let made = attachment::document("application/spdx+json", "demo.spdx.json", b"{}\n", &chart(), created);
    let blobs: Vec<&[u8]> = made.blobs.iter().map(|(_, content)| content.as_ref()).collect();
    assert_eq!(blobs, [&b"{}"[..], b"{}\n"]);
}

#[test]
fn a_statement_is_compact_and_in_the_order_of_its_message() {
    let hex = Digest::of(CHART).hex().to_owned();
    let expected = format!(
        r#"{{"_type":"https://in-toto.io/Statement/v1","subject":[{{"digest":{{"sha256":"{hex}"}}}}],"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{{}}}}"#
    );
    assert_eq!(String::from_utf8(statement::signature(&Digest::of(CHART))).unwrap(), expected);

    let named = statement::Subject { name: Some("demo-1.0.0.tgz".to_owned()), digest: Digest::of(CHART) };
    let subjects = [statement::Subject::from(Digest::of(CHART)), named];
    let made = statement::statement(&subjects, statement::predicate::SPDX, &json!({ "z": 1, "a": "<&>" }));
    let expected = format!(
        r#"{{"_type":"https://in-toto.io/Statement/v1","subject":[{{"digest":{{"sha256":"{hex}"}}}},{{"name":"demo-1.0.0.tgz","digest":{{"sha256":"{hex}"}}}}],"predicateType":"https://spdx.dev/Document","predicate":{{"z":1,"a":"<&>"}}}}"#
    );
    assert_eq!(String::from_utf8(made).unwrap(), expected);
    let without = statement::statement(&subjects, statement::predicate::SPDX, &json!("text"));
    assert!(!String::from_utf8(without).unwrap().contains("predicate\""), "only objects are predicates");
}

/// The hint is the one that cosign writes for the same key, and `tlogEntries` is there though it is empty.
#[test]
fn i06_c09_a_bundle_has_one_signature_and_no_key_id() {
    let cosign: Value = serde_json::from_slice(BUNDLE).unwrap();
    let hint = cosign["verificationMaterial"]["publicKey"]["hint"].as_str().unwrap();
    let written = bundle::write(b"{}", &signed_with(Material::Key(key()))).unwrap();
    let expected = format!(
        r#"{{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{{"publicKey":{{"hint":"{hint}"}},"tlogEntries":[]}},"dsseEnvelope":{{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[{{"sig":"c2lnbmF0dXJl"}}]}}}}"#
    );
    assert_eq!(String::from_utf8(written).unwrap(), expected);
}

#[test]
fn a_keyless_bundle_has_the_leaf_alone_and_numbers_as_strings() {
    let material = Material::Certificate { leaf: vec![1; 60], chain: vec![vec![2], vec![3]] };
    let signature = Signature {
        log_entries: vec![log_entry(Some(&checkpoint()))],
        timestamps: vec![b"time".to_vec()],
        ..signed_with(material)
    };
    let written: Value = serde_json::from_slice(&bundle::write(b"{}", &signature).unwrap()).unwrap();
    let proof = json!({
        "logIndex": "5",
        "rootHash": STANDARD.encode([1; 32]),
        "treeSize": "9007199254740995",
        "hashes": [STANDARD.encode([2; 32])],
        "checkpoint": { "envelope": checkpoint() },
    });
    let expected = json!({
        "certificate": { "rawBytes": STANDARD.encode([1; 60]) },
        "tlogEntries": [{
            "logIndex": "9007199254740993",
            "logId": { "keyId": STANDARD.encode([7; 32]) },
            "kindVersion": { "kind": "hashedrekord", "version": "0.0.1" },
            "integratedTime": "1764201600",
            "inclusionPromise": { "signedEntryTimestamp": STANDARD.encode(b"promise") },
            "inclusionProof": proof,
            "canonicalizedBody": "e30=",
        }],
        "timestampVerificationData": { "rfc3161Timestamps": [{ "signedTimestamp": "dGltZQ==" }] },
    });
    assert_eq!(written["verificationMaterial"], expected);
}

#[test]
fn a_bundle_that_readers_refuse_is_not_written() {
    let with = |log_entries: Vec<TransparencyLogEntry>, timestamps: usize| Signature {
        log_entries,
        timestamps: vec![Vec::new(); timestamps],
        ..signed_with(Material::Key(key()))
    };
    let refused = |signature: Signature| bundle::write(b"{}", &signature).unwrap_err().detail;
    assert!(refused(with(vec![log_entry(None)], 0)).contains("no inclusion proof"));
    assert!(refused(with(vec![log_entry(Some(""))], 0)).contains("no checkpoint"));
    assert!(refused(with(vec![log_entry(Some(&checkpoint())); 33], 0)).contains("33 log entries"));
    assert!(refused(with(Vec::new(), 33)).contains("33 timestamps"));
}
