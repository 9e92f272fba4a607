//! The annotations of a `.sig` layer (cosign `pkg/oci/static`, `pkg/cosign/bundle`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oci::Descriptor;
use serde_json::{Value, json};
use sigstore_types::TransparencyLogEntry;

use super::layer::{BUNDLE, CERTIFICATE, CHAIN, SIGNATURE, TIMESTAMP};
use crate::bundle::entry;
use crate::json::{self, Object};
use crate::pem;
use crate::refusal::{Part, Refusal, shown};

/// Largest annotation; manifests are smaller than 4 MiB as a whole.
const LIMIT: usize = 4 << 20;

/// Most certificates of a chain.
const CERTIFICATES: usize = 16;

/// The annotations of a signature; the form is checked, nothing is verified.
#[derive(Clone, Debug)]
pub struct Annotations {
    /// The signature over the payload.
    pub signature: Vec<u8>,
    /// The leaf certificate in DER.
    pub certificate: Option<Vec<u8>>,
    /// Intermediates, then the root, in DER.
    pub chain: Vec<Vec<u8>>,
    /// The log entry, without inclusion proof.
    pub log_entry: Option<TransparencyLogEntry>,
    /// A `TimeStampResp` in DER.
    pub timestamp: Option<Vec<u8>>,
}

impl Annotations {
    /// Reads the annotations of a layer.
    ///
    /// # Errors
    /// [`Refusal`] that names the annotation.
    pub fn read(layer: &Descriptor) -> Result<Self, Refusal> {
        // cosign writes empty texts for what it has not got.
        let text = |key: &str| layer.annotations.get(key).filter(|text| !text.is_empty()).map(String::as_str);
        let signature =
            text(SIGNATURE).ok_or_else(|| refuse(SIGNATURE, "nothing", "a signature in standard base64"))?;
        Ok(Self { signature: decoded(SIGNATURE, signature)?, ..Self::beside(layer)? })
    }

    /// Reads what stands beside an attestation, whose signature is within its envelope: the annotation is empty.
    ///
    /// # Errors
    /// [`Refusal`] that names the annotation.
    pub fn beside(layer: &Descriptor) -> Result<Self, Refusal> {
        let text = |key: &str| layer.annotations.get(key).filter(|text| !text.is_empty()).map(String::as_str);
        let leaf = text(CERTIFICATE).map(|pem| certificates(CERTIFICATE, pem)).transpose()?;
        let certificate = match leaf {
            None => None,
            Some(leaf) if leaf.len() == 1 => leaf.into_iter().next(),
            Some(leaf) => return Err(refuse(CERTIFICATE, format!("{} certificates", leaf.len()), "the leaf alone")),
        };
        Ok(Self {
            signature: Vec::new(),
            certificate,
            chain: text(CHAIN).map(|pem| certificates(CHAIN, pem)).transpose()?.unwrap_or_default(),
            log_entry: text(BUNDLE).map(log_entry).transpose()?,
            timestamp: text(TIMESTAMP).map(timestamp).transpose()?,
        })
    }
}

fn refuse(key: &str, found: impl Into<String>, expected: &str) -> Refusal {
    Refusal::new(Part::Annotation(key.to_owned()), found, expected)
}

/// A refusal about a field within an annotation.
fn within(key: &str, refusal: Refusal) -> Refusal {
    let found = match &refusal.part {
        Part::Field(path) => format!("{path}: {}", refusal.found),
        _ => refusal.found.clone(),
    };
    Refusal { part: Part::Annotation(key.to_owned()), found, ..refusal }
}

fn decoded(key: &str, text: &str) -> Result<Vec<u8>, Refusal> {
    let bytes = STANDARD.decode(text).ok().filter(|bytes| !bytes.is_empty());
    bytes.ok_or_else(|| refuse(key, format!("{:?}", shown(text)), "bytes in standard base64"))
}

fn certificates(key: &str, pem: &str) -> Result<Vec<Vec<u8>>, Refusal> {
    let expected = "certificates in PEM";
    let blocks = pem::read(pem.as_bytes()).map_err(|problem| refuse(key, shown(&problem), expected))?;
    if let Some(other) = blocks.iter().find(|block| block.label != "CERTIFICATE" || block.headers) {
        return Err(refuse(key, format!("a block of type {:?}", shown(&other.label)), expected));
    }
    let found: Vec<Vec<u8>> = blocks.iter().map(|block| block.content.to_vec()).collect();
    match found.len() {
        0 => Err(refuse(key, "no certificate", expected)),
        1..=CERTIFICATES => Ok(found),
        _ => Err(refuse(key, format!("more than {CERTIFICATES} certificates"), "a chain of that many at most")),
    }
}

fn timestamp(text: &str) -> Result<Vec<u8>, Refusal> {
    let read = |text: &str| {
        let value = json::read(text.as_bytes(), LIMIT)?;
        Object::of(&value, "", &["SignedRFC3161Timestamp"])?.bytes("SignedRFC3161Timestamp")
    };
    read(text).map_err(|refusal| within(TIMESTAMP, refusal))
}

fn log_entry(text: &str) -> Result<TransparencyLogEntry, Refusal> {
    rekor_bundle(text).map_err(|refusal| within(BUNDLE, refusal))
}

/// Rekor's version 1 as cosign keeps it: the entry timestamp, and what it covers.
fn rekor_bundle(text: &str) -> Result<TransparencyLogEntry, Refusal> {
    let value = json::read(text.as_bytes(), LIMIT)?;
    let root = Object::of(&value, "", &["SignedEntryTimestamp", "Payload"])?;
    root.bytes("SignedEntryTimestamp")?;
    let payload = root.object("Payload", &["body", "integratedTime", "logIndex", "logID"])?;
    let body = payload.bytes("body")?;
    let body =
        json::read(&body, LIMIT).map_err(|refusal| Refusal::field("Payload.body", refusal.found, "a log entry"))?;
    let body = Object::open(&body, "Payload.body")?;
    let log_id = unhex(payload.text("logID")?);
    let log_id = log_id.ok_or_else(|| Refusal::field("Payload.logID", "no hexadecimal", "64 hexadecimal digits"))?;
    let entry: Value = json!({
        "logIndex": payload.index("logIndex")?.to_string(),
        "logId": {"keyId": STANDARD.encode(log_id)},
        "kindVersion": {"kind": body.text("kind")?, "version": body.text("apiVersion")?},
        "integratedTime": payload.index("integratedTime")?.to_string(),
        "inclusionPromise": {"signedEntryTimestamp": root.text("SignedEntryTimestamp")?},
        "canonicalizedBody": payload.text("body")?,
    });
    entry::typed(&entry, "Payload")
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|digit| digit.try_into().ok())).collect();
    let digits = digits.filter(|digits| digits.len() == 64)?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect())
}
