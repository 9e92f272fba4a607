//! RSA keys and signatures.

use std::thread;

use num_bigint::BigUint;
use sha2::{Digest as _, Sha256};

use super::der::{self, integer, sequence};
use super::montgomery::power;
use super::prime::random_prime;
use crate::random::Random;

/// The exponent of all keys that are made here.
const EXPONENT: u32 = 65537;

/// `DigestInfo` for SHA-256 up to the digest (RFC 8017, 9.2).
const SHA256_PREFIX: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// Two primes of half the bits each, searched for side by side. Each has a stream of its own, so that the result does
/// not depend on who is quicker.
fn two_primes(random: &mut Random, bits: u64) -> [BigUint; 2] {
    let (mut first, mut second) = (Random::new(random.bytes()), Random::new(random.bytes()));
    thread::scope(|threads| {
        let other = threads.spawn(move || random_prime(&mut second, bits - bits / 2));
        let one = random_prime(&mut first, bits / 2);
        match other.join() {
            Ok(other) => [one, other],
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// A key of two primes.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(super) modulus: BigUint,
    pub(super) exponent: BigUint,
    pub(super) secret: BigUint,
    pub(super) primes: [BigUint; 2],
    /// The secret modulo each prime less one, and the inverse of the second prime modulo the first.
    remainders: [BigUint; 3],
}

impl Key {
    /// A new key of so many bits (`rsa.GenerateKey`).
    pub(crate) fn generate(random: &mut Random, bits: u64) -> Self {
        let exponent = BigUint::from(EXPONENT);
        loop {
            let primes = two_primes(random, bits);
            let [first, second] = &primes;
            let (one_less, other_less) = (first - 1_u8, second - 1_u8);
            let multiple = &one_less / greatest_common_divisor(&one_less, &other_less) * &other_less;
            if first == second {
                continue;
            }
            let Some(secret) = exponent.modinv(&multiple) else { continue };
            let modulus = first * second;
            if let Some(key) = Self::from_parts(modulus, exponent.clone(), secret, primes) {
                return key;
            }
        }
    }

    /// A key from its numbers; `None` if they do not belong together.
    pub(super) fn from_parts(
        modulus: BigUint,
        exponent: BigUint,
        secret: BigUint,
        primes: [BigUint; 2],
    ) -> Option<Self> {
        let [first, second] = &primes;
        let one = BigUint::from(1_u8);
        if *first <= one || *second <= one || first * second != modulus {
            return None;
        }
        let (one_less, other_less) = (first - 1_u8, second - 1_u8);
        let identity = &secret * &exponent;
        if &identity % &one_less != &one % &one_less || &identity % &other_less != &one % &other_less {
            return None;
        }
        let remainders = [&secret % one_less, &secret % other_less, second.modinv(first)?];
        Some(Self { modulus, exponent, secret, primes, remainders })
    }

    /// PKCS #1's `RSAPrivateKey`.
    pub(super) fn to_der(&self) -> Vec<u8> {
        let [first, second] = &self.primes;
        let [first_remainder, second_remainder, inverse] = &self.remainders;
        let numbers =
            [&self.modulus, &self.exponent, &self.secret, first, second, first_remainder, second_remainder, inverse];
        let mut parts = vec![integer(&BigUint::ZERO)];
        parts.extend(numbers.map(integer));
        sequence(&parts)
    }

    /// PKCS #1's `RSAPublicKey`.
    pub(super) fn public_der(&self) -> Vec<u8> {
        sequence(&[integer(&self.modulus), integer(&self.exponent)])
    }

    /// A signature of a message by PKCS #1 v1.5 with SHA-256; `None` if the key is too short for one.
    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let length = usize::try_from(self.modulus.bits().div_ceil(8)).ok()?;
        let digest = Sha256::digest(message);
        let padding = length.checked_sub(3 + SHA256_PREFIX.len() + digest.len()).filter(|padding| *padding >= 8)?;
        let mut encoded = vec![0, 1];
        encoded.extend(std::iter::repeat_n(0xff, padding));
        encoded.push(0);
        encoded.extend(SHA256_PREFIX);
        encoded.extend(digest);
        let signature = self.private_power(&BigUint::from_bytes_be(&encoded));
        Some(der::fixed_bytes(&signature, length))
    }

    /// `number ^ secret`, by way of the primes.
    fn private_power(&self, number: &BigUint) -> BigUint {
        let [first, second] = &self.primes;
        let [first_remainder, second_remainder, inverse] = &self.remainders;
        let at_first = power(&(number % first), first_remainder, first);
        let at_second = power(&(number % second), second_remainder, second);
        let difference = (at_first + first - &at_second % first) % first;
        at_second + difference * inverse % first * second
    }
}

fn greatest_common_divisor(left: &BigUint, right: &BigUint) -> BigUint {
    let (mut left, mut right) = (left.clone(), right.clone());
    while right != BigUint::ZERO {
        (left, right) = (right.clone(), left % right);
    }
    left
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;

    use super::Key;
    use crate::random::Random;

    #[test]
    fn signatures_can_be_undone() {
        let key = Key::generate(&mut Random::new([9; 32]), 1024);
        assert_eq!(key.modulus.bits(), 1024);
        let signature = BigUint::from_bytes_be(&key.sign(b"message").unwrap());
        let opened = signature.modpow(&key.exponent, &key.modulus).to_bytes_be();
        assert!(opened.starts_with(&[1, 0xff, 0xff]), "{opened:x?}");
    }

    #[test]
    fn numbers_must_belong_together() {
        let key = Key::generate(&mut Random::new([9; 32]), 512);
        let parts =
            |secret: BigUint| Key::from_parts(key.modulus.clone(), key.exponent.clone(), secret, key.primes.clone());
        assert!(parts(key.secret.clone()).is_some());
        assert!(parts(&key.secret + 1_u8).is_none());
    }
}
