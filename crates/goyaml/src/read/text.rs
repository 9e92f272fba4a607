//! Bytes to text: UTF-8 and UTF-16, and the characters that YAML allows (go-yaml's `readerc.go`).

use std::borrow::Cow;

use crate::Error;

/// go-yaml reads this many bytes at a time.
const CHUNK: usize = 512;

/// Bytes that are looked at together.
const STRIDE: usize = 32;

/// The text that go-yaml gets to see before it stumbles over a byte that is not allowed: it decodes
/// in chunks, so everything from the beginning of the bad chunk on is missing.
pub(crate) struct Text<'input> {
    /// Allowed characters only.
    pub(crate) content: Cow<'input, str>,
    /// Why the content ends early. It counts when the scanner gets there.
    pub(crate) failure: Option<Error>,
}

/// A character that is not allowed.
struct Problem {
    /// Bytes before it.
    offset: usize,
    message: &'static str,
    /// Whether more bytes could still mend it, so that the text before it is seen.
    at_end: bool,
}

/// Decodes by byte order mark, UTF-8 without one.
pub(crate) fn decode(bytes: &[u8]) -> Text<'_> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf8(rest, 3),
        _ => decode_utf8(bytes, 0),
    }
}

/// The characters that go-yaml's reader lets through.
pub(crate) fn is_allowed(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}'
    )
}

const NOT_ALLOWED: &str = "control characters are not allowed";

/// `mark` is the length of the byte order mark before the bytes.
fn decode_utf8(bytes: &[u8], mark: usize) -> Text<'_> {
    let (valid, problem) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            let (message, at_end) = utf8_problem(rest);
            (std::str::from_utf8(valid).unwrap_or_default(), Some(Problem { offset: valid.len(), message, at_end }))
        }
    };
    let forbidden =
        find_forbidden(valid.as_bytes()).map(|offset| Problem { offset, message: NOT_ALLOWED, at_end: false });
    let Some(problem) = forbidden.or(problem) else {
        return Text { content: Cow::Borrowed(valid), failure: None };
    };
    let seen = if problem.at_end { problem.offset } else { chunk_start(valid, problem.offset, mark) };
    let content = Cow::Borrowed(valid.get(..seen).unwrap_or_default());
    Text { content, failure: Some(Error::Encoding { message: problem.message }) }
}

/// Where the chunk begins that holds the byte at `offset`. A chunk ends before a character that
/// does not fit; the first one holds the byte order mark too.
fn chunk_start(text: &str, offset: usize, mark: usize) -> usize {
    let mut start = 0;
    let mut end = CHUNK.saturating_sub(mark);
    loop {
        while end > start && !text.is_char_boundary(end.min(text.len())) {
            end -= 1;
        }
        if offset < end || end <= start {
            return start;
        }
        start = end;
        end = start + CHUNK;
    }
}

/// The first character that [`is_allowed`] refuses.
fn find_forbidden(bytes: &[u8]) -> Option<usize> {
    let mut place = 0;
    for stride in bytes.chunks(STRIDE) {
        let simple = stride.iter().fold(true, |simple, byte| simple & matches!(byte, b'\n' | b' '..=b'~'));
        if !simple {
            let found =
                (place..place + stride.len()).find(|place| is_forbidden(bytes.get(*place..).unwrap_or_default()));
            if found.is_some() {
                return found;
            }
        }
        place += stride.len();
    }
    None
}

/// Whether the bytes begin with a forbidden character.
fn is_forbidden(bytes: &[u8]) -> bool {
    match bytes {
        [b'\t' | b'\n' | b'\r', ..] => false,
        [0..=0x1F | 0x7F, ..] => true,
        [0xC2, second, ..] => matches!(second, 0x80..=0x9F) && *second != 0x85,
        [0xEF, 0xBF, third, ..] => matches!(third, 0xBE | 0xBF),
        _ => false,
    }
}

/// Why `rest`, which begins with a malformed sequence, is not UTF-8, and whether it merely ends too early.
fn utf8_problem(rest: &[u8]) -> (&'static str, bool) {
    let lead = rest.first().copied().unwrap_or_default();
    let (width, initial) = match lead {
        0xC0..=0xDF => (2, u32::from(lead & 0x1F)),
        0xE0..=0xEF => (3, u32::from(lead & 0x0F)),
        0xF0..=0xF7 => (4, u32::from(lead & 0x07)),
        _ => return ("invalid leading UTF-8 octet", false),
    };
    let Some(trail) = rest.get(1..width) else {
        return ("incomplete UTF-8 octet sequence", true);
    };
    if trail.iter().any(|octet| octet & 0xC0 != 0x80) {
        return ("invalid trailing UTF-8 octet", false);
    }
    let value = trail.iter().fold(initial, |value, octet| (value << 6) | u32::from(octet & 0x3F));
    let shortest = match width {
        2 => 0x80,
        3 => 0x800,
        _ => 0x10000,
    };
    let message = if value < shortest { "invalid length of a UTF-8 sequence" } else { "invalid Unicode character" };
    (message, false)
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Text<'_> {
    let mut units = bytes.chunks(2).map(|pair| match pair {
        [first, second] => Some(u32::from(unit([*first, *second]))),
        _ => None,
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    // The text at the beginning of the chunk, and the bytes that the chunk may still take.
    let (mut seen, mut room) = (0, CHUNK - 2);
    let failed = loop {
        if room < 2 {
            (seen, room) = (text.len(), CHUNK);
        }
        let Some(first) = units.next() else {
            return Text { content: Cow::Owned(text), failure: None };
        };
        let Some(first) = first else { break Err("incomplete UTF-16 character") };
        let (code, width) = match first {
            0xDC00..=0xDFFF => break Ok("unexpected low surrogate area"),
            0xD800..=0xDBFF => match units.next() {
                Some(Some(second @ 0xDC00..=0xDFFF)) => (0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF), 4),
                Some(Some(_)) => break Ok("expected low surrogate area"),
                _ => break Err("incomplete UTF-16 surrogate pair"),
            },
            _ => (first, 2),
        };
        if room < width {
            (seen, room) = (text.len(), CHUNK);
        }
        room -= width;
        match char::from_u32(code).filter(|character| is_allowed(*character)) {
            Some(character) => text.push(character),
            None => break Ok(NOT_ALLOWED),
        }
    };
    let (Ok(message) | Err(message)) = failed;
    if failed.is_ok() {
        text.truncate(seen);
    }
    Text { content: Cow::Owned(text), failure: Some(Error::Encoding { message }) }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn failure(bytes: &[u8]) -> (String, String) {
        let text = decode(bytes);
        let failure = text.failure.map(|error| error.to_string()).unwrap_or_default();
        (text.content.into_owned(), failure)
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
            (b"a\xC2\x80", "yaml: control characters are not allowed"),
            (b"a\xEF\xBF\xBE", "yaml: control characters are not allowed"),
            (b"\xFF\xFEa\0\0", "yaml: incomplete UTF-16 character"),
            (b"\xFF\xFEa\0\0\xDC", "yaml: unexpected low surrogate area"),
            (b"\xFF\xFEa\0\0\xD8", "yaml: incomplete UTF-16 surrogate pair"),
            (b"\xFF\xFEa\0\0\xD8a\0", "yaml: expected low surrogate area"),
        ] {
            assert_eq!(failure(bytes).1, message, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_seen_ends_before_the_bad_chunk() {
        let seen = |before: usize, bad: &[u8]| failure(&[&vec![b'a'; before], bad].concat()).0.len();
        assert_eq!([seen(1, b"\0"), seen(511, b"\0"), seen(512, b"\0"), seen(1030, b"\0")], [0, 0, 512, 1024]);
        // The character that is cut in two belongs to the second chunk.
        assert_eq!(seen(511, "é\0".as_bytes()), 511);
        assert_eq!(seen(700, b"\xE2\x82"), 700);
    }
}
