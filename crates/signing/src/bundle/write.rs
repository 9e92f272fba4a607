//! Writing bundles.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use sigstore_crypto::sha256;
use sigstore_types::TransparencyLogEntry;

use crate::attachment::BUNDLE_TYPE;
use crate::message::STATEMENT_TYPE;
use crate::{Material, PublicKey, Signature, SignerError};

/// The most log entries and timestamps that readers take (sigstore-go, `pkg/verify`).
const MOST_PROOFS: usize = 32;

/// The bundle of a signed statement, as JSON without line breaks.
///
/// What readers insist on beyond the specification:
/// - no `keyid`: securesystemslib skips a signature whose key id it does not expect;
/// - `tlogEntries` even when it is empty: sigstore-python fails without it;
/// - the certificate alone, never its chain (`x509CertificateChain` is not for 0.3).
///
/// # Errors
/// [`SignerError`] when readers would refuse the bundle: a log entry without inclusion proof or checkpoint, or more
/// than 32 log entries or timestamps.
pub fn write(statement: &[u8], signature: &Signature) -> Result<Vec<u8>, SignerError> {
    let document = json!({
        "mediaType": BUNDLE_TYPE,
        "verificationMaterial": material(signature)?,
        "dsseEnvelope": {
            "payload": STANDARD.encode(statement),
            "payloadType": STATEMENT_TYPE,
            "signatures": [{ "sig": STANDARD.encode(&signature.bytes) }],
        },
    });
    Ok(document.to_string().into_bytes())
}

/// The hint by which a verifier finds the key among several: base64 of SHA-256 over its SubjectPublicKeyInfo, as
/// cosign writes it.
pub fn hint(key: &PublicKey) -> String {
    sha256(key.spki()).to_base64()
}

fn material(signature: &Signature) -> Result<Value, SignerError> {
    let mut fields = Map::new();
    match &signature.material {
        Material::Key(key) => fields.insert("publicKey".to_owned(), json!({ "hint": hint(key) })),
        Material::Certificate { leaf, .. } => {
            fields.insert("certificate".to_owned(), json!({ "rawBytes": STANDARD.encode(leaf) }))
        }
    };
    fields.insert("tlogEntries".to_owned(), log_entries(&signature.log_entries)?);
    if !signature.timestamps.is_empty() {
        fields.insert("timestampVerificationData".to_owned(), timestamps(&signature.timestamps)?);
    }
    Ok(Value::Object(fields))
}

fn log_entries(entries: &[TransparencyLogEntry]) -> Result<Value, SignerError> {
    if entries.len() > MOST_PROOFS {
        return Err(unreadable(format!("there are {} log entries, readers take {MOST_PROOFS}", entries.len())));
    }
    entries.iter().map(log_entry).collect()
}

fn log_entry(entry: &TransparencyLogEntry) -> Result<Value, SignerError> {
    match &entry.inclusion_proof {
        None => return Err(unreadable(format!("log entry {} has no inclusion proof", entry.log_index))),
        Some(proof) if proof.checkpoint.is_empty() => {
            return Err(unreadable(format!("the inclusion proof of log entry {} has no checkpoint", entry.log_index)));
        }
        Some(_) => {}
    }
    serde_json::to_value(entry).map_err(|error| unreadable(format!("log entry {}: {error}", entry.log_index)))
}

fn timestamps(responses: &[Vec<u8>]) -> Result<Value, SignerError> {
    if responses.len() > MOST_PROOFS {
        return Err(unreadable(format!("there are {} timestamps, readers take {MOST_PROOFS}", responses.len())));
    }
    let responses = responses.iter().map(|response| json!({ "signedTimestamp": STANDARD.encode(response) }));
    Ok(json!({ "rfc3161Timestamps": responses.collect::<Value>() }))
}

fn unreadable(detail: String) -> SignerError {
    SignerError::service("sigstore bundle", detail)
}
