//! Whole numbers of any length.

use std::cmp::Ordering;
use std::fmt;

/// One limb holds nine decimal digits.
const BASE: u64 = 1_000_000_000;
const LIMB_DIGITS: u32 = 9;

/// A number that is not negative: limbs to the base 10^9, the lowest first, the highest not 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Natural(Vec<u64>);

impl From<u64> for Natural {
    fn from(number: u64) -> Self {
        Self::trimmed(vec![number % BASE, number / BASE % BASE, number / BASE / BASE])
    }
}

impl Natural {
    fn trimmed(mut limbs: Vec<u64>) -> Self {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Self(limbs)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn limb(&self, index: usize) -> u64 {
        self.0.get(index).copied().unwrap_or(0)
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        let length = self.0.len().max(other.0.len());
        let mut limbs = Vec::with_capacity(length + 1);
        let mut carry = 0;
        for index in 0..length {
            let sum = self.limb(index) + other.limb(index) + carry;
            limbs.push(sum % BASE);
            carry = sum / BASE;
        }
        limbs.push(carry);
        Self::trimmed(limbs)
    }

    /// The difference; the other number must not be larger.
    pub(super) fn sub(&self, other: &Self) -> Self {
        let mut limbs = Vec::with_capacity(self.0.len());
        let mut borrow = 0;
        for index in 0..self.0.len() {
            let taken = other.limb(index) + borrow;
            borrow = u64::from(self.limb(index) < taken);
            limbs.push(self.limb(index) + borrow * BASE - taken);
        }
        Self::trimmed(limbs)
    }

    pub(super) fn mul(&self, other: &Self) -> Self {
        let mut limbs = vec![0; self.0.len() + other.0.len() + 1];
        for (offset, left) in self.0.iter().enumerate() {
            let mut carry = 0;
            for (index, limb) in limbs.iter_mut().skip(offset).enumerate() {
                let sum = *limb + left * other.limb(index) + carry;
                *limb = sum % BASE;
                carry = sum / BASE;
                if carry == 0 && index >= other.0.len() {
                    break;
                }
            }
        }
        Self::trimmed(limbs)
    }

    pub(super) fn times_power_of_ten(&self, exponent: u32) -> Self {
        let zeros = (exponent / LIMB_DIGITS) as usize;
        let mut limbs = vec![0; zeros];
        let factor = 10_u64.pow(exponent % LIMB_DIGITS);
        limbs.extend_from_slice(&self.times(factor).0);
        Self::trimmed(limbs)
    }

    /// The product with a number of one limb.
    fn times(&self, factor: u64) -> Self {
        let mut limbs = Vec::with_capacity(self.0.len() + 1);
        let mut carry = 0;
        for limb in &self.0 {
            let product = limb * factor + carry;
            limbs.push(product % BASE);
            carry = product / BASE;
        }
        limbs.push(carry);
        Self::trimmed(limbs)
    }

    /// Quotient and remainder; nothing for a division by 0. Long division, limb by limb.
    pub(super) fn divide(&self, divisor: &Self) -> Option<(Self, Self)> {
        if divisor.is_zero() {
            return None;
        }
        let mut quotient = vec![0; self.0.len()];
        let mut remainder = Self(Vec::new());
        for (place, limb) in quotient.iter_mut().zip(&self.0).rev() {
            remainder.0.insert(0, *limb);
            remainder = Self::trimmed(remainder.0);
            let digit = remainder.times_it_holds(divisor);
            remainder = remainder.sub(&divisor.times(digit));
            *place = digit;
        }
        Some((Self::trimmed(quotient), remainder))
    }

    /// How many times the divisor fits, which is less than the base: found by halving.
    fn times_it_holds(&self, divisor: &Self) -> u64 {
        let (mut low, mut high) = (0, BASE);
        while low + 1 < high {
            let middle = low.midpoint(high);
            if divisor.times(middle) <= *self {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Natural {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut limbs = self.0.iter().rev();
        write!(formatter, "{}", limbs.next().unwrap_or(&0))?;
        limbs.try_for_each(|limb| write!(formatter, "{limb:09}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Natural;

    #[test]
    fn arithmetic_of_long_numbers() {
        let long = Natural::from(u64::MAX).mul(&Natural::from(u64::MAX));
        assert_eq!(long.to_string(), "340282366920938463426481119284349108225");
        let (quotient, remainder) = long.add(&Natural::from(7)).divide(&Natural::from(u64::MAX)).unwrap();
        assert_eq!((quotient, remainder), (Natural::from(u64::MAX), Natural::from(7)));
        assert_eq!(Natural::from(12).times_power_of_ten(20).to_string(), "1200000000000000000000");
        assert_eq!(long.sub(&long).to_string(), "0");
        assert!(long.divide(&Natural::from(0)).is_none());
    }
}
