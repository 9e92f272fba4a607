//! Base32 with padding, as Go's `encoding/base32.StdEncoding`.

use std::fmt;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The text is not base32 from this byte on, counted without line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorruptInput(
    /// The offset in bytes.
    pub usize,
);

impl fmt::Display for CorruptInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "illegal base32 data at input byte {}", self.0)
    }
}

impl std::error::Error for CorruptInput {}

/// Writes bytes as base32.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let mut bits = 0_u64;
        for index in 0..5 {
            bits = bits << 8 | u64::from(chunk.get(index).copied().unwrap_or(0));
        }
        let characters = (chunk.len() * 8).div_ceil(5);
        for place in 0..8 {
            let index = (bits >> (35 - 5 * place) & 31) as usize;
            let character = ALPHABET.get(index).copied().unwrap_or(b'A');
            text.push(if place < characters { char::from(character) } else { '=' });
        }
    }
    text
}

/// Reads base32. Line breaks are ignored anywhere.
///
/// # Errors
/// What is not in the alphabet, and missing or impossible padding.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, CorruptInput> {
    let text: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let mut bytes = Vec::with_capacity(text.len() / 8 * 5);
    for (group, chunk) in text.chunks(8).enumerate() {
        let start = group * 8;
        let is_last = text.len() - start <= 8;
        let (bits, count) = read_group(chunk, start, text.len())?;
        let length = count * 5 / 8;
        bytes.extend_from_slice(bits.to_be_bytes().get(3..3 + length).unwrap_or_default());
        if count < 8 && !is_last {
            break;
        }
    }
    Ok(bytes)
}

/// The forty bits of a group and how many of its characters are not padding.
fn read_group(chunk: &[u8], start: usize, total: usize) -> Result<(u64, usize), CorruptInput> {
    let mut bits = 0_u64;
    for place in 0..8 {
        let Some(byte) = chunk.get(place).copied() else {
            return Err(CorruptInput(total - place));
        };
        let remaining = total - start - place - 1;
        if byte == b'=' && place >= 2 && remaining < 8 {
            check_padding(chunk, place, start, total)?;
            return Ok((bits, place));
        }
        let value = ALPHABET.iter().position(|known| *known == byte).ok_or(CorruptInput(start + place))?;
        bits |= (value as u64) << (35 - 5 * place);
    }
    Ok((bits, 8))
}

/// Checks the padding whose first character stands at this place of the group.
fn check_padding(chunk: &[u8], place: usize, start: usize, total: usize) -> Result<(), CorruptInput> {
    let after = start + place + 1;
    if total - after + place < 7 {
        return Err(CorruptInput(total));
    }
    let wrong = chunk.iter().skip(place + 1).position(|byte| *byte != b'=');
    if let Some(offset) = wrong {
        return Err(CorruptInput((after + offset).saturating_sub(1)));
    }
    // Six, three and one character don't fill a byte.
    if matches!(place, 1 | 3 | 6) { Err(CorruptInput(after - 1)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    // Recorded from encoding/base32 of Go 1.27.
    #[test]
    fn as_go() {
        for line in include_str!("../testdata/base32.tsv").lines() {
            let (text, expected) = line.split_once('\t').unwrap();
            let text = text.replace("\\n", "\n").replace("\\r", "\r");
            let actual = match decode(text.as_bytes()) {
                Ok(bytes) => format!("{bytes:?}").replace(',', ""),
                Err(error) => error.to_string(),
            };
            assert_eq!(actual, expected, "{text:?}");
        }
    }

    #[test]
    fn there_and_back() {
        let cases = [
            ("", ""),
            ("f", "MY======"),
            ("fo", "MZXQ===="),
            ("foo", "MZXW6==="),
            ("foob", "MZXW6YQ="),
            ("fooba", "MZXW6YTB"),
        ];
        for (plain, encoded) in cases {
            assert_eq!(encode(plain.as_bytes()), encoded);
            assert_eq!(decode(encoded.as_bytes()).unwrap(), plain.as_bytes());
        }
    }
}
