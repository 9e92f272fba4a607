//! Reading a sigstore bundle of version 0.3 (sigstore protobuf specifications, `sigstore_bundle.proto`).
//!
//! Stricter than what cosign takes only where nothing honest is lost: a repeated key, a field that nobody knows and an
//! entry twice are refused. A missing `tlogEntries` is read as cosign 3 reads it, as no entry; sigstore-python refuses
//! such a bundle, so it is remembered. A `keyid` is tolerated and never looked at.

use serde_json::Value;
use sigstore_types::TransparencyLogEntry;

use super::entry;
use crate::attachment::BUNDLE_TYPE;
use crate::json::{self, Object, kind};
use crate::message::STATEMENT_TYPE;
use crate::refusal::{Part, Refusal, shown};

/// The same version in the older way of writing, which sigstore-go takes too.
const OLDER_SPELLING: &str = "application/vnd.dev.sigstore.bundle+json;version=0.3";

/// Largest bundle (Kyverno's limit).
pub const LIMIT: usize = 10 << 20;

/// Most log entries, and most timestamps (sigstore-go `pkg/verify`).
pub const ENTRIES: usize = 32;

/// A bundle whose form was checked, and nothing else: none of its signatures is verified.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// What the signature is said to be made with.
    pub material: BundleMaterial,
    /// Entries of transparency logs, each with its inclusion proof and checkpoint.
    pub log_entries: Vec<TransparencyLogEntry>,
    /// Whether the bundle has the field of log entries at all.
    pub has_log_field: bool,
    /// `TimeStampResp`s in DER.
    pub timestamps: Vec<Vec<u8>>,
    /// The signed statement as it stands in the envelope.
    pub payload: Vec<u8>,
    /// The signature over the payload's pre-authentication encoding.
    pub signature: Vec<u8>,
}

/// A key or a certificate in a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleMaterial {
    /// A hint at a key that the verifier must know; it proves nothing.
    Key(String),
    /// A leaf certificate in DER.
    Certificate(Vec<u8>),
}

/// Reads a bundle.
///
/// # Errors
/// [`Refusal`] that names the field.
pub fn read(bytes: &[u8]) -> Result<Bundle, Refusal> {
    let document = json::read(bytes, LIMIT)?;
    let media_type = Object::open(&document, "")?.text("mediaType")?;
    version(media_type)?;
    let known = ["mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature"];
    let root = Object::of(&document, "", &known)?;
    let (payload, signature) = envelope(&root)?;
    let known = ["publicKey", "certificate", "x509CertificateChain", "tlogEntries", "timestampVerificationData"];
    let material = root.object("verificationMaterial", &known)?;
    let log_entries = material.array("tlogEntries", ENTRIES)?;
    Ok(Bundle {
        has_log_field: material.get("tlogEntries").is_some(),
        log_entries: entry::all(log_entries, &material.at("tlogEntries"))?,
        timestamps: timestamps(&material)?,
        material: key_or_certificate(&material)?,
        payload,
        signature,
    })
}

/// Only version 0.3 is read in registries (contract: cosign's discovery ignores older ones).
fn version(media_type: &str) -> Result<(), Refusal> {
    let older = ["0.1", "0.2"]
        .into_iter()
        .find(|version| media_type.strip_prefix("application/vnd.dev.sigstore.bundle+json;version=") == Some(*version));
    let found = match (media_type, older) {
        (BUNDLE_TYPE | OLDER_SPELLING, _) => return Ok(()),
        (_, Some(version)) => format!("a bundle of version {version}, which readers of registries ignore"),
        (other, None) if other.starts_with("application/vnd.dev.sigstore.bundle") => {
            format!("a bundle of a version that is not known here: {}", shown(other))
        }
        (other, None) => format!("{:?}, which is no sigstore bundle", shown(other)),
    };
    Err(Refusal::field("mediaType", found, BUNDLE_TYPE).hint("sign again with cosign 3 or `portolan release`"))
}

fn envelope(root: &Object<'_>) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    if root.get("messageSignature").is_some() {
        let found = "a signature over the bytes of a file, which says nothing about an OCI artifact";
        let hint = "cosign refuses it for artifacts too; sign the digest in the registry instead";
        return Err(Refusal::field("messageSignature", found, "a dsseEnvelope").hint(hint));
    }
    let path = root.at("dsseEnvelope");
    let Some(envelope) = root.get("dsseEnvelope") else {
        return Err(Refusal::field(&path, "nothing", "an object"));
    };
    dsse(envelope, &path)
}

/// A DSSE envelope over an in-toto statement, with one signature: payload and signature. The root's path is empty.
pub(crate) fn dsse(envelope: &Value, path: &str) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    let envelope = Object::of(envelope, path, &["payload", "payloadType", "signatures"])?;
    let payload_type = envelope.text("payloadType")?;
    if payload_type != STATEMENT_TYPE {
        return Err(Refusal::field(&envelope.at("payloadType"), format!("{:?}", shown(payload_type)), STATEMENT_TYPE));
    }
    let [signature] = envelope.array("signatures", usize::MAX)? else {
        let count = envelope.array("signatures", usize::MAX)?.len();
        let found = format!("{count} signatures");
        return Err(Refusal::field(&envelope.at("signatures"), found, "exactly one"));
    };
    let signature = Object::of(signature, &format!("{}[0]", envelope.at("signatures")), &["sig", "keyid"])?;
    if let Some(keyid) = signature.get("keyid").filter(|keyid| !keyid.is_string()) {
        return Err(Refusal::field(&signature.at("keyid"), kind(keyid), "a text, or nothing"));
    }
    Ok((envelope.bytes("payload")?, signature.bytes("sig")?))
}

fn key_or_certificate(material: &Object<'_>) -> Result<BundleMaterial, Refusal> {
    if material.get("x509CertificateChain").is_some() {
        let found = "a chain of certificates, which version 0.3 does not allow";
        return Err(Refusal::field(&material.at("x509CertificateChain"), found, "the leaf alone, as `certificate`"));
    }
    match (material.get("publicKey").is_some(), material.get("certificate").is_some()) {
        (true, false) => {
            let key = material.object("publicKey", &["hint"])?;
            let hint = if key.get("hint").is_some() { key.text("hint")? } else { "" };
            Ok(BundleMaterial::Key(hint.to_owned()))
        }
        (false, true) => {
            Ok(BundleMaterial::Certificate(material.object("certificate", &["rawBytes"])?.bytes("rawBytes")?))
        }
        (both, _) => {
            let found = if both { "both a key and a certificate" } else { "neither key nor certificate" };
            Err(Refusal::field("verificationMaterial", found, "either publicKey or certificate"))
        }
    }
}

fn timestamps(material: &Object<'_>) -> Result<Vec<Vec<u8>>, Refusal> {
    let name = "timestampVerificationData";
    if material.get(name).is_none() {
        return Ok(Vec::new());
    }
    let data = material.object(name, &["rfc3161Timestamps"])?;
    let items: &[Value] = data.array("rfc3161Timestamps", ENTRIES)?;
    let mut found: Vec<Vec<u8>> = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let path = format!("{}[{number}]", data.at("rfc3161Timestamps"));
        let timestamp = Object::of(item, &path, &["signedTimestamp"])?.bytes("signedTimestamp")?;
        if found.contains(&timestamp) {
            return Err(Refusal::field(&path, "the same timestamp again", "every timestamp once"));
        }
        found.push(timestamp);
    }
    Ok(found)
}

/// Whether a referrer's only layer makes cosign 3 and Flux take it for a bundle (cosign `pkg/cosign/verify_bundle.go`).
pub fn is_bundle_type(media_type: &str) -> bool {
    media_type.starts_with("application/vnd.dev.sigstore.bundle")
}

impl Bundle {
    /// The signed statement.
    ///
    /// # Errors
    /// As [`super::statement::read`].
    pub fn statement(&self) -> Result<super::statement::Statement, Refusal> {
        super::statement::read(&self.payload).map_err(|refusal| match refusal.part {
            Part::Document => Refusal { part: Part::Field("dsseEnvelope.payload".to_owned()), ..refusal },
            _ => refusal,
        })
    }
}
