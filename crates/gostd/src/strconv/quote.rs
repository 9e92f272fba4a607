//! Strings and characters as Go literals.

use std::io::Write as _;

use crate::unicode;
use crate::utf8::decode_rune;

/// Writes a string as a Go literal in double quotes: `strconv.Quote`, the `%q` of Helm's messages.
pub fn quote(text: &str) -> String {
    quote_bytes(text.as_bytes())
}

/// [`quote`] for bytes: those that are not UTF-8 become `\xff`.
pub fn quote_bytes(text: &[u8]) -> String {
    let mut quoted = Vec::with_capacity(text.len() + 2);
    append_quoted(&mut quoted, text, false);
    String::from_utf8(quoted).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Appends a string as a Go literal in double quotes (`strconv.AppendQuote`), in ASCII only if so wanted
/// (`AppendQuoteToASCII`).
pub fn append_quoted(out: &mut Vec<u8>, text: &[u8], ascii: bool) {
    out.push(b'"');
    let mut rest = text;
    while let Some(first) = rest.first() {
        let (character, width) = decode_rune(rest);
        if width == 1 && !first.is_ascii() {
            append_formatted(out, format_args!("\\x{first:02x}"));
        } else {
            append_escaped(out, character, '"', ascii);
        }
        rest = rest.get(width..).unwrap_or_default();
    }
    out.push(b'"');
}

/// Appends a character as a Go literal in single quotes (`strconv.AppendQuoteRune`), in ASCII only if so wanted.
pub fn append_quoted_rune(out: &mut Vec<u8>, character: char, ascii: bool) {
    out.push(b'\'');
    append_escaped(out, character, '\'', ascii);
    out.push(b'\'');
}

/// Whether the string can stand between backquotes: valid UTF-8 on one line without backquotes, control characters
/// other than tabs, and byte order marks (`strconv.CanBackquote`).
pub fn can_backquote(text: &[u8]) -> bool {
    let allowed = |character| !matches!(character, '\u{feff}' | '`' | '\u{7f}' | '\0'..='\u{8}' | '\n'..='\u{1f}');
    std::str::from_utf8(text).is_ok_and(|text| text.chars().all(allowed))
}

fn append_escaped(out: &mut Vec<u8>, character: char, quote: char, ascii: bool) {
    if character == quote || character == '\\' {
        return out.extend_from_slice(&[b'\\', character as u8]);
    }
    if (!ascii || character.is_ascii()) && unicode::is_print(character) {
        return out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    let short: &[u8] = match character {
        '\u{07}' => b"\\a",
        '\u{08}' => b"\\b",
        '\u{0c}' => b"\\f",
        '\n' => b"\\n",
        '\r' => b"\\r",
        '\t' => b"\\t",
        '\u{0b}' => b"\\v",
        _ => b"",
    };
    match u32::from(character) {
        _ if !short.is_empty() => out.extend_from_slice(short),
        code @ 0x00..=0x7f => append_formatted(out, format_args!("\\x{code:02x}")),
        code @ 0x80..=0xffff => append_formatted(out, format_args!("\\u{code:04x}")),
        code => append_formatted(out, format_args!("\\U{code:08x}")),
    }
}

fn append_formatted(out: &mut Vec<u8>, arguments: std::fmt::Arguments<'_>) {
    // Writing to a vector can't fail, so the result carries nothing.
    let _ = out.write_fmt(arguments);
}
