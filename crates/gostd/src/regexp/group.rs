//! What starts with `(?`: names and flags (`parsePerlFlags`).

use super::error::{Error, ErrorCode};
use super::parser::{Flags, Parser};

impl Parser<'_> {
    pub(super) fn perl_group(&mut self) -> Result<(), Error> {
        let rest = self.rest();
        if rest.starts_with("(?P<") && rest.len() > 4 {
            return self.named_group(4);
        }
        if rest.starts_with("(?<") && rest.len() > 3 {
            return self.named_group(3);
        }
        self.flag_group()
    }

    fn named_group(&mut self, name_start: usize) -> Result<(), Error> {
        let rest = self.rest();
        let Some(end) = rest.find('>') else {
            return Err(Error::new(ErrorCode::InvalidNamedCapture, rest));
        };
        let name = rest.get(name_start..end).unwrap_or_default();
        let start = self.position;
        self.position += end + 1;
        if name.is_empty() || !name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric()) {
            return self.fail(ErrorCode::InvalidNamedCapture, start);
        }
        self.open_group(true, name);
        Ok(())
    }

    /// Reads `(?flags)` or `(?flags:`, where flags after a `-` are switched off.
    fn flag_group(&mut self) -> Result<(), Error> {
        let start = self.position;
        self.position += 2;
        let mut flags = self.flags;
        let mut on = true;
        let mut seen = false;
        while let Some(character) = self.next() {
            match character {
                'i' | 'm' | 's' | 'U' => {
                    flags.set(character, on);
                    seen = true;
                }
                '-' if on => {
                    on = false;
                    seen = false;
                }
                ':' | ')' if on || seen => {
                    if character == ':' {
                        self.open_group(false, "");
                    }
                    self.flags = flags;
                    return Ok(());
                }
                _ => break,
            }
        }
        self.fail(ErrorCode::InvalidPerlOperator, start)
    }
}

impl Flags {
    fn set(&mut self, letter: char, on: bool) {
        match letter {
            'i' => self.fold = on,
            'm' => self.one_line = !on,
            's' => self.dot_newline = on,
            _ => self.non_greedy = on,
        }
    }
}
