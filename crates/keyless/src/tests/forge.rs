//! Answers as real services give them: certificates, entries, timestamps, with signatures that nobody checks here.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sigstore_crypto::sha256;
use sigstore_types::{DerCertificate, DerPublicKey};

use super::fake::{Heard, Reply};
use crate::Secret;

/// A workflow of GitHub.
pub(super) const WORKFLOW: &str = "org/charts/.github/workflows/release.yml@refs/heads/main";
/// GitHub's issuer.
pub(super) const ISSUER: &str = "https://token.actions.githubusercontent.com";
/// Far away.
pub(super) const EXPIRES: i64 = 4_000_000_000;

/// A token with these claims.
pub(super) fn token(claims: &Value) -> Secret {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    Secret::new(format!("{}.{}.{}", part(&json!({"alg": "RS256"})), part(claims), URL_SAFE_NO_PAD.encode([7; 64])))
}

/// The claims of a GitHub workflow.
pub(super) fn claims() -> Value {
    json!({"iss": ISSUER, "sub": "repo:org/charts:ref:refs/heads/main", "aud": "sigstore", "exp": EXPIRES,
        "job_workflow_ref": WORKFLOW})
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match length {
        0..=0x7f => vec![tag, length as u8],
        0x80..=0xff => vec![tag, 0x81, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [head, content.to_vec()].concat()
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    der(0x30, &parts.concat())
}

/// A certificate for a key that names a subject (a URI) and an issuer.
pub(super) fn certificate(key: &DerPublicKey, subject: &str, issuer: &str) -> DerCertificate {
    let ecdsa_sha256 = sequence(&[der(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])]);
    let validity = sequence(&[der(0x17, b"260101000000Z"), der(0x17, b"460101000000Z")]);
    let name = sequence(&[]);
    let alternative = der(4, &sequence(&[der(0x86, subject.as_bytes())]));
    let alternative = sequence(&[der(6, &[0x55, 0x1d, 0x11]), der(1, &[0xff]), alternative]);
    let issued_by = der(6, &[0x2b, 6, 1, 4, 1, 0x83, 0xbf, 0x30, 1, 8]);
    let issued_by = sequence(&[issued_by, der(4, &der(0x0c, issuer.as_bytes()))]);
    let extensions = der(0xa3, &sequence(&[alternative, issued_by]));
    let version = der(0xa0, &der(2, &[2]));
    let parts = [version, der(2, &[1]), ecdsa_sha256.clone(), name.clone(), validity, name];
    let body = sequence(&[parts.concat(), key.as_bytes().to_vec(), extensions]);
    DerCertificate::new(sequence(&[body, ecdsa_sha256, der(3, &[0, 1])]))
}

/// Fulcio's answer.
pub(super) fn fulcio(heard: &Heard) -> Reply {
    let request: Value = serde_json::from_slice(&heard.body).unwrap();
    let key = request["publicKeyRequest"]["publicKey"]["content"].as_str().unwrap();
    let leaf = certificate(&DerPublicKey::from_pem(key).unwrap(), &format!("https://github.com/{WORKFLOW}"), ISSUER);
    let chain = json!({"certificates": [leaf.to_pem(), leaf.to_pem()]});
    Reply::json(201, &json!({"signedCertificateEmbeddedSct": {"chain": chain}}))
}

fn checkpoint() -> String {
    format!("log.example\n1\n{}\n\n\u{2014} log.example {}\n", STANDARD.encode([0; 32]), STANDARD.encode([1; 40]))
}

/// Rekor 1's answer to a proposed entry.
pub(super) fn rekor_1(heard: &Heard) -> Value {
    let proposed: Value = serde_json::from_slice(&heard.body).unwrap();
    let body = match proposed["kind"].as_str().unwrap() {
        "dsse" => {
            let content = &proposed["spec"]["proposedContent"];
            let envelope: Value = serde_json::from_str(content["envelope"].as_str().unwrap()).unwrap();
            let payload = STANDARD.decode(envelope["payload"].as_str().unwrap()).unwrap();
            let hash = |bytes: &[u8]| json!({"algorithm": "sha256", "value": sha256(bytes).to_hex()});
            json!({"apiVersion": "0.0.1", "kind": "dsse", "spec": {
                "envelopeHash": hash(envelope.to_string().as_bytes()), "payloadHash": hash(&payload),
                "signatures": [{"signature": envelope["signatures"][0]["sig"], "verifier": content["verifiers"][0]}]}})
        }
        _ => proposed,
    };
    json!({"24296fb2": {
        "body": STANDARD.encode(body.to_string()), "integratedTime": 1_800_000_000, "logIndex": 7,
        "logID": "ab".repeat(32),
        "verification": {"signedEntryTimestamp": STANDARD.encode([2; 70]), "inclusionProof": {
            "checkpoint": checkpoint(), "hashes": [], "logIndex": 7, "rootHash": "cd".repeat(32), "treeSize": 8}}}})
}

/// Rekor 2's answer to a proposed entry.
pub(super) fn rekor_2(heard: &Heard) -> Value {
    let proposed: Value = serde_json::from_slice(&heard.body).unwrap();
    let request = &proposed["hashedRekordRequestV002"];
    let body = json!({"apiVersion": "0.0.2", "kind": "hashedrekord", "spec": {"hashedRekordV002": {
        "data": {"algorithm": "SHA2_256", "digest": request["digest"]}, "signature": request["signature"]}}});
    json!({"logIndex": "7", "logId": {"keyId": STANDARD.encode([3; 32])},
        "kindVersion": {"kind": "hashedrekord", "version": "0.0.2"}, "integratedTime": "0",
        "canonicalizedBody": STANDARD.encode(body.to_string()),
        "inclusionProof": {"logIndex": "7", "rootHash": STANDARD.encode([0; 32]), "treeSize": "8", "hashes": [],
            "checkpoint": {"envelope": checkpoint()}}})
}

/// A timestamp authority's answer, with the imprint changed by `spoil`.
pub(super) fn timestamp(heard: &Heard, spoil: impl Fn(&mut Vec<u8>)) -> Reply {
    // the query: 30 len, version (3), imprint, nonce (10), certReq (3)
    let imprint = &heard.body[5..heard.body.len() - 13];
    let nonce = heard.body[heard.body.len() - 13..heard.body.len() - 3].to_vec();
    let mut imprint = imprint.to_vec();
    spoil(&mut imprint);
    let time = der(0x18, b"20270101000000Z");
    let info = sequence(&[der(2, &[1]), der(6, &[0x2a, 3]), imprint, der(2, &[5]), time, nonce]);
    let kind = der(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4]);
    let content = sequence(&[kind, der(0xa0, &der(4, &info))]);
    let signed = sequence(&[der(2, &[3]), der(0x31, &[]), content, der(0x31, &[])]);
    let token = sequence(&[der(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]), der(0xa0, &signed)]);
    Reply::Say(201, Vec::new(), sequence(&[sequence(&[der(2, &[0])]), token]))
}
