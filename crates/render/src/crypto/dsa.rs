//! DSA keys.

use num_bigint::BigUint;

use super::der::{integer, sequence};
use super::montgomery::power;
use super::prime::{is_prime, random_below, random_number};
use crate::random::Random;

/// Bits of the two primes (`dsa.L2048N256`).
const SIZES: (u64, u64) = (2048, 256);

/// A private key with its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// `p`, `q`, `g`, the public number and the secret.
    pub(super) numbers: [BigUint; 5],
}

impl Key {
    /// New parameters and a key (`dsa.GenerateParameters`, `dsa.GenerateKey`).
    pub(crate) fn generate(random: &mut Random) -> Self {
        let (large, small) = primes(random);
        let exponent = (&large - 1_u8) / &small;
        let mut base = BigUint::from(2_u8);
        let mut generator = power(&base, &exponent, &large);
        while generator == BigUint::from(1_u8) {
            base += 1_u8;
            generator = power(&base, &exponent, &large);
        }
        let secret = random_below(random, &small);
        let public = power(&generator, &secret, &large);
        Self { numbers: [large, small, generator, public, secret] }
    }

    /// OpenSSL's form: version 0 and the numbers.
    pub(super) fn to_der(&self) -> Vec<u8> {
        let mut parts = vec![integer(&BigUint::ZERO)];
        parts.extend(self.numbers.iter().map(integer));
        sequence(&parts)
    }
}

/// A large prime that is one more than a multiple of a small one, and the small one.
fn primes(random: &mut Random) -> (BigUint, BigUint) {
    let (large_bits, small_bits) = SIZES;
    loop {
        let mut small = random_number(random, small_bits);
        small.set_bit(0, true);
        if !is_prime(&small, random) {
            continue;
        }
        let step = &small << 1_u8;
        for _ in 0..4 * large_bits {
            let number = random_number(random, large_bits);
            let candidate = &number - (&number % &step) + 1_u8;
            if candidate.bits() == large_bits && has_no_small_factor(&candidate) && is_prime(&candidate, random) {
                return (candidate, small);
            }
        }
    }
}

/// Spares most candidates the real test.
fn has_no_small_factor(number: &BigUint) -> bool {
    (3_u32..2000).step_by(2).all(|factor| number % factor != BigUint::ZERO)
}
