//! Reading a pattern into a tree of its parts.

use super::error::Error;
use super::{MAX_NESTING, MAX_PARTS, MAX_PATTERN_LENGTH};

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// The empty text, what remains of an alternative after factoring.
    Nothing,
    /// Parts in a row.
    Sequence(Vec<Node>),
    /// These characters.
    Text(String),
    /// `*`
    Any,
    /// `**`
    Super,
    /// `?`
    Single,
    /// `[abc]` or `[!abc]`
    List { characters: Vec<char>, negated: bool },
    /// `[a-z]` or `[!a-z]`
    Range { low: char, high: char, negated: bool },
    /// `{…,…}`
    AnyOf(Vec<Node>),
}

/// Reads a pattern. Braces that are never closed end with it; a `}` or `,` outside of braces is text.
///
/// The result is always a [`Node::Sequence`].
pub(super) fn parse(pattern: &str) -> Result<Node, Error> {
    if pattern.len() > MAX_PATTERN_LENGTH {
        return Err(Error::TooLong);
    }
    if pattern.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Error::UnreadableRune);
    }
    let mut parser =
        Parser { characters: pattern.chars().collect(), position: 0, current: Vec::new(), open: Vec::new() };
    while let Some(character) = parser.peek() {
        parser.part(character)?;
    }
    while !parser.open.is_empty() {
        parser.close_brace()?;
    }
    Ok(Node::Sequence(parser.current))
}

struct Parser {
    characters: Vec<char>,
    position: usize,
    /// The row of parts being read.
    current: Vec<Node>,
    /// For every open brace: the row it stands in, and its alternatives so far.
    open: Vec<(Vec<Node>, Vec<Node>)>,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.position).copied()
    }

    fn take(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.position += 1;
        Some(character)
    }

    fn skip(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.position += 1;
        }
        found
    }

    fn push(&mut self, node: Node) -> Result<(), Error> {
        if self.current.len() >= MAX_PARTS {
            return Err(Error::TooManyParts);
        }
        self.current.push(node);
        Ok(())
    }

    /// Reads the part that begins with this character.
    fn part(&mut self, first: char) -> Result<(), Error> {
        let in_braces = !self.open.is_empty();
        match first {
            '{' => self.open_brace(),
            ',' if in_braces => self.next_alternative(),
            '}' if in_braces => {
                self.position += 1;
                self.close_brace()
            }
            '[' => {
                self.position += 1;
                let set = self.set()?;
                self.push(set)
            }
            '?' => {
                self.position += 1;
                self.push(Node::Single)
            }
            '*' => {
                self.position += 1;
                let node = if self.skip('*') { Node::Super } else { Node::Any };
                self.push(node)
            }
            _ => {
                let text = self.text(if in_braces { "?*[{}," } else { "?*[{" });
                if text.is_empty() { Ok(()) } else { self.push(Node::Text(text)) }
            }
        }
    }

    fn open_brace(&mut self) -> Result<(), Error> {
        if self.open.len() >= MAX_NESTING {
            return Err(Error::TooDeep);
        }
        self.position += 1;
        self.open.push((std::mem::take(&mut self.current), Vec::new()));
        Ok(())
    }

    fn next_alternative(&mut self) -> Result<(), Error> {
        self.position += 1;
        let alternative = Node::Sequence(std::mem::take(&mut self.current));
        if let Some((_, alternatives)) = self.open.last_mut() {
            alternatives.push(alternative);
        }
        Ok(())
    }

    fn close_brace(&mut self) -> Result<(), Error> {
        let Some((row, mut alternatives)) = self.open.pop() else { return Ok(()) };
        alternatives.push(Node::Sequence(std::mem::replace(&mut self.current, row)));
        self.push(Node::AnyOf(alternatives))
    }

    /// Reads text up to one of the characters that end it. A backslash at the very end is dropped.
    fn text(&mut self, ends: &str) -> String {
        let mut text = String::new();
        while let Some(character) = self.peek() {
            if ends.contains(character) {
                break;
            }
            self.position += 1;
            if character != '\\' {
                text.push(character);
            } else if let Some(escaped) = self.take() {
                text.push(escaped);
            }
        }
        text
    }

    /// Reads a set from behind its opening bracket: one range or a list of characters.
    fn set(&mut self) -> Result<Node, Error> {
        let negated = self.skip('!');
        if self.characters.get(self.position + 1) == Some(&'-') {
            return self.range(negated);
        }
        let characters: Vec<char> = self.text("]").chars().collect();
        if !self.skip(']') {
            return Err(Error::UnclosedSet);
        }
        if characters.is_empty() {
            return Err(Error::EmptySet);
        }
        Ok(Node::List { characters, negated })
    }

    fn range(&mut self, negated: bool) -> Result<Node, Error> {
        let low = self.take().ok_or(Error::UnclosedSet)?;
        self.position += 1;
        let high = self.take().ok_or(Error::UnclosedSet)?;
        match self.take() {
            None => Err(Error::UnclosedSet),
            Some(']') if high < low => Err(Error::ReversedRange { low, high }),
            Some(']') => Ok(Node::Range { low, high, negated }),
            Some(_) => Err(Error::RangeNotClosed),
        }
    }
}
