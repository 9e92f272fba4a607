//! Bytes to text: UTF-8 and UTF-16, and the characters that YAML allows (go-yaml's `readerc.go`).

use crate::Error;

/// The text up to the first byte that is not allowed, and what is wrong there. go-yaml reads in
/// chunks and may find a syntax error first, so the failure waits until the scanner gets there.
pub(crate) struct Text {
    /// Allowed characters only.
    pub(crate) content: String,
    /// Why the content ends early.
    pub(crate) failure: Option<Error>,
}

/// Decodes by byte order mark, UTF-8 without one.
pub(crate) fn decode(bytes: &[u8]) -> Text {
    let (mut content, failure) = match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf8(rest),
        _ => decode_utf8(bytes),
    };
    if let Some(end) = content.find(|character: char| !is_allowed(character)) {
        content.truncate(end);
        return Text { content, failure: Some(encoding("control characters are not allowed")) };
    }
    Text { content, failure: failure.map(encoding) }
}

/// The characters that go-yaml's reader lets through.
pub(crate) fn is_allowed(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}'
    )
}

fn encoding(message: &'static str) -> Error {
    Error::Encoding { message }
}

fn decode_utf8(bytes: &[u8]) -> (String, Option<&'static str>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            let text = String::from_utf8_lossy(valid).into_owned();
            (text, Some(utf8_problem(rest)))
        }
    }
}

/// Why `rest`, which begins with a malformed sequence, is not UTF-8.
fn utf8_problem(rest: &[u8]) -> &'static str {
    let lead = rest.first().copied().unwrap_or_default();
    let (width, initial) = match lead {
        0xC0..=0xDF => (2, u32::from(lead & 0x1F)),
        0xE0..=0xEF => (3, u32::from(lead & 0x0F)),
        0xF0..=0xF7 => (4, u32::from(lead & 0x07)),
        _ => return "invalid leading UTF-8 octet",
    };
    let Some(trail) = rest.get(1..width) else {
        return "incomplete UTF-8 octet sequence";
    };
    if trail.iter().any(|octet| octet & 0xC0 != 0x80) {
        return "invalid trailing UTF-8 octet";
    }
    let value = trail.iter().fold(initial, |value, octet| (value << 6) | u32::from(octet & 0x3F));
    let shortest = match width {
        2 => 0x80,
        3 => 0x800,
        _ => 0x10000,
    };
    if value < shortest { "invalid length of a UTF-8 sequence" } else { "invalid Unicode character" }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<&'static str>) {
    let mut units = bytes.chunks(2).map(|pair| match pair {
        [first, second] => Some(u32::from(unit([*first, *second]))),
        _ => None,
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    while let Some(first) = units.next() {
        let Some(first) = first else {
            return (text, Some("incomplete UTF-16 character"));
        };
        let code = match first {
            0xDC00..=0xDFFF => return (text, Some("unexpected low surrogate area")),
            0xD800..=0xDBFF => match units.next() {
                Some(Some(second @ 0xDC00..=0xDFFF)) => 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF),
                Some(Some(_)) => return (text, Some("expected low surrogate area")),
                _ => return (text, Some("incomplete UTF-16 surrogate pair")),
            },
            _ => first,
        };
        text.extend(char::from_u32(code));
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn failure(bytes: &[u8]) -> (String, String) {
        let text = decode(bytes);
        let failure = text.failure.map(|error| error.to_string()).unwrap_or_default();
        (text.content, failure)
    }

    #[test]
    fn byte_order_marks_choose_the_encoding() {
        assert_eq!(failure(b"\xEF\xBB\xBFa").0, "a");
        assert_eq!(failure(b"\xFF\xFEa\0=\xD8\0\xDE").0, "a\u{1F600}");
        assert_eq!(failure(b"\xFE\xFF\0a").0, "a");
    }

    #[test]
    fn broken_text_is_blamed_as_go_yaml_does() {
        for (bytes, message) in [
            (&b"a\x80"[..], "yaml: invalid leading UTF-8 octet"),
            (b"a\xF8", "yaml: invalid leading UTF-8 octet"),
            (b"a\xE2\x82", "yaml: incomplete UTF-8 octet sequence"),
            (b"a\xE2\x82a", "yaml: invalid trailing UTF-8 octet"),
            (b"a\xC0\x80", "yaml: invalid length of a UTF-8 sequence"),
            (b"a\xED\xA0\x80", "yaml: invalid Unicode character"),
            (b"a\x01\xFF", "yaml: control characters are not allowed"),
            (b"a\0", "yaml: control characters are not allowed"),
            (b"a\xEF\xBF\xBE", "yaml: control characters are not allowed"),
            (b"\xFF\xFEa\0\0", "yaml: incomplete UTF-16 character"),
            (b"\xFF\xFEa\0\0\xDC", "yaml: unexpected low surrogate area"),
            (b"\xFF\xFEa\0\0\xD8", "yaml: incomplete UTF-16 surrogate pair"),
            (b"\xFF\xFEa\0\0\xD8a\0", "yaml: expected low surrogate area"),
        ] {
            assert_eq!(failure(bytes), ("a".to_owned(), message.to_owned()), "{bytes:?}");
        }
    }
}
