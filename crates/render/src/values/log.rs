//! What Helm would log.

use gostd::slog;

/// Lines as Helm writes them on stderr, in order: `level=INFO msg="…"`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    lines: Vec<String>,
    debug: bool,
}

impl Log {
    /// An empty log, with or without the lines of level DEBUG.
    #[must_use]
    pub fn new(debug: bool) -> Self {
        Self { lines: Vec::new(), debug }
    }

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

    pub(super) fn is_debug(&self) -> bool {
        self.debug
    }

    pub(super) fn debug(&mut self, message: &str, attributes: &[(&str, &str)]) {
        if self.debug {
            self.lines.push(slog::line("DEBUG", message, attributes));
        }
    }

    /// As [`Log::debug`]; bytes are quoted always.
    pub(super) fn debug_bytes(&mut self, message: &str, name: &str, bytes: &[u8]) {
        if self.debug {
            let quoted = gostd::strconv::quote(&String::from_utf8_lossy(bytes));
            self.lines.push(format!("{} {name}={quoted}", slog::line("DEBUG", message, &[])));
        }
    }

    pub(super) fn info(&mut self, message: &str) {
        self.lines.push(slog::line("INFO", message, &[]));
    }

    pub(super) fn warn(&mut self, message: &str, attributes: &[(&str, &str)]) {
        self.lines.push(slog::line("WARN", message, attributes));
    }
}
