//! Base64 as Go's `base64.StdEncoding` reads it: padded, line breaks ignored.

/// The bytes, or `None` if the text is not base64.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let padding = digits.iter().rev().take_while(|digit| **digit == b'=').count();
    if padding > 2 {
        return None;
    }
    let (digits, _) = digits.split_at(digits.len() - padding);
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for group in digits.chunks(4) {
        let mut bits = 0_u32;
        for digit in group {
            bits = (bits << 6) | sextet(*digit)?;
        }
        // A short last group lacks its low digits.
        let missing = 4 - group.len();
        for _ in 0..missing {
            bits <<= 6;
        }
        let [_, quantum @ ..] = bits.to_be_bytes();
        bytes.extend(quantum.iter().take(3 - missing));
    }
    Some(bytes)
}

fn sextet(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn decodes_what_go_decodes() {
        assert_eq!(decode("aGVsbG8=").as_deref(), Some(&b"hello"[..]));
        assert_eq!(decode("aGVs\nbA==\n").as_deref(), Some(&b"hell"[..]));
        assert_eq!(decode("aGVs").as_deref(), Some(&b"hel"[..]));
        assert_eq!(decode("").as_deref(), Some(&b""[..]));
        for broken in ["aGVsbG8", "aGV=bG8=", "a===", "====", "@@@@", "aGVs bA=="] {
            assert_eq!(decode(broken), None, "{broken}");
        }
    }
}
