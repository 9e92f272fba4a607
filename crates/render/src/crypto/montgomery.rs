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

/// `2 ^ exponent mod modulus`.
pub(super) fn power_of_two(exponent: &BigUint, modulus: &BigUint) -> BigUint {
    match modulus.bits() {
        961..=1024 if modulus.bit(0) => Field::<16>::new(modulus).power_of_two(exponent, modulus),
        1985..=2048 if modulus.bit(0) => Field::<32>::new(modulus).power_of_two(exponent, modulus),
        _ => BigUint::from(2_u8).modpow(exponent, modulus),
    }
}

/// Up to this many words the plain product is the fastest.
const UNROLLED: usize = 16;

/// An odd modulus of `N` words; `N` is even. Within, a number stands for itself times 2⁶⁴ᴺ.
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
        let one = Self::within(&BigUint::from(1_u8), modulus);
        let base = Self::within(base, modulus);
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
                    result = self.square(&result);
                }
                if let Some(power) = powers.get(usize::from(nibble)).filter(|_| nibble > 0) {
                    result = self.multiply(&result, power);
                }
            }
        }
        self.outside(&result)
    }

    /// Doubling costs nothing beside a product.
    fn power_of_two(&self, exponent: &BigUint, modulus: &BigUint) -> BigUint {
        let mut result = Self::within(&BigUint::from(1_u8), modulus);
        for bit in (0..exponent.bits()).rev() {
            result = self.square(&result);
            if exponent.bit(bit) {
                result = self.double(&result);
            }
        }
        self.outside(&result)
    }

    fn within(number: &BigUint, modulus: &BigUint) -> [u64; N] {
        to_words(&(((number % modulus) << (64 * N)) % modulus))
    }

    fn outside(&self, number: &[u64; N]) -> BigUint {
        let mut wide = [*number, [0; N]];
        from_words(&self.reduce(&mut wide))
    }

    /// Montgomery's product, word by word.
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
        self.reduced(total, top > 0)
    }

    /// Each product of two different words is made once and doubled. For short numbers that is no gain: the compiler
    /// unrolls the plain product.
    fn square(&self, number: &[u64; N]) -> [u64; N] {
        if N <= UNROLLED {
            return self.multiply(number, number);
        }
        let mut wide = [[0; N]; 2];
        let product = wide.as_flattened_mut();
        for place in (0..N).step_by(2) {
            let [first, second] = [number[place], number[place + 1]];
            let (low, carry) = multiply_add(first, second, product[2 * place + 1], 0);
            product[2 * place + 1] = low;
            let rest = &number[place + 2..];
            let (row, above) = product[2 * place + 2..].split_at_mut(rest.len());
            above[..2].copy_from_slice(&add_rows_with(row, rest, [first, second], carry));
        }
        double_and_add_squares(product, number);
        self.reduce(&mut wide)
    }

    /// A number of two halves divided by 2⁶⁴ᴺ modulo the modulus (Montgomery's reduction, two words at a time).
    fn reduce(&self, wide: &mut [[u64; N]; 2]) -> [u64; N] {
        let number = wide.as_flattened_mut();
        let mut top = false;
        for place in (0..N).step_by(2) {
            let (row, above) = number[place..].split_at_mut(N);
            let first = row[0].wrapping_mul(self.inverse);
            let (_, carry) = multiply_add(first, self.modulus[0], row[0], 0);
            let (next, _) = multiply_add(first, self.modulus[1], row[1], carry);
            let second = next.wrapping_mul(self.inverse);
            for (sum, word) in above.iter_mut().zip(add_rows(row, &self.modulus, [first, second])) {
                let (partial, overflow) = sum.overflowing_add(word);
                let (whole, more) = partial.overflowing_add(u64::from(top));
                *sum = whole;
                top = overflow || more;
            }
        }
        self.reduced(wide[1], top)
    }

    /// Less the modulus, if a carry or the number itself is too large.
    fn reduced(&self, mut number: [u64; N], carry: bool) -> [u64; N] {
        if carry || is_at_least(&number, &self.modulus) {
            subtract(&mut number, &self.modulus);
        }
        number
    }

    fn double(&self, number: &[u64; N]) -> [u64; N] {
        let mut result = *number;
        let mut top = 0;
        for word in &mut result {
            (*word, top) = ((*word << 1) | top, *word >> 63);
        }
        self.reduced(result, top > 0)
    }
}

/// Adds `row * (words[0] + words[1] * 2⁶⁴)` to as many words; returns the two words above.
#[inline]
fn add_rows(sums: &mut [u64], row: &[u64], words: [u64; 2]) -> [u64; 2] {
    add_rows_with(sums, row, words, 0)
}

/// The same with a carry from below. Two rows in one pass halve the loads and stores, and neither waits for the other.
#[inline]
fn add_rows_with(sums: &mut [u64], row: &[u64], [low, high]: [u64; 2], mut first: u64) -> [u64; 2] {
    let (mut second, mut before) = (0, 0);
    for (sum, digit) in sums.iter_mut().zip(row) {
        let partial;
        (partial, first) = multiply_add(*digit, low, *sum, first);
        (*sum, second) = multiply_add(before, high, partial, second);
        before = *digit;
    }
    let (next, last) = multiply_add(before, high, first, second);
    [next, last]
}

/// Makes the products of different words, each once, a square.
fn double_and_add_squares(product: &mut [u64], number: &[u64]) {
    let (mut top, mut carry) = (0, 0);
    for (pair, digit) in product.as_chunks_mut::<2>().0.iter_mut().zip(number) {
        let [low, high] = *pair;
        let square = u128::from(*digit) * u128::from(*digit);
        let lower = u128::from((low << 1) | top) + u128::from(square as u64) + carry;
        let upper = u128::from((high << 1) | (low >> 63)) + (square >> 64) + (lower >> 64);
        (top, carry) = (high >> 63, upper >> 64);
        *pair = [lower as u64, upper as u64];
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

    use super::{power, power_of_two};
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
                let two = BigUint::from(2_u8);
                assert_eq!(power_of_two(&exponent, &modulus), two.modpow(&exponent, &modulus), "{size}");
            }
        }
    }
}
