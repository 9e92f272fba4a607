//! Prime numbers.

use num_bigint::BigUint;

use super::montgomery::{power, power_of_two};
use crate::random::Random;

/// Candidates are checked for factors below this, long ones for factors below that: each prime costs some divisions,
/// each candidate a power.
const SIEVED: u32 = 1 << 16;
const SIEVED_LONG: u32 = 1 << 18;

/// How many odd numbers are looked at behind a random start.
const WINDOW: usize = 1 << 12;

/// Rounds of Miller and Rabin's test with random bases, after one with base 2, for numbers of up to 512 bits and for
/// longer ones, of which far fewer are mistaken for primes (FIPS 186-5, table B.1, has 5 for 1024 bits, 4 for 2048).
const ROUNDS: u32 = 10;
const ROUNDS_LONG: u32 = 4;

/// A random number of so many bits, of which the first is 1.
pub(super) fn random_number(random: &mut Random, bits: u64) -> BigUint {
    let mut bytes = vec![0; usize::try_from(bits.div_ceil(8)).unwrap_or(0)];
    random.fill(&mut bytes);
    let mut number = BigUint::from_bytes_be(&bytes) >> (8 * bytes.len() as u64 - bits);
    number.set_bit(bits - 1, true);
    number
}

/// A random number from 1 up to but not including `bound`, which is above 1.
pub(super) fn random_below(random: &mut Random, bound: &BigUint) -> BigUint {
    let bits = bound.bits();
    let mut bytes = vec![0; usize::try_from(bits.div_ceil(8)).unwrap_or(0)];
    loop {
        random.fill(&mut bytes);
        let number = BigUint::from_bytes_be(&bytes) >> (8 * bytes.len() as u64 - bits);
        if number != BigUint::ZERO && number < *bound {
            return number;
        }
    }
}

/// A random prime of so many bits (at least 32), of which the first two are 1, so that the product of two has twice
/// as many.
pub(super) fn random_prime(random: &mut Random, bits: u64) -> BigUint {
    let primes = small_primes(if bits > 1024 { SIEVED_LONG } else { SIEVED });
    loop {
        let mut start = random_number(random, bits);
        start.set_bit(bits - 2, true);
        start.set_bit(0, true);
        let composite = sieve(&start, &primes);
        let offsets = composite.iter().enumerate().filter(|(_, composite)| !**composite).map(|(place, _)| 2 * place);
        for offset in offsets {
            let candidate = &start + offset;
            if candidate.bits() == bits && is_prime(&candidate, random) {
                return candidate;
            }
        }
    }
}

/// Odd primes below a limit.
fn small_primes(limit: u32) -> Vec<u32> {
    let mut composite = vec![false; limit as usize];
    let mut primes = Vec::with_capacity(limit as usize / 10);
    for number in (3..limit).step_by(2) {
        if composite.get(number as usize) == Some(&true) {
            continue;
        }
        primes.push(number);
        let multiples = composite.iter_mut().skip((number as usize).saturating_mul(number as usize));
        multiples.step_by(number as usize).for_each(|composite| *composite = true);
    }
    primes
}

/// Which of the odd numbers from `start` on have a small factor.
fn sieve(start: &BigUint, primes: &[u32]) -> Vec<bool> {
    let mut composite = vec![false; WINDOW];
    // Three primes of up to 18 bits fit into a word: one long division for all of them.
    for group in primes.chunks(3) {
        let product: u64 = group.iter().map(|prime| u64::from(*prime)).product();
        let rest = u64::try_from(start % product).unwrap_or(0);
        for prime in group {
            let missing = (u64::from(*prime) - rest % u64::from(*prime)) as usize % *prime as usize;
            // The first multiple that is an even distance away.
            let distance = if missing.is_multiple_of(2) { missing } else { missing + *prime as usize };
            let multiples = composite.iter_mut().skip(distance / 2);
            multiples.step_by(*prime as usize).for_each(|composite| *composite = true);
        }
    }
    composite
}

/// Whether an odd number above 3 is prime, by all that can be told with random bases.
pub(super) fn is_prime(number: &BigUint, random: &mut Random) -> bool {
    let one = BigUint::from(1_u8);
    let last = number - 1_u8;
    let twos = last.trailing_zeros().unwrap_or(0);
    let odd = &last >> twos;
    let passes = |mut power: BigUint| {
        if power == one || power == last {
            return true;
        }
        for _ in 1..twos {
            power = &power * &power % number;
            if power == last {
                return true;
            }
        }
        false
    };
    let rounds = if number.bits() > 512 { ROUNDS_LONG } else { ROUNDS };
    // Two first: most composites fail at once.
    passes(power_of_two(&odd, number)) && (0..rounds).all(|_| passes(power(&random_below(random, &last), &odd, number)))
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;

    use super::{is_prime, random_prime, small_primes};
    use crate::random::Random;

    #[test]
    fn small_primes_are_all_there() {
        let primes = small_primes(1 << 14);
        assert_eq!(primes.len(), 1899);
        assert_eq!((primes.first(), primes.last()), (Some(&3), Some(&16381)));
    }

    #[test]
    fn primes_and_what_looks_like_them() {
        let mut random = Random::new([5; 32]);
        let mersenne = |bits: u32| (BigUint::from(1_u8) << bits) - 1_u8;
        assert!(is_prime(&mersenne(127), &mut random) && is_prime(&mersenne(521), &mut random));
        // The last is a strong pseudoprime to base 2, the others are Carmichael numbers.
        for number in [561_u32, 41_041, 825_265, 2_047] {
            assert!(!is_prime(&BigUint::from(number), &mut random), "{number}");
        }
        assert!(!is_prime(&mersenne(129), &mut random));
        let prime = random_prime(&mut random, 128);
        assert!(prime.bits() == 128 && prime.bit(126) && is_prime(&prime, &mut random));
    }
}
