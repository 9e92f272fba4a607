//! Scalars in each style.

use super::analysis::{self, Quoting};
use super::writer::Writer;

/// A scalar to be written.
#[derive(Clone, Copy)]
pub(super) struct Scalar<'text> {
    pub(super) text: &'text str,
    pub(super) quoting: Quoting,
    /// Indentation of its further lines.
    pub(super) indent: usize,
    /// Whether it may be folded: keys without `?` may not.
    pub(super) foldable: bool,
}

impl Writer {
    pub(super) fn write_scalar(&mut self, scalar: Scalar<'_>) {
        match scalar.quoting {
            Quoting::Plain => self.write_plain(scalar),
            Quoting::Single => self.write_single(scalar),
            Quoting::Double => self.write_double(scalar),
            Quoting::Literal => self.write_literal(scalar),
        }
    }

    fn write_plain(&mut self, scalar: Scalar<'_>) {
        self.separate();
        let mut after_space = false;
        let mut rest = scalar.text.chars();
        while let Some(character) = rest.next() {
            let before_space = rest.as_str().starts_with(' ');
            if character == ' ' && !after_space && !before_space && self.must_fold(scalar) {
                self.write_indent(scalar.indent);
            } else {
                self.put(character);
            }
            after_space = character == ' ';
        }
        self.whitespace = false;
        self.indention = false;
    }

    fn write_single(&mut self, scalar: Scalar<'_>) {
        self.write_separate(b'\'');
        let mut after_space = false;
        let mut after_break = false;
        let mut rest = scalar.text.chars();
        let mut first = true;
        while let Some(character) = rest.next() {
            let next = rest.as_str().chars().next();
            let inside = !first && next.is_some_and(|next| next != ' ');
            if character == ' ' && !after_space && inside && self.must_fold(scalar) {
                self.write_indent(scalar.indent);
            } else if analysis::is_break(character) {
                self.write_break(character);
                after_break = true;
            } else {
                if after_break && character != ' ' {
                    self.write_indent(scalar.indent);
                    after_break = false;
                }
                if character == '\'' {
                    self.put('\'');
                }
                self.put(character);
                self.indention &= character == ' ';
            }
            after_space = character == ' ';
            first = false;
        }
        self.write_indicator(b'\'');
    }

    fn write_double(&mut self, scalar: Scalar<'_>) {
        self.write_separate(b'"');
        // go-yaml looks for the mark at the beginning of the text, whichever character it is at.
        let escape_all = scalar.text.starts_with('\u{FEFF}');
        let mut after_space = false;
        let mut rest = scalar.text.chars();
        let mut first = true;
        while let Some(character) = rest.next() {
            let next = rest.as_str().chars().next();
            let inside = !first && next.is_some();
            if escape_all || needs_escape(character) {
                self.write_escape(character);
                after_space = false;
            } else if character == ' ' && !after_space && inside && self.must_fold(scalar) {
                self.write_indent(scalar.indent);
                if next == Some(' ') {
                    self.put('\\');
                }
                after_space = true;
            } else {
                self.put(character);
                after_space = character == ' ';
            }
            first = false;
        }
        self.write_indicator(b'"');
    }

    fn write_escape(&mut self, character: char) {
        self.put('\\');
        let letter = match character {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{B}' => 'v',
            '\u{C}' => 'f',
            '\r' => 'r',
            '\u{1B}' => 'e',
            '"' | '\\' => character,
            '\u{85}' => 'N',
            '\u{A0}' => '_',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            _ => return self.write_code(u32::from(character)),
        };
        self.put(letter);
    }

    fn write_code(&mut self, code: u32) {
        let (letter, digits) = match code {
            0..=0xFF => ('x', 2),
            0x100..=0xFFFF => ('u', 4),
            _ => ('U', 8),
        };
        self.put(letter);
        for place in (0..digits).rev() {
            let digit = char::from_digit((code >> (4 * place)) & 0xF, 16).unwrap_or('0');
            self.put(digit.to_ascii_uppercase());
        }
    }

    fn write_literal(&mut self, scalar: Scalar<'_>) {
        self.write_separate(b'|');
        if scalar.text.starts_with(|first: char| first == ' ' || analysis::is_break(first)) {
            self.put('2');
        }
        let mut end = scalar.text.chars().rev();
        match (end.next().is_some_and(analysis::is_break), end.next().is_none_or(analysis::is_break)) {
            (false, _) => self.put('-'),
            (true, true) => self.put('+'),
            (true, false) => {}
        }
        self.put_break();
        self.whitespace = true;
        let mut rest = scalar.text;
        while let Some(place) = rest.find(analysis::is_break) {
            let (line, behind) = rest.split_at(place);
            self.write_line(line, scalar.indent);
            let mut characters = behind.chars();
            self.write_break(characters.next().unwrap_or('\n'));
            rest = characters.as_str();
        }
        self.write_line(rest, scalar.indent);
    }

    fn write_line(&mut self, line: &str, indent: usize) {
        if !line.is_empty() {
            self.write_indent(indent);
            self.put_line(line);
            self.indention = false;
        }
    }

    fn must_fold(&self, scalar: Scalar<'_>) -> bool {
        scalar.foldable && self.column > self.width
    }
}

fn needs_escape(character: char) -> bool {
    !analysis::is_printable(character) || analysis::is_break(character) || matches!(character, '"' | '\\')
}
