//! Services that are busy, broken, far too talkative or somebody else.

use ::signing::signer::SignerErrorKind;
use ::signing::{Message, SignerError};
use serde_json::{Value, json};
use sigstore_crypto::KeyPair;
use sigstore_types::{SignatureBytes, TransparencyLogEntry};

use super::fake::{Fake, Heard, Reply, http};
use super::forge;
use crate::address::Address;
use crate::fulcio::{Certified, certificate};
use crate::rekor::{Entry, Verifier, log};
use crate::services::Log;
use crate::timestamp::timestamp;
use crate::{IdentityToken, LogVersion};

const STATEMENT: &[u8] = br#"{"_type":"https://in-toto.io/Statement/v1"}"#;

fn address(fake: &Fake) -> Address {
    Address::parse(&fake.url(), "test", false).unwrap()
}

async fn certified(fake: &Fake) -> Result<Certified, SignerError> {
    let token = IdentityToken::parse(&forge::token(&forge::claims()), "test").unwrap();
    certificate(&http(), &address(fake), &token, &KeyPair::generate_ecdsa_p256().unwrap()).await
}

async fn logged(fake: &Fake, version: LogVersion, message: Message<'_>) -> Result<TransparencyLogEntry, SignerError> {
    let key = KeyPair::generate_ecdsa_p256().unwrap();
    let verifier = Verifier::Certificate(forge::certificate(&key.public_key_der().unwrap(), "https://s.example", "i"));
    let signature = key.sign(&message.signed_bytes()).unwrap();
    let entry = Entry { message, signature: &signature, verifier: &verifier };
    log(&http(), &Log { address: address(fake), version }, entry).await
}

#[tokio::test]
async fn i07_fulcio_gets_the_token_in_body_and_header_and_a_proof() {
    let fake = Fake::start(|heard, _| forge::fulcio(heard)).await;
    let certified = certified(&fake).await.unwrap();
    assert_eq!(certified.identity.issuer, forge::ISSUER);
    assert_eq!(certified.chain.len(), 1);
    let Heard { line, head, body } = fake.heard().remove(0);
    assert_eq!(line, "POST /api/v2/signingCert");
    let token = forge::token(&forge::claims());
    assert!(head.contains(&format!("authorization: Bearer {}", token.reveal())));
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["credentials"]["oidcIdentityToken"], token.reveal());
    let request = &body["publicKeyRequest"];
    let key = sigstore_types::DerPublicKey::from_pem(request["publicKey"]["content"].as_str().unwrap()).unwrap();
    let key = sigstore_crypto::VerificationKey::from_spki(&key).unwrap();
    let proof = SignatureBytes::from_base64(request["proofOfPossession"].as_str().unwrap()).unwrap();
    assert!(key.verify("repo:org/charts:ref:refs/heads/main", &proof).is_ok());
}

#[tokio::test]
async fn busy_services_are_asked_again_after_the_pause_they_want() {
    let fake = Fake::start(|heard, before| match before {
        0 => Reply::Say(429, vec![("Retry-After", "1".to_owned())], Vec::new()),
        1 => Reply::text(500, "oops"),
        _ => forge::fulcio(heard),
    })
    .await;
    let start = std::time::Instant::now();
    assert!(certified(&fake).await.is_ok());
    assert!(start.elapsed() >= std::time::Duration::from_secs(1));
    assert_eq!(fake.heard().len(), 3);
}

#[tokio::test]
async fn patience_ends() {
    let fake = Fake::start(|_, _| Reply::text(503, "down for the day")).await;
    let error = certified(&fake).await.unwrap_err();
    assert!(error.to_string().ends_with("HTTP status 503: down for the day (tried 3 times)"), "{error}");
    let fake = Fake::start(|_, _| Reply::Say(429, vec![("Retry-After", "86400".to_owned())], Vec::new())).await;
    let error = certified(&fake).await.unwrap_err();
    assert!(error.to_string().contains("it asks to wait 86400 s, which is longer than the limit of 2 s"), "{error}");
    assert_eq!(fake.heard().len(), 1);
}

#[tokio::test]
async fn refused_tokens_are_not_offered_again() {
    for status in [400, 401, 403] {
        let body = json!({"code": 16, "message": "There was an error processing the identity token"});
        let fake = Fake::start(move |_, _| Reply::json(status, &body)).await;
        let error = certified(&fake).await.unwrap_err();
        assert_eq!(error.kind, SignerErrorKind::Denied);
        assert!(error.to_string().contains("There was an error processing the identity token"), "{error}");
        assert!(error.hint.unwrap().contains(forge::ISSUER));
        assert_eq!(fake.heard().len(), 1);
    }
}

#[tokio::test]
async fn silent_services_are_given_up() {
    let fake = Fake::start(|_, _| Reply::Hang).await;
    let error = certified(&fake).await.unwrap_err();
    assert!(error.to_string().contains("no answer within"), "{error}");
    assert_eq!(fake.heard().len(), 1);
}

#[tokio::test]
async fn endless_answers_are_cut_off() {
    let fake = Fake::start(|_, _| Reply::Say(200, Vec::new(), vec![b' '; 3 << 20])).await;
    for error in [
        certified(&fake).await.unwrap_err(),
        logged(&fake, LogVersion::V1, Message::Statement(STATEMENT)).await.unwrap_err(),
        logged(&fake, LogVersion::V2, Message::Statement(STATEMENT)).await.unwrap_err(),
        timestamp(&http(), &address(&fake), b"signature").await.unwrap_err(),
    ] {
        assert!(error.to_string().contains("the answer is longer than"), "{error}");
    }
}

#[tokio::test]
async fn garbage_is_no_answer() {
    let garbage = ["", "{", "null", "[]", "{}", "<html>502</html>", "{\"a\":{\"body\":\"?\"}}"];
    for text in garbage {
        let fake = Fake::start(move |_, _| Reply::text(201, text)).await;
        for error in [
            certified(&fake).await.unwrap_err(),
            logged(&fake, LogVersion::V1, Message::Simple(b"{}")).await.unwrap_err(),
            logged(&fake, LogVersion::V2, Message::Simple(b"{}")).await.unwrap_err(),
            timestamp(&http(), &address(&fake), b"signature").await.unwrap_err(),
        ] {
            assert!(error.to_string().contains("no usable answer"), "{text:?}: {error}");
            assert_eq!(error.kind, SignerErrorKind::Service);
        }
    }
}

#[tokio::test]
async fn redirects_are_not_followed_with_a_token() {
    let other = Fake::start(|heard, _| forge::fulcio(heard)).await;
    let to = other.url();
    let fake = Fake::start(move |_, _| Reply::Say(308, vec![("Location", to.clone())], Vec::new())).await;
    assert!(certified(&fake).await.unwrap_err().to_string().contains("it redirects to "));
    assert!(other.heard().is_empty());
}

#[tokio::test]
async fn certificates_for_other_keys_and_without_embedded_timestamp_are_refused() {
    let fake = Fake::start(|_, _| {
        let other = KeyPair::generate_ecdsa_p256().unwrap().public_key_der().unwrap();
        let leaf = forge::certificate(&other, "https://s.example", "i").to_pem();
        Reply::json(201, &json!({"signedCertificateEmbeddedSct": {"chain": {"certificates": [leaf]}}}))
    })
    .await;
    assert!(certified(&fake).await.unwrap_err().to_string().contains("for another key than ours"));
    let fake = Fake::start(|_, _| {
        let detached = json!({"chain": {"certificates": []}, "signedCertificateTimestamp": ""});
        Reply::json(201, &json!({"signedCertificateDetachedSct": detached}))
    })
    .await;
    assert!(certified(&fake).await.unwrap_err().to_string().contains("(SCT) comes apart"));
}

#[tokio::test]
async fn rekor_1_logs_statements_as_dsse_and_payloads_as_hashedrekord() {
    let fake = Fake::start(|heard, _| Reply::json(201, &forge::rekor_1(heard))).await;
    let entry = logged(&fake, LogVersion::V1, Message::Statement(STATEMENT)).await.unwrap();
    assert_eq!((entry.kind_version.kind(), entry.log_index.get()), ("dsse", 7));
    assert!(entry.inclusion_promise.is_some() && entry.inclusion_proof.is_some());
    let entry = logged(&fake, LogVersion::V1, Message::Simple(b"{}")).await.unwrap();
    assert_eq!(entry.kind_version.kind(), "hashedrekord");
    assert_eq!(fake.heard()[0].line, "POST /api/v1/log/entries");
}

#[tokio::test]
async fn an_entry_that_is_there_already_is_used() {
    let first = std::sync::Arc::new(std::sync::Mutex::new(None));
    let fake = Fake::start(move |heard, before| match before {
        0 => {
            *first.lock().unwrap() = Some(forge::rekor_1(heard));
            Reply::Say(409, vec![("Location", "/api/v1/log/entries/24296fb2".to_owned())], b"{}".to_vec())
        }
        _ => Reply::json(200, first.lock().unwrap().as_ref().unwrap()),
    })
    .await;
    assert!(logged(&fake, LogVersion::V1, Message::Statement(STATEMENT)).await.is_ok());
    assert_eq!(fake.heard()[1].line, "GET /api/v1/log/entries/24296fb2");
}

#[tokio::test]
async fn an_entry_elsewhere_is_not_looked_for() {
    for location in [None, Some("https://evil.example/api/v1/log/entries/1"), Some("//evil.example/x"), Some("http://")]
    {
        let headers = location.map(|location| ("Location", location.to_owned()));
        let headers: Vec<_> = headers.into_iter().collect();
        let fake = Fake::start(move |_, _| Reply::Say(409, headers.clone(), Vec::new())).await;
        let error = logged(&fake, LogVersion::V1, Message::Statement(STATEMENT)).await.unwrap_err();
        assert!(error.to_string().contains("409: it has the entry, but"), "{error}");
        assert_eq!(fake.heard().len(), 1);
    }
}

#[tokio::test]
async fn entries_about_other_signatures_are_refused() {
    let other = Fake::start(|heard, _| Reply::json(201, &forge::rekor_1(heard))).await;
    logged(&other, LogVersion::V1, Message::Simple(b"{}")).await.unwrap();
    let heard = other.heard().remove(0);
    let fake = Fake::start(move |_, _| Reply::json(201, &forge::rekor_1(&heard))).await;
    let error = logged(&fake, LogVersion::V1, Message::Simple(b"{}")).await.unwrap_err();
    assert!(error.to_string().contains("another signature than ours"), "{error}");
}

#[tokio::test]
async fn rekor_1_entries_without_time_or_proof_are_refused() {
    for (name, why) in [("signedEntryTimestamp", "no signed time"), ("inclusionProof", "no proof of inclusion")] {
        let fake = Fake::start(move |heard, _| {
            let mut answer = forge::rekor_1(heard);
            answer["24296fb2"]["verification"].as_object_mut().unwrap().remove(name);
            Reply::json(201, &answer)
        })
        .await;
        let error = logged(&fake, LogVersion::V1, Message::Simple(b"{}")).await.unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[tokio::test]
async fn rekor_2_logs_the_hash_of_the_signed_bytes() {
    let fake = Fake::start(|heard, _| Reply::json(201, &forge::rekor_2(heard))).await;
    let message = Message::Statement(STATEMENT);
    let entry = logged(&fake, LogVersion::V2, message).await.unwrap();
    assert_eq!(entry.kind_version.version(), "0.0.2");
    let Heard { line, body, .. } = fake.heard().remove(0);
    assert_eq!(line, "POST /api/v2/log/entries");
    let body: Value = serde_json::from_slice(&body).unwrap();
    let request = &body["hashedRekordRequestV002"];
    assert_eq!(request["digest"], sigstore_crypto::sha256(&message.signed_bytes()).to_base64());
    assert_eq!(request["signature"]["verifier"]["keyDetails"], "PKIX_ECDSA_P256_SHA_256");
    assert!(request["signature"]["verifier"]["x509Certificate"]["rawBytes"].is_string());
}

#[tokio::test]
async fn timestamps_over_other_bytes_or_for_other_queries_are_refused() {
    let fake = Fake::start(|heard, _| forge::timestamp(heard, |_| ())).await;
    assert!(timestamp(&http(), &address(&fake), b"signature").await.is_ok());
    assert!(fake.heard()[0].head.contains("content-type: application/timestamp-query"));
    let fake = Fake::start(|heard, _| forge::timestamp(heard, |imprint| *imprint.last_mut().unwrap() ^= 1)).await;
    let error = timestamp(&http(), &address(&fake), b"signature").await.unwrap_err();
    assert!(error.to_string().contains("over other bytes"), "{error}");
    let old = fake.heard().remove(0);
    let fake = Fake::start(move |_, _| forge::timestamp(&old, |_| ())).await;
    let error = timestamp(&http(), &address(&fake), b"signature").await.unwrap_err();
    assert!(error.to_string().contains("another query"), "{error}");
}
