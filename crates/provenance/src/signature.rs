//! What a signature packet says about itself. Only the hashed area counts: the rest may be anybody's.

use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{KeyFlags, Signature, SubpacketData};
use pgp::types::{Fingerprint, KeyDetails};

/// When it was made, in Unix seconds; 0 where it does not say.
pub(crate) fn created(signature: &Signature) -> i64 {
    signature.created().map_or(0, |time| i64::from(time.as_secs()))
}

/// Whether it has expired at a time.
pub(crate) fn is_expired(signature: &Signature, now: i64) -> bool {
    let lifetime = signature.signature_expiration_time().map_or(0, pgp::types::Duration::as_secs);
    lifetime != 0 && created(signature).saturating_add(i64::from(lifetime)) <= now
}

/// How long it lets a key live, in seconds since the key's creation.
pub(crate) fn key_lifetime(signature: &Signature) -> Option<i64> {
    signature.key_expiration_time().map(|time| i64::from(time.as_secs())).filter(|seconds| *seconds != 0)
}

/// The uses it gives a key, where it names any.
pub(crate) fn key_flags(signature: &Signature) -> Option<&KeyFlags> {
    signature.config()?.hashed_subpackets().find_map(|packet| match &packet.data {
        SubpacketData::KeyFlags(flags) => Some(flags),
        _ => None,
    })
}

/// MD5, SHA-1 and RIPEMD-160 can be forged, or soon.
pub(crate) fn is_strong(hash: Option<HashAlgorithm>) -> bool {
    use HashAlgorithm::{Sha3_256, Sha3_512, Sha224, Sha256, Sha384, Sha512};
    matches!(hash, Some(Sha224 | Sha256 | Sha384 | Sha512 | Sha3_256 | Sha3_512))
}

/// The name of the digest that it is over, as in `Hash:` headers.
pub(crate) fn hash_name(signature: &Signature) -> String {
    signature.hash_alg().map_or_else(|| "unknown".to_owned(), |hash| hash.to_string())
}

/// Whether it names this key as its maker; one that names nobody names everybody.
pub(crate) fn names(signature: &Signature, key: &impl KeyDetails) -> bool {
    let (ids, fingerprints) = (signature.issuer_key_id(), signature.issuer_fingerprint());
    let (id, fingerprint) = (key.legacy_key_id(), key.fingerprint());
    (ids.is_empty() && fingerprints.is_empty()) || ids.contains(&&id) || fingerprints.contains(&&fingerprint)
}

/// A part that its maker calls critical and nobody here knows: it may change the meaning of the rest.
pub(crate) fn unknown_critical_part(signature: &Signature) -> Option<String> {
    signature.config()?.hashed_subpackets().filter(|packet| packet.is_critical).find_map(|packet| match &packet.data {
        SubpacketData::Notation(notation) => Some(format!("notation {}", String::from_utf8_lossy(&notation.name))),
        SubpacketData::Experimental(number, _) | SubpacketData::Other(number, _) => Some(format!("subpacket {number}")),
        _ => None,
    })
}

/// Upper-case hexadecimal, as GnuPG and Helm show fingerprints.
pub(crate) fn hex(fingerprint: &Fingerprint) -> String {
    fingerprint.to_string().to_uppercase()
}
