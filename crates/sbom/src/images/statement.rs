//! In-toto statements, and the envelopes and bundles around them (in-toto `spec/v1/statement.md`, DSSE, sigstore bundle).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oci::Digest;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::json::member;

/// The type of statements.
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";
/// Predicates that are documents begin with one of these.
const PREDICATES: [&str; 2] = ["https://spdx.dev/Document", "https://cyclonedx.org/bom"];

/// A statement that a document makes about something.
pub(super) struct Statement<'a> {
    raw: Raw,
    /// The document, as it is written.
    pub(super) predicate: &'a [u8],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    #[serde(default)]
    subject: Vec<RawSubject>,
    #[serde(default)]
    predicate_type: String,
    #[serde(rename = "predicate")]
    _predicate: IgnoredAny,
}

#[derive(Deserialize)]
struct RawSubject {
    #[serde(default)]
    digest: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    payload: String,
    payload_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bundle {
    dsse_envelope: Envelope,
}

/// Whether a predicate type is that of a document.
pub(super) fn is_document(predicate_type: &str) -> bool {
    PREDICATES.iter().any(|known| {
        let rest = predicate_type.strip_prefix(known);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

impl<'a> Statement<'a> {
    /// Reads a statement.
    ///
    /// # Errors
    /// In words.
    pub(super) fn read(statement: &'a [u8]) -> Result<Self, String> {
        let raw: Raw = serde_json::from_slice(statement).map_err(|error| format!("no statement: {error}"))?;
        let predicate = member(statement, "predicate").ok_or("the statement has no predicate")?;
        Ok(Self { raw, predicate })
    }

    /// Whether it holds a document.
    pub(super) fn is_document(&self) -> bool {
        is_document(&self.raw.predicate_type)
    }

    /// Whether one of its subjects has this digest.
    pub(super) fn is_about(&self, digest: &Digest) -> bool {
        let name = digest.algorithm().name();
        self.raw.subject.iter().any(|subject| subject.digest.get(name).is_some_and(|hex| hex == digest.hex()))
    }
}

/// The statement in a bundle.
///
/// # Errors
/// In words.
pub(super) fn of_bundle(bundle: &[u8]) -> Result<Vec<u8>, String> {
    let bundle: Bundle =
        serde_json::from_slice(bundle).map_err(|error| format!("no bundle with a statement: {error}"))?;
    opened(&bundle.dsse_envelope)
}

/// The statement in an envelope.
///
/// # Errors
/// In words.
pub(super) fn of_envelope(envelope: &[u8]) -> Result<Vec<u8>, String> {
    let envelope: Envelope = serde_json::from_slice(envelope).map_err(|error| format!("no envelope: {error}"))?;
    opened(&envelope)
}

fn opened(envelope: &Envelope) -> Result<Vec<u8>, String> {
    if envelope.payload_type != PAYLOAD_TYPE {
        return Err(format!("the envelope holds {:?}, expected {PAYLOAD_TYPE}", envelope.payload_type));
    }
    STANDARD.decode(&envelope.payload).map_err(|error| format!("the envelope's payload is no base64: {error}"))
}
