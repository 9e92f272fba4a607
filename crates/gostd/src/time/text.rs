//! How the `time` package quotes texts in its errors, and reads digits.

/// Quotes as `time.quote`: everything that is not printable ASCII byte by byte as `\xhh`.
pub(super) fn quote(text: &[u8]) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for byte in text {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(*byte)]),
            // U+007F counts as printable here.
            b' '..=0x7f => quoted.push(char::from(*byte)),
            _ => quoted.push_str(&format!("\\x{byte:02x}")),
        }
    }
    quoted.push('"');
    quoted
}

/// Takes the leading digits and their value, `None` above 2⁶³.
pub(super) fn leading_int(text: &[u8]) -> Option<(u64, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(count);
    let mut number: u64 = 0;
    for digit in digits {
        number = number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
        if number > 1 << 63 {
            return None;
        }
    }
    Some((number, rest))
}

/// A number of nothing but digits behind an optional sign, as `time.atoi`.
pub(super) fn atoi(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let (number, rest) = leading_int(digits)?;
    if !rest.is_empty() {
        return None;
    }
    let number = number.cast_signed();
    Some(if negative { number.wrapping_neg() } else { number })
}

/// The digit at a place.
pub(super) fn is_digit(text: &[u8], place: usize) -> bool {
    text.get(place).is_some_and(u8::is_ascii_digit)
}
