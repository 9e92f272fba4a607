//! Lines and columns.

use crate::ast::Source;

impl Source {
    /// The line of a position, from 1, and Go's column there: the bytes since the line began, from 0
    /// (`ErrorContext` in `text/template/parse/parse.go`). Positions after the end count as the end.
    #[must_use]
    pub fn location(&self, position: u32) -> (u32, u32) {
        let text = self.text.as_bytes();
        let before = text.get(..position as usize).unwrap_or(text);
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |line_break| line_break + 1);
        let lines = memchr::memchr_iter(b'\n', before).count();
        let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (narrow(lines + 1), narrow(before.len() - line_start))
    }
}
