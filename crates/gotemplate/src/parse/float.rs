//! Floats as Go reads them (`strconv.ParseFloat`): underscores, and hexadecimal ones with a power of two.

/// Why a text is no float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FloatError {
    /// It is not written as one.
    Syntax,
    /// It is too large.
    Range,
}

impl FloatError {
    /// Go's words for it.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Syntax => "invalid syntax",
            Self::Range => "value out of range",
        }
    }
}

/// Reads a float that consists of digits, signs, points, underscores, prefixes and exponents.
pub(super) fn parse(text: &str) -> Result<f64, FloatError> {
    let (is_negative, number) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or_default()),
        Some(b'+') => (false, text.get(1..).unwrap_or_default()),
        _ => (false, text),
    };
    if number.starts_with(['+', '-']) || number.contains('_') && !underscores_are_well_placed(number) {
        return Err(FloatError::Syntax);
    }
    let plain = number.replace('_', "");
    let value = match plain.get(..2) {
        Some("0x" | "0X") => hexadecimal(plain.get(2..).unwrap_or_default())?,
        _ => plain.parse().map_err(|_| FloatError::Syntax)?,
    };
    match value {
        value if !f64::is_finite(value) => Err(FloatError::Range),
        value if is_negative => Ok(-value),
        value => Ok(value),
    }
}

/// Whether every underscore stands between digits; a prefix such as `0x` counts as a digit. The number has no sign.
pub(super) fn underscores_are_well_placed(number: &str) -> bool {
    let (prefix, digits) = match number.as_bytes() {
        [b'0', letter @ (b'b' | b'B' | b'o' | b'O' | b'x' | b'X'), rest @ ..] => (Some(*letter), rest),
        all => (None, all),
    };
    let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(prefix, Some(b'x' | b'X')) && byte.is_ascii_hexdigit();
    let mut before = if prefix.is_some() { b'0' } else { b'!' };
    for byte in digits.iter().copied() {
        let is_misplaced =
            if byte == b'_' { before == b'_' || !is_digit(before) } else { before == b'_' && !is_digit(byte) };
        if is_misplaced {
            return false;
        }
        before = byte;
    }
    before != b'_'
}

/// The digits of a hexadecimal float: as many as count, the rest only as "more than that".
#[derive(Default)]
struct Mantissa {
    value: u64,
    has_more: bool,
    /// The power of two by which the value is to be multiplied.
    exponent: i64,
    has_digits: bool,
}

impl Mantissa {
    fn read(text: &str) -> Option<Self> {
        let (mut mantissa, mut is_fraction) = (Self::default(), false);
        for character in text.chars() {
            match character.to_digit(16) {
                Some(digit) => mantissa.push(u64::from(digit), is_fraction),
                None if character == '.' && !is_fraction => is_fraction = true,
                None => return None,
            }
        }
        mantissa.has_digits.then_some(mantissa)
    }

    fn push(&mut self, digit: u64, is_fraction: bool) {
        self.has_digits = true;
        if self.value >> 60 == 0 {
            self.value = self.value << 4 | digit;
            self.exponent -= if is_fraction { 4 } else { 0 };
        } else {
            self.has_more |= digit != 0;
            self.exponent += if is_fraction { 0 } else { 4 };
        }
    }

    /// The nearest float; ties go to the even one.
    fn round(&self, exponent: i64) -> f64 {
        if self.value == 0 {
            return 0.0;
        }
        let bits = i64::from(64 - self.value.leading_zeros());
        let lowest = (exponent + bits - 53).max(-1074);
        let cut = lowest - exponent;
        if cut > 65 {
            return 0.0;
        }
        // Up to 127 bits: room for what is cut off, with one bit more that stands for all the digits left out.
        let wide = u128::from(self.value) << 63 | u128::from(self.has_more);
        let (kept, rest) = match u32::try_from(cut + 63) {
            Ok(shift @ 1..=127) => (wide >> shift, wide << (128 - shift)),
            Ok(128) => (0, wide),
            _ => (wide, 0),
        };
        const HALF: u128 = 1 << 127;
        let is_up = rest > HALF || rest == HALF && kept & 1 == 1;
        let rounded = kept + u128::from(is_up);
        // Exact: it has at most 53 bits, or is the power of two above them.
        scale(rounded as f64, lowest)
    }
}

/// Multiplies by a power of two, in steps that stay exact.
fn scale(value: f64, exponent: i64) -> f64 {
    let exponent = i32::try_from(exponent.clamp(-3000, 3000)).unwrap_or(0);
    let half = exponent / 2;
    value * 2_f64.powi(half) * 2_f64.powi(exponent - half)
}

/// What follows `0x`. The exponent must be there.
fn hexadecimal(text: &str) -> Result<f64, FloatError> {
    let (digits, power) = text.split_once(['p', 'P']).ok_or(FloatError::Syntax)?;
    let mantissa = Mantissa::read(digits).ok_or(FloatError::Syntax)?;
    let power = exponent(power).ok_or(FloatError::Syntax)?;
    Ok(mantissa.round(power + mantissa.exponent))
}

/// A decimal exponent; beyond some ten thousands it does not matter how large it is.
fn exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size =
        digits.bytes().fold(0, |size, byte| if size < 10_000 { size * 10 + i64::from(byte - b'0') } else { size });
    Some(if text.starts_with('-') { -size } else { size })
}
