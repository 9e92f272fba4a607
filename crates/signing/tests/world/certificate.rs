//! Certificates as Fulcio issues them, each knob of them turnable.

use sigstore_crypto::{KeyPair, sha256};

use super::der::{bits, element, integer, octets, oid, sequence, set, tagged, text, time};
use super::{NOT_AFTER, NOT_BEFORE, SIGNED};

pub const ISSUER: &str = "https://issuer.test";
pub const SUBJECT: &str = "https://forge.test/charts/.github/workflows/release.yaml@refs/tags/v1";

const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";
const SCT_LIST: &str = "1.3.6.1.4.1.11129.2.4.2";

/// What a leaf says.
#[derive(Clone)]
pub struct Leaf {
    pub subjects: Vec<&'static str>,
    pub issuer: Option<&'static str>,
    pub old_issuer: Option<&'static str>,
    pub not_before: i64,
    pub not_after: i64,
    pub sct: Sct,
    pub code_signing: bool,
}

/// Its proof of certificate transparency.
#[derive(Clone, Copy, PartialEq)]
pub enum Sct {
    Good,
    Missing,
    UnknownLog,
    Forged,
}

impl Default for Leaf {
    fn default() -> Self {
        Self {
            subjects: vec![SUBJECT],
            issuer: Some(ISSUER),
            old_issuer: Some(ISSUER),
            not_before: NOT_BEFORE,
            not_after: NOT_AFTER,
            sct: Sct::Good,
            code_signing: true,
        }
    }
}

pub fn name(common: &str) -> Vec<u8> {
    sequence(&[set(&[sequence(&[oid("2.5.4.3"), text(common)])])])
}

fn extension(id: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { element(0x01, &[0xff]) } else { Vec::new() };
    sequence(&[oid(id), critical, octets(value)])
}

fn tbs(names: (&str, Vec<u8>), window: (i64, i64), spki: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    sequence(&[
        tagged(0, &integer(2)),
        integer(9),
        sequence(&[oid(ECDSA_SHA256)]),
        name(names.0),
        sequence(&[time(window.0, false), time(window.1, false)]),
        names.1,
        spki.to_vec(),
        tagged(3, &sequence(extensions)),
    ])
}

fn signed(tbs: &[u8], key: &KeyPair) -> Vec<u8> {
    sequence(&[tbs.to_vec(), sequence(&[oid(ECDSA_SHA256)]), bits(key.sign(tbs).unwrap().as_bytes())])
}

pub fn spki(key: &KeyPair) -> Vec<u8> {
    key.public_key_der().unwrap().as_bytes().to_vec()
}

/// A root for itself.
pub fn authority(common: &str, key: &KeyPair) -> Vec<u8> {
    let extensions = [
        extension("2.5.29.19", true, &sequence(&[element(0x01, &[0xff])])),
        extension("2.5.29.15", true, &element(0x03, &[1, 0x06])),
    ];
    signed(&tbs((common, name(common)), (0, 4_000_000_000), &spki(key), &extensions), key)
}

/// The certificate of a timestamp authority.
pub fn timestamper(authority: (&str, &KeyPair), common: &str, key: &KeyPair) -> Vec<u8> {
    let usage = sequence(&[oid("1.3.6.1.5.5.7.3.8")]);
    let extensions = [extension("2.5.29.15", true, &element(0x03, &[7, 0x80])), extension("2.5.29.37", true, &usage)];
    signed(&tbs((authority.0, name(common)), (0, 4_000_000_000), &spki(key), &extensions), authority.1)
}

/// A leaf for a key.
pub fn leaf(authority: (&str, &KeyPair), transparency: &KeyPair, key: &KeyPair, leaf: &Leaf) -> Vec<u8> {
    let usage = if leaf.code_signing { "1.3.6.1.5.5.7.3.3" } else { "1.3.6.1.5.5.7.3.1" };
    let names: Vec<Vec<u8>> = leaf.subjects.iter().map(|subject| general_name(subject)).collect();
    let mut extensions = vec![
        extension("2.5.29.15", true, &element(0x03, &[7, 0x80])),
        extension("2.5.29.37", false, &sequence(&[oid(usage)])),
        extension("2.5.29.17", true, &sequence(&names)),
    ];
    if let Some(issuer) = leaf.old_issuer {
        extensions.push(extension("1.3.6.1.4.1.57264.1.1", false, issuer.as_bytes()));
    }
    if let Some(issuer) = leaf.issuer {
        extensions.push(extension("1.3.6.1.4.1.57264.1.8", false, &text(issuer)));
    }
    extensions.push(extension("1.3.6.1.4.1.57264.1.12", false, &text("https://forge.test/charts")));
    let window = (leaf.not_before, leaf.not_after);
    let unlogged = tbs((authority.0, sequence(&[])), window, &spki(key), &extensions);
    let list = match leaf.sct {
        Sct::Missing => return signed(&unlogged, authority.1),
        Sct::Good => sct(transparency, transparency, &unlogged, &spki(authority.1)),
        Sct::UnknownLog => sct(key, key, &unlogged, &spki(authority.1)),
        Sct::Forged => sct(transparency, key, &unlogged, &spki(authority.1)),
    };
    extensions.push(extension(SCT_LIST, false, &octets(&list)));
    signed(&tbs((authority.0, sequence(&[])), window, &spki(key), &extensions), authority.1)
}

fn general_name(subject: &str) -> Vec<u8> {
    let tag = if subject.contains("://") { 0x86 } else { 0x81 };
    element(tag, subject.as_bytes())
}

/// A list of one signed certificate timestamp (RFC 6962, 3.2 and 3.3).
fn sct(named: &KeyPair, signer: &KeyPair, unlogged: &[u8], issuer: &[u8]) -> Vec<u8> {
    let moment = (SIGNED as u64 * 1000).to_be_bytes();
    let length = &(unlogged.len() as u32).to_be_bytes()[1..];
    let issuer = sha256(issuer);
    let covered = [&[0, 0][..], &moment, &[0, 1], issuer.as_bytes(), length, unlogged, &[0, 0]].concat();
    let signature = signer.sign(&covered).unwrap();
    let sized = |content: &[u8]| [&(content.len() as u16).to_be_bytes()[..], content].concat();
    let log = sha256(&spki(named));
    let sct = [&[0][..], log.as_bytes(), &moment, &[0, 0, 4, 3], &sized(signature.as_bytes())].concat();
    sized(&sized(&sct))
}
