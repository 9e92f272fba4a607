//! JSON pointers and the fragments of URLs that hold them.

use std::borrow::Cow;

/// Writes a token as a pointer has it: `~` as `~0`, `/` as `~1`.
pub(crate) fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        Cow::Owned(token.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(token)
    }
}

/// Reads a token; `None` if a `~` is followed by neither `0` nor `1`.
pub(crate) fn unescape(token: &str) -> Option<Cow<'_, str>> {
    if !token.contains('~') {
        return Some(Cow::Borrowed(token));
    }
    let mut text = String::with_capacity(token.len());
    let mut characters = token.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '~' => match characters.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            plain => plain,
        });
    }
    Some(Cow::Owned(text))
}

/// Writes a pointer as a fragment: everything but its slashes as `url.PathEscape` does.
pub(crate) fn encode(pointer: &str) -> String {
    let mut encoded = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~$&+=:@/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Reads a fragment (`url.PathUnescape`).
///
/// # Errors
///
/// Go's text for a `%` without two hexadecimal digits.
pub(crate) fn decode(fragment: &str) -> Result<Cow<'_, str>, String> {
    if !fragment.contains('%') {
        return Ok(Cow::Borrowed(fragment));
    }
    let bytes = fragment.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        if *byte != b'%' {
            decoded.push(*byte);
            position += 1;
            continue;
        }
        let sequence = bytes.get(position..(position + 3).min(bytes.len())).unwrap_or_default();
        let digit = |index: usize| sequence.get(index).and_then(|byte| char::from(*byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(1), digit(2)) else {
            return Err(format!("invalid URL escape {}", gostd::strconv::quote_bytes(sequence)));
        };
        decoded.push((high * 16 + low) as u8);
        position += 3;
    }
    Ok(Cow::Owned(String::from_utf8_lossy(&decoded).into_owned()))
}
