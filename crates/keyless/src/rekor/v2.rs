//! Rekor 2: everything is a `hashedrekord` 0.0.2 over the signed bytes; of a statement, its DSSE encoding.
//!
//! Source: rekor-tiles, `rekor_service.proto` and `CLIENTS.md`: the answer is the bundle's own `TransparencyLogEntry`,
//! given when a checkpoint covers it.

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use signing::SignerError;
use sigstore_crypto::{KeyAlgorithm, VerificationKey, sha256};
use sigstore_rekor::{HashedRekordV2, RekorV2KeyDetails};
use sigstore_types::{DerPublicKey, KindVersion, TransparencyLogEntry};
use web::shown;

use super::{Entry, LIMIT, Verifier, body};
use crate::address::Address;
use crate::http::{Call, Http};
use crate::scrub::Secrets;

const PATH: &str = "/api/v2/log/entries";

/// Logs a signature.
pub(super) async fn log(http: &Http, log: &Address, entry: Entry<'_>) -> Result<TransparencyLogEntry, SignerError> {
    let url = log.below(PATH);
    let request = serde_json::to_vec(&proposed(entry)?);
    let request = request.map_err(|error| SignerError::configuration("the log entry", error.to_string()))?;
    let json = HeaderValue::from_static("application/json");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, json.clone()), (ACCEPT, json)]);
    let (method, secrets) = (Method::POST, Secrets::none());
    let call = Call { method, url: url.clone(), headers, body: &request, limit: LIMIT, secrets: &secrets, slow: true };
    let answer = http.send(&call).await?.accepted(&secrets)?;
    read(&answer, entry).map_err(|detail| SignerError::service(shown(&url), detail))
}

fn proposed(entry: Entry<'_>) -> Result<HashedRekordV2, SignerError> {
    let digest = sha256(&entry.message.signed_bytes());
    let details = RekorV2KeyDetails::PkixEcdsaP256Sha256;
    match entry.verifier {
        Verifier::Certificate(certificate) => {
            Ok(HashedRekordV2::new_with_certificate(&digest, entry.signature, certificate, details))
        }
        Verifier::Key(key) => {
            let key = DerPublicKey::new(key.spki().to_vec());
            let read = VerificationKey::from_spki(&key).ok();
            if read.is_none_or(|read| read.scheme().key_algorithm() != KeyAlgorithm::EcdsaP256) {
                let detail = "Rekor 2 takes signatures of ECDSA P-256 keys with SHA-256 from us, and no others";
                return Err(SignerError::configuration("the signing key", detail));
            }
            Ok(HashedRekordV2::new_with_public_key(&digest, entry.signature, &key, details))
        }
    }
}

fn read(answer: &[u8], entry: Entry<'_>) -> Result<TransparencyLogEntry, String> {
    let logged: TransparencyLogEntry =
        serde_json::from_slice(answer).map_err(|error| format!("no usable answer: {error}"))?;
    if logged.kind_version != KindVersion::HashedRekordV002 {
        return Err("the entry is no hashedrekord 0.0.2".to_owned());
    }
    if logged.integrated_time.is_some() || logged.inclusion_promise.is_some() {
        return Err("the entry has a time of its own, which those of Rekor 2 have not; is this Rekor 1?".to_owned());
    }
    if logged.inclusion_proof.as_ref().is_none_or(|proof| proof.checkpoint.is_empty()) {
        return Err("the entry has no proof of inclusion with a checkpoint".to_owned());
    }
    body::is_about(&logged, entry)?;
    Ok(logged)
}
