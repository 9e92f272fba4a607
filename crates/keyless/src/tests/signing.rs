//! Whole calls of the signers.

use ::signing::{Holder, Material, Message, PublicKey, Signature, Signer, SignerError};
use async_trait::async_trait;
use serde_json::json;
use sigstore_crypto::{KeyPair, VerificationKey, parse_certificate_info};
use sigstore_types::{DerCertificate, DerPublicKey, SignatureBytes};

use super::fake::{Fake, Heard, Reply, http};
use super::forge;
use crate::{IdentityToken, KeylessSigner, LogVersion, LoggedSigner, SelfCheck, ServiceUrls, Services, trusted_root};

const STATEMENT: &[u8] =
    br#"{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}}],"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{}}"#;

/// Fulcio, both Rekors and a timestamp authority behind one address.
fn world(heard: &Heard) -> Reply {
    match heard.line.as_str() {
        "POST /api/v2/signingCert" => forge::fulcio(heard),
        "POST /api/v1/log/entries" => Reply::json(201, &forge::rekor_1(heard)),
        "POST /api/v2/log/entries" => Reply::json(201, &forge::rekor_2(heard)),
        "POST /timestamp" => forge::timestamp(heard, |_| ()),
        other => Reply::text(404, other),
    }
}

fn services(fake: &Fake, version: LogVersion) -> Services {
    let urls = ServiceUrls {
        fulcio: Some(fake.url()),
        rekor: Some((fake.url(), version)),
        timestamp: Some(format!("{}/timestamp", fake.url())),
        plain_http: false,
    };
    Services::default().with(&urls).unwrap()
}

fn signer(fake: &Fake, version: LogVersion, check: Option<SelfCheck>) -> KeylessSigner {
    let token = IdentityToken::parse(&forge::token(&forge::claims()), "test").unwrap();
    KeylessSigner::new(services(fake, version), token, http(), check).unwrap()
}

#[tokio::test]
async fn i07_one_certificate_serves_all_messages_of_a_call() {
    let fake = Fake::start(|heard, _| world(heard)).await;
    let messages = [Message::Statement(STATEMENT), Message::Simple(b"{}"), Message::Statement(STATEMENT)];
    let signatures = signer(&fake, LogVersion::V1, None).sign(&messages).await.unwrap();
    let asked = |line: &str| fake.heard().iter().filter(|heard| heard.line == line).count();
    assert_eq!(asked("POST /api/v2/signingCert"), 1);
    assert_eq!(asked("POST /timestamp"), 3);
    assert_eq!(asked("POST /api/v1/log/entries"), 3);
    for (message, signature) in messages.iter().zip(&signatures) {
        let Material::Certificate { leaf, chain } = &signature.material else { panic!("no certificate") };
        let key = parse_certificate_info(&DerCertificate::new(leaf.clone())).unwrap().public_key;
        let key = VerificationKey::from_spki(&key).unwrap();
        assert!(key.verify(message.signed_bytes(), &SignatureBytes::new(signature.bytes.clone())).is_ok());
        assert_eq!((chain.len(), signature.timestamps.len(), signature.log_entries.len()), (1, 1, 1));
    }
    assert_eq!(signatures[0].material, signatures[2].material);
}

#[tokio::test]
async fn with_rekor_2_only_classic_payloads_are_not_logged() {
    let fake = Fake::start(|heard, _| world(heard)).await;
    let signer = signer(&fake, LogVersion::V2, None);
    assert!(!signer.services().logs_classic_signatures());
    let signatures = signer.sign(&[Message::Statement(STATEMENT), Message::Simple(b"{}")]).await.unwrap();
    let counts: Vec<_> = signatures.iter().map(|one| (one.log_entries.len(), one.timestamps.len())).collect();
    assert_eq!(counts, [(1, 1), (0, 1)]);
}

#[tokio::test]
async fn the_holder_is_foreseen_and_then_certified() {
    let fake = Fake::start(|heard, _| match heard.line.as_str() {
        "POST /api/v2/signingCert" => {
            let body: serde_json::Value = serde_json::from_slice(&heard.body).unwrap();
            let key = body["publicKeyRequest"]["publicKey"]["content"].as_str().unwrap();
            let leaf =
                forge::certificate(&DerPublicKey::from_pem(key).unwrap(), "https://ghe.example/w", "https://ghe");
            Reply::json(201, &json!({"signedCertificateEmbeddedSct": {"chain": {"certificates": [leaf.to_pem()]}}}))
        }
        _ => world(heard),
    })
    .await;
    let signer = signer(&fake, LogVersion::V1, None);
    let subject = |holder: Holder| match holder {
        Holder::Identity(identity) => identity.subject,
        Holder::Key(_) => panic!("a key"),
    };
    assert_eq!(subject(signer.holder().await.unwrap()), format!("https://github.com/{}", forge::WORKFLOW));
    assert!(fake.heard().is_empty());
    signer.sign(&[Message::Simple(b"{}")]).await.unwrap();
    assert_eq!(subject(signer.holder().await.unwrap()), "https://ghe.example/w");
}

#[tokio::test]
async fn what_nobody_could_verify_is_not_given_away() {
    let fake = Fake::start(|heard, _| world(heard)).await;
    let check = SelfCheck::read(trusted_root::built_in(), "the built-in trusted root").unwrap();
    let signer = signer(&fake, LogVersion::V1, Some(check));
    let error = signer.sign(&[Message::Statement(STATEMENT)]).await.unwrap_err();
    assert!(error.to_string().contains("what the services answered can't be verified"), "{error}");
    assert!(error.hint.unwrap().contains("the built-in trusted root"));
}

#[tokio::test]
async fn nothing_to_sign_asks_nobody() {
    let fake = Fake::start(|heard, _| world(heard)).await;
    assert!(signer(&fake, LogVersion::V1, None).sign(&[]).await.unwrap().is_empty());
    assert!(fake.heard().is_empty());
}

#[tokio::test]
async fn a_failing_timestamp_leaves_nothing_in_the_log() {
    let fake =
        Fake::start(|heard, _| if heard.line.ends_with("timestamp") { Reply::text(400, "no") } else { world(heard) });
    let fake = fake.await;
    assert!(signer(&fake, LogVersion::V1, None).sign(&[Message::Simple(b"{}")]).await.is_err());
    assert!(fake.heard().iter().all(|heard| !heard.line.contains("log/entries")));
}

#[test]
fn services_that_certify_nobody_are_refused() {
    let token = IdentityToken::parse(&forge::token(&forge::claims()), "test").unwrap();
    let error = KeylessSigner::new(Services::default(), token, http(), None).err().unwrap();
    assert!(error.hint.unwrap().contains("--fulcio-url"));
}

/// A key, and the key that it claims to be.
struct KeyOnly(KeyPair, PublicKey);

impl KeyOnly {
    fn new() -> Self {
        let pair = KeyPair::generate_ecdsa_p256().unwrap();
        let public = PublicKey::from_spki(pair.public_key_der().unwrap().as_bytes());
        Self(pair, public)
    }
}

#[async_trait]
impl Signer for KeyOnly {
    async fn holder(&self) -> Result<Holder, SignerError> {
        Ok(Holder::Key(self.1.clone()))
    }

    async fn sign(&self, messages: &[Message<'_>]) -> Result<Vec<Signature>, SignerError> {
        let sign = |message: &Message<'_>| Signature {
            bytes: self.0.sign(&message.signed_bytes()).unwrap().as_bytes().to_vec(),
            material: Material::Key(self.1.clone()),
            log_entries: Vec::new(),
            timestamps: Vec::new(),
        };
        Ok(messages.iter().map(sign).collect())
    }
}

#[tokio::test]
async fn signatures_of_keys_are_logged_with_the_key() {
    for version in [LogVersion::V1, LogVersion::V2] {
        let fake = Fake::start(|heard, _| world(heard)).await;
        let key = KeyOnly::new();
        let signer = LoggedSigner::new(key, services(&fake, version), http(), None).unwrap();
        let signatures = signer.sign(&[Message::Statement(STATEMENT), Message::Simple(b"{}")]).await.unwrap();
        let counts: Vec<_> = signatures.iter().map(|one| (one.log_entries.len(), one.timestamps.len())).collect();
        assert_eq!(counts, [(1, 1), (usize::from(version == LogVersion::V1), 1)]);
        assert!(matches!(signer.holder().await.unwrap(), Holder::Key(_)));
    }
}

#[tokio::test]
async fn rekor_2_takes_no_other_keys() {
    let fake = Fake::start(|heard, _| world(heard)).await;
    let ed25519 = [&[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0], &[9_u8; 32][..]].concat();
    let key = KeyOnly(KeyPair::generate_ecdsa_p256().unwrap(), PublicKey::from_spki(ed25519));
    let signer = LoggedSigner::new(key, services(&fake, LogVersion::V2), http(), None).unwrap();
    let error = signer.sign(&[Message::Statement(STATEMENT)]).await.unwrap_err();
    assert!(error.to_string().contains("ECDSA P-256"), "{error}");
}
