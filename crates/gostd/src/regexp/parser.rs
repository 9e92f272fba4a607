//! Reading a pattern: Go's grammar, verdicts and error texts (`regexp/syntax.Parse` with Perl flags).

use std::collections::HashMap;

use super::ast::{Assertion, Kind, MAX_HEIGHT, MAX_SIZE, Node, Repetition, repeats_at_most};
use super::error::{Error, ErrorCode, Exhausted};
use super::named_class::NamedClass;
use super::ranges::{self, Set};
use crate::budget::Budget;

/// How many code point ends all classes together may hold (`maxRunes`).
const MAX_RUNES: usize = (128 << 20) / 4;

/// The longest pattern that is read, in bytes.
const MAX_LENGTH: usize = 1 << 18;

/// The most instructions that we make, of twelve bytes each. Go makes more, but no honest pattern needs as many.
const MAX_INSTRUCTIONS: u64 = 250_000;

/// The most ranges in the classes of one pattern, of eight bytes each; named classes count once.
const MAX_RANGES: usize = 1 << 20;

/// What one element costs to read.
const ELEMENT_UNITS: u64 = 16;

/// What it costs to move an element into a group.
const MOVE_UNITS: u64 = 4;

/// What a named class costs to make, and each range that it comes from.
const SET_UNITS: (u64, u64) = (4000, 32);

/// A pattern as a tree.
pub(super) struct Parsed {
    pub tree: Node,
    /// The names of the groups; the whole match is the first and has none.
    pub names: Vec<String>,
}

/// What `(?…)` switches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags {
    pub fold: bool,
    pub dot_newline: bool,
    pub one_line: bool,
    pub non_greedy: bool,
}

/// A group that is still open: finished alternatives and the one being read.
struct Frame {
    alternatives: Vec<Node>,
    items: Vec<Node>,
    capture: Option<usize>,
    /// What held before the group.
    flags: Flags,
}

/// A place within a pattern and what is known there.
pub(super) struct Parser<'a> {
    pub pattern: &'a str,
    pub position: usize,
    pub flags: Flags,
    open: Vec<Frame>,
    current: Frame,
    names: Vec<String>,
    runes: usize,
    /// Named classes that were made already, by name, whether turned round, whether case is ignored.
    sets: HashMap<(String, bool, bool), Set>,
    /// How many ranges are kept.
    ranges: usize,
    pub budget: &'a Budget,
}

/// Reads a pattern.
pub(super) fn parse(pattern: &str, budget: &Budget) -> Result<Parsed, Error> {
    if pattern.len() > MAX_LENGTH {
        return Err(Exhausted.into());
    }
    let mut parser = Parser::new(pattern, budget);
    let mut last_repeat = None;
    while let Some(byte) = parser.peek(0) {
        budget.spend(ELEMENT_UNITS)?;
        last_repeat = parser.step(byte, last_repeat)?;
    }
    if !parser.open.is_empty() {
        return Err(Error::new(ErrorCode::MissingParenthesis, pattern));
    }
    let tree = parser.finish_frame()?;
    // Only now it is certain that Go would take it.
    if tree.size > MAX_INSTRUCTIONS || parser.ranges > MAX_RANGES {
        return Err(Exhausted.into());
    }
    Ok(Parsed { tree, names: parser.names })
}

impl<'a> Parser<'a> {
    fn new(pattern: &'a str, budget: &'a Budget) -> Self {
        let flags = Flags { fold: false, dot_newline: false, one_line: true, non_greedy: false };
        Self {
            pattern,
            position: 0,
            flags,
            open: Vec::new(),
            current: Frame { alternatives: Vec::new(), items: Vec::new(), capture: None, flags },
            names: vec![String::new()],
            runes: 0,
            sets: HashMap::new(),
            ranges: 0,
            budget,
        }
    }

    pub fn rest(&self) -> &'a str {
        self.slice(self.position, self.pattern.len())
    }

    pub fn slice(&self, start: usize, end: usize) -> &'a str {
        self.pattern.get(start..end).unwrap_or_default()
    }

    pub fn peek(&self, ahead: usize) -> Option<u8> {
        self.pattern.as_bytes().get(self.position + ahead).copied()
    }

    /// The next character, passed.
    pub fn next(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.position += character.len_utf8();
        Some(character)
    }

    /// An error about everything from `start` up to here.
    pub fn fail<T>(&self, code: ErrorCode, start: usize) -> Result<T, Error> {
        Err(Error::new(code, self.slice(start, self.position)))
    }

    /// Reads one element; tells where it started if it was a repetition.
    fn step(&mut self, byte: u8, last_repeat: Option<usize>) -> Result<Option<usize>, Error> {
        let start = self.position;
        match byte {
            b'(' if self.peek(1) == Some(b'?') => self.perl_group()?,
            b'(' => {
                self.position += 1;
                self.open_group(true, "");
            }
            b'|' => {
                self.position += 1;
                self.finish_alternative()?;
            }
            b')' => self.close_group()?,
            b'^' => self.simple(Kind::Assert(if self.flags.one_line {
                Assertion::BeginText
            } else {
                Assertion::BeginLine
            }))?,
            b'$' => {
                self.simple(Kind::Assert(if self.flags.one_line { Assertion::EndText } else { Assertion::EndLine }))?
            }
            b'.' => self.simple(if self.flags.dot_newline { Kind::Any } else { Kind::AnyButNewline })?,
            b'[' => self.class()?,
            b'*' => return self.repeat_simple(0, None, last_repeat),
            b'+' => return self.repeat_simple(1, None, last_repeat),
            b'?' => return self.repeat_simple(0, Some(1), last_repeat),
            b'{' => {
                if let Some(counts) = self.counts() {
                    return self.repeat_counted(start, counts, last_repeat);
                }
                self.position += 1;
                self.literal('{')?;
            }
            b'\\' => self.backslash()?,
            _ => {
                if let Some(character) = self.next() {
                    self.literal(character)?;
                }
            }
        }
        Ok(None)
    }

    /// Passes one byte and adds what it stands for.
    fn simple(&mut self, kind: Kind) -> Result<(), Error> {
        self.position += 1;
        self.push(Node::leaf(kind))
    }

    pub fn literal(&mut self, character: char) -> Result<(), Error> {
        self.push(Node::leaf(Kind::Literal(u32::from(character), self.flags.fold)))
    }

    /// The set of a name; nothing if it is no name.
    pub fn named_set(
        &mut self,
        name: &str,
        negated: bool,
        find: impl FnOnce() -> Option<NamedClass>,
    ) -> Result<Option<Set>, Error> {
        let key = (name.to_owned(), negated, self.flags.fold);
        if let Some(known) = self.sets.get(&key) {
            return Ok(Some(Set::clone(known)));
        }
        let Some(found) = find() else {
            return Ok(None);
        };
        self.budget.spend(SET_UNITS.0 + SET_UNITS.1 * found.ranges.len() as u64)?;
        let set = ranges::set(&found.ranges, found.folds && self.flags.fold, negated != found.negated);
        self.sets.insert(key, Set::clone(&set));
        Ok(Some(set))
    }

    /// Adds a class that was collected.
    pub fn push_class(&mut self, class: Vec<(u32, u32)>) -> Result<(), Error> {
        self.ranges += class.len();
        if self.ranges > MAX_RANGES {
            // Too much to keep; the rest is read to see whether Go takes it.
            self.runes += 2 * class.len();
            return self.push(Node::leaf(Kind::Any));
        }
        self.push_set(&class.into())
    }

    /// Adds a class.
    pub fn push_set(&mut self, class: &Set) -> Result<(), Error> {
        self.runes += 2 * class.len();
        match **class {
            [(first, last)] if first == last => self.push(Node::leaf(Kind::Literal(first, false))),
            _ => self.push(Node::leaf(Kind::Class(Set::clone(class)))),
        }
    }

    pub fn push(&mut self, node: Node) -> Result<(), Error> {
        let node = self.within_limits(node)?;
        self.current.items.push(node);
        Ok(())
    }

    fn within_limits(&self, node: Node) -> Result<Node, Error> {
        if node.size > MAX_SIZE || self.runes > MAX_RUNES {
            return Err(Error::new(ErrorCode::Large, self.pattern));
        }
        if node.height > MAX_HEIGHT {
            return Err(Error::new(ErrorCode::NestingDepth, self.pattern));
        }
        Ok(node)
    }

    /// Opens a group; what follows belongs to it.
    pub fn open_group(&mut self, captures: bool, name: &str) {
        let capture = captures.then_some(self.names.len());
        if captures {
            self.names.push(name.to_owned());
        }
        let frame = Frame { alternatives: Vec::new(), items: Vec::new(), capture, flags: self.flags };
        self.open.push(std::mem::replace(&mut self.current, frame));
    }

    fn finish_alternative(&mut self) -> Result<(), Error> {
        let items = std::mem::take(&mut self.current.items);
        let alternative = self.joined(Node::concat(items))?;
        self.current.alternatives.push(alternative);
        Ok(())
    }

    fn finish_frame(&mut self) -> Result<Node, Error> {
        self.finish_alternative()?;
        let alternatives = std::mem::take(&mut self.current.alternatives);
        self.joined(Node::alternate(alternatives))
    }

    /// What was joined has been moved.
    fn joined(&self, node: Node) -> Result<Node, Error> {
        self.budget.spend(MOVE_UNITS * node.width() as u64)?;
        self.within_limits(node)
    }

    fn close_group(&mut self) -> Result<(), Error> {
        let content = self.finish_frame()?;
        let Some(outer) = self.open.pop() else {
            return Err(Error::new(ErrorCode::UnexpectedParenthesis, self.pattern));
        };
        let group = std::mem::replace(&mut self.current, outer);
        self.flags = group.flags;
        self.position += 1;
        self.push(match group.capture {
            Some(index) => Node::capture(index, content),
            None => content,
        })
    }

    fn repeat_simple(
        &mut self,
        minimum: u32,
        maximum: Option<u32>,
        last_repeat: Option<usize>,
    ) -> Result<Option<usize>, Error> {
        let start = self.position;
        self.position += 1;
        let repetition = Repetition { minimum, maximum, greedy: true, counted: false };
        self.repeat(start, repetition, last_repeat)
    }

    fn repeat_counted(
        &mut self,
        start: usize,
        (minimum, maximum): (u32, Option<u32>),
        last_repeat: Option<usize>,
    ) -> Result<Option<usize>, Error> {
        if minimum > 1000 || maximum.is_some_and(|maximum| maximum > 1000 || minimum > maximum) {
            return self.fail(ErrorCode::InvalidRepeatSize, start);
        }
        self.repeat(start, Repetition { minimum, maximum, greedy: true, counted: true }, last_repeat)
    }

    /// Repeats the last element.
    fn repeat(
        &mut self,
        start: usize,
        mut repetition: Repetition,
        last: Option<usize>,
    ) -> Result<Option<usize>, Error> {
        repetition.greedy = !self.flags.non_greedy;
        if self.peek(0) == Some(b'?') {
            self.position += 1;
            repetition.greedy = !repetition.greedy;
        }
        if let Some(last) = last {
            return self.fail(ErrorCode::InvalidRepeatOperator, last);
        }
        let Some(content) = self.current.items.pop() else {
            return self.fail(ErrorCode::MissingRepeatArgument, start);
        };
        let node = Node::repeat(content, repetition);
        let many = repetition.minimum >= 2 || repetition.maximum.is_some_and(|maximum| maximum >= 2);
        let allowed = !(repetition.counted && many) || repeats_at_most(&node, 1000);
        self.push(node)?;
        if !allowed {
            return self.fail(ErrorCode::InvalidRepeatSize, start);
        }
        Ok(Some(start))
    }

    /// Reads `{2}`, `{2,}` or `{2,5}`, if that is what comes; numbers too large to count are above every limit.
    fn counts(&mut self) -> Option<(u32, Option<u32>)> {
        let inner = self.rest().strip_prefix('{')?;
        let (minimum, rest) = integer(inner)?;
        let (maximum, rest) = match rest.strip_prefix(',') {
            None => (Some(minimum), rest),
            Some(rest) if rest.starts_with('}') => (None, rest),
            Some(rest) => {
                let (maximum, rest) = integer(rest)?;
                (Some(maximum), rest)
            }
        };
        let rest = rest.strip_prefix('}')?;
        self.position = self.pattern.len() - rest.len();
        Some((minimum, maximum))
    }
}

/// Reads a number without leading zeros.
fn integer(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    Some((digits.parse().unwrap_or(u32::MAX), rest))
}
