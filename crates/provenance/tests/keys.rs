//! Reading and choosing keys, and refusing those that nobody could verify.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{ARCHIVE, NOW, file, key, signed_by, text};
use provenance::{Error, Key, Keyring, verify};

fn refused(material: &[u8], passphrase: Option<&[u8]>, choice: Option<&str>) -> String {
    let error = Key::read(material, passphrase, choice, NOW).unwrap_err();
    assert!(error.hint().is_some(), "{error}");
    error.to_string()
}

fn unfit(name: &str, expected: &str) {
    let message = refused(&file(name), None, None);
    assert!(message.contains(expected), "{name}: {message}");
    assert!(message.contains("@example.org"), "{name}: {message}");
}

fn armoured(kind: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "-----BEGIN PGP {kind} KEY BLOCK-----\nComment: a test\n\n{}\n=AAAA\n-----END PGP {kind} KEY BLOCK-----\n",
        lines.join("\n")
    )
}

#[test]
fn c26_a_key_that_may_only_certify_is_refused() {
    unfit("certa.gpg", "its primary key may only certify");
}

#[test]
fn c26_an_expired_key_is_refused() {
    unfit("expira.gpg", "it expired on 2024-01-31");
}

#[test]
fn c26_a_revoked_key_is_refused() {
    unfit("revo.gpg", "it was revoked on ");
}

#[test]
fn c26_a_dummy_primary_key_is_refused_but_its_subkey_signs() {
    unfit("ed-dummy.gpg", "its secret was left out of the export (gnu-dummy)");
    key("sue-stub.gpg");
}

#[test]
fn c26_a_key_of_the_future_is_refused() {
    unfit("tom.gpg", "it is valid from 2060-01-01 on only");
}

#[test]
fn c26_a_key_bound_by_sha1_is_refused() {
    unfit("sha1.gpg", "only a signature over SHA1 binds it");
}

#[test]
fn c26_weak_rsa_is_refused() {
    unfit("weak.gpg", "RSA with 1024 bits is not taken");
}

#[test]
fn a_locked_key_needs_its_passphrase() {
    let lou = file("lou.gpg");
    assert!(refused(&lou, None, None).contains("is locked with a passphrase, and none is given"));
    assert!(refused(&lou, Some(b"wrong secret"), None).contains("the passphrase does not unlock key Locked Lou"));
    assert!(!refused(&lou, Some(b"wrong secret"), None).contains("wrong secret"));
    signed_by(&Key::read(&lou, Some(b"open sesame"), None, NOW).unwrap());
}

#[test]
fn keys_come_armoured_in_blocks_and_in_base64() {
    let two = format!("a note\r\n{}{}", armoured("PRIVATE", &file("ed.gpg")), armoured("PRIVATE", &file("rita.gpg")));
    let two = two.replace('\n', "\r\n");
    let rita = key("rita.gpg").fingerprint();
    let by = |material: &[u8], choice| Key::read(material, None, choice, NOW).map(|key| key.fingerprint());
    assert_eq!(by(two.as_bytes(), Some("rita@example.org")).unwrap(), rita);
    assert_eq!(by(STANDARD.encode(&two).as_bytes(), Some("Rita RSA <rita@example.org>")).unwrap(), rita);
    assert_eq!(by(STANDARD.encode(file("rita.gpg")).as_bytes(), None).unwrap(), rita);
    let spaced = format!("0x{} ", rita[24..].to_lowercase());
    assert_eq!(by(two.as_bytes(), Some(&spaced)).unwrap(), rita);
    assert!(refused(two.as_bytes(), None, None).contains("there is more than one secret key: Ed Ward"));
    assert!(refused(two.as_bytes(), None, Some("example.org")).contains("more than one key contains \"example.org\""));
    assert!(refused(two.as_bytes(), None, Some("nobody")).contains("no secret key has \"nobody\""));
}

#[test]
fn a_keybox_has_no_secret_keys() {
    let message = refused(&file("pubring.kbx"), None, Some("rita@"));
    assert!(message.contains("a keybox holds public keys only"), "{message}");
    let error = Key::read(b"(21:protected-private-key(3:rsa", None, None, NOW).unwrap_err();
    assert!(error.to_string().contains("private-keys-v1.d"), "{error}");
    assert!(error.hint().unwrap().contains("gpg --export-secret-keys"));
}

#[test]
fn a_revocation_in_another_block_counts() {
    let both = [file("revo.gpg"), file("ed.gpg")].concat();
    assert!(refused(&both, None, Some("revo@")).contains("revoked"));
}

#[test]
fn c27_every_armour_block_of_a_keyring_counts() {
    let two = [file("rita.pub.asc"), file("sue.pub.asc")].concat();
    let ring = Keyring::read(&two).unwrap();
    assert_eq!(ring.certificates().len(), 2);
    for name in ["rita.gpg", "sue.gpg"] {
        let (chart, file) = signed_by(&key(name));
        verify(&file, ARCHIVE, &chart.bytes, &chart.metadata, &ring, NOW).unwrap();
    }
}

#[test]
fn a_keybox_is_a_keyring() {
    let ring = Keyring::read(&file("pubring.kbx")).unwrap();
    assert!(ring.certificates().len() > 8);
    let (chart, file) = signed_by(&key("sue.gpg"));
    verify(&file, ARCHIVE, &chart.bytes, &chart.metadata, &ring, NOW).unwrap();
}

#[test]
fn secrets_are_not_shown() {
    assert_eq!(format!("{:?}", key("ed.gpg")), format!("Key({})", key("ed.gpg").fingerprint()));
    let (_, file) = signed_by(&key("rita.gpg"));
    assert!(!text(&file).contains("PRIVATE"));
}

#[test]
fn hostile_bytes_are_refused_quickly() {
    let start = std::time::Instant::now();
    let compressed = [0xc8, 3, 1, 0x4b, 0x04];
    let partial = [0xc6, 0xe9, 0, 0];
    let many: Vec<u8> = std::iter::repeat_n([0xcd_u8, 1, b'x'], 10_001).flatten().collect();
    let cases: [(&[u8], &str); 8] = [
        (&compressed, "CompressedData is no part of a key"),
        (&partial, "its length is not given"),
        (&[0x9b, 0, 0], "its length is not given"),
        (&[0xc6, 0xff, 0xff, 0xff, 0xff, 0xff, 4], "it is cut off"),
        (&many, "more than 10000 OpenPGP packets"),
        (&vec![b'A'; 17 << 20], "more than a keyring may have"),
        (b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA", "the end of this block is missing"),
        (b"-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n", "but a cosign key"),
    ];
    for (bytes, expected) in cases {
        let error = Keyring::read(bytes).map(|_| ()).map_err(Error::from).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert!(start.elapsed().as_secs() < 10);
}
