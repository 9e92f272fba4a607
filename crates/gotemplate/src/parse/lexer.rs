//! Cuts a template's text into tokens (Go: `text/template/parse/lex.go`).
//!
//! One pass over the bytes, no allocation. Lines are not counted here: Go's line of a token is always that of its first
//! byte, so it is found when an error needs it.

use memchr::memmem::Finder;

use super::runes::{self, is_space};
use super::token::{Kind, Token};

const LEFT_DELIMITER: &[u8] = b"{{";
const RIGHT_DELIMITER: &[u8] = b"}}";
/// A trim marker and the white space between it and the action.
const TRIM_LENGTH: usize = 2;

/// The state of the scan.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t [u8],
    /// The next byte to look at.
    pub(super) position: usize,
    /// The first byte of the token at hand.
    pub(super) start: usize,
    inside_action: bool,
    open_parens: u32,
    /// Why the last token is [`Kind::Error`].
    pub(super) problem: String,
    keywords: Keywords,
    opening: Finder<'static>,
    comment_end: Finder<'static>,
}

/// Which of the two newer keywords are keywords: a function of that name takes the meaning away.
#[derive(Clone, Copy)]
pub(super) struct Keywords {
    pub(super) has_break: bool,
    pub(super) has_continue: bool,
}

impl<'t> Lexer<'t> {
    /// A scan from the start. The text must be shorter than 4 GiB.
    pub(super) fn new(text: &'t [u8], keywords: Keywords) -> Self {
        Self {
            text,
            position: 0,
            start: 0,
            inside_action: false,
            open_parens: 0,
            problem: String::new(),
            keywords,
            opening: Finder::new(LEFT_DELIMITER),
            comment_end: Finder::new(b"*/"),
        }
    }

    /// The next token; [`Kind::Eof`] at the end. After [`Kind::Error`] there is nothing more to ask for.
    pub(super) fn next_token(&mut self) -> Token {
        self.start = self.position;
        if self.inside_action { self.action() } else { self.outside() }
    }

    /// The bytes from the present position on.
    pub(super) fn rest(&self) -> &'t [u8] {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// The token at hand ends here.
    pub(super) fn token(&mut self, kind: Kind) -> Token {
        token(kind, self.start, self.position)
    }

    /// The token at hand cannot be read.
    pub(super) fn error(&mut self, problem: impl Into<String>) -> Token {
        self.problem = problem.into();
        self.token(Kind::Error)
    }

    /// Text up to the next action, or the start of that action. Comments are passed over.
    fn outside(&mut self) -> Token {
        loop {
            let Some(length) = self.opening.find(self.rest()) else {
                self.position = self.text.len();
                let kind = if self.start < self.position { Kind::Text } else { Kind::Eof };
                return self.token(kind);
            };
            let text = self.rest().get(..length).unwrap_or_default();
            self.position += length;
            let trims = has_left_trim_marker(self.after(LEFT_DELIMITER.len()));
            let kept = if trims { trimmed_end(text) } else { length };
            if kept > 0 {
                return token(Kind::Text, self.start, self.start + kept);
            }
            self.start = self.position;
            if let Some(token) = self.left_delimiter(trims) {
                return token;
            }
        }
    }

    /// `{{`, or nothing if it opens a comment that ends well.
    fn left_delimiter(&mut self, trims: bool) -> Option<Token> {
        self.position += LEFT_DELIMITER.len();
        let delimiter = self.token(Kind::LeftDelim);
        if trims {
            self.position += TRIM_LENGTH;
        }
        if self.rest().starts_with(b"/*") {
            return self.comment();
        }
        self.inside_action = true;
        self.open_parens = 0;
        Some(delimiter)
    }

    /// Passes over a comment and its closing delimiter; an error if either has no end.
    fn comment(&mut self) -> Option<Token> {
        self.start = self.position;
        self.position += 2;
        let Some(length) = self.comment_end.find(self.rest()) else {
            return Some(self.error("unclosed comment"));
        };
        self.position += length + 2;
        let Some(trims) = self.right_delimiter_here() else {
            return Some(self.error("comment ends before closing delimiter"));
        };
        self.pass_right_delimiter(trims);
        self.start = self.position;
        None
    }

    /// A token inside an action.
    fn action(&mut self) -> Token {
        if let Some(trims) = self.right_delimiter_here() {
            return self.right_delimiter(trims);
        }
        let Some(byte) = self.rest().first().copied() else {
            return self.error("unclosed action");
        };
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => self.spaces(),
            b'=' => self.single(Kind::Assign),
            b'|' => self.single(Kind::Pipe),
            b':' => self.declare(),
            b'"' => self.quoted(b'"', Kind::String, "unterminated quoted string"),
            b'\'' => self.quoted(b'\'', Kind::CharConstant, "unterminated character constant"),
            b'`' => self.raw_string(),
            b'$' => self.name(Kind::Variable, Kind::Variable),
            b'.' if !self.after(1).first().is_none_or(u8::is_ascii_digit) => self.name(Kind::Field, Kind::Dot),
            b'.' | b'+' | b'-' | b'0'..=b'9' => self.number(),
            b'(' => self.left_paren(),
            b')' => self.right_paren(),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.word(),
            b' '..=b'~' => self.single(Kind::Char),
            _ => self.other(),
        }
    }

    /// A letter that is not ASCII, or something that has no place here.
    fn other(&mut self) -> Token {
        match runes::first(self.rest()) {
            Some((character, _)) if runes::is_alphanumeric(character) => self.word(),
            Some((character, _)) => {
                self.error(format!("unrecognized character in action: {}", runes::describe(character)))
            }
            None => self.error("unclosed action"),
        }
    }

    fn single(&mut self, kind: Kind) -> Token {
        self.position += 1;
        self.token(kind)
    }

    fn declare(&mut self) -> Token {
        if !self.rest().starts_with(b":=") {
            return self.error("expected :=");
        }
        self.position += 2;
        self.token(Kind::Declare)
    }

    fn left_paren(&mut self) -> Token {
        self.open_parens += 1;
        self.single(Kind::LeftParen)
    }

    fn right_paren(&mut self) -> Token {
        let Some(open) = self.open_parens.checked_sub(1) else {
            return self.error("unexpected right paren");
        };
        self.open_parens = open;
        self.single(Kind::RightParen)
    }

    fn right_delimiter(&mut self, trims: bool) -> Token {
        if self.open_parens > 0 {
            return self.error("unclosed left paren");
        }
        let start = self.position + if trims { TRIM_LENGTH } else { 0 };
        self.pass_right_delimiter(trims);
        self.inside_action = false;
        token(Kind::RightDelim, start, start + RIGHT_DELIMITER.len())
    }

    /// A run of white space, without the last one if that belongs to a trim marker.
    fn spaces(&mut self) -> Token {
        let count = self.rest().iter().take_while(|byte| is_space(**byte)).count();
        self.position += count - 1;
        if self.right_delimiter_here() != Some(true) {
            self.position += 1;
        } else if count == 1 {
            return self.right_delimiter(true);
        }
        self.token(Kind::Space)
    }

    /// A keyword, truth value or function.
    fn word(&mut self) -> Token {
        if let Some(error) = self.rest_of_name() {
            return error;
        }
        let kind = match Kind::of_word(self.text.get(self.start..self.position).unwrap_or_default()) {
            Kind::Break if !self.keywords.has_break => Kind::Identifier,
            Kind::Continue if !self.keywords.has_continue => Kind::Identifier,
            kind => kind,
        };
        self.token(kind)
    }

    /// A field or variable whose first byte, `.` or `$`, is here. `alone` is what that byte is without a name.
    fn name(&mut self, kind: Kind, alone: Kind) -> Token {
        self.position += 1;
        if self.is_at_terminator() {
            return self.token(alone);
        }
        match self.rest_of_name() {
            Some(error) => error,
            None => self.token(kind),
        }
    }

    /// Passes over letters and digits; an error if what follows cannot follow a name.
    fn rest_of_name(&mut self) -> Option<Token> {
        loop {
            self.position += self.rest().iter().take_while(|byte| is_name_byte(**byte)).count();
            let (character, width) = runes::first(self.rest())?;
            if runes::is_alphanumeric(character) {
                self.position += width;
            } else if self.is_at_terminator() {
                return None;
            } else {
                return Some(self.error(format!("bad character {}", runes::describe(character))));
            }
        }
    }

    /// Whether a name may end here.
    fn is_at_terminator(&self) -> bool {
        match self.rest() {
            [] => true,
            [byte, ..] if is_space(*byte) => true,
            [b'.' | b',' | b'|' | b':' | b')' | b'(', ..] => true,
            rest => rest.starts_with(RIGHT_DELIMITER),
        }
    }

    /// A string or character constant with backslashes, in one line.
    fn quoted(&mut self, quote: u8, kind: Kind, problem: &str) -> Token {
        self.position += 1;
        loop {
            let length = match self.rest() {
                [byte, ..] if *byte == quote => break,
                [] | [b'\n', ..] | [b'\\'] | [b'\\', b'\n', ..] => return self.error(problem),
                [b'\\', ..] => 2,
                _ => 1,
            };
            self.position += length;
        }
        self.single(kind)
    }

    fn raw_string(&mut self) -> Token {
        self.position += 1;
        let Some(length) = memchr::memchr(b'`', self.rest()) else {
            return self.error("unterminated raw quoted string");
        };
        self.position += length;
        self.single(Kind::RawString)
    }

    /// Whether the closing delimiter is here and, if so, whether it trims.
    fn right_delimiter_here(&self) -> Option<bool> {
        match self.rest() {
            [b'}', b'}', ..] => Some(false),
            [space, b'-', b'}', b'}', ..] if is_space(*space) => Some(true),
            _ => None,
        }
    }

    fn pass_right_delimiter(&mut self, trims: bool) {
        self.position += RIGHT_DELIMITER.len();
        if trims {
            self.position += TRIM_LENGTH;
            self.position += self.rest().iter().take_while(|byte| is_space(**byte)).count();
        }
    }

    fn after(&self, count: usize) -> &'t [u8] {
        self.rest().get(count..).unwrap_or_default()
    }
}

/// A token over a range of the text, which the parser has checked to fit `u32`.
fn token(kind: Kind, start: usize, end: usize) -> Token {
    let narrow = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    Token { kind, start: narrow(start), end: narrow(end) }
}

/// Whether a byte is an ASCII letter or digit or the underscore.
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn has_left_trim_marker(bytes: &[u8]) -> bool {
    matches!(bytes, [b'-', space, ..] if is_space(*space))
}

/// The length without trailing white space.
fn trimmed_end(text: &[u8]) -> usize {
    text.iter().rposition(|byte| !is_space(*byte)).map_or(0, |last| last + 1)
}
