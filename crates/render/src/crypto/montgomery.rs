//! Powers modulo an odd number, fast for the sizes of RSA primes.

use num_bigint::BigUint;

/// `base ^ exponent mod modulus`.
pub(super) fn power(base: &BigUint, exponent: &BigUint, modulus: &BigUint) -> BigUint {
    if !modulus.bit(0) {
        return base.modpow(exponent, modulus);
    }
    match modulus.bits() {
        961..=1024 => Field::<16>::new(modulus).power(base, exponent, modulus),
        1985..=2048 => Field::<32>::new(modulus).power(base, exponent, modulus),
        _ => base.modpow(exponent, modulus),
    }
}

/// An odd modulus of `N` words.
struct Field<const N: usize> {
    modulus: [u64; N],
    /// What makes the lowest word of a product vanish: `-1 / modulus` modulo 2⁶⁴.
    inverse: u64,
}

impl<const N: usize> Field<N> {
    fn new(modulus: &BigUint) -> Self {
        let words = to_words(modulus);
        let low = words.first().copied().unwrap_or(1);
        // Newton's iteration doubles the number of right bits, from 3.
        let mut inverse = low;
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(low.wrapping_mul(inverse)));
        }
        Self { modulus: words, inverse: inverse.wrapping_neg() }
    }

    /// Four bits of the exponent at a time.
    fn power(&self, base: &BigUint, exponent: &BigUint, modulus: &BigUint) -> BigUint {
        let shift = 64 * N;
        let one = to_words(&((BigUint::from(1_u8) << shift) % modulus));
        let base = to_words(&(((base % modulus) << shift) % modulus));
        let mut powers = [one; 16];
        let mut last = one;
        for power in powers.iter_mut().skip(1) {
            last = self.multiply(&last, &base);
            *power = last;
        }
        let mut result = one;
        for byte in exponent.to_bytes_be() {
            for nibble in [byte >> 4, byte & 15] {
                for _ in 0..4 {
                    result = self.multiply(&result, &result);
                }
                if let Some(power) = powers.get(usize::from(nibble)).filter(|_| nibble > 0) {
                    result = self.multiply(&result, power);
                }
            }
        }
        let mut unit = [0; N];
        unit[0] = 1;
        from_words(&self.multiply(&result, &unit))
    }

    /// `left * right / 2^(64 N)` modulo the modulus (Montgomery's product, word by word).
    fn multiply(&self, left: &[u64; N], right: &[u64; N]) -> [u64; N] {
        let mut total = [0_u64; N];
        let mut top = 0_u64;
        for word in right {
            let mut carry = 0;
            for (sum, digit) in total.iter_mut().zip(left) {
                (*sum, carry) = multiply_add(*digit, *word, *sum, carry);
            }
            let (above, overflow) = top.overflowing_add(carry);
            let factor = total[0].wrapping_mul(self.inverse);
            let (_, mut carry) = multiply_add(factor, self.modulus[0], total[0], 0);
            for place in 1..N {
                (total[place - 1], carry) = multiply_add(factor, self.modulus[place], total[place], carry);
            }
            let (highest, more) = above.overflowing_add(carry);
            total[N - 1] = highest;
            top = u64::from(overflow) + u64::from(more);
        }
        if top > 0 || is_at_least(&total, &self.modulus) {
            subtract(&mut total, &self.modulus);
        }
        total
    }
}

/// `left * right + sum + carry` as low and high word.
#[inline]
fn multiply_add(left: u64, right: u64, sum: u64, carry: u64) -> (u64, u64) {
    let result = u128::from(left) * u128::from(right) + u128::from(sum) + u128::from(carry);
    (result as u64, (result >> 64) as u64)
}

fn is_at_least<const N: usize>(left: &[u64; N], right: &[u64; N]) -> bool {
    left.iter().rev().ge(right.iter().rev())
}

fn subtract<const N: usize>(left: &mut [u64; N], right: &[u64; N]) {
    let mut borrow = false;
    for (digit, other) in left.iter_mut().zip(right) {
        let (difference, first) = digit.overflowing_sub(*other);
        let (difference, second) = difference.overflowing_sub(u64::from(borrow));
        *digit = difference;
        borrow = first || second;
    }
}

fn to_words<const N: usize>(number: &BigUint) -> [u64; N] {
    let mut words = [0; N];
    for (word, digit) in words.iter_mut().zip(number.iter_u64_digits()) {
        *word = digit;
    }
    words
}

fn from_words<const N: usize>(words: &[u64; N]) -> BigUint {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    BigUint::from_bytes_le(&bytes)
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;

    use super::power;
    use crate::random::Random;

    #[test]
    fn powers_are_those_of_the_plain_method() {
        let mut random = Random::new([3; 32]);
        for size in [100, 121, 127, 128, 249, 255, 256, 300] {
            let mut number = || {
                let mut bytes = vec![0; size];
                random.fill(&mut bytes);
                BigUint::from_bytes_be(&bytes)
            };
            for top in [number(), (BigUint::from(1_u8) << (8 * size)) - 1_u8] {
                let modulus = top | BigUint::from(1_u8);
                let (base, exponent) = (number(), number() >> (8 * size - 70));
                assert_eq!(power(&base, &exponent, &modulus), base.modpow(&exponent, &modulus), "{size}");
                assert_eq!(power(&base, &BigUint::ZERO, &modulus), BigUint::from(1_u8));
            }
        }
    }
}
