//! Scalars: plain, quoted and block (YAML 1.1, chapter 9, as go-yaml v2 scans them).

use super::cursor::{Cursor, Mark};
use super::token::Token;
use crate::{Error, Style};

/// White space between words of a plain or quoted scalar, which line folding shortens.
#[derive(Default)]
struct Gap {
    blanks: String,
    first_break: String,
    more_breaks: String,
    broken: bool,
}

impl Gap {
    fn blank(&mut self, cursor: &mut Cursor<'_>) {
        if self.broken {
            cursor.skip();
        } else {
            cursor.read(&mut self.blanks);
        }
    }

    fn line_break(&mut self, cursor: &mut Cursor<'_>) {
        if self.broken {
            cursor.read_break(&mut self.more_breaks);
        } else {
            self.blanks.clear();
            cursor.read_break(&mut self.first_break);
            self.broken = true;
        }
    }

    /// Blanks within a line stay; one line break becomes a space, of several the first goes.
    fn join(&mut self, value: &mut String) {
        if !self.broken {
            value.push_str(&self.blanks);
        } else if self.first_break.starts_with('\n') && self.more_breaks.is_empty() {
            value.push(' ');
        } else {
            if !self.first_break.starts_with('\n') {
                value.push_str(&self.first_break);
            }
            value.push_str(&self.more_breaks);
        }
        self.blanks.clear();
        self.first_break.clear();
        self.more_breaks.clear();
        self.broken = false;
    }
}

/// A plain scalar inside of a collection at `outer_indent`. The flag says that line breaks follow
/// it, so that a key may begin.
pub(crate) fn scan_plain(cursor: &mut Cursor<'_>, outer_indent: isize, in_flow: bool) -> Result<(Token, bool), Error> {
    let indent = outer_indent + 1;
    let start = cursor.mark();
    let mut end = start;
    let mut value = String::new();
    let mut gap = Gap::default();
    while cursor.document_marker().is_none() && cursor.byte(0) != b'#' {
        while !cursor.is_white(0) && !ends_plain(cursor, in_flow) {
            gap.join(&mut value);
            cursor.read(&mut value);
            end = cursor.mark();
        }
        if !cursor.is_blank(0) && !cursor.is_break(0) {
            break;
        }
        while cursor.is_blank(0) || cursor.is_break(0) {
            if cursor.is_break(0) {
                gap.line_break(cursor);
            } else {
                let in_indentation = gap.broken && cursor.mark().indentation() < indent;
                if in_indentation && cursor.byte(0) == b'\t' {
                    return Err(cursor.problem("found a tab character that violates indentation"));
                }
                gap.blank(cursor);
            }
        }
        if !in_flow && cursor.mark().indentation() < indent {
            break;
        }
    }
    Ok((Token::scalar(value, Style::Plain, start, end), gap.broken))
}

fn ends_plain(cursor: &Cursor<'_>, in_flow: bool) -> bool {
    match cursor.byte(0) {
        b':' => cursor.is_white(1),
        b',' | b'?' | b'[' | b']' | b'{' | b'}' => in_flow,
        _ => false,
    }
}

/// A quoted scalar; the cursor is at its first quote.
pub(crate) fn scan_quoted(cursor: &mut Cursor<'_>, style: Style) -> Result<Token, Error> {
    let quote = if style == Style::SingleQuoted { b'\'' } else { b'"' };
    let start = cursor.mark();
    cursor.skip();
    let mut value = String::new();
    let mut gap = Gap::default();
    loop {
        if cursor.document_marker().is_some() {
            return Err(cursor.problem("found unexpected document indicator"));
        }
        if cursor.at_end() {
            return Err(cursor.problem("found unexpected end of stream"));
        }
        read_quoted_word(cursor, quote, &mut value, &mut gap)?;
        if cursor.byte(0) == quote {
            break;
        }
        while cursor.is_blank(0) || cursor.is_break(0) {
            if cursor.is_break(0) {
                gap.line_break(cursor);
            } else {
                gap.blank(cursor);
            }
        }
        gap.join(&mut value);
    }
    cursor.skip();
    Ok(Token::scalar(value, style, start, cursor.mark()))
}

/// Reads up to white space, the closing quote or an escaped line break.
fn read_quoted_word(cursor: &mut Cursor<'_>, quote: u8, value: &mut String, gap: &mut Gap) -> Result<(), Error> {
    while !cursor.is_white(0) {
        match cursor.byte(0) {
            b'\'' if quote == b'\'' && cursor.byte(1) == b'\'' => {
                value.push('\'');
                cursor.skip();
                cursor.skip();
            }
            byte if byte == quote => return Ok(()),
            b'\\' if quote == b'"' && cursor.is_break(1) => {
                cursor.skip();
                cursor.skip_break();
                gap.broken = true;
                return Ok(());
            }
            b'\\' if quote == b'"' => read_escape(cursor, value)?,
            _ => cursor.read(value),
        }
    }
    Ok(())
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
            cursor.skip();
            cursor.skip();
            return Ok(());
        }
    };
    cursor.skip();
    cursor.skip();
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
    for _ in 0..digits {
        cursor.skip();
    }
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

/// What happens to the line breaks at the end of a block scalar.
#[derive(Clone, Copy, PartialEq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

/// A block scalar inside of a collection at `outer_indent`; the cursor is at `|` or `>`.
pub(crate) fn scan_block(cursor: &mut Cursor<'_>, outer_indent: isize, style: Style) -> Result<Token, Error> {
    let start = cursor.mark();
    cursor.skip();
    let (chomp, increment) = read_block_header(cursor)?;
    let mut body =
        BlockBody { outer: usize::try_from(outer_indent).ok(), indent: 0, breaks: String::new(), end: cursor.mark() };
    if increment > 0 {
        body.indent = body.outer.unwrap_or(0) + increment;
    }
    let (mut value, mut line_break) = (String::new(), String::new());
    let mut after_blank = false;
    body.read_breaks(cursor)?;
    while cursor.mark().column == body.indent && !cursor.at_end() {
        let before_blank = cursor.is_blank(0);
        let foldable = style == Style::Folded && line_break.starts_with('\n');
        if !foldable || after_blank || before_blank {
            value.push_str(&line_break);
        } else if body.breaks.is_empty() {
            value.push(' ');
        }
        line_break.clear();
        value.push_str(&body.breaks);
        body.breaks.clear();
        after_blank = before_blank;
        while !cursor.is_line_end(0) {
            cursor.read(&mut value);
        }
        cursor.read_break(&mut line_break);
        body.read_breaks(cursor)?;
    }
    if chomp != Chomp::Strip {
        value.push_str(&line_break);
    }
    if chomp == Chomp::Keep {
        value.push_str(&body.breaks);
    }
    Ok(Token::scalar(value, style, start, body.end))
}

/// Reads `+`, `-` and an indentation digit in any order, a comment and the line break.
fn read_block_header(cursor: &mut Cursor<'_>) -> Result<(Chomp, usize), Error> {
    let mut chomp = read_chomp(cursor);
    let increment = match cursor.byte(0) {
        b'0' => return Err(cursor.problem("found an indentation indicator equal to 0")),
        digit @ b'1'..=b'9' => {
            cursor.skip();
            usize::from(digit - b'0')
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
    cursor.skip();
    Some(chomp)
}

/// The lines of a block scalar.
struct BlockBody {
    /// Indentation of the collection around it.
    outer: Option<usize>,
    /// Indentation of the text, 0 as long as it is not known.
    indent: usize,
    /// Line breaks after the last line of text.
    breaks: String,
    /// The end of the last line.
    end: Mark,
}

impl BlockBody {
    /// Passes indentation and empty lines, and finds out the indentation at the first text.
    fn read_breaks(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Error> {
        self.end = cursor.mark();
        let mut deepest = 0;
        loop {
            while self.in_indentation(cursor) && cursor.byte(0) == b' ' {
                cursor.skip();
            }
            deepest = deepest.max(cursor.mark().column);
            if self.in_indentation(cursor) && cursor.byte(0) == b'\t' {
                let message = "found a tab character where an indentation space is expected";
                return Err(cursor.problem(message));
            }
            if !cursor.is_break(0) {
                break;
            }
            cursor.read_break(&mut self.breaks);
            self.end = cursor.mark();
        }
        if self.indent == 0 {
            let least = self.outer.map_or(0, |outer| outer + 1);
            self.indent = deepest.max(least).max(1);
        }
        Ok(())
    }

    fn in_indentation(&self, cursor: &Cursor<'_>) -> bool {
        self.indent == 0 || cursor.mark().column < self.indent
    }
}
