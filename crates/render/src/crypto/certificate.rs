//! Making certificates (sprig's `crypto.go`, Go's `x509.CreateCertificate`).

use gostd::time::Time;
use num_bigint::BigUint;
use sha2::{Digest as _, Sha256};

use super::certificate_read::Parent;
use super::der::{bit_string, explicit, integer, octet_string, oid, sequence, small_integer, tagged};
use super::name::common_name;
use super::oid;
use super::private_key::PrivateKey;
use crate::random::Random;

/// What a certificate shall say.
pub(crate) struct Request {
    /// The common name of the subject.
    pub(crate) common_name: Vec<u8>,
    /// Alternative names.
    pub(crate) names: Vec<Vec<u8>>,
    /// Alternative addresses, as bytes.
    pub(crate) addresses: Vec<Vec<u8>>,
    /// From when to when it holds.
    pub(crate) validity: (Time, Time),
    /// Whether it may sign others.
    pub(crate) is_authority: bool,
}

/// `TRUE`
const TRUE: [u8; 3] = [1, 1, 0xff];

/// Bytes of a key's identifier.
const KEY_ID: usize = 20;

/// A certificate for a key, signed by another key; of itself if there is no parent.
///
/// # Errors
/// In Go's words.
pub(crate) fn sign(
    request: &Request,
    key: &PrivateKey,
    parent: Option<&Parent>,
    signer: &PrivateKey,
    random: &mut Random,
) -> Result<Vec<u8>, String> {
    let serial = BigUint::from_bytes_be(&random.bytes::<16>());
    let algorithm = signer.signature_algorithm()?;
    let public = key.public()?;
    let own = common_name(&request.common_name)?;
    let issuer = parent.map_or(&own, |parent| &parent.subject);
    if parent.and_then(|parent| parent.public.as_ref()).is_some_and(|public| signer.public().as_ref() != Ok(public)) {
        return Err("x509: provided PrivateKey doesn't match parent's PublicKey".to_owned());
    }
    let authority = parent.filter(|parent| parent.subject != own).map_or(&[][..], |parent| &parent.key_id);
    let extensions = extensions(request, &public.bits, authority)?;
    let body = sequence(&[
        explicit(0, &small_integer(2)),
        integer(&serial),
        algorithm.clone(),
        issuer.clone(),
        sequence(&[time(&request.validity.0)?, time(&request.validity.1)?]),
        own,
        public.to_der(),
        explicit(3, &sequence(&extensions)),
    ]);
    let signature = signer.sign(&body, random)?;
    Ok(sequence(&[body, algorithm, bit_string(&signature, 0)]))
}

/// The extensions in Go's order.
fn extensions(request: &Request, public: &[u8], authority: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    // Digital signature and key encipherment, for authorities also certificate signing.
    let usage = if request.is_authority { bit_string(&[0b1010_0100], 2) } else { bit_string(&[0b1010_0000], 5) };
    let purposes = sequence(&[oid(oid::SERVER_AUTH), oid(oid::CLIENT_AUTH)]);
    let constraints = tagged(0x30, if request.is_authority { &TRUE } else { &[] });
    let mut list = vec![
        extension(oid::KEY_USAGE, true, &usage),
        extension(oid::EXTENDED_KEY_USAGE, false, &purposes),
        extension(oid::BASIC_CONSTRAINTS, true, &constraints),
    ];
    if request.is_authority {
        let digest = Sha256::digest(public);
        let identifier = digest.get(..KEY_ID).unwrap_or_default();
        list.push(extension(oid::SUBJECT_KEY_ID, false, &octet_string(identifier)));
    }
    if !authority.is_empty() {
        let identifier = sequence(&[tagged(0x80, authority)]);
        list.push(extension(oid::AUTHORITY_KEY_ID, false, &identifier));
    }
    if !request.names.is_empty() || !request.addresses.is_empty() {
        // Without a subject they are all that names the holder.
        let names = alternative_names(request)?;
        list.push(extension(oid::SUBJECT_ALT_NAME, request.common_name.is_empty(), &names));
    }
    Ok(list)
}

fn extension(identifier: &[u8], is_critical: bool, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![oid(identifier)];
    if is_critical {
        parts.push(TRUE.to_vec());
    }
    parts.push(octet_string(value));
    sequence(&parts)
}

fn alternative_names(request: &Request) -> Result<Vec<u8>, String> {
    let mut parts = Vec::with_capacity(request.names.len() + request.addresses.len());
    for name in &request.names {
        if !name.is_ascii() {
            let name = gostd::strconv::quote_bytes(name);
            return Err(format!("x509: {name} cannot be encoded as an IA5String"));
        }
        parts.push(tagged(0x82, name));
    }
    parts.extend(request.addresses.iter().map(|address| tagged(0x87, address)));
    Ok(sequence(&parts))
}

/// `UTCTime` for the years from 1950 to 2049, else `GeneralizedTime`.
fn time(time: &Time) -> Result<Vec<u8>, String> {
    let time = time.in_location(gostd::time::Location::utc());
    match time.civil().year {
        1950..2050 => Ok(tagged(0x17, &time.format(b"060102150405Z"))),
        0..=9999 => Ok(tagged(0x18, &time.format(b"20060102150405Z"))),
        _ => Err("asn1: structure error: cannot represent time as GeneralizedTime".to_owned()),
    }
}
