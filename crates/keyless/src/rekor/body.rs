//! Whether the body of an entry is about our signature.

use sigstore_crypto::sha256;
use sigstore_rekor::RekorEntryBody;
use sigstore_types::{DerCertificate, DerPublicKey, HashAlgorithm, PemContent, TransparencyLogEntry};

use super::{Entry, Verifier};
use signing::Message;

/// Checks hash, signature and verifier of a log's entry.
pub(super) fn is_about(logged: &TransparencyLogEntry, entry: Entry<'_>) -> Result<(), String> {
    let body = RekorEntryBody::parse(&logged.canonicalized_body, logged.kind_version)
        .map_err(|_| format!("its body is no {} entry", logged.kind_version.kind()))?;
    let agrees = match &body {
        RekorEntryBody::HashedRekordV001(body) => {
            body.spec.data.hash.algorithm == HashAlgorithm::Sha2256
                && body.spec.data.hash.value.as_str() == sha256(&entry.message.signed_bytes()).to_hex()
                && body.spec.signature.content == *entry.signature
                && is_verifier(&body.spec.signature.public_key.content, entry.verifier)
        }
        RekorEntryBody::DsseV001(body) => {
            let one = <&[_; 1]>::try_from(body.spec.signatures.as_slice()).ok();
            body.spec.payload_hash.algorithm == HashAlgorithm::Sha2256
                && body.spec.payload_hash.value == payload_hash(entry)
                && one.is_some_and(|[one]| {
                    one.signature == *entry.signature && is_verifier(&one.verifier, entry.verifier)
                })
        }
        RekorEntryBody::HashedRekordV002(body) => {
            let logged = &body.spec.hashed_rekord_v002;
            let verifier = &logged.signature.verifier;
            let same = match (entry.verifier, &verifier.x509_certificate, &verifier.public_key) {
                (Verifier::Certificate(ours), Some(theirs), None) => theirs.raw_bytes == *ours,
                (Verifier::Key(ours), None, Some(theirs)) => theirs.raw_bytes.as_bytes() == ours.spki(),
                _ => false,
            };
            logged.data.algorithm == HashAlgorithm::Sha2256
                && logged.data.digest.as_bytes() == sha256(&entry.message.signed_bytes()).as_slice()
                && logged.signature.content == *entry.signature
                && same
        }
        _ => false,
    };
    if agrees { Ok(()) } else { Err("it is about another signature than ours".to_owned()) }
}

fn payload_hash(entry: Entry<'_>) -> String {
    let (Message::Statement(payload) | Message::Simple(payload)) = entry.message;
    sha256(payload).to_hex()
}

fn is_verifier(pem: &PemContent, ours: &Verifier) -> bool {
    let Ok(text) = std::str::from_utf8(pem.as_bytes()) else { return false };
    match ours {
        Verifier::Certificate(certificate) => DerCertificate::from_pem(text).is_ok_and(|read| read == *certificate),
        Verifier::Key(key) => DerPublicKey::from_pem(text).is_ok_and(|read| read.as_bytes() == key.spki()),
    }
}
