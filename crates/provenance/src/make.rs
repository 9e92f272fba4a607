//! Making a provenance file.
//!
//! 1. The text: the metadata of the packed chart, and the archive's digest.
//! 2. The signature: version 4, over the text in canonical form, SHA-512. Its time is the source time, or the key's
//!    creation where that is later; it has no random parts, and RSA (PKCS #1 v1.5), EdDSA, ECDSA and DSA (RFC 6979)
//!    sign deterministically: the same chart, key and time give the same bytes.
//! 3. The file is verified with the key's public part before it is given away.
//!
//! Helm's differ by the time of the day, by the missing checksum of the armour and a random notation (`salt@notations.openpgpjs.org`).

use chart::Metadata;
use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{Signature, SignatureConfig, SignatureType, Subpacket, SubpacketData};
use pgp::types::{Password, SigningKey, Timestamp};

use crate::document;
use crate::key::Signer;
use crate::message;
use crate::verify::{Archive, verify_archive};
use crate::{Error, Key};

/// Makes the provenance file of a chart's archive.
///
/// `metadata` is what a reader of the archive sees ([`chart::load_archive`]), `archive` its file name without folders,
/// `sha256` its digest in lower-case hexadecimal, `time` the source time in Unix seconds.
///
/// # Errors
/// [`Error::Make`] when the text can't be written or signed, or when the source time is after the time the key was
/// read at; what [`crate::verify()`] says when the result would not be accepted.
pub fn make(key: &Key, metadata: &Metadata, archive: &str, sha256: &str, time: i64) -> Result<Vec<u8>, Error> {
    let failed = |detail: String| Error::Make { archive: archive.to_owned(), detail };
    let signed_at = time.max(key.born());
    if signed_at > key.read_at() {
        let detail = format!(
            "the source time {signed_at} lies {} seconds in the future, and a signature of the future is none",
            signed_at.saturating_sub(key.read_at())
        );
        return Err(failed(detail));
    }
    let text = message::write(metadata, archive, sha256).map_err(|error| failed(error.to_string()))?;
    let text = document::trimmed(&text);
    let signature = match &key.signer {
        Signer::Primary(secret) => sign(secret.as_ref(), &text, signed_at),
        Signer::Subkey(secret) => sign(secret.as_ref(), &text, signed_at),
    };
    let signature = signature.map_err(|error| failed(error.to_string()))?;
    let file = document::write(&text, &signature).map_err(failed)?;
    verify_archive(&file, &Archive { name: archive, sha256, metadata }, &key.public(), key.read_at())?;
    Ok(file)
}

/// Step 2. The secret is unlocked, hence no password.
fn sign(secret: &impl SigningKey, text: &str, time: i64) -> pgp::errors::Result<Signature> {
    let time = Timestamp::from_secs(u32::try_from(time).unwrap_or(u32::MAX));
    let mut config = SignatureConfig::v4(SignatureType::Text, secret.algorithm(), HashAlgorithm::Sha512);
    config.hashed_subpackets = vec![
        Subpacket::critical(SubpacketData::SignatureCreationTime(time))?,
        Subpacket::regular(SubpacketData::IssuerKeyId(secret.legacy_key_id()))?,
        Subpacket::regular(SubpacketData::IssuerFingerprint(secret.fingerprint()))?,
    ];
    config.sign(secret, &Password::empty(), document::signed(text.as_bytes()).as_slice())
}
