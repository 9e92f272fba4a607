//! A sigstore of our own: authority, certificate transparency, logs, timestamps, and what is signed with them.
//!
//! Every part can be made wrong, so that a verifier can be shown to notice.

pub mod certificate;
pub mod der;
pub mod log;
pub mod timestamp;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oci::Digest;
use serde_json::{Value, json};
use signing::message::{STATEMENT_TYPE, encoded};
use signing::policy::{CertificateLogRule, LogRule, Matcher, Policy, TimestampRule};
use signing::statement::predicate::SIGNATURE;
use signing::{PublicKey, TrustedRoot};
use sigstore_crypto::KeyPair;

pub use certificate::{ISSUER, Leaf, SUBJECT, Sct};

/// The certificate's window, and when things are signed.
pub const NOT_BEFORE: i64 = 1_700_000_000;
pub const NOT_AFTER: i64 = NOT_BEFORE + 600;
pub const SIGNED: i64 = NOT_BEFORE + 60;
/// Years later.
pub const NOW: i64 = 1_780_000_000;

const CA: &str = "authority.test";

/// All keys of the instance.
pub struct World {
    pub ca: KeyPair,
    pub transparency: KeyPair,
    pub log: KeyPair,
    pub second: KeyPair,
    pub tsa: KeyPair,
    /// Whose signatures are made.
    pub signer: KeyPair,
}

/// Which evidence a bundle gets.
#[derive(Clone)]
pub struct Recipe {
    pub leaf: Leaf,
    pub statement: Vec<u8>,
    pub first_log: bool,
    pub second_log: bool,
    pub integrated: i64,
    pub stamped: Option<i64>,
}

pub fn subject() -> Digest {
    Digest::of(b"a chart's manifest")
}

pub fn statement_of(digest: &Digest, predicate_type: &str) -> Vec<u8> {
    signing::statement::statement(&[digest.clone().into()], predicate_type, &json!({}))
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            leaf: Leaf::default(),
            statement: statement_of(&subject(), SIGNATURE),
            first_log: true,
            second_log: false,
            integrated: SIGNED,
            stamped: None,
        }
    }
}

pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub fn pem(label: &str, der: &[u8]) -> String {
    let text = base64(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// A window for a trusted root.
pub fn window(start: i64, end: Option<i64>) -> Value {
    let mut window = json!({"start": der::rfc3339(start)});
    if let Some(end) = end {
        window["end"] = json!(der::rfc3339(end));
    }
    window
}

impl World {
    pub fn new() -> Self {
        let key = || KeyPair::generate_ecdsa_p256().unwrap();
        Self { ca: key(), transparency: key(), log: key(), second: key(), tsa: key(), signer: key() }
    }

    /// The trusted root as JSON.
    pub fn root_json(&self) -> Value {
        let instance = |url: &str, key: &KeyPair, id: &[u8]| {
            json!({
                "baseUrl": url,
                "hashAlgorithm": "SHA2_256",
                "publicKey": {
                    "rawBytes": base64(&certificate::spki(key)),
                    "keyDetails": "PKIX_ECDSA_P256_SHA_256",
                    "validFor": window(0, None),
                },
                "logId": {"keyId": base64(id)},
            })
        };
        let chain = |certificates: &[Vec<u8>]| {
            let certificates: Vec<Value> = certificates.iter().map(|der| json!({"rawBytes": base64(der)})).collect();
            json!({"uri": "https://authority.test", "certChain": {"certificates": certificates}, "validFor": window(0, None)})
        };
        let ca = certificate::authority(CA, &self.ca);
        let tsa = certificate::timestamper((CA, &self.ca), "time.test", &self.tsa);
        json!({
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [
                instance("https://log.test", &self.log, &log::id(&self.log, false)),
                instance("https://log2.test:443/x", &self.second, &log::id(&self.second, true)),
            ],
            "ctlogs": [instance("https://ct.test", &self.transparency, &log::id(&self.transparency, false))],
            "certificateAuthorities": [chain(std::slice::from_ref(&ca))],
            "timestampAuthorities": [chain(&[tsa, ca])],
        })
    }

    pub fn root(&self) -> TrustedRoot {
        TrustedRoot::read(self.root_json().to_string().as_bytes(), "root.json").unwrap()
    }

    pub fn public(&self) -> PublicKey {
        PublicKey::from_spki(certificate::spki(&self.signer))
    }

    pub fn certificate(&self, leaf: &Leaf) -> Vec<u8> {
        certificate::leaf((CA, &self.ca), &self.transparency, &self.signer, leaf)
    }

    pub fn stamp(&self, over: &[u8], at: i64) -> Vec<u8> {
        timestamp::stamp(CA, &self.tsa, over, at)
    }

    /// A bundle with a certificate.
    pub fn keyless(&self, recipe: &Recipe) -> Value {
        let leaf = self.certificate(&recipe.leaf);
        let verifier = json!({"x509Certificate": {"rawBytes": base64(&leaf)}});
        self.bundle(recipe, json!({"certificate": {"rawBytes": base64(&leaf)}}), &pem("CERTIFICATE", &leaf), &verifier)
    }

    /// A bundle with a key.
    pub fn keyed(&self, recipe: &Recipe) -> Value {
        let spki = certificate::spki(&self.signer);
        let verifier = json!({"publicKey": {"rawBytes": base64(&spki)}});
        self.bundle(recipe, json!({"publicKey": {"hint": "a hint"}}), &pem("PUBLIC KEY", &spki), &verifier)
    }

    fn bundle(&self, recipe: &Recipe, mut material: Value, verifier_pem: &str, verifier: &Value) -> Value {
        let message = encoded(STATEMENT_TYPE, &recipe.statement);
        let signature = self.signer.sign(&message).unwrap();
        let signature = signature.as_bytes();
        let mut entries = Vec::new();
        if recipe.first_log {
            let body = log::dsse_body(&recipe.statement, signature, verifier_pem);
            entries.push(log::entry(&self.log, "dsse", &body, recipe.integrated));
        }
        if recipe.second_log {
            entries.push(log::second_entry(&self.second, &log::second_body(&message, signature, verifier.clone())));
        }
        material["tlogEntries"] = json!(entries);
        if let Some(at) = recipe.stamped {
            let stamp = base64(&self.stamp(signature, at));
            material["timestampVerificationData"] = json!({"rfc3161Timestamps": [{"signedTimestamp": stamp}]});
        }
        json!({
            "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "verificationMaterial": material,
            "dsseEnvelope": {
                "payload": base64(&recipe.statement),
                "payloadType": STATEMENT_TYPE,
                "signatures": [{"sig": base64(signature)}],
            },
        })
    }

    pub fn key_policy(&self, log: LogRule) -> Policy {
        Policy::Key { keys: vec![self.public()], log }
    }
}

/// The policy that believes [`Leaf::default`].
pub fn identity() -> Policy {
    Policy::identity(Matcher::Exact(SUBJECT.to_owned()), Matcher::Exact(ISSUER.to_owned()))
}

/// The same with other rules.
pub fn identity_with(log: LogRule, certificate_log: CertificateLogRule, timestamp: TimestampRule) -> Policy {
    let subject = Matcher::Exact(SUBJECT.to_owned());
    Policy::Identity { subject, issuer: Matcher::Exact(ISSUER.to_owned()), log, certificate_log, timestamp }
}
