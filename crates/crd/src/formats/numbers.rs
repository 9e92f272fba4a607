//! Numbers with check digits: books, cards; and those of social security.

/// `isbn10`
pub(super) fn is_isbn10(text: &str) -> bool {
    let digits = without_spaces(text);
    let Some((last, first)) = digits.split_last().filter(|_| digits.len() == 10) else {
        return false;
    };
    let last = match last {
        b'X' => 10,
        digit if digit.is_ascii_digit() => u32::from(digit - b'0'),
        _ => return false,
    };
    first.iter().all(u8::is_ascii_digit) && (weighted(first, |position| position + 1) + 10 * last).is_multiple_of(11)
}

/// `isbn13`
pub(super) fn is_isbn13(text: &str) -> bool {
    let digits = without_spaces(text);
    let Some((last, first)) = digits.split_last().filter(|_| digits.len() == 13) else {
        return false;
    };
    let sum = || weighted(first, |position| if position % 2 == 0 { 1 } else { 3 });
    digits.iter().all(u8::is_ascii_digit) && u32::from(last - b'0') == (10 - sum() % 10) % 10
}

fn without_spaces(text: &str) -> Vec<u8> {
    text.bytes().filter(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'-')).collect()
}

fn weighted(digits: &[u8], weight: fn(u32) -> u32) -> u32 {
    (0..).zip(digits).map(|(position, digit)| weight(position) * u32::from(digit - b'0')).sum()
}

/// `creditcard`: prefix and length of a known kind, and a right check digit; whatever is no digit does not count.
pub(super) fn is_credit_card(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
    let prefix = |length: usize| digits.iter().take(length).fold(0u32, |number, digit| number * 10 + u32::from(*digit));
    let known = match digits.len() {
        13 => prefix(1) == 4,
        14 => (300..=305).contains(&prefix(3)) || matches!(prefix(2), 36 | 38),
        15 => matches!(prefix(2), 34 | 37) || matches!(prefix(4), 2131 | 1800),
        16 => {
            prefix(1) == 4
                || (51..=55).contains(&prefix(2))
                || prefix(4) == 6011
                || (650..=659).contains(&prefix(3))
                || prefix(2) == 35
        }
        _ => false,
    };
    known && luhn(&digits).is_multiple_of(10)
}

fn luhn(digits: &[u8]) -> u32 {
    let value = |(position, digit): (usize, &u8)| match (position % 2, u32::from(*digit)) {
        (0, digit) => digit,
        (_, digit) if digit < 5 => 2 * digit,
        (_, digit) => 2 * digit - 9,
    };
    digits.iter().rev().enumerate().map(value).sum()
}

/// `ssn`: eleven characters, `\d{3}[- ]?\d{2}[- ]?\d{4}`.
pub(super) fn is_social_security(text: &str) -> bool {
    text.len() == 11
        && text.bytes().enumerate().all(|(position, byte)| match position {
            3 | 6 => matches!(byte, b'-' | b' '),
            _ => byte.is_ascii_digit(),
        })
}
