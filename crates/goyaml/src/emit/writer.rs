//! Text with what the emitter remembers about its last line.

/// Collects the output.
pub(super) struct Writer {
    pub(super) out: String,
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
        Self { out: String::new(), column: 0, whitespace: true, indention: true, width }
    }

    pub(super) fn put(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    pub(super) fn put_break(&mut self) {
        self.write_break('\n');
    }

    /// Writes a line break of whatever kind.
    pub(super) fn write_break(&mut self, line_break: char) {
        self.out.push(line_break);
        self.column = 0;
        self.indention = true;
    }

    /// Goes to column `indent`, on a new line unless this one holds only indentation.
    pub(super) fn write_indent(&mut self, indent: usize) {
        let behind = self.column > indent || (self.column == indent && !self.whitespace);
        if !self.indention || behind {
            self.put_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    /// Writes `:`, `[` or a quote behind whatever is there.
    pub(super) fn write_indicator(&mut self, indicator: char) {
        self.put(indicator);
        self.whitespace = false;
        self.indention = false;
    }

    /// Writes an indicator, behind a space if a word is before it.
    pub(super) fn write_separate(&mut self, indicator: char) {
        self.separate();
        self.write_indicator(indicator);
    }

    /// Writes `-`, `?` or `:`, which count as indentation where only indentation is before them.
    pub(super) fn write_block_indicator(&mut self, indicator: char) {
        self.separate();
        self.put(indicator);
        self.whitespace = false;
    }

    pub(super) fn separate(&mut self) {
        if !self.whitespace {
            self.put(' ');
        }
    }
}
