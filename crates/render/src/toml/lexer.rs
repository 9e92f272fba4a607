//! Characters, with the library's idea of where they stand.

use gostd::unicode::is_print;

/// A failure: the line and what is wrong there.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) message: String,
}

/// Steps through a text. `next` returns `None` at its end.
pub(super) struct Lexer<'a> {
    input: &'a [u8],
    position: usize,
    line: usize,
    at_end: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(input: &'a [u8]) -> Self {
        Self { input, position: 0, line: 1, at_end: false }
    }

    pub(super) fn line(&self) -> usize {
        self.line
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// What stands between two positions.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.input.get(start..end).unwrap_or_default()
    }

    pub(super) fn next(&mut self) -> Result<Option<char>, Fault> {
        let rest = self.input.get(self.position..).unwrap_or_default();
        let Some(first) = rest.first() else {
            self.at_end = true;
            return Ok(None);
        };
        if *first == b'\n' {
            self.line += 1;
        }
        let Some(character) = first_character(rest) else {
            return Err(self.fault(format!("invalid UTF-8 byte: 0x{first:02x}")));
        };
        let is_lone_return = character == '\r' && rest.get(1) != Some(&b'\n');
        if is_lone_return || is_control(character) {
            let code = u32::from(character);
            return Err(self.fault(format!("TOML files cannot contain control characters: '0x{code:02x}'")));
        }
        self.position += character.len_utf8();
        Ok(Some(character))
    }

    /// Takes back the last character.
    pub(super) fn back(&mut self) {
        if self.at_end {
            self.at_end = false;
            return;
        }
        let mut position = self.position.saturating_sub(1);
        while self.input.get(position).is_some_and(|byte| byte & 0xc0 == 0x80) {
            position -= 1;
        }
        self.position = position;
        if self.input.get(position) == Some(&b'\n') {
            self.line -= 1;
        }
    }

    pub(super) fn peek(&mut self) -> Result<Option<char>, Fault> {
        let character = self.next()?;
        self.back();
        Ok(character)
    }

    /// Takes a character if it is the next one.
    pub(super) fn accept(&mut self, wanted: char) -> Result<bool, Fault> {
        if self.next()? == Some(wanted) {
            return Ok(true);
        }
        self.back();
        Ok(false)
    }

    /// Takes all characters of a kind.
    pub(super) fn skip(&mut self, is_wanted: impl Fn(char) -> bool) -> Result<(), Fault> {
        while self.next()?.is_some_and(&is_wanted) {}
        self.back();
        Ok(())
    }

    /// A failure here; at the end of the text, in its last line.
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        let before = self.position.checked_sub(1).and_then(|place| self.input.get(place));
        let line = if self.at_end && before == Some(&b'\n') { self.line - 1 } else { self.line };
        Fault { line, message: message.into() }
    }

    /// A failure in the line that a line break has just ended.
    pub(super) fn fault_above(&self, message: impl Into<String>) -> Fault {
        Fault { line: self.line.saturating_sub(1), message: message.into() }
    }
}

fn first_character(text: &[u8]) -> Option<char> {
    let start = text.get(..4).unwrap_or(text);
    let valid = start.utf8_chunks().next()?.valid();
    valid.chars().next()
}

fn is_control(character: char) -> bool {
    character.is_ascii_control() && !matches!(character, '\t' | '\r' | '\n')
}

pub(super) fn is_space(character: char) -> bool {
    matches!(character, '\t' | ' ')
}

pub(super) fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r')
}

/// A character in single quotes (`%q`), NUL for the end of the text.
pub(super) fn quoted(character: Option<char>) -> String {
    let character = character.unwrap_or('\0');
    match character {
        '\'' => "'\\''".to_owned(),
        '"' => "'\"'".to_owned(),
        _ => {
            let text = gostd::strconv::quote(&character.to_string());
            debug_assert!(!is_print(character) || text.len() >= 3);
            format!("'{}'", text.trim_matches('"'))
        }
    }
}
