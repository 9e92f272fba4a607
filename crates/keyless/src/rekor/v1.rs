//! Rekor 1: statements as `dsse` entries, cosign's classic payload as `hashedrekord`.
//!
//! Source: Rekor's `openapi.yaml` and the schemas of `dsse` 0.0.1 and `hashedrekord` 0.0.1.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};
use signing::message::STATEMENT_TYPE;
use signing::{Message, SignerError};
use sigstore_crypto::sha256;
use sigstore_rekor::LogEntry;
use sigstore_types::{KindVersion, TransparencyLogEntry};
use web::shown;

use super::{Entry, LIMIT, body};
use crate::address::Address;
use crate::http::{Answer, Call, Http};
use crate::scrub::Secrets;

const PATH: &str = "/api/v1/log/entries";
/// What is logged is public.
static NO_SECRETS: Secrets = Secrets::none();

/// Logs a signature, or finds the entry that it has already.
pub(super) async fn log(http: &Http, log: &Address, entry: Entry<'_>) -> Result<TransparencyLogEntry, SignerError> {
    let url = log.below(PATH);
    let body = proposed(entry).to_string();
    let answer = http.send(&call(Method::POST, url.clone(), body.as_bytes())).await?;
    let answer = match answer.status {
        StatusCode::CONFLICT => {
            let existing = existing(&answer, &url)?;
            http.send(&call(Method::GET, existing, &[])).await?
        }
        _ => answer,
    };
    let bytes = answer.accepted(&Secrets::none())?;
    read(&bytes, entry).map_err(|detail| SignerError::service(shown(&url), detail))
}

fn call(method: Method, url: Url, body: &[u8]) -> Call<'_> {
    let json = HeaderValue::from_static("application/json");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, json.clone()), (ACCEPT, json)]);
    Call { method, url, headers, body, limit: LIMIT, secrets: &NO_SECRETS, slow: true }
}

fn proposed(entry: Entry<'_>) -> Value {
    let verifier = STANDARD.encode(entry.verifier.to_pem());
    match entry.message {
        Message::Statement(statement) => {
            let envelope = json!({
                "payload": STANDARD.encode(statement),
                "payloadType": STATEMENT_TYPE,
                "signatures": [{"sig": entry.signature.to_base64()}],
            });
            let content = json!({"envelope": envelope.to_string(), "verifiers": [verifier]});
            json!({"apiVersion": "0.0.1", "kind": "dsse", "spec": {"proposedContent": content}})
        }
        Message::Simple(payload) => {
            let hash = json!({"algorithm": "sha256", "value": sha256(payload).to_hex()});
            let signature = json!({"content": entry.signature.to_base64(), "publicKey": {"content": verifier}});
            let spec = json!({"data": {"hash": hash}, "signature": signature});
            json!({"apiVersion": "0.0.1", "kind": "hashedrekord", "spec": spec})
        }
    }
}

/// Where the entry is that there is already; on this log and nowhere else.
fn existing(answer: &Answer, asked: &Url) -> Result<Url, SignerError> {
    let strange = |detail: &str| SignerError::service(shown(asked), format!("HTTP status 409: {detail}"));
    let location = answer.text(LOCATION).ok_or_else(|| strange("it has the entry, but does not say where"))?;
    let url = asked.join(location).map_err(|_| strange("it has the entry, but its place is no address"))?;
    if url.origin() != asked.origin() {
        return Err(strange("it has the entry, but its place is on another host"));
    }
    Ok(url)
}

fn read(answer: &[u8], entry: Entry<'_>) -> Result<TransparencyLogEntry, String> {
    let entries: BTreeMap<String, LogEntry> =
        serde_json::from_slice(answer).map_err(|error| format!("no usable answer: {error}"))?;
    let mut entries = entries.into_values();
    let (Some(found), None) = (entries.next(), entries.next()) else {
        return Err("no usable answer: expected one entry".to_owned());
    };
    let kind = match entry.message {
        Message::Statement(_) => KindVersion::DsseV001,
        Message::Simple(_) => KindVersion::HashedRekordV001,
    };
    let logged = found.to_bundle_entry(kind).map_err(|error| format!("no usable answer: {error}"))?;
    if logged.integrated_time.is_none() || logged.inclusion_promise.is_none() {
        return Err("the entry has no signed time".to_owned());
    }
    if logged.inclusion_proof.as_ref().is_none_or(|proof| proof.checkpoint.is_empty()) {
        return Err("the entry has no proof of inclusion with a checkpoint".to_owned());
    }
    body::is_about(&logged, entry)?;
    Ok(logged)
}
