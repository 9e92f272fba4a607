//! Which algorithms and sizes are taken.
//!
//! RSA from 2048 bits (NIST SP 800-131A), to 8192; DSA of 2048 or 3072 bits (FIPS 186-4); elliptic curves that Helm
//! knows.

use pgp::crypto::public_key::PublicKeyAlgorithm as Algorithm;
use pgp::ser::Serialize;
use pgp::types::{EcdsaPublicParams, KeyDetails, KeyVersion, PublicParams};

use super::Unfit;

const RSA_BITS: std::ops::RangeInclusive<u16> = 2048..=8192;
const DSA_BITS: std::ops::RangeInclusive<u16> = 2048..=3072;

/// Whether signatures by such a key prove anything, and can be checked in reasonable time.
///
/// # Errors
/// [`Unfit::WeakKey`], [`Unfit::Algorithm`].
pub(crate) fn strength(parameters: &PublicParams) -> Result<(), Unfit> {
    match parameters {
        PublicParams::RSA(key) => within("RSA", first_number_bits(key), &RSA_BITS),
        PublicParams::DSA(key) => within("DSA", first_number_bits(key), &DSA_BITS),
        PublicParams::ECDSA(EcdsaPublicParams::Unsupported { .. }) => {
            Err(Unfit::Algorithm { name: "ECDSA on a curve that is not supported".to_owned() })
        }
        PublicParams::ECDSA(_) | PublicParams::EdDSALegacy(_) | PublicParams::Ed25519(_) | PublicParams::Ed448(_) => {
            Ok(())
        }
        PublicParams::Elgamal(_) => Err(Unfit::Algorithm { name: "ElGamal".to_owned() }),
        PublicParams::ECDH(_) | PublicParams::X25519(_) | PublicParams::X448(_) => {
            Err(Unfit::Algorithm { name: "Diffie-Hellman".to_owned() })
        }
        _ => Err(Unfit::Algorithm { name: "an unknown algorithm".to_owned() }),
    }
}

fn within(name: &'static str, bits: u16, allowed: &std::ops::RangeInclusive<u16>) -> Result<(), Unfit> {
    if allowed.contains(&bits) { Ok(()) } else { Err(Unfit::WeakKey { name, bits }) }
}

/// Bits of the first number of a key, which is the modulus: two bytes in front of every number say it.
fn first_number_bits(parameters: &impl Serialize) -> u16 {
    let bytes = parameters.to_bytes().unwrap_or_default();
    bytes.first_chunk::<2>().map_or(0, |two| u16::from_be_bytes(*two))
}

/// Whether GnuPG 2.2, which most distributions ship, can check signatures of such a key.
///
/// # Errors
/// [`Unfit::Version`], [`Unfit::Unreadable`].
pub(crate) fn is_readable_by_gnupg(key: &impl KeyDetails) -> Result<(), Unfit> {
    match (key.version(), key.algorithm()) {
        (KeyVersion::V4, Algorithm::Ed25519) => Err(Unfit::Unreadable { name: "Ed25519 (algorithm 27)" }),
        (KeyVersion::V4, Algorithm::Ed448) => Err(Unfit::Unreadable { name: "Ed448 (algorithm 28)" }),
        (KeyVersion::V4, _) => Ok(()),
        (version, _) => Err(Unfit::Version { version: u8::from(version) }),
    }
}
