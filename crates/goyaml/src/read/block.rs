//! Block scalars (YAML 1.1, chapter 9, as go-yaml v2 scans them).

use std::borrow::Cow;

use super::cursor::{Cursor, Mark};
use super::token::Token;
use crate::{Error, Style};

/// What happens to the line breaks at the end of a block scalar.
#[derive(Clone, Copy, PartialEq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

/// A block scalar inside of a collection at `outer_indent`; the cursor is at `|` or `>`.
pub(crate) fn scan<'text>(cursor: &mut Cursor<'text>, outer_indent: i64, style: Style) -> Result<Token<'text>, Error> {
    let start = cursor.mark();
    cursor.skip_ascii(1);
    let (chomp, increment) = read_header(cursor)?;
    let outer = u32::try_from(outer_indent).ok();
    let indent = if increment > 0 { outer.unwrap_or(0).saturating_add(increment) } else { 0 };
    let mut body = Body { outer, indent, breaks: String::new(), end: cursor.mark() };
    let (mut value, mut line_break) = (String::new(), None);
    let mut after_blank = false;
    body.read_breaks(cursor)?;
    while cursor.column() == body.indent && !cursor.at_end() {
        let before_blank = cursor.is_blank(0);
        let foldable = style == Style::Folded && line_break == Some('\n');
        if !foldable || after_blank || before_blank {
            value.extend(line_break);
        } else if body.breaks.is_empty() {
            value.push(' ');
        }
        value.push_str(&body.breaks);
        body.breaks.clear();
        after_blank = before_blank;
        let begin = cursor.offset();
        cursor.skip_to_line_end();
        value.push_str(cursor.slice(begin, cursor.offset()));
        line_break = cursor.take_break();
        body.read_breaks(cursor)?;
    }
    if chomp != Chomp::Strip {
        value.extend(line_break);
    }
    if chomp == Chomp::Keep {
        value.push_str(&body.breaks);
    }
    Ok(Token::scalar(Cow::Owned(value), style, start, body.end))
}

/// Reads `+`, `-` and an indentation digit in any order, a comment and the line break.
fn read_header(cursor: &mut Cursor<'_>) -> Result<(Chomp, u32), Error> {
    let mut chomp = read_chomp(cursor);
    let increment = match cursor.byte(0) {
        b'0' => return Err(cursor.problem("found an indentation indicator equal to 0")),
        digit @ b'1'..=b'9' => {
            cursor.skip_ascii(1);
            u32::from(digit - b'0')
        }
        _ => 0,
    };
    if chomp.is_none() && increment > 0 {
        chomp = read_chomp(cursor);
    }
    cursor.skip_blanks();
    cursor.skip_comment();
    if !cursor.is_line_end(0) {
        return Err(cursor.problem("did not find expected comment or line break"));
    }
    cursor.skip_break();
    Ok((chomp.unwrap_or(Chomp::Clip), increment))
}

fn read_chomp(cursor: &mut Cursor<'_>) -> Option<Chomp> {
    let chomp = match cursor.byte(0) {
        b'+' => Chomp::Keep,
        b'-' => Chomp::Strip,
        _ => return None,
    };
    cursor.skip_ascii(1);
    Some(chomp)
}

/// The lines of a block scalar.
struct Body {
    /// Indentation of the collection around it.
    outer: Option<u32>,
    /// Indentation of the text, 0 as long as it is not known.
    indent: u32,
    /// Line breaks after the last line of text.
    breaks: String,
    /// The end of the last line.
    end: Mark,
}

impl Body {
    /// Passes indentation and empty lines, and finds out the indentation at the first text.
    fn read_breaks(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Error> {
        self.end = cursor.mark();
        let mut deepest = 0;
        loop {
            while cursor.byte(0) == b' ' && self.in_indentation(cursor) {
                cursor.skip_ascii(1);
            }
            deepest = deepest.max(cursor.column());
            if cursor.byte(0) == b'\t' && self.in_indentation(cursor) {
                let message = "found a tab character where an indentation space is expected";
                return Err(cursor.problem(message));
            }
            let Some(line_break) = cursor.take_break() else { break };
            self.breaks.push(line_break);
            self.end = cursor.mark();
        }
        if self.indent == 0 {
            let least = self.outer.map_or(0, |outer| outer + 1);
            self.indent = deepest.max(least).max(1);
        }
        Ok(())
    }

    fn in_indentation(&self, cursor: &Cursor<'_>) -> bool {
        self.indent == 0 || cursor.column() < self.indent
    }
}
