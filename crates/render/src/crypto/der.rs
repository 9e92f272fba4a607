//! Writing DER.

use num_bigint::BigUint;

/// A value behind its tag and length.
pub(super) fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len().to_be_bytes();
    let significant = length.iter().position(|byte| *byte != 0).and_then(|start| length.get(start..)).unwrap_or(&[0]);
    match significant {
        [short] if *short < 0x80 => out.push(*short),
        long => {
            out.push(0x80 | u8::try_from(long.len()).unwrap_or(0));
            out.extend_from_slice(long);
        }
    }
    out.extend_from_slice(content);
    out
}

/// `SEQUENCE`
pub(super) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tagged(0x30, &parts.concat())
}

/// `SET`
pub(super) fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    tagged(0x31, &parts.concat())
}

/// `[n] EXPLICIT`
pub(super) fn explicit(number: u8, content: &[u8]) -> Vec<u8> {
    tagged(0xa0 | number, content)
}

/// `INTEGER`
pub(super) fn integer(number: &BigUint) -> Vec<u8> {
    let mut bytes = number.to_bytes_be();
    // A first bit would make it negative.
    if bytes.first().is_some_and(|byte| *byte >= 0x80) {
        bytes.insert(0, 0);
    }
    tagged(2, &bytes)
}

/// `INTEGER` below 128.
pub(super) fn small_integer(number: u8) -> Vec<u8> {
    tagged(2, &[number])
}

/// `OBJECT IDENTIFIER` from its bytes.
pub(super) fn oid(bytes: &[u8]) -> Vec<u8> {
    tagged(6, bytes)
}

/// `OCTET STRING`
pub(super) fn octet_string(bytes: &[u8]) -> Vec<u8> {
    tagged(4, bytes)
}

/// `BIT STRING`, of which the last bits are not used.
pub(super) fn bit_string(bytes: &[u8], unused: u8) -> Vec<u8> {
    tagged(3, &[&[unused], bytes].concat())
}

/// A number with zeros in front, or without what is too much.
pub(super) fn fixed_bytes(number: &BigUint, length: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    let mut out = vec![0; length.saturating_sub(bytes.len())];
    out.extend_from_slice(&bytes);
    out
}
