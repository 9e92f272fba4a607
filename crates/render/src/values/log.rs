//! What Helm would log.

use gostd::slog;

/// Lines as Helm writes them on stderr, in order: `level=INFO msg="…"`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    lines: Vec<String>,
}

impl Log {
    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The lines, given away.
    #[must_use]
    pub fn into_lines(self) -> Vec<String> {
        self.lines
    }

    /// Adds lines that are whole already.
    pub(crate) fn extend(&mut self, lines: Vec<String>) {
        self.lines.extend(lines);
    }

    pub(super) fn info(&mut self, message: &str) {
        self.lines.push(slog::line("INFO", message, &[]));
    }

    pub(super) fn warn(&mut self, message: &str, attributes: &[(&str, &str)]) {
        self.lines.push(slog::line("WARN", message, attributes));
    }
}
