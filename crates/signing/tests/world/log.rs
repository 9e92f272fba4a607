//! Transparency logs: Rekor of version 1 and 2, with two leaves, ours the second.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sigstore_crypto::{KeyPair, sha256};

use super::certificate::spki;

pub const HOST: &str = "log.test";
pub const SECOND_HOST: &str = "log2.test";
/// Index in the whole log; that within the tree is 1.
pub const INDEX: u64 = 4001;

/// Key id of a log of version 1; in version 2 it is another hash, which begins with the hint too.
pub fn id(key: &KeyPair, second: bool) -> Vec<u8> {
    let salt = if second { SECOND_HOST } else { "" };
    sha256(&[salt.as_bytes(), &spki(key)].concat()).as_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Body of a DSSE entry of version 1.
pub fn dsse_body(payload: &[u8], signature: &[u8], verifier_pem: &str) -> Vec<u8> {
    let hash = json!({"algorithm": "sha256", "value": hex(sha256(payload).as_bytes())});
    let signatures = json!([{"signature": base64(signature), "verifier": base64(verifier_pem.as_bytes())}]);
    let spec = json!({"envelopeHash": hash, "payloadHash": hash, "signatures": signatures});
    json!({"apiVersion": "0.0.1", "kind": "dsse", "spec": spec}).to_string().into_bytes()
}

/// Body of an entry for signed bytes, of version 1.
pub fn hashed_body(message: &[u8], signature: &[u8], verifier_pem: &str) -> Vec<u8> {
    let hash = json!({"algorithm": "sha256", "value": hex(sha256(message).as_bytes())});
    let key = json!({"content": base64(verifier_pem.as_bytes())});
    let spec = json!({"data": {"hash": hash}, "signature": {"content": base64(signature), "publicKey": key}});
    json!({"apiVersion": "0.0.1", "kind": "hashedrekord", "spec": spec}).to_string().into_bytes()
}

/// Body of an entry for signed bytes, of version 2; the verifier is its JSON.
pub fn second_body(message: &[u8], signature: &[u8], mut verifier: Value) -> Vec<u8> {
    verifier["keyDetails"] = json!("PKIX_ECDSA_P256_SHA_256");
    let data = json!({"algorithm": "SHA2_256", "digest": base64(sha256(message).as_bytes())});
    let record = json!({"data": data, "signature": {"content": base64(signature), "verifier": verifier}});
    let spec = json!({"hashedRekordV002": record});
    json!({"apiVersion": "0.0.2", "kind": "hashedrekord", "spec": spec}).to_string().into_bytes()
}

/// The signed entry timestamp over a body.
pub fn promise(key: &KeyPair, body: &[u8], integrated: i64, index: u64) -> Vec<u8> {
    let covered = format!(
        r#"{{"body":"{}","integratedTime":{integrated},"logID":"{}","logIndex":{index}}}"#,
        base64(body),
        hex(&id(key, false))
    );
    key.sign(covered.as_bytes()).unwrap().as_bytes().to_vec()
}

fn leaf_hash(body: &[u8]) -> Vec<u8> {
    sha256(&[&[0][..], body].concat()).as_bytes().to_vec()
}

/// Root and proof path of the tree.
pub fn tree(body: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let other = leaf_hash(b"somebody else's entry");
    let root = sha256(&[&[1][..], &other, &leaf_hash(body)].concat()).as_bytes().to_vec();
    (root, other)
}

/// A signed checkpoint.
pub fn checkpoint(key: &KeyPair, origin: &str, signer: &str, hint: &[u8], root: &[u8]) -> String {
    let note = format!("{origin}\n2\n{}\n", base64(root));
    let signature = key.sign(note.as_bytes()).unwrap();
    format!("{note}\n\u{2014} {signer} {}\n", base64(&[hint, signature.as_bytes()].concat()))
}

/// An entry of version 1, with promise and proof.
pub fn entry(key: &KeyPair, kind: &str, body: &[u8], integrated: i64) -> Value {
    let (root, path) = tree(body);
    let id = id(key, false);
    let note = checkpoint(key, &format!("{HOST} - 77"), HOST, &id[..4], &root);
    json!({
        "logIndex": INDEX.to_string(),
        "logId": {"keyId": base64(&id)},
        "kindVersion": {"kind": kind, "version": "0.0.1"},
        "integratedTime": integrated.to_string(),
        "inclusionPromise": {"signedEntryTimestamp": base64(&promise(key, body, integrated, INDEX))},
        "inclusionProof": {
            "logIndex": "1",
            "rootHash": base64(&root),
            "treeSize": "2",
            "hashes": [base64(&path)],
            "checkpoint": {"envelope": note},
        },
        "canonicalizedBody": base64(body),
    })
}

/// An entry of version 2: no time, no promise.
pub fn second_entry(key: &KeyPair, body: &[u8]) -> Value {
    let (root, path) = tree(body);
    let id = id(key, true);
    let note = checkpoint(key, SECOND_HOST, SECOND_HOST, &id[..4], &root);
    json!({
        "logIndex": "1",
        "logId": {"keyId": base64(&id)},
        "kindVersion": {"kind": "hashedrekord", "version": "0.0.2"},
        "inclusionProof": {
            "logIndex": "1",
            "rootHash": base64(&root),
            "treeSize": "2",
            "hashes": [base64(&path)],
            "checkpoint": {"envelope": note},
        },
        "canonicalizedBody": base64(body),
    })
}
