//! Finite floats as decimal digits.

/// More digits than any `f64` has before its decimal expansion ends; what follows is zeros.
const MOST_DIGITS: usize = 1100;

/// A finite number: `0.DIGITS` scaled by ten to `point`, no zeros at either end of the digits; zero has none.
pub(super) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    point: isize,
}

impl Decimal {
    /// The fewest digits that read back to the value.
    pub(super) fn shortest(value: f64, single: bool) -> Self {
        let text = if single { format!("{:e}", value as f32) } else { format!("{value:e}") };
        let shortest = Self::read(&text);
        shortest.closer(value, single).unwrap_or(shortest)
    }

    /// Where two shortest forms are equally near, Rust takes the upper and Go the even one. Only long ones can be.
    fn closer(&self, value: f64, single: bool) -> Option<Self> {
        let least = if single { 6 } else { 15 };
        let digits = self.digits.len();
        if digits < least {
            return None;
        }
        let text = format!("{value:.*e}", digits - 1);
        let same = if single { text.parse() == Ok(value as f32) } else { text.parse() == Ok(value) };
        same.then(|| Self::read(&text))
    }

    /// As many digits as the format has with this precision, rounded half to even.
    pub(super) fn rounded(value: f64, format: u8, precision: usize) -> Self {
        let precision = precision.min(MOST_DIGITS);
        let text = match format {
            b'e' | b'E' => format!("{value:.precision$e}"),
            b'f' => format!("{value:.precision$}"),
            _ => format!("{value:.*e}", precision.max(1) - 1),
        };
        Self::read(&text)
    }

    /// Reads Rust's form of a finite float, with or without an exponent.
    fn read(text: &str) -> Self {
        let (negative, magnitude) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = magnitude.split_once('e').unwrap_or((magnitude, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole.as_bytes(), fraction.as_bytes()].concat();
        let zeros = all.iter().take_while(|digit| **digit == b'0').count();
        let end = all.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
        let Some(digits) = all.get(zeros..end).filter(|digits| !digits.is_empty()) else {
            return Self { negative, digits: Vec::new(), point: 0 };
        };
        let point = whole.len() as isize - zeros as isize + exponent.parse::<isize>().unwrap_or(0);
        Self { negative, digits: digits.to_vec(), point }
    }

    /// Go's `fmtEFG`; without a precision the digits were the shortest.
    pub(super) fn append(&self, out: &mut Vec<u8>, format: u8, precision: Option<usize>) {
        if self.negative {
            out.push(b'-');
        }
        let count = self.digits.len();
        match format {
            b'e' | b'E' => self.append_with_exponent(out, format, precision.unwrap_or(count.saturating_sub(1))),
            b'f' => self.append_without_exponent(out, precision.unwrap_or_else(|| self.digits_after_point(count))),
            _ => self.append_general(out, format, precision.map(|most| most.max(1))),
        }
    }

    /// How many of so many digits stand behind the point.
    fn digits_after_point(&self, count: usize) -> usize {
        usize::try_from(count as isize - self.point).unwrap_or(0)
    }

    fn append_general(&self, out: &mut Vec<u8>, format: u8, precision: Option<usize>) {
        let count = self.digits.len();
        let most = precision.unwrap_or(count);
        let threshold = match precision {
            None => 6,
            Some(most) if most > count && count as isize >= self.point => count as isize,
            Some(most) => most as isize,
        };
        let exponent = self.point - 1;
        if exponent < -4 || exponent >= threshold {
            let letter = if format == b'G' { b'E' } else { b'e' };
            return self.append_with_exponent(out, letter, most.min(count).saturating_sub(1));
        }
        let shown = if most as isize > self.point { count } else { most };
        self.append_without_exponent(out, self.digits_after_point(shown));
    }

    fn append_with_exponent(&self, out: &mut Vec<u8>, letter: u8, precision: usize) {
        let (first, rest) = self.digits.split_first().unwrap_or((&b'0', &[]));
        out.push(*first);
        if precision > 0 {
            out.push(b'.');
            let shown = rest.get(..precision).unwrap_or(rest);
            out.extend_from_slice(shown);
            append_zeros(out, precision - shown.len());
        }
        let exponent = if self.digits.is_empty() { 0 } else { self.point - 1 };
        append_exponent(out, letter, exponent);
    }

    fn append_without_exponent(&self, out: &mut Vec<u8>, precision: usize) {
        let whole_length = usize::try_from(self.point).unwrap_or(0);
        let (whole, fraction) = self.digits.split_at_checked(whole_length).unwrap_or((&self.digits, &[]));
        if whole_length == 0 {
            out.push(b'0');
        }
        out.extend_from_slice(whole);
        append_zeros(out, whole_length - whole.len());
        if precision > 0 {
            out.push(b'.');
            let leading_zeros = usize::try_from(-self.point).unwrap_or(0).min(precision);
            append_zeros(out, leading_zeros);
            let room = precision - leading_zeros;
            let shown = fraction.get(..room).unwrap_or(fraction);
            out.extend_from_slice(shown);
            append_zeros(out, room - shown.len());
        }
    }
}

fn append_zeros(out: &mut Vec<u8>, count: usize) {
    out.resize(out.len() + count, b'0');
}

/// Appends the letter, the sign and at least two digits.
pub(super) fn append_exponent(out: &mut Vec<u8>, letter: u8, exponent: isize) {
    out.push(letter);
    out.push(if exponent < 0 { b'-' } else { b'+' });
    if exponent.unsigned_abs() < 10 {
        out.push(b'0');
    }
    super::append_uint(out, exponent.unsigned_abs() as u64);
}
