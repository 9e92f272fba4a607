//! Characters as Go's lexer sees them: one at a time, with a byte that is not UTF-8 counting as U+FFFD.

use std::fmt::Write;

use gostd::unicode::{is_digit, is_letter};

/// The first character and its width in bytes (`utf8.DecodeRune`); nothing for no bytes.
pub(super) fn first(bytes: &[u8]) -> Option<(char, usize)> {
    let byte = *bytes.first()?;
    if byte.is_ascii() {
        return Some((char::from(byte), 1));
    }
    // Four bytes hold any character; what follows it among them may be cut off.
    let head = bytes.get(..4).unwrap_or(bytes);
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => head.get(..error.valid_up_to()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or(""),
    };
    Some(valid.chars().next().map_or((char::REPLACEMENT_CHARACTER, 1), |character| (character, character.len_utf8())))
}

/// Whether a character may stand in a name.
pub(super) fn is_alphanumeric(character: char) -> bool {
    if character.is_ascii() {
        return character == '_' || character.is_ascii_alphanumeric();
    }
    is_letter(character) || is_digit(character)
}

/// Whether a byte is white space in the eyes of the template language.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Writes bytes as a Go literal in double quotes (`%q` of a string), with `\x..` for what is not UTF-8.
pub(crate) fn quote(bytes: &[u8]) -> String {
    let mut quoted = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        let piece = gostd::strconv::quote(chunk.valid());
        quoted.push_str(piece.strip_prefix('"').and_then(|piece| piece.strip_suffix('"')).unwrap_or_default());
        for byte in chunk.invalid() {
            // Writing to a String can't fail.
            let _ = write!(quoted, "\\x{byte:02x}");
        }
    }
    quoted.push('"');
    quoted
}

/// Like [`quote`], but at most ten characters (`%.10q`).
pub(super) fn quote_start(bytes: &[u8]) -> String {
    let mut end = 0;
    for _ in 0..10 {
        match bytes.get(end..).and_then(first) {
            Some((_, width)) => end += width,
            None => break,
        }
    }
    quote(bytes.get(..end).unwrap_or(bytes))
}

/// A character's code point and, if it can be seen, the character (`%#U`).
pub(super) fn describe(character: char) -> String {
    let code = u32::from(character);
    if gostd::unicode::is_print(character) {
        return format!("U+{code:04X} '{character}'");
    }
    format!("U+{code:04X}")
}

#[cfg(test)]
mod tests {
    use super::{describe, first, is_alphanumeric, quote, quote_start};

    // Counted with Go over all code points above ASCII.
    #[test]
    fn as_many_characters_may_stand_in_names_as_in_go() {
        assert_eq!(('\u{80}'..=char::MAX).filter(|character| is_alphanumeric(*character)).count(), 146_380);
    }

    #[test]
    fn characters_are_decoded_one_by_one() {
        assert_eq!(first(b""), None);
        assert_eq!(first(b"ab"), Some(('a', 1)));
        assert_eq!(first("é€".as_bytes()), Some(('é', 2)));
        assert_eq!(first("😀".as_bytes()), Some(('😀', 4)));
        assert_eq!(first(b"\xe2\x82"), Some(('\u{fffd}', 1)));
        assert_eq!(first("\u{fffd}".as_bytes()), Some(('\u{fffd}', 3)));
    }

    // Recorded from fmt.Sprintf.
    #[test]
    fn quoting_as_go_does_it() {
        assert_eq!(quote(b"a\"\xff\xe9b\n"), r#""a\"\xff\xe9b\n""#);
        assert_eq!(quote_start(b"\xff\xff34567890123"), r#""\xff\xff34567890""#);
        assert_eq!(quote_start("ééééééééééé".as_bytes()), "\"éééééééééé\"");
        assert_eq!(describe('@'), "U+0040 '@'");
        assert_eq!(describe('\u{1}'), "U+0001");
        assert_eq!(describe('\u{a0}'), "U+00A0");
        assert_eq!(describe('😀'), "U+1F600 '😀'");
    }
}
