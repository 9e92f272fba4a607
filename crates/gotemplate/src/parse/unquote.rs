//! What quoted strings and characters mean (Go: `strconv.Unquote`, `strconv.UnquoteChar`).

use std::fmt;

use super::runes;
use crate::bytes::Str;

/// It is no Go literal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SyntaxError;

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("invalid syntax")
    }
}

/// One piece of a literal.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// A character.
    Character(char),
    /// A byte that was written as one.
    Byte(u8),
}

/// A string in double quotes or backquotes.
pub(super) fn string(quoted: &[u8]) -> Result<Str, SyntaxError> {
    match quoted {
        [b'`', inner @ .., b'`'] if !inner.contains(&b'\r') => Ok(Str::from(inner)),
        [b'`', inner @ .., b'`'] => {
            Ok(Str::from(inner.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<u8>>()))
        }
        [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') && std::str::from_utf8(inner).is_ok() => {
            Ok(Str::from(inner))
        }
        [b'"', inner @ .., b'"'] => unescape(inner).map(Str::from),
        _ => Err(SyntaxError),
    }
}

fn unescape(mut rest: &[u8]) -> Result<Vec<u8>, SyntaxError> {
    let mut meaning = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let (piece, after) = piece(rest, b'"')?;
        match piece {
            Piece::Byte(byte) => meaning.push(byte),
            Piece::Character(character) => meaning.extend(character.encode_utf8(&mut [0; 4]).bytes()),
        }
        rest = after;
    }
    Ok(meaning)
}

/// The first character after the opening quote of a character constant, and what follows it.
pub(super) fn character(inner: &[u8]) -> Result<(u32, &[u8]), SyntaxError> {
    let (piece, rest) = piece(inner, b'\'')?;
    match piece {
        Piece::Byte(byte) => Ok((u32::from(byte), rest)),
        Piece::Character(character) => Ok((u32::from(character), rest)),
    }
}

fn piece(bytes: &[u8], quote: u8) -> Result<(Piece, &[u8]), SyntaxError> {
    match bytes {
        [b'\\', rest @ ..] => escape(rest, quote),
        [byte, ..] if *byte == quote => Err(SyntaxError),
        _ => {
            let (character, width) = runes::first(bytes).ok_or(SyntaxError)?;
            Ok((Piece::Character(character), bytes.get(width..).unwrap_or_default()))
        }
    }
}

/// What follows a backslash.
fn escape(bytes: &[u8], quote: u8) -> Result<(Piece, &[u8]), SyntaxError> {
    let (byte, rest) = bytes.split_first().ok_or(SyntaxError)?;
    let simple = match byte {
        b'a' => '\u{07}',
        b'b' => '\u{08}',
        b'f' => '\u{0c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'v' => '\u{0b}',
        b'\\' => '\\',
        byte if *byte == quote => char::from(quote),
        b'x' => return digits(rest, 2, 16).and_then(as_byte),
        b'u' => return digits(rest, 4, 16).and_then(as_character),
        b'U' => return digits(rest, 8, 16).and_then(as_character),
        b'0'..=b'7' => return digits(bytes, 3, 8).and_then(as_byte),
        _ => return Err(SyntaxError),
    };
    Ok((Piece::Character(simple), rest))
}

fn digits(bytes: &[u8], count: usize, base: u32) -> Result<(u32, &[u8]), SyntaxError> {
    let (digits, rest) = bytes.split_at_checked(count).ok_or(SyntaxError)?;
    let mut number = 0_u32;
    for byte in digits {
        let digit = char::from(*byte).to_digit(base).ok_or(SyntaxError)?;
        number = number.wrapping_mul(base).wrapping_add(digit);
    }
    Ok((number, rest))
}

fn as_byte((number, rest): (u32, &[u8])) -> Result<(Piece, &[u8]), SyntaxError> {
    let byte = u8::try_from(number).map_err(|_| SyntaxError)?;
    Ok((Piece::Byte(byte), rest))
}

fn as_character((number, rest): (u32, &[u8])) -> Result<(Piece, &[u8]), SyntaxError> {
    let character = char::from_u32(number).ok_or(SyntaxError)?;
    Ok((Piece::Character(character), rest))
}
