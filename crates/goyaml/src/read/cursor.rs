//! A place in a text that moves forward by characters and lines.

use super::classes::{self, BLANK, BREAK, END, HIGH, NAME};
use crate::{Error, Position};

/// Bytes that go-yaml reads first, without a byte order mark.
const MARKED: usize = 512 - 3;

/// A place, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Lines before it.
    pub(crate) line: u32,
    /// Characters before it on its line.
    pub(crate) column: u32,
}

impl Mark {
    /// The place, counted from 1.
    pub(crate) fn position(self) -> Position {
        Position { line: self.line.saturating_add(1), column: self.column.saturating_add(1) }
    }

    /// The column as indentation, which is -1 outside of all collections.
    pub(crate) fn indentation(self) -> i64 {
        i64::from(self.column)
    }
}

/// Reads a text. Beyond its end are NUL bytes; the text itself holds none.
#[derive(Clone)]
pub(crate) struct Cursor<'text> {
    text: &'text str,
    offset: usize,
    line: u32,
    /// What is to be taken from the offset to get the column: the offset of the line, plus the
    /// bytes by which its characters so far are longer than one.
    base: usize,
    /// How much of the text is read through a buffer that begins with a byte order mark.
    marked: usize,
}

impl<'text> Cursor<'text> {
    pub(crate) fn new(text: &'text str) -> Self {
        let marked = if text.starts_with('\u{FEFF}') { MARKED } else { 0 };
        Self { text, offset: 0, line: 0, base: 0, marked }
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { line: self.line, column: self.column() }
    }

    /// Characters before this place on its line.
    pub(crate) fn column(&self) -> u32 {
        u32::try_from(self.offset.wrapping_sub(self.base)).unwrap_or(u32::MAX)
    }

    /// Bytes before this place.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The text between two offsets.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'text str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The bytes from here on.
    pub(crate) fn rest(&self) -> &'text [u8] {
        self.text.as_bytes().get(self.offset..).unwrap_or_default()
    }

    /// The byte `ahead` bytes from here.
    pub(crate) fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.offset + ahead).copied().unwrap_or(0)
    }

    pub(crate) fn at_end(&self) -> bool {
        self.offset >= self.text.len()
    }

    /// Whether fewer than `count` characters are left.
    pub(crate) fn has_fewer(&self, count: usize) -> bool {
        self.text.get(self.offset..).is_none_or(|rest| rest.chars().take(count).count() < count)
    }

    pub(crate) fn is_blank(&self, ahead: usize) -> bool {
        classes::of(self.byte(ahead)) & BLANK != 0
    }

    /// CR, LF, NEL, LS or PS, as in YAML 1.1.
    pub(crate) fn is_break(&self, ahead: usize) -> bool {
        let class = classes::of(self.byte(ahead));
        class & BREAK != 0 || (class & HIGH != 0 && self.is_high_break(ahead))
    }

    fn is_high_break(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            0xC2 => self.byte(ahead + 1) == 0x85,
            0xE2 => self.byte(ahead + 1) == 0x80 && matches!(self.byte(ahead + 2), 0xA8 | 0xA9),
            _ => false,
        }
    }

    /// A break or the end.
    pub(crate) fn is_line_end(&self, ahead: usize) -> bool {
        let class = classes::of(self.byte(ahead));
        class & (BREAK | END) != 0 || (class & HIGH != 0 && self.is_high_break(ahead))
    }

    /// A blank, a break or the end.
    pub(crate) fn is_white(&self, ahead: usize) -> bool {
        let class = classes::of(self.byte(ahead));
        class & (BLANK | BREAK | END) != 0 || (class & HIGH != 0 && self.is_high_break(ahead))
    }

    /// Whether a character of names of anchors, tags and directives is here.
    pub(crate) fn is_name(&self) -> bool {
        classes::of(self.byte(0)) & NAME != 0
    }

    /// `---` or `...` alone at the beginning of a line.
    pub(crate) fn document_marker(&self) -> Option<u8> {
        if self.offset != self.base {
            return None;
        }
        let first = self.byte(0);
        let repeated = matches!(first, b'-' | b'.') && self.byte(1) == first && self.byte(2) == first;
        (repeated && self.is_white(3)).then_some(first)
    }

    /// Passes one character.
    pub(crate) fn skip(&mut self) {
        let width = match self.byte(0) {
            0 => 0,
            1..0xC0 => 1,
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        self.offset += width;
        self.base += width.saturating_sub(1);
    }

    /// Passes bytes that are ASCII and no line breaks.
    pub(crate) fn skip_ascii(&mut self, count: usize) {
        self.offset += count;
    }

    /// Passes ASCII up to the first byte of a class. The class must include [`HIGH`] and [`BREAK`].
    pub(crate) fn skip_until(&mut self, class: u8) {
        self.offset += classes::find(self.rest(), class);
    }

    /// go-yaml looks for a byte order mark at the beginning of its buffer wherever it stands on a
    /// line's first column, so that behind a second mark every line loses its first character.
    pub(crate) fn skip_mark(&mut self) {
        if self.offset == self.base && self.offset < self.marked {
            self.skip();
        }
    }

    /// Passes spaces.
    pub(crate) fn skip_spaces(&mut self) {
        while self.byte(0) == b' ' {
            self.offset += 1;
        }
    }

    /// Passes blanks.
    pub(crate) fn skip_blanks(&mut self) {
        while self.is_blank(0) {
            self.offset += 1;
        }
    }

    /// Passes the characters up to the end of the line.
    pub(crate) fn skip_to_line_end(&mut self) {
        loop {
            self.offset += classes::find_line_end(self.rest());
            if self.is_line_end(0) {
                return;
            }
            self.skip();
        }
    }

    /// Passes a comment, if there is one, without its line break.
    pub(crate) fn skip_comment(&mut self) {
        if self.byte(0) == b'#' {
            self.skip_to_line_end();
        }
    }

    /// Passes one line break, if there is one.
    pub(crate) fn skip_break(&mut self) {
        let width = match self.byte(0) {
            b'\n' => 1,
            b'\r' => 1 + usize::from(self.byte(1) == b'\n'),
            0xC2 if self.is_high_break(0) => 2,
            0xE2 if self.is_high_break(0) => 3,
            _ => return,
        };
        self.offset += width;
        self.line += 1;
        self.base = self.offset;
    }

    /// Passes one line break, if there is one, and says what becomes of it: all but LS and PS
    /// become LF.
    pub(crate) fn take_break(&mut self) -> Option<char> {
        let line_break = match (self.byte(0), self.byte(2)) {
            (b'\n' | b'\r', _) => '\n',
            (0xC2, _) if self.is_high_break(0) => '\n',
            (0xE2, 0xA8) if self.is_high_break(0) => '\u{2028}',
            (0xE2, _) if self.is_high_break(0) => '\u{2029}',
            _ => return None,
        };
        self.skip_break();
        Some(line_break)
    }

    /// Goes to the beginning of a line that does not exist, if the text ends within one.
    pub(crate) fn force_line(&mut self) {
        if self.column() != 0 {
            self.line += 1;
            self.base = self.offset;
        }
    }

    /// A scanner's error here.
    pub(crate) fn problem(&self, message: &'static str) -> Error {
        Error::scanning(message, self.mark().position())
    }
}
