//! Decimal numbers with as many digits as it takes (`gopkg.in/inf.v0`).

use std::cmp::Ordering;

/// No number has more digits than this; nobody has so much of anything.
const MOST_DIGITS: i64 = 100_000;

/// A decimal number: its digits, of which the last `scale` stand after the point.
#[derive(Debug, Clone)]
pub(super) struct Decimal {
    is_negative: bool,
    /// From the most significant on, as numbers, without zeros at the start.
    digits: Vec<u8>,
    scale: i64,
}

impl Decimal {
    /// From digits in ASCII.
    pub(super) fn new(is_negative: bool, digits: impl IntoIterator<Item = u8>, scale: i64) -> Self {
        let digits: Vec<u8> = digits.into_iter().map(|digit| digit.saturating_sub(b'0')).collect();
        Self { is_negative, digits, scale }.trimmed()
    }

    /// An integer times a power of ten.
    pub(super) fn from_integer(number: i64, scale: i64) -> Self {
        Self::new(number < 0, number.unsigned_abs().to_string().into_bytes(), scale)
    }

    fn trimmed(mut self) -> Self {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.is_negative &= !self.digits.is_empty();
        self
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    pub(super) fn sign(&self) -> i64 {
        match (self.is_zero(), self.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// How many digits there are.
    pub(super) fn length(&self) -> usize {
        self.digits.len()
    }

    pub(super) fn negated(self) -> Self {
        let is_negative = !self.is_negative && !self.is_zero();
        Self { is_negative, ..self }
    }

    pub(super) fn with_exponent(self, exponent: i64) -> Self {
        Self { scale: self.scale - exponent, ..self }
    }

    /// Times 1,024, so often.
    pub(super) fn times_1024(mut self, times: u32) -> Self {
        for _ in 0..times {
            let mut carry = 0;
            for digit in self.digits.iter_mut().rev() {
                let product = u32::from(*digit) * 1024 + carry;
                (*digit, carry) = ((product % 10) as u8, product / 10);
            }
            let more = if carry > 0 { carry.to_string() } else { String::new() };
            self.digits.splice(..0, more.bytes().map(|digit| digit - b'0'));
        }
        self
    }

    /// The same number with so many digits after the point, rounded away from zero; `None` if that is too long.
    pub(super) fn rounded_up(mut self, scale: i64) -> Option<Self> {
        let more = scale - self.scale;
        if more >= 0 {
            return self.widened(scale);
        }
        let cut = usize::try_from(-more).ok()?;
        let kept = self.digits.len().saturating_sub(cut);
        let is_exact = self.digits.iter().skip(kept).all(|digit| *digit == 0);
        self.digits.truncate(kept);
        self.scale = scale;
        let rounded = if is_exact { self } else { self.incremented() };
        Some(rounded.trimmed())
    }

    /// One more in the last place.
    fn incremented(mut self) -> Self {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return self;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self
    }

    /// The same number with more digits after the point; `None` if that is too long.
    fn widened(mut self, scale: i64) -> Option<Self> {
        let length = self.digits.len() as i64 + (scale - self.scale);
        if self.is_zero() {
            return Some(Self { scale, ..self });
        }
        if length > MOST_DIGITS {
            return None;
        }
        self.digits.resize(usize::try_from(length).ok()?, 0);
        self.scale = scale;
        Some(self)
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let signs = self.sign().cmp(&other.sign());
        let magnitudes = || {
            let ordering = self.compare_magnitude(other);
            if self.is_negative { ordering.reverse() } else { ordering }
        };
        signs.then_with(magnitudes)
    }

    /// Compares numbers that are not zero: by where they begin, then digit by digit.
    fn compare_magnitude(&self, other: &Self) -> Ordering {
        let start = |number: &Self| number.digits.len() as i64 - number.scale;
        let length = self.digits.len().max(other.digits.len());
        let digits = |number: &Self, index: usize| number.digits.get(index).copied().unwrap_or(0);
        let by_digits = || {
            let differing = (0..length).map(|index| digits(self, index).cmp(&digits(other, index)));
            differing.into_iter().find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
        };
        match (self.is_zero(), other.is_zero()) {
            (false, false) => start(self).cmp(&start(other)).then_with(by_digits),
            (left, right) => right.cmp(&left),
        }
    }

    /// The sum; `None` if it is too long.
    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let (left, right) = (self.clone().widened(scale)?, other.clone().widened(scale)?);
        if left.is_negative == right.is_negative {
            let digits = sum(&left.digits, &right.digits);
            return Some(Self { is_negative: left.is_negative, digits, scale }.trimmed());
        }
        let (larger, smaller) = if left.compare_magnitude(&right).is_ge() { (left, right) } else { (right, left) };
        let digits = difference(&larger.digits, &smaller.digits);
        Some(Self { is_negative: larger.is_negative, digits, scale }.trimmed())
    }

    /// The digits as one integer, as a float, and how many of them stand after the point.
    pub(super) fn to_parts(&self) -> (f64, i64) {
        let digits: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let magnitude = digits.parse().unwrap_or(0.0);
        (if self.is_negative { -magnitude } else { magnitude }, self.scale)
    }
}

/// Digits from the least significant on, zeros after the last.
fn padded(digits: &[u8]) -> impl Iterator<Item = u8> + '_ {
    digits.iter().rev().copied().chain(std::iter::repeat(0))
}

fn sum(left: &[u8], right: &[u8]) -> Vec<u8> {
    let length = left.len().max(right.len()) + 1;
    let mut carry = 0;
    let mut digits: Vec<u8> = padded(left)
        .zip(padded(right))
        .take(length)
        .map(|(left, right)| {
            let sum = left + right + carry;
            carry = sum / 10;
            sum % 10
        })
        .collect();
    digits.reverse();
    digits
}

/// The difference of digits of which the left ones are not the smaller number.
fn difference(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut borrow = 0;
    let mut digits: Vec<u8> = padded(left)
        .zip(padded(right))
        .take(left.len())
        .map(|(left, right)| {
            let taken = right + borrow;
            borrow = u8::from(left < taken);
            left + 10 * borrow - taken
        })
        .collect();
    digits.reverse();
    digits
}
