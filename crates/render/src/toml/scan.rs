//! Keys and values in the text.

use super::key::is_bare;
use super::lexer::{Fault, Lexer, is_break, is_space, quoted};
use gostd::strconv::quote;

/// A value, or the start of one that holds others. Texts are as they stand in the file.
#[derive(Debug)]
pub(super) enum Token {
    /// A string; its text, and what has to be done to it.
    Text(Vec<u8>, Quotes),
    Boolean(bool),
    Integer(String),
    Float(String),
    DateTime(String),
    ArrayStart,
    TableStart,
}

/// How a string was quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Nothing to do.
    Plain,
    /// It has escapes.
    Escaped,
    /// `"""`
    Lines,
    /// `'''`
    RawLines,
}

impl Lexer<'_> {
    /// A comment behind its `#`, without the line break.
    pub(super) fn comment(&mut self) -> Result<(), Fault> {
        self.skip(|character| !is_break(character))
    }

    /// A bare part of a key, which may be empty.
    pub(super) fn bare_name(&mut self) -> Result<Vec<u8>, Fault> {
        let start = self.position();
        self.skip(|character| u8::try_from(character).is_ok_and(is_bare))?;
        Ok(self.slice(start, self.position()).to_vec())
    }

    /// A string in single or double quotes on one line.
    pub(super) fn quoted_name(&mut self) -> Result<Token, Fault> {
        match self.next()? {
            Some('"') => self.string(),
            _ => self.raw_string(),
        }
    }

    /// A value and the white space before it.
    pub(super) fn value(&mut self) -> Result<Token, Fault> {
        self.skip(is_space)?;
        let start = self.position();
        let character = self.next()?;
        match character {
            Some('0'..='9') => {
                self.back();
                return self.number_or_date();
            }
            Some('[') => return Ok(Token::ArrayStart),
            Some('{') => return Ok(Token::TableStart),
            Some('"') => return if self.has_two_more('"')? { self.lines() } else { self.string() },
            Some('\'') => return if self.has_two_more('\'')? { self.raw_lines() } else { self.raw_string() },
            Some('.') => return Err(self.fault("floats must start with a digit, not '.'")),
            Some('i' | 'n') if self.accept_both('n', 'f')? || self.accept_both('a', 'n')? => {
                return Ok(Token::Float(self.text_from(start)));
            }
            Some('-' | '+') => return self.signed_number(start),
            _ => {}
        }
        match character {
            Some(letter) if letter.is_alphabetic() => {
                self.back();
                self.boolean()
            }
            None => Err(self.fault("unexpected EOF; expected value")),
            Some('\n') => Err(self.fault_above(format!("expected value but found {} instead", quoted(character)))),
            _ => Err(self.fault(format!("expected value but found {} instead", quoted(character)))),
        }
    }

    fn text_from(&self, start: usize) -> String {
        String::from_utf8_lossy(self.slice(start, self.position())).into_owned()
    }

    fn accept_both(&mut self, first: char, second: char) -> Result<bool, Fault> {
        Ok(self.accept(first)? && self.accept(second)?)
    }

    fn has_two_more(&mut self, quote: char) -> Result<bool, Fault> {
        if !self.accept(quote)? {
            return Ok(false);
        }
        if self.accept(quote)? {
            return Ok(true);
        }
        self.back();
        Ok(false)
    }

    fn boolean(&mut self) -> Result<Token, Fault> {
        let start = self.position();
        self.skip(char::is_alphabetic)?;
        match self.slice(start, self.position()) {
            b"true" => Ok(Token::Boolean(true)),
            b"false" => Ok(Token::Boolean(false)),
            _ => Err(self.fault(format!("expected value but found {} instead", quote(&self.text_from(start))))),
        }
    }

    fn string(&mut self) -> Result<Token, Fault> {
        let start = self.position();
        let mut quotes = Quotes::Plain;
        loop {
            match self.next()? {
                None => return Err(self.fault("unexpected EOF; expected '\"'")),
                Some('\n' | '\r') => return Err(self.fault_above("strings cannot contain newlines")),
                Some('\\') => {
                    quotes = Quotes::Escaped;
                    self.escape(start)?;
                }
                Some('"') => return Ok(Token::Text(self.slice(start, self.position() - 1).to_vec(), quotes)),
                Some(_) => {}
            }
        }
    }

    fn raw_string(&mut self) -> Result<Token, Fault> {
        let start = self.position();
        loop {
            match self.next()? {
                None => return Err(self.fault("unexpected EOF; expected \"'\"")),
                Some('\n' | '\r') => return Err(self.fault_above("strings cannot contain newlines")),
                Some('\'') => return Ok(Token::Text(self.slice(start, self.position() - 1).to_vec(), Quotes::Plain)),
                Some(_) => {}
            }
        }
    }

    fn lines(&mut self) -> Result<Token, Fault> {
        let start = self.position();
        loop {
            match self.next()? {
                None => return Err(self.fault("unexpected EOF; expected '\"\"\"'")),
                Some('\\') => {
                    if !self.next()?.is_some_and(is_break) {
                        self.back();
                        self.escape(start)?;
                    }
                }
                Some('"') => {
                    if let Some(text) = self.end_of_lines(start, '"')? {
                        return Ok(Token::Text(text, Quotes::Lines));
                    }
                }
                Some(_) => {}
            }
        }
    }

    fn raw_lines(&mut self) -> Result<Token, Fault> {
        let start = self.position();
        loop {
            match self.next()? {
                None => return Err(self.fault("unexpected EOF; expected \"'''\"")),
                Some('\'') => {
                    if let Some(text) = self.end_of_lines(start, '\'')? {
                        return Ok(Token::Text(text, Quotes::RawLines));
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// The text before three quotes, of which one has been read. Up to two more belong to the text.
    fn end_of_lines(&mut self, start: usize, mark: char) -> Result<Option<Vec<u8>>, Fault> {
        if !self.has_two_more(mark)? {
            return Ok(None);
        }
        if self.peek()? != Some(mark) {
            return Ok(Some(self.slice(start, self.position() - 3).to_vec()));
        }
        let text = self.slice(start, self.position());
        let is_too_many = if mark == '"' {
            text.ends_with(b"\"\"\"\"\"") && !text.ends_with(b"\\\"\"\"\"\"")
        } else {
            text.ends_with(b"'''''")
        };
        if is_too_many {
            return Err(self.fault(if mark == '"' { "unexpected '\"\"\"\"\"\"'" } else { "unexpected \"''''''\"" }));
        }
        self.back();
        self.back();
        Ok(None)
    }

    /// What follows a backslash.
    fn escape(&mut self, start: usize) -> Result<(), Fault> {
        let kind = self.next()?;
        let (count, name) = match kind {
            Some('e' | 'b' | 't' | 'n' | 'f' | 'r' | '"' | ' ' | '\t' | '\\') => return Ok(()),
            Some('x') => (2, "two"),
            Some('u') => (4, "four"),
            Some('U') => (8, "eight"),
            None => return Err(self.fault_above("invalid escape in string '\\\0'")),
            Some(other) => return Err(self.fault(format!("invalid escape in string '\\{other}'"))),
        };
        for _ in 0..count {
            if !self.next()?.is_some_and(|digit| digit.is_ascii_hexdigit()) {
                let (kind, found) = (kind.unwrap_or_default(), quote(&self.text_from(start)));
                let message = format!("expected {name} hexadecimal digits after '\\{kind}', but got {found} instead");
                return Err(self.fault(message));
            }
        }
        Ok(())
    }

    fn number_or_date(&mut self) -> Result<Token, Fault> {
        let start = self.position();
        if self.next()? == Some('0') {
            let second = self.next()?;
            let (is_digit, name): (fn(char) -> bool, _) = match second {
                Some('0'..='9') => return self.rest_of_number_or_date(start),
                Some('b') => (|digit| digit.is_digit(2), "a binary"),
                Some('o') => (|digit| digit.is_digit(8), "an octal"),
                Some('x') => (|digit| digit.is_ascii_hexdigit(), "a hexadecimal"),
                _ => {
                    self.back();
                    return self.rest_of_number_or_date(start);
                }
            };
            let third = self.peek()?;
            if !third.is_some_and(is_digit) {
                let text = self.text_from(start);
                return Err(self.fault(format!("not {name} number: '{text}{}'", third.unwrap_or_default())));
            }
            self.skip(|character| is_digit(character) || character == '_')?;
            return Ok(Token::Integer(self.text_from(start)));
        }
        self.rest_of_number_or_date(start)
    }

    fn rest_of_number_or_date(&mut self, start: usize) -> Result<Token, Fault> {
        self.skip(|character| character.is_ascii_digit())?;
        match self.peek()? {
            // Behind a single zero these do not make a date.
            Some('-' | ':') if self.slice(start, self.position()) != b"0" => self.date_time(start),
            _ => self.rest_of_decimal(start),
        }
    }

    fn date_time(&mut self, start: usize) -> Result<Token, Fault> {
        self.skip(|character| {
            character.is_ascii_digit() || matches!(character, '-' | ':' | 'T' | 't' | ' ' | '.' | 'Z' | 'z' | '+')
        })?;
        Ok(Token::DateTime(self.text_from(start).trim().to_owned()))
    }

    fn rest_of_decimal(&mut self, start: usize) -> Result<Token, Fault> {
        self.skip(|character| character.is_ascii_digit() || character == '_')?;
        if !matches!(self.peek()?, Some('.' | 'e' | 'E')) {
            return Ok(Token::Integer(self.text_from(start)));
        }
        self.skip(|character| character.is_ascii_digit() || matches!(character, '_' | '.' | '-' | '+' | 'e' | 'E'))?;
        Ok(Token::Float(self.text_from(start)))
    }

    /// What follows a sign.
    fn signed_number(&mut self, start: usize) -> Result<Token, Fault> {
        let character = self.next()?;
        let word = match character {
            Some('i') => Some(self.accept_both('n', 'f')?),
            Some('n') => Some(self.accept_both('a', 'n')?),
            _ => None,
        };
        let text = self.text_from(start);
        match (word, character) {
            (Some(true), _) => Ok(Token::Float(text)),
            (Some(false), _) => Err(self.fault(format!("invalid float: '{text}'"))),
            (None, Some('.')) => Err(self.fault("floats must start with a digit, not '.'")),
            (None, Some('0')) => match self.peek()? {
                Some(base @ ('b' | 'o' | 'x')) => {
                    Err(self.fault(format!("cannot use sign with non-decimal numbers: '{text}{base}'")))
                }
                _ => self.rest_of_decimal(start),
            },
            (None, Some('1'..='9')) => self.rest_of_decimal(start),
            _ => Err(self.fault(format!("expected a digit but got {}", quoted(character)))),
        }
    }
}
