//! Base64 with padding, as Go's `encoding/base64.StdEncoding`.

use std::fmt;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What a byte stands for; 255 for those outside the alphabet.
const VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut values = [255; 256];
    let mut index = 0;
    while index < 64 {
        values[ALPHABET[index] as usize] = index as u8;
        index += 1;
    }
    values
}

/// The text is not base64 from this byte on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorruptInput(
    /// The offset in bytes.
    pub usize,
);

impl fmt::Display for CorruptInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "illegal base64 data at input byte {}", self.0)
    }
}

impl std::error::Error for CorruptInput {}

/// Writes bytes as base64.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place) & 63) as usize;
            let character = ALPHABET.get(index).copied().unwrap_or(b'A');
            text.push(if place > chunk.len() { '=' } else { char::from(character) });
        }
    }
    text
}

/// Reads base64. Line breaks are ignored anywhere; bits left over in the last character are too.
///
/// # Errors
/// What is not in the alphabet, missing or superfluous padding, anything after it.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, CorruptInput> {
    let mut reader = Reader { text, position: 0 };
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    loop {
        let mut bits = 0;
        for place in 0..4 {
            let Some(byte) = reader.next() else {
                return if place == 0 { Ok(bytes) } else { Err(CorruptInput(text.len() - place)) };
            };
            match VALUES.get(usize::from(byte)) {
                Some(value) if *value < 64 => bits |= u32::from(*value) << (18 - 6 * place),
                _ if byte == b'=' => {
                    reader.finish(place)?;
                    bytes.extend_from_slice(bits.to_be_bytes().get(1..place).unwrap_or_default());
                    return Ok(bytes);
                }
                _ => return Err(CorruptInput(reader.position - 1)),
            }
        }
        bytes.extend_from_slice(bits.to_be_bytes().get(1..).unwrap_or_default());
    }
}

struct Reader<'a> {
    text: &'a [u8],
    position: usize,
}

impl Reader<'_> {
    /// The next byte that is no line break.
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = self.text.get(self.position).copied()?;
            self.position += 1;
            if !matches!(byte, b'\n' | b'\r') {
                return Some(byte);
            }
        }
    }

    /// Checks what follows the first padding character, which stands at this place of its group of four.
    fn finish(&mut self, place: usize) -> Result<(), CorruptInput> {
        if place < 2 {
            return Err(CorruptInput(self.position - 1));
        }
        if place == 2 {
            match self.next() {
                Some(b'=') => {}
                // Go points before the character that should be a second padding character.
                Some(_) => return Err(CorruptInput(self.position - 2)),
                None => return Err(CorruptInput(self.text.len())),
            }
        }
        match self.next() {
            Some(_) => Err(CorruptInput(self.position - 1)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    // Recorded from encoding/base64 of Go 1.27.
    #[test]
    fn as_go() {
        for line in include_str!("../testdata/base64.tsv").lines() {
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
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("\u{ff}~", "w79+")];
        for (plain, encoded) in cases {
            assert_eq!(encode(plain.as_bytes()), encoded);
            assert_eq!(decode(encoded.as_bytes()).unwrap(), plain.as_bytes());
        }
    }
}
