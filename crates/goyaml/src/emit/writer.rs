//! Text with what the emitter remembers about its last line.

/// Collects the output.
pub(super) struct Writer {
    out: Vec<u8>,
    /// Characters on the last line.
    pub(super) column: usize,
    /// Whether the last character separates words.
    pub(super) whitespace: bool,
    /// Whether the last line holds nothing but indentation and indicators that count as such.
    pub(super) indention: bool,
    /// Lines are folded behind this column.
    pub(super) width: usize,
}

impl Writer {
    pub(super) fn new(width: usize) -> Self {
        Self { out: Vec::with_capacity(128), column: 0, whitespace: true, indention: true, width }
    }

    /// What has been written.
    pub(super) fn finish(self) -> String {
        // Everything that goes in is UTF-8.
        String::from_utf8(self.out).unwrap_or_default()
    }

    pub(super) fn put(&mut self, character: char) {
        if character.is_ascii() {
            // It fits.
            self.out.push(character as u8);
        } else {
            let mut buffer = [0; 4];
            self.out.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        }
        self.column += 1;
    }

    /// Writes ASCII without line breaks.
    pub(super) fn put_ascii(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
        self.column += text.len();
    }

    /// Writes the rest of a line, after which the column is of no interest.
    pub(super) fn put_line(&mut self, line: &str) {
        self.put_ascii(line.as_bytes());
    }

    /// Writes a word that needs no quotes.
    pub(super) fn write_word(&mut self, word: &[u8]) {
        self.separate();
        self.put_ascii(word);
        self.whitespace = false;
        self.indention = false;
    }

    pub(super) fn put_break(&mut self) {
        self.write_break('\n');
    }

    /// Writes a line break of whatever kind.
    pub(super) fn write_break(&mut self, line_break: char) {
        self.put(line_break);
        self.column = 0;
        self.indention = true;
    }

    /// Goes to column `indent`, on a new line unless this one holds only indentation.
    pub(super) fn write_indent(&mut self, indent: usize) {
        let behind = self.column > indent || (self.column == indent && !self.whitespace);
        if !self.indention || behind {
            self.put_break();
        }
        if self.column < indent {
            self.out.resize(self.out.len() + indent - self.column, b' ');
            self.column = indent;
        }
        self.whitespace = true;
        self.indention = true;
    }

    /// Writes `:`, `[` or a quote behind whatever is there.
    pub(super) fn write_indicator(&mut self, indicator: u8) {
        self.out.push(indicator);
        self.column += 1;
        self.whitespace = false;
        self.indention = false;
    }

    /// Writes an indicator, behind a space if a word is before it.
    pub(super) fn write_separate(&mut self, indicator: u8) {
        self.separate();
        self.write_indicator(indicator);
    }

    /// Writes `-`, `?` or `:`, which count as indentation where only indentation is before them.
    pub(super) fn write_block_indicator(&mut self, indicator: u8) {
        self.separate();
        self.out.push(indicator);
        self.column += 1;
        self.whitespace = false;
    }

    pub(super) fn separate(&mut self) {
        if !self.whitespace {
            self.out.push(b' ');
            self.column += 1;
        }
    }
}
