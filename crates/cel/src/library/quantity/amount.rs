//! Amounts: small ones are integers times a power of ten, all others decimal numbers
//! (`apimachinery/pkg/api/resource/amount.go`). Which of the two an amount is shows: only small ones are integers.

use std::cmp::Ordering;

use super::decimal::Decimal;
use super::power::power_of_ten;

/// An amount.
#[derive(Debug, Clone)]
pub(super) enum Amount {
    /// An integer times a power of ten.
    Small {
        value: i64,
        /// The exponent.
        scale: i32,
    },
    /// Anything.
    Large(Decimal),
}

impl From<i64> for Amount {
    fn from(value: i64) -> Self {
        Self::Small { value, scale: 0 }
    }
}

impl Amount {
    pub(super) fn sign(&self) -> i64 {
        match self {
            Self::Small { value, .. } => value.signum(),
            Self::Large(decimal) => decimal.sign(),
        }
    }

    /// What calculating it took.
    pub(super) fn work(&self) -> u64 {
        match self {
            Self::Small { .. } => 0,
            Self::Large(decimal) => decimal.length() as u64,
        }
    }

    fn to_decimal(&self) -> Decimal {
        match self {
            Self::Small { value, scale } => Decimal::from_integer(*value, -i64::from(*scale)),
            Self::Large(decimal) => decimal.clone(),
        }
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.to_decimal().compare(&other.to_decimal())
    }

    /// The integer that a small amount is.
    pub(super) fn to_integer(&self) -> Option<i64> {
        match self {
            Self::Small { value, scale } => scaled_up(*value, i64::from(*scale)),
            Self::Large(_) => None,
        }
    }

    /// A float close to it.
    pub(super) fn to_float(&self) -> f64 {
        let (base, exponent) = match self {
            Self::Small { value, scale } => (*value as f64, i64::from(*scale)),
            Self::Large(decimal) => {
                let (digits, scale) = decimal.to_parts();
                (digits, -scale)
            }
        };
        if exponent == 0 { base } else { base * power_of_ten(exponent) }
    }

    /// The sum; `None` if it is too long.
    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let small = match (self, other) {
            (Self::Small { value, scale }, Self::Small { value: other, scale: others }) => {
                small_sum((*value, *scale), (*other, *others))
            }
            _ => None,
        };
        small.or_else(|| self.to_decimal().plus(&other.to_decimal()).map(Self::Large))
    }

    /// The difference; `None` if it is too long.
    pub(super) fn minus(&self, other: &Self) -> Option<Self> {
        let small = match (self, other) {
            // As on the server the smallest integer stays what it is.
            (Self::Small { value, scale }, Self::Small { value: other, scale: others }) => {
                small_sum((*value, *scale), (other.wrapping_neg(), *others))
            }
            _ => None,
        };
        small.or_else(|| self.to_decimal().plus(&other.to_decimal().negated()).map(Self::Large))
    }
}

/// The sum of two small amounts, if that is one too.
fn small_sum((left, left_scale): (i64, i32), (right, right_scale): (i64, i32)) -> Option<Amount> {
    if right == 0 {
        return Some(Amount::Small { value: left, scale: left_scale });
    }
    if left == 0 {
        return Some(Amount::Small { value: right, scale: right_scale });
    }
    let scale = left_scale.min(right_scale);
    let value = |value, own: i32| scaled_up(value, i64::from(own) - i64::from(scale));
    let value = value(left, left_scale)?.checked_add(value(right, right_scale)?)?;
    Some(Amount::Small { value, scale })
}

/// An integer times a power of ten, if that is one too; powers below one never make one.
fn scaled_up(value: i64, exponent: i64) -> Option<i64> {
    if value == 0 && exponent > 0 {
        return Some(0);
    }
    10_i64.checked_pow(u32::try_from(exponent).ok()?)?.checked_mul(value)
}
