//! A place in a text that moves forward by characters and lines.

use crate::{Error, Position};

/// A place, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Characters before it.
    pub(crate) index: usize,
    /// Lines before it.
    pub(crate) line: usize,
    /// Characters before it on its line.
    pub(crate) column: usize,
}

impl Mark {
    /// The place, counted from 1.
    pub(crate) fn position(self) -> Position {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
        Position { line: count(self.line), column: count(self.column) }
    }

    /// The column as indentation, which is -1 outside of all collections.
    pub(crate) fn indentation(self) -> isize {
        isize::try_from(self.column).unwrap_or(isize::MAX)
    }
}

/// Reads a text. Beyond its end are NUL bytes; the text itself holds none.
pub(crate) struct Cursor<'text> {
    text: &'text str,
    offset: usize,
    mark: Mark,
}

impl<'text> Cursor<'text> {
    pub(crate) fn new(text: &'text str) -> Self {
        Self { text, offset: 0, mark: Mark::default() }
    }

    pub(crate) fn mark(&self) -> Mark {
        self.mark
    }

    /// The byte `ahead` bytes from here.
    pub(crate) fn byte(&self, ahead: usize) -> u8 {
        let bytes = self.text.as_bytes();
        bytes.get(self.offset + ahead).copied().unwrap_or(0)
    }

    pub(crate) fn at_end(&self) -> bool {
        self.offset >= self.text.len()
    }

    /// Whether a decision here may have looked beyond the end.
    pub(crate) fn near_end(&self) -> bool {
        self.offset + 4 >= self.text.len()
    }

    pub(crate) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), b' ' | b'\t')
    }

    /// CR, LF, NEL, LS or PS, as in YAML 1.1.
    pub(crate) fn is_break(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            b'\r' | b'\n' => true,
            0xC2 => self.byte(ahead + 1) == 0x85,
            0xE2 => self.byte(ahead + 1) == 0x80 && matches!(self.byte(ahead + 2), 0xA8 | 0xA9),
            _ => false,
        }
    }

    /// A break or the end.
    pub(crate) fn is_line_end(&self, ahead: usize) -> bool {
        self.byte(ahead) == 0 || self.is_break(ahead)
    }

    /// A blank, a break or the end.
    pub(crate) fn is_white(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.is_line_end(ahead)
    }

    /// ASCII letters, digits, `_` and `-`: what names of anchors, tags and directives are made of.
    pub(crate) fn is_name(&self) -> bool {
        let byte = self.byte(0);
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
    }

    /// `---` or `...` alone at the beginning of a line.
    pub(crate) fn document_marker(&self) -> Option<u8> {
        let first = self.byte(0);
        let repeated = self.byte(1) == first && self.byte(2) == first;
        let found = matches!(first, b'-' | b'.') && self.mark.column == 0 && repeated && self.is_white(3);
        found.then_some(first)
    }

    /// Passes one character.
    pub(crate) fn skip(&mut self) {
        let width = self.width();
        if width > 0 {
            self.offset += width;
            self.mark.index += 1;
            self.mark.column += 1;
        }
    }

    /// Passes blanks.
    pub(crate) fn skip_blanks(&mut self) {
        while self.is_blank(0) {
            self.skip();
        }
    }

    /// Passes a comment, if there is one, without its line break.
    pub(crate) fn skip_comment(&mut self) {
        if self.byte(0) == b'#' {
            while !self.is_line_end(0) {
                self.skip();
            }
        }
    }

    /// Passes one line break, if there is one.
    pub(crate) fn skip_break(&mut self) {
        if !self.is_break(0) {
            return;
        }
        if self.byte(0) == b'\r' && self.byte(1) == b'\n' {
            self.skip();
        }
        self.skip();
        self.mark.line += 1;
        self.mark.column = 0;
    }

    /// Moves one character to `out`.
    pub(crate) fn read(&mut self, out: &mut String) {
        let end = self.offset + self.width();
        out.push_str(self.text.get(self.offset..end).unwrap_or_default());
        self.skip();
    }

    /// Moves one line break to `out`, if there is one. All but LS and PS become LF.
    pub(crate) fn read_break(&mut self, out: &mut String) {
        if !self.is_break(0) {
            return;
        }
        match (self.byte(0), self.byte(2)) {
            (0xE2, 0xA8) => out.push('\u{2028}'),
            (0xE2, _) => out.push('\u{2029}'),
            _ => out.push('\n'),
        }
        self.skip_break();
    }

    /// A scanner's error here.
    pub(crate) fn problem(&self, message: &str) -> Error {
        Error::scanning(message, self.mark.position())
    }

    /// Bytes of the character here, 0 at the end.
    fn width(&self) -> usize {
        if self.at_end() {
            return 0;
        }
        match self.byte(0) {
            0..0xC0 => 1,
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        }
    }
}
