//! Ways past the queue of tokens for what documents mostly consist of: `key: value` and `- item`
//! in block collections. Each gives what the tokens would have given, or nothing and leaves it to
//! them.

use super::cursor::{Cursor, Mark};
use super::plain::Words;
use super::scan::Scanner;
use super::simple_key::KEY_LENGTH;
use super::token::{Token, TokenKind};
use super::{block, plain, quoted};
use crate::{Error, Style};

impl<'text> Scanner<'text> {
    /// Whether nothing but the text decides what comes next.
    fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.failure.is_none() && self.keys.is_quiet() && !self.ended
    }

    /// Passes white space, and says whether a further part of the innermost block collection may be here.
    fn is_at_indent(&mut self) -> bool {
        if !self.is_idle() {
            return false;
        }
        self.skip_to_token();
        self.key_allowed && i64::from(self.cursor.column()) == self.indent
    }

    /// Takes a further key of the innermost block mapping and its colon, whose end is given too.
    pub(crate) fn take_key(&mut self) -> Option<(Token<'text>, Mark)> {
        if !self.is_at_indent() {
            return None;
        }
        let (key, ahead) = key_here(&self.cursor)?;
        self.cursor = ahead;
        self.key_allowed = false;
        Some((key, self.cursor.mark()))
    }

    /// Takes a scalar that cannot be a key, behind the colon of a key.
    pub(crate) fn take_value(&mut self) -> Result<Option<Token<'text>>, Error> {
        if !self.is_idle() || self.key_allowed {
            return Ok(None);
        }
        self.cursor.skip_blanks();
        let style = match self.cursor.byte(0) {
            b'"' => Style::DoubleQuoted,
            b'\'' => Style::SingleQuoted,
            b'|' => Style::Literal,
            b'>' => Style::Folded,
            first if starts_word(first) => {
                let (token, at_line_start) = plain::scan(&mut self.cursor, self.indent, false)?;
                self.key_allowed = at_line_start;
                return Ok(Some(token));
            }
            _ => return Ok(None),
        };
        if matches!(style, Style::DoubleQuoted | Style::SingleQuoted) {
            return quoted::scan(&mut self.cursor, style).map(Some);
        }
        self.key_allowed = true;
        block::scan(&mut self.cursor, self.indent, style).map(Some)
    }

    /// Takes the `-` of a further item of the innermost block sequence.
    pub(crate) fn take_entry(&mut self) -> Option<Mark> {
        if !self.is_at_indent() || !self.is_at_entry() {
            return None;
        }
        self.cursor.skip_ascii(1);
        Some(self.cursor.mark())
    }

    fn is_at_entry(&self) -> bool {
        self.cursor.byte(0) == b'-' && self.cursor.is_white(1)
    }

    /// Ends the innermost block collection if what follows is outside of it.
    pub(crate) fn take_block_end(&mut self) -> Option<Mark> {
        if !self.is_idle() || i64::from(self.cursor.column()) >= self.indent {
            return None;
        }
        self.indent = self.indents.pop().unwrap_or(-1);
        Some(self.cursor.mark())
    }

    /// Whether nothing follows but white space up to something that is no further item of a block
    /// sequence without an indentation of its own.
    pub(crate) fn is_past_items(&mut self) -> bool {
        self.is_idle() && !(self.is_at_indent() && self.is_at_entry())
    }

    /// Begins a block collection if one is here that is deeper than the current one, or a sequence
    /// at the same indentation if that is allowed (`indentless`).
    pub(crate) fn begin_block_collection(&mut self, indentless: bool) -> Result<Option<(TokenKind, Mark)>, Error> {
        if !self.is_idle() {
            return Ok(None);
        }
        self.skip_to_token();
        let mark = self.cursor.mark();
        let deeper = mark.indentation() - self.indent;
        if !self.key_allowed || deeper < 0 {
            return Ok(None);
        }
        let kind = match self.is_at_entry() {
            true if deeper == 0 => return Ok(indentless.then_some((TokenKind::BlockEntry, mark))),
            true => TokenKind::BlockSequenceStart,
            false if deeper > 0 && key_here(&self.cursor).is_some() => TokenKind::BlockMappingStart,
            false => return Ok(None),
        };
        self.indent_to(mark)?;
        Ok(Some((kind, mark)))
    }

    /// Takes a plain scalar that begins and ends on this line, as an item of a sequence.
    pub(crate) fn take_item(&mut self) -> Option<Token<'text>> {
        let inside = i64::from(self.cursor.column()) > self.indent;
        if !self.is_idle() || !self.key_allowed || !inside || !starts_word(self.cursor.byte(0)) {
            return None;
        }
        let mut ahead = self.cursor.clone();
        let (token, at_line_start) = plain::scan(&mut ahead, self.indent, false).ok()?;
        if !at_line_start || token.end.line != token.start.line {
            return None;
        }
        self.cursor = ahead;
        Some(token)
    }
}

/// Whether the byte can only begin a plain scalar, wherever it stands.
fn starts_word(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'/' | b'$' | b'(' | b'<' | b'=' | b'+' | b'^' | b'~')
}

/// The key without `?` that begins here, and the place behind its colon.
fn key_here<'text>(cursor: &Cursor<'text>) -> Option<(Token<'text>, Cursor<'text>)> {
    let mut ahead = cursor.clone();
    let key = match cursor.byte(0) {
        b'"' => quoted::scan_short(&mut ahead, Style::DoubleQuoted)?,
        b'\'' => quoted::scan_short(&mut ahead, Style::SingleQuoted)?,
        first if starts_word(first) => {
            let mut words = Words::new(cursor, false);
            words.pass(&mut ahead);
            words.token(cursor)
        }
        _ => return None,
    };
    ahead.skip_blanks();
    let is_key = ahead.byte(0) == b':' && ahead.is_white(1) && ahead.column() - cursor.column() <= KEY_LENGTH;
    ahead.skip_ascii(1);
    is_key.then_some((key, ahead))
}
