//! Underscores in numbers.

/// Whether every underscore stands between digits, or between a base prefix and a digit (Go's `underscoreOK`).
pub(super) fn are_underscores_between_digits(text: &[u8]) -> bool {
    let unsigned = match text {
        [b'+' | b'-', rest @ ..] => rest,
        _ => text,
    };
    let (digits, hexadecimal, mut before) = match unsigned {
        [b'0', b'x' | b'X', rest @ ..] => (rest, true, Before::Digit),
        [b'0', b'b' | b'B' | b'o' | b'O', rest @ ..] => (rest, false, Before::Digit),
        _ => (unsigned, false, Before::Other),
    };
    for byte in digits {
        let is_digit = byte.is_ascii_digit() || hexadecimal && byte.is_ascii_hexdigit();
        before = match (before, byte) {
            (Before::Digit, b'_') => Before::Underscore,
            _ if is_digit => Before::Digit,
            (_, b'_') | (Before::Underscore, _) => return false,
            _ => Before::Other,
        };
    }
    before != Before::Underscore
}

/// What was seen last.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Digit,
    Underscore,
    Other,
}
