//! What is refused, and what is taken as Helm takes it.

use chart::{MemoryFolder, Metadata};
use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{PacketTrait, Signature, SignatureConfig, SignatureType, Subpacket, SubpacketData};
use pgp::types::{Password, SigningKey, Timestamp};

use super::*;
use crate::Key;
use crate::key::Signer;

const NOW: i64 = 1_795_651_200;
const TIME: i64 = 1_767_225_600;
const ARCHIVE: &str = "demo-1.0.0.tgz";
const ED: &[u8] = include_bytes!("../../tests/keys/ed.gpg");
const RITA: &[u8] = include_bytes!("../../tests/keys/rita.gpg");
const EXPIRA: &[u8] = include_bytes!("../../tests/keys/expira.gpg");
const SHA1: &[u8] = include_bytes!("../../tests/keys/sha1.gpg");

struct Case {
    bytes: Vec<u8>,
    sum: String,
    metadata: Metadata,
}

fn case() -> Case {
    let chart_yaml = "apiVersion: v2\nname: demo\nversion: 1.0.0\ndescription: A demo\n";
    let folder = MemoryFolder::at("demo").with("Chart.yaml", chart_yaml);
    let bytes = chart::package(&chart::load_folder(&folder).unwrap().chart, TIME).unwrap().bytes;
    let metadata = chart::load_archive(&bytes).unwrap().metadata;
    let sum = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Case { bytes, sum, metadata }
}

impl Case {
    fn text(&self) -> String {
        message::write(&self.metadata, ARCHIVE, &self.sum).unwrap()
    }

    fn verify(&self, file: &[u8], keys: &[u8]) -> Result<Verified, Error> {
        verify(file, ARCHIVE, &self.bytes, &self.metadata, &Keyring::read(keys).unwrap(), NOW)
    }

    fn refused(&self, file: &[u8], keys: &[u8]) -> String {
        let error = self.verify(file, keys).unwrap_err();
        assert!(error.hint().is_some(), "{error}");
        error.to_string()
    }
}

fn signature(material: &[u8], text: &str, hash: HashAlgorithm, now: i64) -> Signature {
    let key = Key::read(material, None, None, now).unwrap();
    match &key.signer {
        Signer::Primary(secret) => over(secret.as_ref(), text, hash, key.born()),
        Signer::Subkey(secret) => over(secret.as_ref(), text, hash, key.born()),
    }
}

fn over(secret: &impl SigningKey, text: &str, hash: HashAlgorithm, time: i64) -> Signature {
    let mut config = SignatureConfig::v4(SignatureType::Text, secret.algorithm(), hash);
    let time = SubpacketData::SignatureCreationTime(Timestamp::from_secs(u32::try_from(time).unwrap()));
    let issuer = SubpacketData::IssuerKeyId(secret.legacy_key_id());
    config.hashed_subpackets = vec![Subpacket::regular(time).unwrap(), Subpacket::regular(issuer).unwrap()];
    config.sign(secret, &Password::empty(), document::signed(text.as_bytes()).as_slice()).unwrap()
}

fn signed(text: &str) -> String {
    signed_by(ED, text, HashAlgorithm::Sha256)
}

fn signed_by(material: &[u8], text: &str, hash: HashAlgorithm) -> String {
    String::from_utf8(document::write(text, &signature(material, text, hash, NOW)).unwrap()).unwrap()
}

fn without_checksum(file: &str, instead: &str) -> String {
    let at = file.rfind("\n=").unwrap() + 1;
    format!("{}{instead}-----END PGP SIGNATURE-----", &file[..at])
}

#[test]
fn c23_another_file_name_is_refused() {
    let case = case();
    let file = signed(&case.text().replace(ARCHIVE, "other-1.0.0.tgz"));
    let message = case.refused(file.as_bytes(), ED);
    assert!(
        message.contains("does not contain a SHA for a file named \"demo-1.0.0.tgz\"; it names other-1.0.0.tgz"),
        "{message}"
    );
}

#[test]
fn c23_upper_case_and_missing_prefix_are_refused() {
    let case = case();
    let upper = case.text().replace(&case.sum, &case.sum.to_uppercase());
    let bare = case.text().replace("sha256:", "");
    for text in [upper, bare] {
        let message = case.refused(signed(&text).as_bytes(), ED);
        assert!(message.starts_with("sha256 sum does not match for demo-1.0.0.tgz"), "{message}");
    }
}

#[test]
fn c23_another_header_and_a_detached_signature_are_refused() {
    let case = case();
    let file = signed(&case.text());
    let commented = file.replacen("Hash: SHA256", "Hash: SHA256\nComment: x", 1);
    assert!(case.refused(commented.as_bytes(), ED).contains("signature block not found: header \"Comment: x\""));
    let unknown = file.replacen("SHA256", "SHA257", 1);
    assert!(case.refused(unknown.as_bytes(), ED).contains("signature block not found"));
    let detached = &file[file.find("-----BEGIN PGP SIGNATURE").unwrap()..];
    assert!(case.refused(detached.as_bytes(), ED).contains("this is a detached signature"));
    let cut = &file[..file.len() - 5];
    assert!(case.refused(cut.as_bytes(), ED).contains("signature block not found"));
}

#[test]
fn c23_what_helm_takes_is_taken() {
    let case = case();
    let file = signed(&case.text());
    let variants = [
        file.clone(),
        file.replacen("Hash: SHA256\n", "", 1),
        file.replacen("SHA256", "SHA512", 1),
        file.replace('\n', "\r\n"),
        format!("some text\n\n{file}\n\nmore of it\n"),
        without_checksum(&file, ""),
        without_checksum(&file, "=abcd\n"),
        file.replacen("A demo", "A demo \t ", 1),
    ];
    for variant in variants {
        case.verify(variant.as_bytes(), ED).unwrap();
    }
}

#[test]
fn c23_of_several_signatures_the_first_known_one_counts() {
    let case = case();
    let text = case.text();
    let (ed, rita) =
        (signature(ED, &text, HashAlgorithm::Sha512, NOW), signature(RITA, &text, HashAlgorithm::Sha512, NOW));
    let mut both = Vec::new();
    rita.to_writer_with_header(&mut both).unwrap();
    ed.to_writer_with_header(&mut both).unwrap();
    let one = String::from_utf8(document::write(&text, &ed).unwrap()).unwrap();
    let armour = crate::material::write_armour(crate::material::BlockKind::Signature, &both);
    let file = format!("{}{armour}", &one[..one.find("-----BEGIN PGP SIGNATURE").unwrap()]);
    for keys in [ED, RITA] {
        let verified = case.verify(file.as_bytes(), keys).unwrap();
        assert_eq!(verified.fingerprint, Key::read(keys, None, None, NOW).unwrap().fingerprint());
    }
}

#[test]
fn a_changed_text_and_an_unknown_key_are_refused() {
    let case = case();
    let file = signed(&case.text());
    let changed = file.replacen("A demo", "A dem0", 1);
    assert_eq!(case.refused(changed.as_bytes(), ED), "invalid signature: it is not over this text");
    assert!(case.refused(file.as_bytes(), RITA).starts_with("signature made by unknown entity: it names "));
    let no_sums = signed("a: 1\n");
    assert!(case.refused(no_sums.as_bytes(), ED).starts_with("message block must have at least two parts"));
}

#[test]
fn c24_metadata_of_another_chart_is_refused() {
    let case = case();
    let file = signed(&case.text().replace("A demo", "Another"));
    let message = case.refused(file.as_bytes(), ED);
    assert!(
        message.contains("description is \"Another\", in the chart \"A demo\" (`helm verify` does not compare them)"),
        "{message}"
    );
    let unreadable = signed(&case.text().replace("name: demo", "name: [demo"));
    assert!(case.refused(unreadable.as_bytes(), ED).contains("is not the chart's"));
    let folded = signed(&case.text().replace("description: A demo", "description: >-\n  A\n  demo"));
    case.verify(folded.as_bytes(), ED).unwrap();
}

#[test]
fn c25_a_signature_over_sha1_is_refused() {
    let case = case();
    let file = signed_by(RITA, &case.text(), HashAlgorithm::Sha1);
    let message = case.refused(file.as_bytes(), RITA);
    assert!(message.contains("over SHA1, which can be forged (`helm verify` takes it)"), "{message}");
}

#[test]
fn c25_an_expired_key_is_refused() {
    let case = case();
    let text = case.text();
    let signature = signature(EXPIRA, &text, HashAlgorithm::Sha256, 1_704_153_600);
    let file = document::write(&text, &signature).unwrap();
    let message = case.refused(&file, EXPIRA);
    assert!(message.contains("Expira Old") && message.contains("it expired on 2024-01-31"), "{message}");
}

#[test]
fn c25_a_key_bound_by_sha1_is_refused() {
    let case = case();
    let text = case.text();
    let certificates = crate::certificate::certificates(SHA1).unwrap().1;
    let Some(crate::material::Secret::Key(secret)) = &certificates[0].secret else { panic!("no secret") };
    let file = document::write(&text, &over(secret.as_ref(), &text, HashAlgorithm::Sha256, TIME)).unwrap();
    let message = case.refused(&file, SHA1);
    assert!(message.contains("only a signature over SHA1 binds it (`helm verify` takes it)"), "{message}");
}
