//! Directives, anchors, aliases and tags.

use std::borrow::Cow;

use super::cursor::{Cursor, Mark};
use super::token::{Token, TokenKind};
use crate::Error;

/// A `%YAML` or `%TAG` line with its line break; the cursor is at `%`.
pub(crate) fn scan_directive<'text>(cursor: &mut Cursor<'text>) -> Result<Token<'text>, Error> {
    let start = cursor.mark();
    cursor.skip();
    let name = read_name(cursor);
    if name.is_empty() {
        return Err(cursor.problem("could not find expected directive name"));
    }
    if !cursor.is_white(0) {
        return Err(cursor.problem("found unexpected non-alphabetical character"));
    }
    let token = match name {
        "YAML" => scan_version(cursor, start)?,
        "TAG" => scan_tag_directive(cursor, start)?,
        _ => return Err(cursor.problem("found unknown directive name")),
    };
    cursor.skip_blanks();
    cursor.skip_comment();
    if !cursor.is_line_end(0) {
        return Err(cursor.problem("did not find expected comment or line break"));
    }
    cursor.skip_break();
    Ok(token)
}

fn scan_version<'text>(cursor: &mut Cursor<'text>, start: Mark) -> Result<Token<'text>, Error> {
    cursor.skip_blanks();
    let major = scan_version_number(cursor)?;
    if cursor.byte(0) != b'.' {
        return Err(cursor.problem("did not find expected digit or '.' character"));
    }
    cursor.skip();
    let minor = scan_version_number(cursor)?;
    let version = format!("{major}.{minor}");
    let end = cursor.mark();
    Ok(Token::named(TokenKind::VersionDirective, start, end, Cow::Owned(version)))
}

fn scan_version_number(cursor: &mut Cursor<'_>) -> Result<u8, Error> {
    let mut number = None;
    for _ in 0..2 {
        if cursor.byte(0).is_ascii_digit() {
            number = Some(number.unwrap_or(0) * 10 + (cursor.byte(0) - b'0'));
            cursor.skip();
        }
    }
    if cursor.byte(0).is_ascii_digit() {
        return Err(cursor.problem("found extremely long version number"));
    }
    number.ok_or_else(|| cursor.problem("did not find expected version number"))
}

fn scan_tag_directive<'text>(cursor: &mut Cursor<'text>, start: Mark) -> Result<Token<'text>, Error> {
    cursor.skip_blanks();
    let handle = scan_tag_handle(cursor)?;
    if handle != "!" && !(handle.len() > 1 && handle.ends_with('!')) {
        return Err(cursor.problem("did not find expected '!'"));
    }
    if !cursor.is_blank(0) {
        return Err(cursor.problem("did not find expected whitespace"));
    }
    cursor.skip_blanks();
    let prefix = scan_tag_uri(cursor, "")?;
    if !cursor.is_white(0) {
        return Err(cursor.problem("did not find expected whitespace or line break"));
    }
    let end = cursor.mark();
    Ok(Token::tagged(TokenKind::TagDirective, start, end, (handle, prefix)))
}

/// An anchor or an alias; the cursor is at its indicator.
pub(crate) fn scan_anchor<'text>(cursor: &mut Cursor<'text>, kind: TokenKind) -> Result<Token<'text>, Error> {
    let start = cursor.mark();
    cursor.skip();
    let name = read_name(cursor);
    let ends_well =
        cursor.is_white(0) || matches!(cursor.byte(0), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
    if name.is_empty() || !ends_well {
        return Err(cursor.problem("did not find expected alphabetic or numeric character"));
    }
    Ok(Token::named(kind, start, cursor.mark(), Cow::Borrowed(name)))
}

/// A tag; the cursor is at its first `!`.
pub(crate) fn scan_tag<'text>(cursor: &mut Cursor<'text>) -> Result<Token<'text>, Error> {
    let start = cursor.mark();
    let parts = if cursor.byte(1) == b'<' {
        cursor.skip();
        cursor.skip();
        let uri = scan_tag_uri(cursor, "")?;
        if cursor.byte(0) != b'>' {
            return Err(cursor.problem("did not find the expected '>'"));
        }
        cursor.skip();
        (String::new(), uri)
    } else {
        scan_short_tag(cursor)?
    };
    if !cursor.is_white(0) {
        return Err(cursor.problem("did not find expected whitespace or line break"));
    }
    Ok(Token::tagged(TokenKind::Tag, start, cursor.mark(), parts))
}

/// `!handle!suffix`, `!suffix` or `!`, as handle and suffix.
fn scan_short_tag(cursor: &mut Cursor<'_>) -> Result<(String, String), Error> {
    let handle = scan_tag_handle(cursor)?;
    if handle.len() > 1 && handle.ends_with('!') {
        let suffix = scan_tag_uri(cursor, "")?;
        return Ok((handle, suffix));
    }
    let suffix = scan_tag_uri(cursor, &handle)?;
    if suffix.is_empty() {
        return Ok((suffix, "!".to_owned()));
    }
    Ok(("!".to_owned(), suffix))
}

/// `!`, and a name with a second `!` if there is one.
fn scan_tag_handle(cursor: &mut Cursor<'_>) -> Result<String, Error> {
    if cursor.byte(0) != b'!' {
        return Err(cursor.problem("did not find expected '!'"));
    }
    let begin = cursor.offset();
    cursor.skip();
    read_name(cursor);
    if cursor.byte(0) == b'!' {
        cursor.skip();
    }
    Ok(cursor.slice(begin, cursor.offset()).to_owned())
}

/// The rest of a tag, of which `head` (with its `!`) has been read already.
fn scan_tag_uri(cursor: &mut Cursor<'_>, head: &str) -> Result<String, Error> {
    let mut uri = head.strip_prefix('!').unwrap_or_default().to_owned();
    let mut found = !head.is_empty();
    loop {
        match cursor.byte(0) {
            b'%' => uri.push(scan_uri_escape(cursor)?),
            byte @ (b';' | b'/' | b'?' | b':' | b'@' | b'&' | b'=' | b'+' | b'$' | b',' | b'.' | b'!' | b'~' | b'*'
            | b'\'' | b'(' | b')' | b'[' | b']') => push_byte(cursor, byte, &mut uri),
            byte if cursor.is_name() => push_byte(cursor, byte, &mut uri),
            _ if found => return Ok(uri),
            _ => return Err(cursor.problem("did not find expected tag URI")),
        }
        found = true;
    }
}

/// One character as `%XX` escapes of its UTF-8 bytes.
fn scan_uri_escape(cursor: &mut Cursor<'_>) -> Result<char, Error> {
    let mut octets = vec![scan_uri_octet(cursor)?];
    let width = match octets.first().copied().unwrap_or_default() {
        0..0x80 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0..0xF8 => 4,
        _ => return Err(cursor.problem("found an incorrect leading UTF-8 octet")),
    };
    while octets.len() < width {
        let octet = scan_uri_octet(cursor)?;
        if octet & 0xC0 != 0x80 {
            return Err(cursor.problem("found an incorrect trailing UTF-8 octet"));
        }
        octets.push(octet);
    }
    let text = String::from_utf8_lossy(&octets);
    Ok(text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn scan_uri_octet(cursor: &mut Cursor<'_>) -> Result<u8, Error> {
    let digit = |ahead| char::from(cursor.byte(ahead)).to_digit(16);
    let octet = match (cursor.byte(0), digit(1), digit(2)) {
        (b'%', Some(high), Some(low)) => u8::try_from((high << 4) | low).unwrap_or_default(),
        _ => return Err(cursor.problem("did not find URI escaped octet")),
    };
    for _ in 0..3 {
        cursor.skip();
    }
    Ok(octet)
}

fn push_byte(cursor: &mut Cursor<'_>, byte: u8, uri: &mut String) {
    uri.push(char::from(byte));
    cursor.skip();
}

fn read_name<'text>(cursor: &mut Cursor<'text>) -> &'text str {
    let begin = cursor.offset();
    while cursor.is_name() {
        cursor.skip();
    }
    cursor.slice(begin, cursor.offset())
}
