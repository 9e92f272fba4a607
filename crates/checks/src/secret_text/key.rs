//! Private keys.

use memchr::memmem;

use super::{decoded, is_base64, pgp, run};

/// Bytes of a key as text that are looked at.
const MAX_KEY: usize = 32 << 10;

/// A private key in PEM whose content is one (RFC 7468), or a block of OpenPGP.
pub(super) fn pem(text: &[u8], at: usize) -> Option<(&'static str, bool)> {
    let label = run(text, at + "-----BEGIN ".len(), 32, |byte| byte.is_ascii_uppercase() || byte == b' ');
    if label == b"PGP PRIVATE KEY BLOCK" {
        return pgp::block(text.get(at + "-----BEGIN -----".len() + label.len()..)?);
    }
    let label = label.strip_suffix(b"PRIVATE KEY")?;
    let from = at + "-----BEGIN ".len() + label.len() + "PRIVATE KEY".len();
    let rest = text.get(from..)?.strip_prefix(b"-----")?;
    let rest = rest.get(..rest.len().min(MAX_KEY))?;
    let body = rest.get(..memmem::find(rest, b"-----END")?)?;
    let key = decoded(&joined(body)?)?;
    match label {
        b"OPENSSH " => key.starts_with(b"openssh-key-v1\0").then_some(("an SSH private key", true)),
        b"ENCRYPTED " => inner(&key)?.starts_with(&[0x30]).then_some(("an encrypted private key", false)),
        _ => inner(&key)?.starts_with(&[2, 1]).then_some(("a private key", true)),
    }
}

/// The same as base64, as in a Secret.
pub(super) fn packed_pem(text: &[u8], at: usize) -> Option<(&'static str, bool)> {
    let pem_text = decoded(run(text, at, MAX_KEY, is_base64))?;
    memmem::find_iter(&pem_text, b"-----BEGIN ").take(8).find_map(|at| pem(&pem_text, at))
}

/// The base64 in a body: line breaks may be written as `\n`, lines may be quoted, indented or commented out.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut found = Vec::with_capacity(body.len());
    let mut bytes = body.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next().filter(|next| matches!(next, b'n' | b'r' | b't' | b'\n' | b'\r' | b'\\'))?),
            b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b',' | b'#' => {}
            byte if is_base64(byte) => found.push(byte),
            _ => return None,
        }
    }
    Some(found)
}

/// What is in the sequence that is all of some DER (X.690, 8.1).
fn inner(der: &[u8]) -> Option<&[u8]> {
    let rest = der.strip_prefix(&[0x30])?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(*first & 0x7f))?;
        (digits.iter().take(4).fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
    };
    (rest.len() == length && length > 16).then_some(rest)
}

/// Whether a file is a PKCS #12 store, which holds a private key and its certificate (RFC 7292, section 4).
pub fn is_key_store(file: &[u8]) -> bool {
    inner(file).is_some_and(|inside| inside.starts_with(&[2, 1, 3]))
}
