//! Quoted scalars (YAML 1.1, chapter 9, as go-yaml v2 scans them).

use std::borrow::Cow;

use super::cursor::Cursor;
use super::fold;
use super::token::Token;
use crate::{Error, Style};

/// A quoted scalar; the cursor is at its first quote.
pub(crate) fn scan<'text>(cursor: &mut Cursor<'text>, style: Style) -> Result<Token<'text>, Error> {
    let quote = quote_of(style);
    let start = cursor.mark();
    cursor.skip_ascii(1);
    let value = match scan_simple(cursor, quote) {
        Some(value) => Cow::Borrowed(value),
        None => Cow::Owned(scan_any(cursor, quote)?),
    };
    cursor.skip_ascii(1);
    Ok(Token::scalar(value, style, start, cursor.mark()))
}

/// A quoted scalar on one line without escapes; otherwise the cursor does not move.
pub(crate) fn scan_short<'text>(cursor: &mut Cursor<'text>, style: Style) -> Option<Token<'text>> {
    let mut ahead = cursor.clone();
    ahead.skip_ascii(1);
    let value = scan_simple(&mut ahead, quote_of(style))?;
    ahead.skip_ascii(1);
    let token = Token::scalar(Cow::Borrowed(value), style, cursor.mark(), ahead.mark());
    *cursor = ahead;
    Some(token)
}

fn quote_of(style: Style) -> u8 {
    if style == Style::SingleQuoted { b'\'' } else { b'"' }
}

/// The text up to the closing quote, if it is on this line and holds no escapes. The cursor does
/// not move otherwise.
fn scan_simple<'text>(cursor: &mut Cursor<'text>, quote: u8) -> Option<&'text str> {
    let mut ahead = cursor.clone();
    loop {
        skip_ordinary(&mut ahead, quote);
        match ahead.byte(0) {
            0x80.. if !ahead.is_break(0) => ahead.skip(),
            byte if byte == quote && !(quote == b'\'' && ahead.byte(1) == quote) => break,
            _ => return None,
        }
    }
    let text = cursor.slice(cursor.offset(), ahead.offset());
    *cursor = ahead;
    Some(text)
}

/// Passes ASCII characters, blanks included, that mean nothing in quotes.
fn skip_ordinary(cursor: &mut Cursor<'_>, quote: u8) {
    let rest = cursor.rest();
    let special =
        |byte: &u8| *byte == quote || matches!(byte, b'\n' | b'\r' | 0x80..) || (*byte == b'\\' && quote == b'"');
    cursor.skip_ascii(rest.iter().position(special).unwrap_or(rest.len()));
}

fn scan_any(cursor: &mut Cursor<'_>, quote: u8) -> Result<String, Error> {
    let mut value = String::new();
    loop {
        if cursor.document_marker().is_some() {
            return Err(cursor.problem("found unexpected document indicator"));
        }
        if cursor.at_end() {
            return Err(cursor.problem("found unexpected end of stream"));
        }
        let escaped_break = read_word(cursor, quote, &mut value)?;
        if cursor.byte(0) == quote {
            return Ok(value);
        }
        let gap = cursor.offset();
        while cursor.is_blank(0) || cursor.is_break(0) {
            cursor.skip_blanks();
            cursor.skip_break();
        }
        fold::join(&mut value, cursor, gap, escaped_break);
    }
}

/// Reads up to white space, the closing quote or an escaped line break; says whether there is one.
fn read_word(cursor: &mut Cursor<'_>, quote: u8, value: &mut String) -> Result<bool, Error> {
    while !cursor.is_white(0) {
        match cursor.byte(0) {
            b'\'' if quote == b'\'' && cursor.byte(1) == b'\'' => {
                value.push('\'');
                cursor.skip_ascii(2);
            }
            byte if byte == quote => return Ok(false),
            b'\\' if quote == b'"' && cursor.is_break(1) => {
                cursor.skip_ascii(1);
                cursor.skip_break();
                return Ok(true);
            }
            b'\\' if quote == b'"' => read_escape(cursor, value)?,
            _ => {
                let begin = cursor.offset();
                cursor.skip();
                skip_ordinary_word(cursor, quote);
                value.push_str(cursor.slice(begin, cursor.offset()));
            }
        }
    }
    Ok(false)
}

/// Passes ASCII characters of a word.
fn skip_ordinary_word(cursor: &mut Cursor<'_>, quote: u8) {
    let rest = cursor.rest();
    let special = |byte: &u8| *byte == quote || matches!(byte, 0..=b' ' | b'\\' | 0x80..);
    cursor.skip_ascii(rest.iter().position(special).unwrap_or(rest.len()));
}

fn read_escape(cursor: &mut Cursor<'_>, value: &mut String) -> Result<(), Error> {
    let digits = match cursor.byte(1) {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        letter => {
            let Some(character) = escaped_character(letter) else {
                return Err(cursor.problem("found unknown escape character"));
            };
            value.push(character);
            cursor.skip_ascii(2);
            return Ok(());
        }
    };
    cursor.skip_ascii(2);
    let mut code = 0_u32;
    for ahead in 0..digits {
        let Some(digit) = char::from(cursor.byte(ahead)).to_digit(16) else {
            return Err(cursor.problem("did not find expected hexdecimal number"));
        };
        code = (code << 4) | digit;
    }
    let Some(character) = char::from_u32(code) else {
        return Err(cursor.problem("found invalid Unicode character escape code"));
    };
    value.push(character);
    cursor.skip_ascii(digits);
    Ok(())
}

fn escaped_character(letter: u8) -> Option<char> {
    Some(match letter {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{B}',
        b'f' => '\u{C}',
        b'r' => '\r',
        b'e' => '\u{1B}',
        b' ' => ' ',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{A0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}
