//! Decimal numbers of any length, as shopspring/decimal 1.4 computes with them.

use super::natural::Natural;

/// How many digits after the point a quotient keeps (`decimal.DivisionPrecision`).
const DIVISION_PRECISION: i32 = 16;

/// Digits times a power of ten.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    negative: bool,
    digits: Natural,
    exponent: i32,
}

impl Decimal {
    /// The shortest decimal that reads back to the float; nothing for not-a-number and infinities.
    pub(super) fn from_float(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let text = format!("{:e}", number.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
        let exponent: i32 = exponent.parse().ok()?;
        let digits: u64 = mantissa.replace('.', "").parse().ok()?;
        Some(Self { negative: number < 0.0, digits: Natural::from(digits), exponent: exponent - decimals })
    }

    /// The float next to it.
    pub(super) fn to_float(&self) -> f64 {
        let size: f64 = format!("{}e{}", self.digits, self.exponent).parse().unwrap_or(0.0);
        // What is too small for a float keeps its sign, nought has none.
        if self.negative && !self.digits.is_zero() { -size } else { size }
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let (left, right) = (self.digits_at(exponent), other.digits_at(exponent));
        if self.negative == other.negative {
            return Self { negative: self.negative, digits: left.add(&right), exponent };
        }
        if left < right {
            Self { negative: other.negative, digits: right.sub(&left), exponent }
        } else {
            Self { negative: self.negative, digits: left.sub(&right), exponent }
        }
    }

    pub(super) fn sub(&self, other: &Self) -> Self {
        self.add(&Self { negative: !other.negative, ..other.clone() })
    }

    pub(super) fn mul(&self, other: &Self) -> Self {
        Self {
            negative: self.negative != other.negative,
            digits: self.digits.mul(&other.digits),
            exponent: self.exponent.saturating_add(other.exponent),
        }
    }

    /// The quotient, rounded half away from zero; nothing for a division by 0.
    pub(super) fn div(&self, other: &Self) -> Option<Self> {
        let shift = self.exponent - other.exponent + DIVISION_PRECISION;
        let left = self.digits.times_power_of_ten(shift.max(0).unsigned_abs());
        let right = other.digits.times_power_of_ten(shift.min(0).unsigned_abs());
        let (quotient, remainder) = left.divide(&right)?;
        let goes_up = remainder.add(&remainder) >= right;
        let digits = if goes_up { quotient.add(&Natural::from(1)) } else { quotient };
        Some(Self { negative: self.negative != other.negative, digits, exponent: -DIVISION_PRECISION })
    }

    /// The digits for a smaller exponent.
    fn digits_at(&self, exponent: i32) -> Natural {
        self.digits.times_power_of_ten((self.exponent - exponent).unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn no_binary_dust() {
        let decimal = |number: f64| Decimal::from_float(number).unwrap();
        assert_eq!(decimal(0.1).add(&decimal(0.2)).to_float(), 0.3);
        assert_eq!(decimal(0.3).sub(&decimal(0.5)).to_float(), -0.2);
        assert_eq!(decimal(1e300).mul(&decimal(1e-300)).to_float(), 1.0);
        assert_eq!(decimal(-2.0).div(&decimal(3.0)).unwrap().to_float(), -0.666_666_666_666_666_7);
        assert!(decimal(1.0).div(&decimal(0.0)).is_none());
        assert!(Decimal::from_float(f64::NAN).is_none());
    }
}
