//! Go literals as strings and characters.

use super::error::SyntaxError;
use crate::utf8::decode_rune;

/// The first character of a literal's inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnquotedChar<'a> {
    /// The code point, or the byte of an escape such as `\xff` or `\377`.
    pub value: u32,
    /// Whether it stands for a code point beyond ASCII, not for a byte.
    pub multibyte: bool,
    /// What follows it.
    pub rest: &'a [u8],
}

/// Reads a literal in double quotes, single quotes (one character) or backquotes (`strconv.Unquote`).
///
/// # Errors
/// The text is not one literal.
pub fn unquote(text: &[u8]) -> Result<Vec<u8>, SyntaxError> {
    let [quote, .., last] = text else {
        return Err(SyntaxError);
    };
    let inside = text.get(1..text.len() - 1).unwrap_or_default();
    match quote {
        _ if quote != last => Err(SyntaxError),
        b'`' if inside.contains(&b'`') => Err(SyntaxError),
        b'`' => Ok(inside.iter().copied().filter(|byte| *byte != b'\r').collect()),
        b'"' | b'\'' => unescape(inside, *quote),
        _ => Err(SyntaxError),
    }
}

fn unescape(inside: &[u8], quote: u8) -> Result<Vec<u8>, SyntaxError> {
    let mut text = Vec::with_capacity(inside.len());
    let mut rest = inside;
    while !rest.is_empty() {
        if rest.starts_with(b"\n") {
            return Err(SyntaxError);
        }
        let character = unquote_char(rest, quote)?;
        push(&mut text, character);
        rest = character.rest;
        if quote == b'\'' && !rest.is_empty() {
            return Err(SyntaxError);
        }
    }
    Ok(text)
}

fn push(text: &mut Vec<u8>, character: UnquotedChar<'_>) {
    match char::from_u32(character.value) {
        Some(value) if character.multibyte => text.extend_from_slice(value.encode_utf8(&mut [0; 4]).as_bytes()),
        _ => text.push(character.value as u8),
    }
}

/// Decodes the first character or escape of a literal's inside (`strconv.UnquoteChar`). The quote is `b'"'` or `b'\''`,
/// which must be escaped and may be, or 0 for none.
///
/// # Errors
/// There is nothing, an unescaped quote, or no such escape.
pub fn unquote_char(text: &[u8], quote: u8) -> Result<UnquotedChar<'_>, SyntaxError> {
    match text {
        [] => Err(SyntaxError),
        [b'\\', letter, rest @ ..] => escape(*letter, rest, quote),
        [b'\\'] => Err(SyntaxError),
        [first @ (b'"' | b'\''), ..] if *first == quote => Err(SyntaxError),
        [first, rest @ ..] if first.is_ascii() => Ok(UnquotedChar { value: u32::from(*first), multibyte: false, rest }),
        _ => {
            let (character, width) = decode_rune(text);
            let rest = text.get(width..).unwrap_or_default();
            Ok(UnquotedChar { value: u32::from(character), multibyte: true, rest })
        }
    }
}

fn escape(letter: u8, rest: &[u8], quote: u8) -> Result<UnquotedChar<'_>, SyntaxError> {
    let value = match letter {
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => u32::from(b'\n'),
        b'r' => u32::from(b'\r'),
        b't' => u32::from(b'\t'),
        b'v' => 0x0b,
        b'\\' => u32::from(b'\\'),
        b'\'' | b'"' if letter == quote => u32::from(letter),
        b'x' => return numbered(rest, 2, 16, false),
        b'u' => return numbered(rest, 4, 16, true),
        b'U' => return numbered(rest, 8, 16, true),
        b'0'..=b'7' => return octal(letter, rest),
        _ => return Err(SyntaxError),
    };
    Ok(UnquotedChar { value, multibyte: false, rest })
}

fn octal(first: u8, rest: &[u8]) -> Result<UnquotedChar<'_>, SyntaxError> {
    let low = numbered(rest, 2, 8, false)?;
    let value = u32::from(first - b'0') << 6 | low.value;
    if value > 255 { Err(SyntaxError) } else { Ok(UnquotedChar { value, ..low }) }
}

/// A fixed number of digits; those of code points must name one.
fn numbered(text: &[u8], count: usize, base: u32, multibyte: bool) -> Result<UnquotedChar<'_>, SyntaxError> {
    let (digits, rest) = text.split_at_checked(count).ok_or(SyntaxError)?;
    let mut value = 0_u32;
    for byte in digits {
        let digit = char::from(*byte).to_digit(base).ok_or(SyntaxError)?;
        value = value.wrapping_mul(base) | digit;
    }
    if multibyte && char::from_u32(value).is_none() {
        return Err(SyntaxError);
    }
    Ok(UnquotedChar { value, multibyte, rest })
}
