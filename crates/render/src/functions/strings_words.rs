//! Names in other styles: `camelcase`, `snakecase`, `kebabcase` (xstrings 1.5).

use gostd::unicode::{is_letter, is_number, is_punct, is_space, is_upper, to_lower, to_upper};
use gostd::utf8::{decode_rune, runes};
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use super::text::made;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("camelcase", &[Param::String], camelcase),
    fixed("snakecase", &[Param::String], |call| words(call, b'_')),
    fixed("kebabcase", &[Param::String], |call| words(call, b'-')),
];

/// Bytes of a text that are cut into words in about the time of a step.
const BYTES_PER_STEP: usize = 8;

/// Capitals where connectors were; the first letter is a capital too. Of nothing but connectors the last is doubled, as in
/// xstrings.
fn camelcase(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(0);
    let mut characters = runes(text.as_bytes()).map(|(_, character)| character);
    let mut out = String::with_capacity(text.len());
    let mut current = '\0';
    let mut in_capitals = false;
    for character in characters.by_ref() {
        current = character;
        if !is_connector(character) {
            in_capitals = is_upper(character);
            current = to_upper(character);
            break;
        }
        out.push(character);
    }
    for character in characters {
        let previous = std::mem::replace(&mut current, character);
        if is_connector(current) && is_connector(previous) {
            out.push(previous);
        } else if is_connector(previous) {
            in_capitals = is_upper(current);
            current = to_upper(current);
        } else {
            in_capitals = in_capitals && is_upper(current);
            if in_capitals {
                current = to_lower(current);
            }
            out.push(previous);
        }
    }
    if !text.is_empty() {
        out.push(current);
    }
    made(call, out)
}

fn words(call: &mut Call<'_>, connector: u8) -> Result<Value, Error> {
    call.context.work(call.string(0).len() / BYTES_PER_STEP)?;
    let words = joined_words(call.string(0).as_bytes(), connector);
    made(call, words)
}

fn is_connector(character: char) -> bool {
    matches!(character, '-' | '_') || is_space(character)
}

/// A letter of a script with words of several letters, as xstrings sees it: ideographs stand alone.
fn is_alphabetic(character: char) -> bool {
    let is_ideograph =
        matches!(character, '\u{4e00}'..='\u{9fcc}' | '\u{3400}'..='\u{4d85}' | '\u{20000}'..='\u{2b81d}');
    is_letter(character) && !is_ideograph
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Invalid,
    Number,
    Upper,
    Alphabetic,
    Connector,
    Punctuation,
    Other,
}

impl Kind {
    fn of(character: char) -> Self {
        match character {
            '\u{fffd}' => Self::Invalid,
            _ if is_connector(character) => Self::Connector,
            _ if is_punct(character) => Self::Punctuation,
            _ if is_upper(character) => Self::Upper,
            _ if is_alphabetic(character) => Self::Alphabetic,
            _ if is_number(character) => Self::Number,
            _ => Self::Other,
        }
    }

    fn is_small_or_number(self) -> bool {
        matches!(self, Self::Alphabetic | Self::Number)
    }

    /// Whether a word of this kind brings its own separation.
    fn separates(self) -> bool {
        matches!(self, Self::Connector | Self::Punctuation)
    }
}

/// A text cut into words, always with the next one at hand.
struct Words<'a> {
    rest: &'a [u8],
    kind: Kind,
    word: &'a [u8],
    connector: u8,
    out: Vec<u8>,
}

/// Words in small letters with a connector between them.
fn joined_words(text: &[u8], connector: u8) -> Vec<u8> {
    let out = Vec::with_capacity(text.len() + text.len() / 4);
    let mut words = Words { rest: text, kind: Kind::Invalid, word: b"", connector, out };
    words.advance();
    while !words.rest.is_empty() {
        if words.kind != Kind::Connector {
            words.write(words.kind, words.word);
        }
        let (previous, last) = (words.kind, words.word);
        words.advance();
        match previous {
            Kind::Number => words.write_run(),
            Kind::Connector => words.write(previous, last),
            Kind::Punctuation => {}
            _ => words.after_letters(),
        }
    }
    words.write(words.kind, words.word);
    words.out
}

impl<'a> Words<'a> {
    /// Writes a word; only capitals and connectors change.
    fn write(&mut self, kind: Kind, word: &[u8]) {
        if !matches!(kind, Kind::Upper | Kind::Connector) {
            self.out.extend_from_slice(word);
            return;
        }
        for (_, character) in runes(word) {
            if is_connector(character) {
                self.out.push(self.connector);
            } else {
                let character = if is_upper(character) { to_lower(character) } else { character };
                self.out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }

    /// Writes small letters and numbers as part of the word before, and a connector if another word follows.
    fn write_run(&mut self) {
        while self.kind.is_small_or_number() {
            self.write(self.kind, self.word);
            self.advance();
        }
        if self.kind != Kind::Invalid && !self.kind.separates() {
            self.out.push(self.connector);
        }
    }

    /// What follows letters: a number belongs to them unless small letters follow it.
    fn after_letters(&mut self) {
        if self.kind != Kind::Number {
            if !self.kind.separates() {
                self.out.push(self.connector);
            }
            return;
        }
        if self.rest.is_empty() {
            return;
        }
        let number = self.word;
        self.advance();
        if self.kind == Kind::Alphabetic {
            self.out.push(self.connector);
            self.write(Kind::Number, number);
            self.write_run();
            return;
        }
        self.write(Kind::Number, number);
        if !self.kind.separates() {
            self.out.push(self.connector);
        }
    }

    /// Moves to the next word.
    fn advance(&mut self) {
        let text: &'a [u8] = self.rest;
        let (first, size) = next_valid(text, '\u{fffd}');
        self.kind = Kind::of(first);
        let length = match self.kind {
            Kind::Invalid => size,
            Kind::Upper => capitals(text, size, first),
            kind => size + run(text.get(size..).unwrap_or_default(), first, |character| continues(kind, character)),
        };
        (self.word, self.rest) = text.split_at(length.min(text.len()));
    }
}

fn continues(kind: Kind, character: char) -> bool {
    match kind {
        Kind::Connector => is_connector(character),
        Kind::Punctuation => is_punct(character),
        Kind::Alphabetic => is_alphabetic(character) && !is_upper(character),
        Kind::Number => is_number(character),
        _ => !(is_connector(character) || is_alphabetic(character) || is_number(character) || is_punct(character)),
    }
}

/// The length of a word that begins with a capital: `HTTP` of `HTTPServer`, `Server` of `Server`.
fn capitals(text: &[u8], first_size: usize, first: char) -> usize {
    let rest = text.get(first_size..).unwrap_or_default();
    if rest.is_empty() {
        return first_size;
    }
    let (second, _) = next_valid(rest, first);
    if !is_upper(second) {
        return first_size + run(rest, first, |character| continues(Kind::Alphabetic, character));
    }
    let (mut length, mut last_size, mut current) = (first_size, 0, first);
    while let Some(rest) = text.get(length..).filter(|rest| !rest.is_empty()) {
        let (character, size) = next_valid(rest, current);
        if !is_upper(character) {
            // The last capital begins the next word if small letters follow.
            return if is_alphabetic(character) { length - last_size } else { length };
        }
        (length, last_size, current) = (length + size, size, character);
    }
    length
}

/// How many bytes at the start are characters that belong.
fn run(text: &[u8], before: char, belongs: impl Fn(char) -> bool) -> usize {
    let (mut length, mut current) = (0, before);
    while let Some(rest) = text.get(length..).filter(|rest| !rest.is_empty()) {
        let (character, size) = next_valid(rest, current);
        if !belongs(character) {
            break;
        }
        (length, current) = (length + size, character);
    }
    length
}

/// The next character that is not U+FFFD, with all bytes up to its end; the one before if there is none.
fn next_valid(text: &[u8], before: char) -> (char, usize) {
    let mut size = 0;
    while let Some(rest) = text.get(size..).filter(|rest| !rest.is_empty()) {
        let (character, width) = decode_rune(rest);
        size += width;
        if character != '\u{fffd}' {
            return (character, size);
        }
    }
    (before, size)
}
