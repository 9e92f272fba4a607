//! Key files: cosign's own, OpenSSL's, ours, and those that must be refused.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use signing::keys::{Accept, Algorithm, KeyPair, MOST_BYTES, public};
use signing::{Holder, KeySigner, Material, Message, PublicKey, Signer, SignerError, SignerErrorKind};
use sigstore_crypto::VerificationKey;
use sigstore_types::{DerPublicKey, SignatureBytes};

const EMPTY: &str = include_str!("fixtures/cosign/empty.key");
const EMPTY_PUBLIC: &str = include_str!("fixtures/cosign/empty.pub");
const SPOKEN: &str = include_str!("fixtures/cosign/spoken.key");
const SPOKEN_PUBLIC: &str = include_str!("fixtures/cosign/spoken.pub");
const SPOKEN_PASSWORD: &[u8] = include_bytes!("fixtures/cosign/spoken.password");

const P256: &str = include_str!("fixtures/plain/p256.pem");
const P256_PUBLIC: &str = include_str!("fixtures/plain/p256.pub");
const P256_SEC1: &str = include_str!("fixtures/plain/p256-sec1.pem");
const P384: &str = include_str!("fixtures/plain/p384.pem");
const P521: &str = include_str!("fixtures/plain/p521.pem");
const ED25519: &str = include_str!("fixtures/plain/ed25519.pem");
const SECP256K1: &str = include_str!("fixtures/plain/secp256k1.pem");
const RSA: &str = include_str!("fixtures/plain/rsa2048.pem");
const RSA_PKCS1: &str = include_str!("fixtures/plain/rsa2048-pkcs1.pem");
const RSA_PUBLIC: &str = include_str!("fixtures/plain/rsa2048.pub");
const RSA_2560: &str = include_str!("fixtures/plain/rsa2560.pem");
const P256_ENCRYPTED: &str = include_str!("fixtures/plain/p256-encrypted.pem");
const P256_SEC1_ENCRYPTED: &str = include_str!("fixtures/plain/p256-sec1-encrypted.pem");

fn refused(text: &str, password: Option<&[u8]>) -> SignerError {
    let error = KeyPair::read(text.as_bytes(), password, "cosign.key").err().unwrap();
    assert_eq!((error.what.as_str(), error.kind), ("cosign.key", SignerErrorKind::Configuration));
    error
}

/// The signatures of a signer, whose futures are ready at once.
fn signatures(pair: KeyPair, messages: &[Message<'_>]) -> Vec<signing::Signature> {
    let signer = KeySigner::new(pair);
    let mut future = pin!(signer.sign(messages));
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(signed) => signed.unwrap(),
        Poll::Pending => panic!("a key never waits"),
    }
}

fn verifies(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let key = VerificationKey::from_spki(&DerPublicKey::from_bytes(key.spki())).unwrap();
    key.verify(message, &SignatureBytes::from_bytes(signature)).is_ok()
}

/// The JSON within a key file of cosign's kind.
fn inner(text: &str) -> String {
    let encoded: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap()
}

/// cosign's key with an empty password, its JSON changed.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut document: Value = serde_json::from_str(&inner(EMPTY)).unwrap();
    change(&mut document);
    let encoded = STANDARD.encode(document.to_string());
    let label = "ENCRYPTED SIGSTORE PRIVATE KEY";
    format!("-----BEGIN {label}-----\n{encoded}\n-----END {label}-----\n")
}

#[test]
fn i08_keys_of_cosign_are_decrypted_and_sign() {
    let older = EMPTY.replace("SIGSTORE", "COSIGN");
    let keys = [
        (EMPTY, &b""[..], EMPTY_PUBLIC),
        (older.as_str(), b"", EMPTY_PUBLIC),
        (SPOKEN, SPOKEN_PASSWORD, SPOKEN_PUBLIC),
    ];
    for (text, password, public_text) in keys {
        let pair = KeyPair::read(text.as_bytes(), Some(password), "cosign.key").unwrap();
        assert_eq!(pair.public().to_pem(), public_text);
        let public = public::read(public_text.as_bytes(), "cosign.pub").unwrap();
        assert_eq!(pair.public(), public);
        let [statement, simple] = [Message::Statement(b"{}"), Message::Simple(b"payload")];
        let signed = signatures(pair, &[statement, simple]);
        assert!(verifies(&public, b"DSSEv1 28 application/vnd.in-toto+json 2 {}", &signed[0].bytes));
        assert!(verifies(&public, b"payload", &signed[1].bytes));
        assert!(signed.iter().all(|one| one.material == Material::Key(public.clone())));
        assert!(signed.iter().all(|one| one.log_entries.is_empty() && one.timestamps.is_empty()));
    }
}

#[test]
fn i09_a_key_that_is_made_has_the_shape_of_cosign_s() {
    let pair = KeyPair::generate().unwrap();
    let text = pair.encrypt(b"word").unwrap();
    let shape = |text: &str| {
        let lines: Vec<usize> = text.lines().map(str::len).collect();
        let document: Value = serde_json::from_str(&inner(text)).unwrap();
        let length = |value: &Value| STANDARD.decode(value.as_str().unwrap()).unwrap().len();
        let lengths = [&document["kdf"]["salt"], &document["cipher"]["nonce"], &document["ciphertext"]].map(length);
        let mut blank = document.clone();
        blank["kdf"]["salt"] = "".into();
        blank["cipher"]["nonce"] = "".into();
        blank["ciphertext"] = "".into();
        (text.lines().next().unwrap().to_owned(), lines, lengths, blank.to_string())
    };
    assert_eq!(shape(&text), shape(EMPTY), "labels, line lengths, order of keys, lengths of the values");
    let compact = r#"{"kdf":{"name":"scrypt","params":{"N":65536,"r":8,"p":1},"salt":""#;
    assert!(inner(&text).starts_with(compact));
    let again = KeyPair::read(text.as_bytes(), Some(b"word"), "cosign.key").unwrap();
    assert_eq!(again.public(), pair.public());
    assert_eq!(refused(&text, Some(b"Word")).detail, "wrong password or damaged key");
    assert_ne!(inner(&text), inner(&pair.encrypt(b"word").unwrap()), "salt and nonce never repeat");
    assert_ne!(KeyPair::generate().unwrap().public(), pair.public());
}

#[test]
fn i10_keys_that_readers_can_t_verify_are_refused_unless_allowed() {
    let keys = [
        (P384, Algorithm::EcdsaP384, "ECDSA P-384"),
        (P521, Algorithm::EcdsaP521, "ECDSA P-521"),
        (ED25519, Algorithm::Ed25519, "Ed25519"),
    ];
    for (text, algorithm, name) in keys {
        let error = refused(text, None);
        for reader in [name, "cosign", "Flux", "podman"] {
            assert!(error.detail.contains(reader), "{reader}: {error}");
        }
        assert!(error.hint.unwrap().contains("P-256"));
        let pair = KeyPair::read_accepting(Accept::Unreadable, text.as_bytes(), None, "key").unwrap();
        assert_eq!(pair.algorithm(), algorithm);
        assert!(algorithm.unreadable().is_some(), "a caller can warn");
        let public = pair.public();
        let signed = signatures(pair, &[Message::Simple(b"payload")]);
        if algorithm != Algorithm::EcdsaP521 {
            assert!(verifies(&public, b"payload", &signed[0].bytes), "{name}");
        }
    }
}

#[test]
fn plain_keys_of_every_form_are_read() {
    for (text, public_text) in
        [(P256, P256_PUBLIC), (P256_SEC1, P256_PUBLIC), (RSA, RSA_PUBLIC), (RSA_PKCS1, RSA_PUBLIC)]
    {
        let pair = KeyPair::read(text.as_bytes(), None, "key.pem").unwrap();
        assert_eq!(pair.public().to_pem(), public_text);
        let encrypted = pair.encrypt(b"").unwrap();
        let again = KeyPair::read(encrypted.as_bytes(), Some(b""), "key.pem").unwrap();
        assert_eq!(again.public(), pair.public(), "what is encrypted is the same key");
        let plain = KeyPair::read(pair.unencrypted().unwrap().as_bytes(), None, "key.pem").unwrap();
        assert_eq!(plain.public(), pair.public());
        let signed = signatures(pair, &[Message::Simple(b"payload")]);
        assert!(verifies(&again.public(), b"payload", &signed[0].bytes));
    }
    assert!(refused(RSA_2560, None).detail.contains("2560"));
    assert!(refused(SECP256K1, None).detail.contains("P-256"));
}

#[test]
fn c21_hostile_key_files_fail_at_once_and_say_why() {
    let zeros = |bytes: usize| Value::from(STANDARD.encode(vec![0; bytes]));
    let cases: Vec<(String, &str)> = vec![
        (changed(|key| key["kdf"]["params"]["N"] = json!(1_u64 << 30)), "N=1073741824"),
        (changed(|key| key["kdf"]["params"]["N"] = json!(u64::MAX)), "N=18446744073709551615"),
        (changed(|key| key["kdf"]["params"]["N"] = json!(0)), "N=0"),
        (changed(|key| key["kdf"]["params"]["N"] = json!(65537)), "N=65537"),
        (changed(|key| key["kdf"]["params"]["r"] = json!(16)), "r=16"),
        (changed(|key| key["kdf"]["params"]["p"] = json!(1_u64 << 40)), "p=1099511627776"),
        (changed(|key| key["kdf"]["params"]["N"] = json!(-1)), "not cosign's"),
        (changed(|key| key["kdf"]["salt"] = "".into()), "salt has 0 bytes"),
        (changed(|key| key["kdf"]["salt"] = "*".into()), "salt is not base64"),
        (changed(|key| key["kdf"]["name"] = "argon2".into()), "argon2"),
        (changed(|key| key["cipher"]["name"] = "none".into()), "none"),
        (changed(|key| key["cipher"]["nonce"] = zeros(23)), "nonce has 23 bytes"),
        (changed(|key| drop(key.as_object_mut().unwrap().remove("kdf"))), "missing field"),
        (EMPTY.replace("SIGSTORE PRIVATE", "SIGSTORE PUBLIC"), "expected a private key"),
        (EMPTY_PUBLIC.to_owned(), "found a public key"),
        (P256_ENCRYPTED.to_owned(), "\"ENCRYPTED PRIVATE KEY\""),
        (P256_SEC1_ENCRYPTED.to_owned(), "\"EC PRIVATE KEY\""),
        (P256.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"), "\"OPENSSH PRIVATE KEY\""),
        (P256.replace("PRIVATE KEY", "RSA PRIVATE KEY"), "damaged or of another kind"),
        (format!("{P256}{P256_SEC1}"), "several private keys"),
        (P256.replace("-----END", "-----FIN"), "no end"),
        (String::new(), "no PEM block"),
        (" ".repeat(MOST_BYTES + 1), "65537 bytes"),
    ];
    for (text, expected) in cases {
        let started = Instant::now();
        let error = refused(&text, Some(b""));
        assert!(started.elapsed() < Duration::from_secs(1), "{expected}: {:?}", started.elapsed());
        assert!(error.detail.contains(expected), "{expected}: {error}");
    }
    let error = KeyPair::read(&[0xff; 10], None, "key").err().unwrap();
    assert_eq!(error.detail, "it is not text");
}

#[test]
fn c21_a_wrong_password_and_a_damaged_key_are_told_the_same() {
    let detail = "wrong password or damaged key";
    assert_eq!(refused(EMPTY, Some(b"word")).detail, detail);
    assert_eq!(refused(SPOKEN, Some(b"")).detail, detail);
    assert_eq!(refused(&changed(|key| key["ciphertext"] = "AAAA".into()), Some(b"")).detail, detail);
    assert_eq!(refused(&changed(|key| key["ciphertext"] = "".into()), Some(b"")).detail, detail);
    let error = refused(EMPTY, None);
    assert!(error.detail.contains("no password") && error.hint.unwrap().contains("COSIGN_PASSWORD"));
    assert!(KeyPair::is_encrypted(EMPTY.as_bytes()) && !KeyPair::is_encrypted(P256.as_bytes()));
}

/// A flipped bit anywhere in the content is an error or the same key, never a panic and never the content.
#[test]
fn damaged_plain_keys_never_panic() {
    let lines: Vec<&str> = P256_SEC1.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(lines[1..].concat()).unwrap();
    for position in 0..der.len() * 8 {
        let mut damaged = der.clone();
        damaged[position / 8] ^= 1 << (position % 8);
        let encoded = STANDARD.encode(&damaged);
        let text = format!("-----BEGIN EC PRIVATE KEY-----\n{encoded}\n-----END EC PRIVATE KEY-----\n");
        if let Err(error) = KeyPair::read(text.as_bytes(), None, "key") {
            assert!(!error.to_string().contains(&encoded[..20]));
        }
    }
}

/// Two positive integers in a sequence, neither of them zero.
#[test]
fn c22_signatures_are_der_and_never_zero() {
    for _ in 0..32 {
        let pair = KeyPair::read(P256.as_bytes(), None, "key").unwrap();
        let bytes = signatures(pair, &[Message::Simple(b"payload")]).remove(0).bytes;
        assert_eq!((bytes[0], usize::from(bytes[1])), (0x30, bytes.len() - 2));
        let r_length = usize::from(bytes[3]);
        let (r, s) = (&bytes[2..4 + r_length], &bytes[4 + r_length..]);
        for integer in [r, s] {
            assert_eq!((integer[0], usize::from(integer[1])), (2, integer.len() - 2));
            assert!(integer[2] < 0x80 && integer[2..].iter().any(|byte| *byte != 0) && integer.len() <= 35);
        }
    }
}

#[test]
fn the_holder_of_a_key_is_its_public_half() {
    let signer = KeySigner::new(KeyPair::read(P256.as_bytes(), None, "key").unwrap());
    let mut future = pin!(signer.holder());
    let Poll::Ready(holder) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { panic!("it waits") };
    assert_eq!(holder.unwrap(), Holder::Key(public::read(P256_PUBLIC.as_bytes(), "key.pub").unwrap()));
}

#[test]
fn what_is_no_public_key_is_refused() {
    let cases = [
        (P256.to_owned(), "found a private one"),
        (EMPTY.to_owned(), "found a private one"),
        (P256_PUBLIC.replace("PUBLIC", "RSA PUBLIC"), "\"RSA PUBLIC KEY\""),
        (P256_PUBLIC.repeat(2), "found 2 blocks"),
        (String::new(), "found 0 blocks"),
        (P256_PUBLIC.replace("MFkw", "MFkx"), "it is damaged"),
        (" ".repeat(MOST_BYTES + 1), "65537 bytes"),
    ];
    for (text, expected) in cases {
        let error = public::read(text.as_bytes(), "cosign.pub").unwrap_err();
        assert!(error.detail.contains(expected), "{expected}: {error}");
    }
}
