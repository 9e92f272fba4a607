//! Decimal numbers of any size, as Go's `big.Rat` compares and divides them.

use std::cmp::Ordering;

use gostd::json::Number;
use gostd::strconv::format_float;

/// Beyond this exponent Go refuses to read a number.
const MAX_EXPONENT: i64 = 1_000_000;

/// How many digits are divided at most; nobody writes more.
const MAX_DIGITS: usize = 5_000;

/// A whole number times a power of ten.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Decimal {
    negative: bool,
    /// From the first to the last digit that is not zero; none at all for zero.
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// Reads a JSON number; `None` if its exponent is out of all reason.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, magnitude) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.bytes().chain(fraction.bytes()).map(|digit| digit - b'0').collect();
        // An exponent too long to count is beyond the limit either way.
        let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX).saturating_sub(fraction.len() as i64);
        Self::normal(negative, digits, exponent)
    }

    /// The number that a value holds, floats by their shortest digits.
    pub fn of(number: Number) -> Option<Self> {
        match number {
            Number::Int(number) => Self::parse(&number.to_string()),
            Number::Uint(number) => Self::parse(&number.to_string()),
            Number::Float(number) if number.is_finite() => Self::parse(&format_float(number, b'e', 64)),
            Number::Float(_) => None,
        }
    }

    fn normal(negative: bool, mut digits: Vec<u8>, mut exponent: i64) -> Option<Self> {
        let leading = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..leading);
        if digits.is_empty() {
            return Some(Self { negative: false, digits, exponent: 0 });
        }
        if exponent.unsigned_abs() > MAX_EXPONENT as u64 {
            return None;
        }
        while digits.last() == Some(&0) {
            digits.pop();
            exponent += 1;
        }
        Some(Self { negative, digits, exponent })
    }

    pub fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The nearest float, which is what messages show.
    pub fn to_f64(&self) -> f64 {
        let digits: String = self.digits.iter().map(|digit| char::from(digit + b'0')).collect();
        let magnitude: f64 = format!("0{digits}e{}", self.exponent).parse().unwrap_or_default();
        if self.negative { -magnitude } else { magnitude }
    }

    /// A whole number cut to 64 bits (`big.Int.Int64`); `None` for fractions.
    pub fn to_i64_wrapping(&self) -> Option<i64> {
        if !self.is_integer() {
            return None;
        }
        let zeros = std::iter::repeat_n(&0, usize::try_from(self.exponent).ok()?.min(64));
        let magnitude = self
            .digits
            .iter()
            .chain(zeros)
            .fold(0_u64, |number, digit| number.wrapping_mul(10).wrapping_add(u64::from(*digit)));
        let number = magnitude as i64;
        Some(if self.negative { number.wrapping_neg() } else { number })
    }

    /// How many digits stand before the point.
    fn magnitude(&self) -> i64 {
        if self.is_zero() { i64::MIN } else { self.digits.len() as i64 + self.exponent }
    }

    fn compare_magnitude(&self, other: &Self) -> Ordering {
        self.magnitude().cmp(&other.magnitude()).then_with(|| self.digits.cmp(&other.digits))
    }

    pub fn compare(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_magnitude(other),
            (true, true) => other.compare_magnitude(self),
        }
    }

    /// What it takes to find out whether this is a multiple of the other, in steps of a validation.
    pub fn division_steps(&self, other: &Self) -> u64 {
        let digits = self.digits.len() + self.exponent.saturating_sub(other.exponent).clamp(0, 1000) as usize;
        if other.digits.len() <= 18 {
            0
        } else {
            (digits.min(MAX_DIGITS) * other.digits.len().min(MAX_DIGITS) / 64) as u64
        }
    }

    /// Whether this is a whole number of times the other, which is not zero.
    pub fn is_multiple_of(&self, other: &Self) -> bool {
        if self.is_zero() {
            return true;
        }
        let shift = self.exponent - other.exponent;
        if shift >= 0 {
            divides(&other.digits, &self.digits, shift as u64)
        } else if self.compare_magnitude(other) == Ordering::Less {
            false
        } else {
            let zeros = std::iter::repeat_n(0, shift.unsigned_abs() as usize);
            let divisor: Vec<u8> = other.digits.iter().copied().chain(zeros).collect();
            divides(&divisor, &self.digits, 0)
        }
    }
}

/// Whether a number, with zeros appended, is a multiple of the divisor.
fn divides(divisor: &[u8], digits: &[u8], zeros: u64) -> bool {
    if divisor.len() <= 18 {
        let divisor = divisor.iter().fold(0_u128, |number, digit| number * 10 + u128::from(*digit));
        let rest = digits.iter().fold(0, |rest, digit| (rest * 10 + u128::from(*digit)) % divisor);
        return (rest * power_of_ten(zeros, divisor)).is_multiple_of(divisor);
    }
    let zeros = usize::try_from(zeros).unwrap_or(MAX_DIGITS);
    if divisor.len() + digits.len() + zeros > MAX_DIGITS {
        return false;
    }
    let mut rest = Vec::new();
    for digit in digits.iter().copied().chain(std::iter::repeat_n(0, zeros)) {
        if !(rest.is_empty() && digit == 0) {
            rest.push(digit);
        }
        while rest.len() > divisor.len() || (rest.len() == divisor.len() && rest.as_slice() >= divisor) {
            subtract(&mut rest, divisor);
        }
    }
    rest.is_empty()
}

fn power_of_ten(mut exponent: u64, modulus: u128) -> u128 {
    let (mut result, mut base) = (1 % modulus, 10 % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        exponent >>= 1;
    }
    result
}

/// Takes the smaller number away, digit by digit, and drops leading zeros.
fn subtract(number: &mut Vec<u8>, smaller: &[u8]) {
    let mut borrow = 0;
    let others = smaller.iter().rev().copied().chain(std::iter::repeat(0));
    for (digit, other) in number.iter_mut().rev().zip(others) {
        let take = other + borrow;
        borrow = u8::from(*digit < take);
        *digit = *digit + 10 * borrow - take;
    }
    let leading = number.iter().take_while(|digit| **digit == 0).count();
    number.drain(..leading);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn comparing() {
        let ascending = ["-1e300", "-10", "-9.5", "-0.1", "0", "1e-300", "0.09", "0.1", "9", "9.5", "10", "1e2", "101"];
        for (index, small) in ascending.iter().enumerate() {
            for large in ascending.iter().skip(index + 1) {
                assert_eq!(decimal(small).compare(&decimal(large)), Ordering::Less, "{small} {large}");
                assert_eq!(decimal(large).compare(&decimal(small)), Ordering::Greater, "{large} {small}");
            }
        }
        for (left, right) in [("1", "1.0"), ("100", "1e2"), ("-0", "0"), ("0e99", "0.00"), ("12.50", "125E-1")] {
            assert_eq!(decimal(left), decimal(right));
        }
    }

    #[test]
    fn dividing() {
        let multiples = [("6", "3"), ("0.3", "0.1"), ("1e308", "7e-5"), ("-4", "2"), ("0", "5"), ("1e30", "1e25")];
        for (number, divisor) in
            [("7", "3"), ("1e308", "3"), ("0.35", "0.1"), ("1", "2"), ("12345678901234567891", "1e20")]
        {
            assert!(!decimal(number).is_multiple_of(&decimal(divisor)), "{number} {divisor}");
        }
        for (number, divisor) in &multiples[..2] {
            assert!(decimal(number).is_multiple_of(&decimal(divisor)), "{number} {divisor}");
        }
        assert!(!decimal("1e308").is_multiple_of(&decimal("7e-5")));
        assert!(decimal("1e30").is_multiple_of(&decimal("1e25")));
        assert!(decimal("246913578024691357802469135780").is_multiple_of(&decimal("12345678901234567890123456789")));
        assert!(!decimal("246913578024691357802469135781").is_multiple_of(&decimal("12345678901234567890123456789")));
        assert!(decimal("12345678901234567890123456789e3").is_multiple_of(&decimal("12345678901234567890123456789")));
    }

    #[test]
    fn reading() {
        assert_eq!(Decimal::parse("1e1000001"), None);
        assert_eq!(Decimal::parse("1e99999999999999999999"), None);
        assert!(Decimal::parse("0e99999999999999999999").is_some());
        assert!(decimal("5.0").is_integer() && !decimal("5.5").is_integer() && decimal("1e3").is_integer());
        assert_eq!(Decimal::of(Number::Float(1e21)), Decimal::parse("1e21"));
        assert_eq!(Decimal::of(Number::Float(0.1)), Decimal::parse("0.1"));
        assert_eq!(Decimal::of(Number::Float(f64::NAN)), None);
        assert!((decimal("-12.5e1").to_f64() + 125.0).abs() < f64::EPSILON);
    }

    #[test]
    fn cutting_to_64_bits() {
        for (text, number) in
            [("12", 12), ("-3e2", -300), ("18446744073709551617", 1), ("1e30", 5_076_944_270_305_263_616)]
        {
            assert_eq!(decimal(text).to_i64_wrapping(), Some(number), "{text}");
        }
        assert_eq!(decimal("1.5").to_i64_wrapping(), None);
    }
}
