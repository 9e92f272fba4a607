//! Plain scalars (YAML 1.1, chapter 9, as go-yaml v2 scans them).

use std::borrow::Cow;

use super::classes::{BLANK, BREAK, COLON, END, FLOW, HIGH};
use super::cursor::{Cursor, Mark};
use super::fold;
use super::token::Token;
use crate::{Error, Style};

/// A plain scalar inside of a collection at `outer_indent`. The flag says that line breaks follow
/// it, so that a key may begin.
pub(crate) fn scan<'text>(
    cursor: &mut Cursor<'text>,
    outer_indent: i64,
    in_flow: bool,
) -> Result<(Token<'text>, bool), Error> {
    let start = cursor.mark();
    let begin = cursor.offset();
    let mut words = Words::new(cursor, in_flow);
    words.pass(cursor);
    let mut value = Cow::Borrowed(cursor.slice(begin, words.end_offset));
    while cursor.is_break(0) {
        skip_gap(cursor, outer_indent)?;
        let ended = !in_flow && cursor.mark().indentation() <= outer_indent;
        if ended || cursor.document_marker().is_some() || cursor.byte(0) == b'#' {
            return Ok((Token::scalar(value, Style::Plain, start, words.end), true));
        }
        let (gap, gap_end, line) = (words.end_offset, cursor.clone(), cursor.offset());
        words.pass(cursor);
        if words.end_offset <= line {
            return Ok((Token::scalar(value, Style::Plain, start, words.end), true));
        }
        let text = value.to_mut();
        fold::join(text, &gap_end, gap, false);
        text.push_str(cursor.slice(line, words.end_offset));
    }
    Ok((Token::scalar(value, Style::Plain, start, words.end), false))
}

/// Passes white space over several lines. Tabs must not be part of the indentation.
fn skip_gap(cursor: &mut Cursor<'_>, outer_indent: i64) -> Result<(), Error> {
    loop {
        if cursor.is_break(0) {
            cursor.skip_break();
        } else if cursor.byte(0) == b'\t' && cursor.mark().indentation() <= outer_indent {
            return Err(cursor.problem("found a tab character that violates indentation"));
        } else if cursor.is_blank(0) {
            cursor.skip();
        } else {
            return Ok(());
        }
    }
}

/// Where the last word ends.
pub(super) struct Words {
    end: Mark,
    end_offset: usize,
    in_flow: bool,
}

impl Words {
    /// Before any word.
    pub(super) fn new(cursor: &Cursor<'_>, in_flow: bool) -> Self {
        Self { end: cursor.mark(), end_offset: cursor.offset(), in_flow }
    }

    /// The words from `begin` on as a scalar.
    pub(super) fn token<'text>(&self, begin: &Cursor<'text>) -> Token<'text> {
        let value = Cow::Borrowed(begin.slice(begin.offset(), self.end_offset));
        Token::scalar(value, Style::Plain, begin.mark(), self.end)
    }

    /// Passes the words on one line and the blanks behind them.
    pub(super) fn pass(&mut self, cursor: &mut Cursor<'_>) {
        loop {
            let begin = cursor.offset();
            self.pass_word(cursor);
            if cursor.offset() > begin {
                self.end = cursor.mark();
                self.end_offset = cursor.offset();
            }
            if !cursor.is_blank(0) {
                return;
            }
            cursor.skip_blanks();
            if cursor.byte(0) == b'#' || cursor.is_line_end(0) {
                return;
            }
        }
    }

    fn pass_word(&self, cursor: &mut Cursor<'_>) {
        let ends = BLANK | BREAK | END | COLON | HIGH;
        let ends = if self.in_flow { ends | FLOW } else { ends };
        loop {
            cursor.skip_until(ends);
            match cursor.byte(0) {
                b':' if !cursor.is_white(1) => cursor.skip_ascii(1),
                0x80.. if !cursor.is_break(0) => cursor.skip(),
                _ => return,
            }
        }
    }
}
