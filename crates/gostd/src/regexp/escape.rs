//! What starts with a backslash.

use super::ast::{Assertion, Kind, Node};
use super::error::{Error, ErrorCode};
use super::named_class::{self, NamedClass};
use super::parser::Parser;
use super::ranges::{MAX_RUNE, Set};

impl<'a> Parser<'a> {
    /// Reads an escape outside of a class.
    pub(super) fn backslash(&mut self) -> Result<(), Error> {
        let start = self.position;
        let assertion = match self.peek(1) {
            Some(b'A') => Assertion::BeginText,
            Some(b'b') => Assertion::WordBoundary,
            Some(b'B') => Assertion::NoWordBoundary,
            Some(b'z') => Assertion::EndText,
            Some(b'C') => {
                self.position += 2;
                return self.fail(ErrorCode::InvalidEscape, start);
            }
            Some(b'Q') => return self.quoted(),
            _ => {
                if let Some(set) = self.backslash_class()? {
                    return self.push_set(&set);
                }
                let character = self.escape()?;
                return self.literal_code(character);
            }
        };
        self.position += 2;
        self.push(Node::leaf(Kind::Assert(assertion)))
    }

    /// A code point that was written as a number need not be a character.
    fn literal_code(&mut self, code: u32) -> Result<(), Error> {
        self.push(Node::leaf(Kind::Literal(code, self.flags.fold)))
    }

    /// Reads `\Q…\E`; the end of the pattern ends it too.
    fn quoted(&mut self) -> Result<(), Error> {
        self.position += 2;
        let rest = self.rest();
        let (text, width) = match rest.split_once("\\E") {
            Some((text, _)) => (text, text.len() + 2),
            None => (rest, rest.len()),
        };
        self.position += width;
        text.chars().try_for_each(|character| self.literal(character))
    }

    /// Reads `\d` and its like, `\pL`, `\p{Greek}` or `\P…`, if that is what comes.
    pub(super) fn backslash_class(&mut self) -> Result<Option<Set>, Error> {
        match (self.peek(0), self.peek(1)) {
            (Some(b'\\'), Some(b'p')) => self.unicode_class(false).map(Some),
            (Some(b'\\'), Some(b'P')) => self.unicode_class(true).map(Some),
            (Some(b'\\'), Some(letter)) => self.perl_class(letter),
            _ => Ok(None),
        }
    }

    fn perl_class(&mut self, letter: u8) -> Result<Option<Set>, Error> {
        let name = char::from(letter.to_ascii_lowercase()).to_string();
        let found = || named_class::perl(letter).map(NamedClass::of);
        let set = self.named_set(&name, letter.is_ascii_uppercase(), found)?;
        if set.is_some() {
            self.position += 2;
        }
        Ok(set)
    }

    fn unicode_class(&mut self, negated: bool) -> Result<Set, Error> {
        let start = self.position;
        let name = self.unicode_class_name()?;
        let (negated, name) = name.strip_prefix('^').map_or((negated, name), |name| (!negated, name));
        let canonical = named_class::canonical(name);
        // A name of one small letter is one of Perl's.
        match self.named_set(&format!("p{canonical}"), negated, || named_class::unicode(&canonical))? {
            Some(set) => Ok(set),
            None => self.fail(ErrorCode::InvalidCharRange, start),
        }
    }

    fn unicode_class_name(&mut self) -> Result<&'a str, Error> {
        let rest = self.rest();
        self.position += 2;
        let start = self.position;
        if self.next() != Some('{') {
            return Ok(self.slice(start, self.position));
        }
        let Some((before, _)) = rest.split_once('}') else {
            return Err(Error::new(ErrorCode::InvalidCharRange, rest));
        };
        self.position = start - 2 + before.len() + 1;
        Ok(before.get(3..).unwrap_or_default())
    }

    /// Reads an escaped character (`parseEscape`).
    pub(super) fn escape(&mut self) -> Result<u32, Error> {
        let start = self.position;
        self.position += 1;
        let Some(character) = self.next() else {
            return Err(Error::new(ErrorCode::TrailingBackslash, ""));
        };
        let code = match character {
            '0'..='7' => self.octal(character),
            'x' => self.hexadecimal(),
            'a' => Some(0x07),
            'f' => Some(0x0c),
            'n' => Some(0x0a),
            'r' => Some(0x0d),
            't' => Some(0x09),
            'v' => Some(0x0b),
            _ if character.is_ascii() && !character.is_ascii_alphanumeric() => Some(u32::from(character)),
            _ => None,
        };
        match code {
            Some(code) => Ok(code),
            None => self.fail(ErrorCode::InvalidEscape, start),
        }
    }

    /// Up to three octal digits; a single one other than 0 would be a back reference.
    fn octal(&mut self, first: char) -> Option<u32> {
        let digit =
            |byte: Option<u8>| byte.filter(|byte| (b'0'..=b'7').contains(byte)).map(|byte| u32::from(byte - b'0'));
        if first != '0' {
            digit(self.peek(0))?;
        }
        let mut code = u32::from(first) - u32::from('0');
        for _ in 0..2 {
            let Some(next) = digit(self.peek(0)) else { break };
            code = code * 8 + next;
            self.position += 1;
        }
        Some(code)
    }

    /// Two hexadecimal digits, or any number of them in braces.
    fn hexadecimal(&mut self) -> Option<u32> {
        match self.next()? {
            '{' => self.braced_hexadecimal(),
            first => {
                let second = self.next();
                Some(first.to_digit(16)? * 16 + second?.to_digit(16)?)
            }
        }
    }

    fn braced_hexadecimal(&mut self) -> Option<u32> {
        let mut code = None;
        loop {
            let character = self.next()?;
            if character == '}' {
                return code;
            }
            let larger = code.unwrap_or(0) * 16 + character.to_digit(16)?;
            if larger > MAX_RUNE {
                return None;
            }
            code = Some(larger);
        }
    }
}
