//! ECDSA keys and signatures.

use num_bigint::BigUint;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::curve::{CURVES, Curve};
use super::der::{bit_string, explicit, fixed_bytes, integer, octet_string, sequence, small_integer, tagged};
use super::prime::random_below;
use crate::random::Random;

/// A private key.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(super) curve: &'static Curve,
    secret: BigUint,
    /// The public point, uncompressed.
    pub(super) public: Vec<u8>,
}

impl Key {
    /// A new key on P-256.
    pub(crate) fn generate(random: &mut Random) -> Self {
        let [_, curve, ..] = &CURVES;
        let order = curve.group().order;
        loop {
            let secret = random_below(random, &order);
            if let Some(key) = Self::from_secret(curve, secret) {
                return key;
            }
        }
    }

    /// The key of a secret; `None` if the curve has none such.
    pub(super) fn from_secret(curve: &'static Curve, secret: BigUint) -> Option<Self> {
        let group = curve.group();
        if secret == BigUint::ZERO || secret >= group.order {
            return None;
        }
        let (x, y) = group.multiply_base(&secret)?;
        let size = curve.size();
        let public = [vec![4], fixed_bytes(&x, size), fixed_bytes(&y, size)].concat();
        Some(Self { curve, secret, public })
    }

    /// SEC 1's `ECPrivateKey`.
    pub(super) fn to_der(&self) -> Vec<u8> {
        sequence(&[
            small_integer(1),
            octet_string(&fixed_bytes(&self.secret, self.curve.size())),
            explicit(0, &tagged(6, self.curve.oid)),
            explicit(1, &bit_string(&self.public, 0)),
        ])
    }

    /// A signature of a message with the hash that Go takes for the curve.
    pub(super) fn sign(&self, message: &[u8], random: &mut Random) -> Vec<u8> {
        let group = self.curve.group();
        let digest = self.digest(message);
        // Only as many bits as the order has.
        let excess = (8 * digest.len() as u64).saturating_sub(group.order.bits());
        let digest = BigUint::from_bytes_be(&digest) >> excess;
        loop {
            let nonce = random_below(random, &group.order);
            let (Some((x, _)), Some(inverse)) = (group.multiply_base(&nonce), nonce.modinv(&group.order)) else {
                continue;
            };
            let first = x % &group.order;
            let second = (&digest + &first * &self.secret) * inverse % &group.order;
            if first != BigUint::ZERO && second != BigUint::ZERO {
                return sequence(&[integer(&first), integer(&second)]);
            }
        }
    }

    fn digest(&self, message: &[u8]) -> Vec<u8> {
        match self.curve.bits {
            384 => Sha384::digest(message).to_vec(),
            521 => Sha512::digest(message).to_vec(),
            _ => Sha256::digest(message).to_vec(),
        }
    }
}
