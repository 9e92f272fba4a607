//! Reading certificates, as far as those that sign others are concerned (Go's `x509.ParseCertificate`).

use super::der::{oid, sequence};
use super::der_read::Reader;
use super::oid;
use super::private_key::PublicKey;

/// A certificate in whose name others are signed.
#[derive(Debug)]
pub(crate) struct Parent {
    /// Its subject, encoded.
    pub(super) subject: Vec<u8>,
    /// Its key, if it is of a kind that Go knows.
    pub(super) public: Option<PublicKey>,
    /// The identifier of its key, empty if there is none.
    pub(super) key_id: Vec<u8>,
}

/// Reads a certificate.
///
/// # Errors
/// In Go's words.
pub(crate) fn read(der: &[u8]) -> Result<Parent, &'static str> {
    let mut outer = Reader(der);
    let mut certificate = outer.sequence().ok_or("x509: malformed certificate")?;
    let mut body = certificate.sequence().ok_or("x509: malformed tbs certificate")?;
    let version = read_version(&mut body)?;
    read_serial(&mut body)?;
    let algorithm = body.tagged(0x30).ok_or("x509: malformed signature algorithm identifier")?;
    let outer_algorithm = certificate.tagged(0x30).ok_or("x509: malformed algorithm identifier")?;
    if algorithm != outer_algorithm {
        return Err("x509: inner and outer signature algorithm identifiers don't match");
    }
    Reader(algorithm).tagged(6).ok_or("x509: malformed OID")?;
    body.sequence().ok_or("x509: malformed issuer")?;
    body.sequence().ok_or("x509: malformed validity")?;
    let subject = body.next().filter(|subject| subject.tag == 0x30).ok_or("x509: malformed issuer")?;
    let public = read_public_key(&mut body)?;
    let key_id = if version == 3 { read_key_id(&mut body)? } else { Vec::new() };
    certificate.tagged(3).ok_or("x509: malformed signature")?;
    if !outer.is_empty() {
        return Err("x509: trailing data");
    }
    Ok(Parent { subject: subject.whole.to_vec(), public, key_id })
}

/// The version, counted from 1.
fn read_version(body: &mut Reader<'_>) -> Result<u8, &'static str> {
    let Some(version) = body.tagged(0xa0) else { return Ok(1) };
    match Reader(version).tagged(2) {
        Some([version @ 0..=2]) => Ok(version + 1),
        Some([0..0x80, ..]) => Err("x509: invalid version"),
        _ => Err("x509: malformed version"),
    }
}

fn read_serial(body: &mut Reader<'_>) -> Result<(), &'static str> {
    match body.tagged(2) {
        Some([0x80..=0xff, ..]) => Err("x509: negative serial number"),
        Some([_, ..]) => Ok(()),
        _ => Err("x509: malformed serial number"),
    }
}

fn read_public_key(body: &mut Reader<'_>) -> Result<Option<PublicKey>, &'static str> {
    let mut info = body.sequence().ok_or("x509: malformed spki")?;
    let algorithm = info.tagged(0x30).ok_or("x509: malformed public key algorithm identifier")?;
    let mut parts = Reader(algorithm);
    let identifier = parts.tagged(6).ok_or("x509: malformed OID")?;
    let bits = info.bit_string().ok_or("x509: malformed subjectPublicKey")?;
    let is_known = [oid::RSA, oid::ECDSA, oid::ED25519].contains(&identifier);
    let parameters = parts.next().map_or(&[][..], |parameters| parameters.whole);
    let algorithm = sequence(&[oid(identifier), parameters.to_vec()]);
    Ok(is_known.then(|| PublicKey { algorithm, bits: bits.to_vec() }))
}

fn read_key_id(body: &mut Reader<'_>) -> Result<Vec<u8>, &'static str> {
    // Unique identifiers of issuer and subject, which nobody uses.
    for tag in [0x81, 0xa1, 0x82, 0xa2] {
        body.tagged(tag);
    }
    let Some(extensions) = body.tagged(0xa3) else { return Ok(Vec::new()) };
    let mut extensions = Reader(extensions).sequence().ok_or("x509: malformed extensions")?;
    let mut key_id = Vec::new();
    while !extensions.is_empty() {
        let mut extension = extensions.sequence().ok_or("x509: malformed extension")?;
        let identifier = extension.tagged(6).ok_or("x509: malformed extension OID field")?;
        extension.tagged(1);
        let value = extension.tagged(4).ok_or("x509: malformed extension value field")?;
        if identifier == oid::SUBJECT_KEY_ID {
            key_id = Reader(value).tagged(4).ok_or("x509: invalid subject key identifier")?.to_vec();
        }
    }
    Ok(key_id)
}
