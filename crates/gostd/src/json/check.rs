//! Whether a text is JSON, without building its value.

use super::parse::{MAX_DEPTH, SyntaxError, parse};

/// Checks that a text is one JSON value and nothing else (Go: `json.Valid`), with the errors of [`super::parse()`]. Only
/// syntax counts: numbers beyond the range of floats, which `parse` refuses, are fine.
///
/// Nothing is allocated unless there is something wrong.
///
/// # Errors
///
/// As [`super::parse()`].
pub fn check(text: &[u8]) -> Result<(), SyntaxError> {
    if is_json(text) {
        return Ok(());
    }
    // Only the parser words errors; so it has the last word on whether there is one, too.
    parse(text).map(drop)
}

pub(super) fn is_json(text: &[u8]) -> bool {
    Checker { text, position: 0, depth: 0 }.document().is_some()
}

/// `None` says that something is wrong, not what.
struct Checker<'a> {
    text: &'a [u8],
    position: usize,
    depth: usize,
}

impl Checker<'_> {
    fn document(&mut self) -> Option<()> {
        self.value()?;
        self.skip_space();
        self.peek().is_none().then_some(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.position).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.position += 1;
        Some(byte)
    }

    /// Moves past the byte if it is the next one.
    fn skip(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.position += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.position += 1;
        }
    }

    fn value(&mut self) -> Option<()> {
        self.skip_space();
        match self.peek()? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            _ => None,
        }
    }

    /// Passes over what a bracket opens, unless it opens one level too many.
    fn nested(&mut self, content: fn(&mut Self) -> Option<()>) -> Option<()> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        self.position += 1;
        self.skip_space();
        content(self)?;
        self.depth -= 1;
        Some(())
    }

    fn array(&mut self) -> Option<()> {
        if self.skip(b']') {
            return Some(());
        }
        loop {
            self.value()?;
            self.skip_space();
            match self.take()? {
                b',' => {}
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    fn object(&mut self) -> Option<()> {
        if self.skip(b'}') {
            return Some(());
        }
        loop {
            self.skip_space();
            self.string()?;
            self.skip_space();
            if !self.skip(b':') {
                return None;
            }
            self.value()?;
            self.skip_space();
            match self.take()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    fn literal(&mut self, word: &[u8]) -> Option<()> {
        let found = self.text.get(self.position..)?.starts_with(word);
        self.position += word.len();
        found.then_some(())
    }

    fn number(&mut self) -> Option<()> {
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _sign = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// Passes over at least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.position;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.position += 1;
        }
        (self.position > start).then_some(())
    }

    /// Passes over a string. Bytes that are no UTF-8 are fine: the parser replaces them.
    fn string(&mut self) -> Option<()> {
        if !self.skip(b'"') {
            return None;
        }
        loop {
            match self.take()? {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                0x00..=0x1f => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.take()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => (0..4).all(|_| self.take().is_some_and(|byte| byte.is_ascii_hexdigit())).then_some(()),
            _ => None,
        }
    }
}
