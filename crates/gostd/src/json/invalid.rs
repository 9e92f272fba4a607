//! Invalid characters and escapes as the messages of `encoding/json` show them.

use crate::utf8::decode_rune;
use crate::{strconv, unicode};

/// The first character in single quotes (`strconv.QuoteRune`); a byte that is no UTF-8 as `'\xff'`.
pub(super) fn quote_character(bytes: &[u8]) -> String {
    match decode_rune(bytes) {
        (char::REPLACEMENT_CHARACTER, 1) => format!("'\\x{:02x}'", bytes.first().copied().unwrap_or_default()),
        ('\'', _) => r"'\''".to_owned(),
        ('"', _) => "'\"'".to_owned(),
        (character, _) => {
            let quoted = strconv::quote(character.encode_utf8(&mut [0; 4]));
            format!("'{}'", quoted.trim_matches('"'))
        }
    }
}

/// An escape sequence between backquotes, or as a Go literal where it holds what backquotes would hide.
pub(super) fn quote_escape(bytes: &[u8]) -> String {
    let hidden = |character: char| {
        matches!(character, '`' | char::REPLACEMENT_CHARACTER)
            || unicode::is_space(character)
            || !unicode::is_print(character)
    };
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains(hidden) => format!("`{text}`"),
        _ => quote_bytes(bytes),
    }
}

/// `strconv.Quote` of text with bytes that are no UTF-8.
fn quote_bytes(bytes: &[u8]) -> String {
    let mut quoted = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        let valid = strconv::quote(chunk.valid());
        quoted.push_str(valid.get(1..valid.len() - 1).unwrap_or_default());
        for byte in chunk.invalid() {
            quoted.push_str(&format!("\\x{byte:02x}"));
        }
    }
    quoted.push('"');
    quoted
}
