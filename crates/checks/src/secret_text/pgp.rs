//! Private keys of OpenPGP in armor (RFC 9580, sections 5.5.3 and 6.2).

use memchr::memmem;

use super::token::Found;
use super::{decoded, is_base64};

/// Bytes of a key as text that are looked at.
const MAX_KEY: usize = 64 << 10;

/// A block whose first packet is a secret key. `rest` begins behind the label.
pub(super) fn block(rest: &[u8]) -> Found {
    let rest = rest.get(..rest.len().min(MAX_KEY))?;
    let body = rest.get(..memmem::find(rest, b"-----END")?)?;
    let key = decoded(&joined(body))?;
    let fields = secret_key(&key)?;
    if is_unprotected(fields) {
        Some(("a PGP private key", true))
    } else {
        Some(("an encrypted PGP private key", false))
    }
}

/// The base64 of a block, without headers and checksum. Lines may be indented, commented out or written with `\n`.
fn joined(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body).replace("\\n", "\n");
    let lines = text.lines().map(|line| line.trim_matches([' ', '\t', '#', '"', '\'', ',', '\\']));
    let lines = lines.filter(|line| !line.contains(": ")).take_while(|line| !line.starts_with('='));
    lines.flat_map(str::bytes).filter(|byte| is_base64(*byte)).collect()
}

/// The fields of a packet that holds a secret key of version 4 or later.
fn secret_key(packets: &[u8]) -> Option<&[u8]> {
    let (tag, rest) = packets.split_first()?;
    let (length, rest) = match tag {
        0x94 => rest.split_at_checked(1)?,
        0x95 => rest.split_at_checked(2)?,
        0xc5 if rest.first().is_some_and(|first| *first < 192) => rest.split_at_checked(1)?,
        0xc5 if rest.first().is_some_and(|first| *first < 224) => rest.split_at_checked(2)?,
        _ => return None,
    };
    let number = length.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
    let length = if *tag == 0xc5 && length.len() == 2 { number - (192 << 8) + 192 } else { number };
    let fields = rest.get(..length)?;
    (length > 16 && fields.first().is_some_and(|version| (4..=6).contains(version))).then_some(fields)
}

/// Whether the key itself stands there in the clear, as far as that can be known.
fn is_unprotected(fields: &[u8]) -> bool {
    after_public_part(fields).is_some_and(|rest| rest.first() == Some(&0))
}

/// What follows the public key in a packet of version 4.
fn after_public_part(fields: &[u8]) -> Option<&[u8]> {
    let (head, rest) = fields.split_at_checked(6)?;
    match head {
        [4, .., 1..=3] => after_numbers(rest, 2),
        [4, .., 16] => after_numbers(rest, 3),
        [4, .., 17] => after_numbers(rest, 4),
        [4, .., 19 | 22] => {
            let curve = usize::from(*rest.first()?);
            after_numbers(rest.get(1 + curve..)?, 1)
        }
        [4, .., 25 | 27] => rest.get(32..),
        _ => None,
    }
}

/// What follows some numbers, which begin with their length in bits.
fn after_numbers(fields: &[u8], count: usize) -> Option<&[u8]> {
    (0..count).try_fold(fields, |rest, _| {
        let (length, rest) = rest.split_first_chunk::<2>()?;
        rest.get(usize::from(u16::from_be_bytes(*length)).div_ceil(8)..)
    })
}
