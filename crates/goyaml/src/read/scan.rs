//! The scanner: indentation, simple keys and tokens, fetched no earlier than the grammar asks for
//! them. What is looked at first decides which error go-yaml reports.

use std::collections::{HashMap, VecDeque};

use super::cursor::{Cursor, Mark};
use super::text::Text;
use super::token::{Token, TokenKind};
use super::{property, scalar};
use crate::{Error, MAX_DEPTH, Style};

/// Characters that a key without `?` may have before its `:`.
const KEY_LENGTH: usize = 1024;

/// A place where a key without `?` may have begun.
#[derive(Clone, Copy, Default)]
struct SimpleKey {
    possible: bool,
    /// Nothing but a key can stand there.
    required: bool,
    /// The number of the token that begins it.
    token: usize,
    mark: Mark,
}

/// The next token, before it is taken.
#[derive(Clone, Copy)]
pub(crate) struct Peeked {
    pub(crate) kind: TokenKind,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
}

/// Makes tokens of a text.
pub(crate) struct Scanner<'text> {
    cursor: Cursor<'text>,
    failure: Option<Error>,
    queue: VecDeque<Token>,
    /// Tokens that left the queue.
    taken: usize,
    ended: bool,
    flow_level: usize,
    /// Indentation of the innermost block collection, -1 outside of all.
    indent: isize,
    indents: Vec<isize>,
    key_allowed: bool,
    /// One per flow level.
    keys: Vec<SimpleKey>,
    /// Flow level of the key that begins with a token.
    level_of_token: HashMap<usize, usize>,
}

impl<'text> Scanner<'text> {
    pub(crate) fn new(text: &'text Text) -> Self {
        Self {
            cursor: Cursor::new(&text.content),
            failure: text.failure.clone(),
            queue: VecDeque::new(),
            taken: 0,
            ended: false,
            flow_level: 0,
            indent: -1,
            indents: Vec::new(),
            key_allowed: true,
            keys: vec![SimpleKey::default()],
            level_of_token: HashMap::new(),
        }
    }

    /// The next token.
    pub(crate) fn peek(&mut self) -> Result<Peeked, Error> {
        self.fill()?;
        self.queue.front().map_or_else(
            || Err(self.past_end()),
            |token| Ok(Peeked { kind: token.kind, start: token.start, end: token.end }),
        )
    }

    /// Takes the next token.
    pub(crate) fn take(&mut self) -> Result<Token, Error> {
        self.fill()?;
        let token = self.queue.pop_front().ok_or_else(|| self.past_end())?;
        self.taken += 1;
        Ok(token)
    }

    fn past_end(&self) -> Error {
        let message = "attempted to go past the end of stream; corrupted value?";
        self.cursor.problem(message)
    }

    /// Scans until the first token in the queue is certain: it is not if it may begin a key, since
    /// a KEY token would come before it.
    fn fill(&mut self) -> Result<(), Error> {
        loop {
            if !self.queue.is_empty() {
                let Some(&level) = self.level_of_token.get(&self.taken) else {
                    return Ok(());
                };
                if !self.key_is_valid(level)? {
                    return Ok(());
                }
            }
            if self.ended {
                return Ok(());
            }
            let fetched = self.fetch();
            match &self.failure {
                Some(failure) if self.cursor.near_end() => return Err(failure.clone()),
                _ => fetched?,
            }
        }
    }

    fn fetch(&mut self) -> Result<(), Error> {
        self.skip_to_token();
        self.unroll(self.cursor.mark().indentation());
        if self.cursor.at_end() {
            return self.fetch_end();
        }
        let first = self.cursor.byte(0);
        if first == b'%' && self.cursor.mark().column == 0 {
            return self.fetch_directive();
        }
        match self.cursor.document_marker() {
            Some(b'-') => return self.fetch_document_marker(TokenKind::DocumentStart),
            Some(_) => return self.fetch_document_marker(TokenKind::DocumentEnd),
            None => {}
        }
        let in_flow = self.flow_level > 0;
        let apart = self.cursor.is_white(1);
        match first {
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if apart => self.fetch_block_entry(),
            b'?' if in_flow || apart => self.fetch_key(),
            b':' if in_flow || apart => self.fetch_value(),
            b'*' => self.fetch_anchor(TokenKind::Alias),
            b'&' => self.fetch_anchor(TokenKind::Anchor),
            b'!' => self.fetch_tag(),
            b'|' if !in_flow => self.fetch_block_scalar(Style::Literal),
            b'>' if !in_flow => self.fetch_block_scalar(Style::Folded),
            b'\'' => self.fetch_quoted(Style::SingleQuoted),
            b'"' => self.fetch_quoted(Style::DoubleQuoted),
            _ if self.starts_plain() => self.fetch_plain(),
            _ => Err(self.cursor.problem("found character that cannot start any token")),
        }
    }

    fn starts_plain(&self) -> bool {
        match self.cursor.byte(0) {
            b'-' => !self.cursor.is_blank(1),
            b'?' | b':' => self.flow_level == 0 && !self.cursor.is_white(1),
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@'
            | b'`' => false,
            _ => !self.cursor.is_white(0),
        }
    }

    /// Passes white space and comments. Tabs must not stand where a key could begin.
    fn skip_to_token(&mut self) {
        loop {
            let tabs_allowed = self.flow_level > 0 || !self.key_allowed;
            while self.cursor.byte(0) == b' ' || (tabs_allowed && self.cursor.byte(0) == b'\t') {
                self.cursor.skip();
            }
            self.cursor.skip_comment();
            if !self.cursor.is_break(0) {
                return;
            }
            self.cursor.skip_break();
            if self.flow_level == 0 {
                self.key_allowed = true;
            }
        }
    }

    fn fetch_end(&mut self) -> Result<(), Error> {
        let mut mark = self.cursor.mark();
        if mark.column != 0 {
            mark.column = 0;
            mark.line += 1;
        }
        self.unroll(-1);
        self.remove_key_at(mark)?;
        self.key_allowed = false;
        self.ended = true;
        self.push(Token::bare(TokenKind::StreamEnd, mark, mark));
        Ok(())
    }

    fn fetch_directive(&mut self) -> Result<(), Error> {
        self.unroll(-1);
        self.remove_key()?;
        self.key_allowed = false;
        let token = property::scan_directive(&mut self.cursor)?;
        self.push(token);
        Ok(())
    }

    fn fetch_document_marker(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.unroll(-1);
        self.remove_key()?;
        self.key_allowed = false;
        self.push_indicator(kind, 3);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.save_key()?;
        self.keys.push(SimpleKey::default());
        self.flow_level += 1;
        if self.flow_level > MAX_DEPTH {
            return Err(Error::TooDeep { limit: MAX_DEPTH });
        }
        self.key_allowed = true;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.remove_key()?;
        if self.flow_level > 0 {
            self.flow_level -= 1;
            self.keys.pop();
        }
        self.key_allowed = false;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Result<(), Error> {
        self.remove_key()?;
        self.key_allowed = true;
        self.push_indicator(TokenKind::FlowEntry, 1);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Result<(), Error> {
        if self.flow_level == 0 {
            if !self.key_allowed {
                let message = "block sequence entries are not allowed in this context";
                return Err(self.cursor.problem(message));
            }
            self.roll(self.cursor.mark(), None, TokenKind::BlockSequenceStart)?;
        }
        self.remove_key()?;
        self.key_allowed = true;
        self.push_indicator(TokenKind::BlockEntry, 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), Error> {
        if self.flow_level == 0 {
            if !self.key_allowed {
                let message = "mapping keys are not allowed in this context";
                return Err(self.cursor.problem(message));
            }
            self.roll(self.cursor.mark(), None, TokenKind::BlockMappingStart)?;
        }
        self.remove_key()?;
        self.key_allowed = self.flow_level == 0;
        self.push_indicator(TokenKind::Key, 1);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), Error> {
        let level = self.keys.len().saturating_sub(1);
        if self.key_is_valid(level)? {
            let key = self.keys.get(level).copied().unwrap_or_default();
            self.insert_at(key.token, Token::bare(TokenKind::Key, key.mark, key.mark));
            self.roll(key.mark, Some(key.token), TokenKind::BlockMappingStart)?;
            self.forget_key(level);
            self.key_allowed = false;
        } else {
            if self.flow_level == 0 {
                if !self.key_allowed {
                    let message = "mapping values are not allowed in this context";
                    return Err(self.cursor.problem(message));
                }
                self.roll(self.cursor.mark(), None, TokenKind::BlockMappingStart)?;
            }
            self.key_allowed = self.flow_level == 0;
        }
        self.push_indicator(TokenKind::Value, 1);
        Ok(())
    }

    fn fetch_anchor(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.save_key()?;
        self.key_allowed = false;
        let token = property::scan_anchor(&mut self.cursor, kind)?;
        self.push(token);
        Ok(())
    }

    fn fetch_tag(&mut self) -> Result<(), Error> {
        self.save_key()?;
        self.key_allowed = false;
        let token = property::scan_tag(&mut self.cursor)?;
        self.push(token);
        Ok(())
    }

    fn fetch_block_scalar(&mut self, style: Style) -> Result<(), Error> {
        self.remove_key()?;
        self.key_allowed = true;
        let token = scalar::scan_block(&mut self.cursor, self.indent, style)?;
        self.push(token);
        Ok(())
    }

    fn fetch_quoted(&mut self, style: Style) -> Result<(), Error> {
        self.save_key()?;
        self.key_allowed = false;
        let token = scalar::scan_quoted(&mut self.cursor, style)?;
        self.push(token);
        Ok(())
    }

    fn fetch_plain(&mut self) -> Result<(), Error> {
        self.save_key()?;
        let in_flow = self.flow_level > 0;
        let (token, at_line_start) = scalar::scan_plain(&mut self.cursor, self.indent, in_flow)?;
        self.key_allowed = at_line_start;
        self.push(token);
        Ok(())
    }

    fn push(&mut self, token: Token) {
        self.queue.push_back(token);
    }

    /// Takes an indicator of `width` characters from the text.
    fn push_indicator(&mut self, kind: TokenKind, width: usize) {
        let start = self.cursor.mark();
        for _ in 0..width {
            self.cursor.skip();
        }
        self.push(Token::bare(kind, start, self.cursor.mark()));
    }

    /// Inserts a token before the one with the given number.
    fn insert_at(&mut self, number: usize, token: Token) {
        let place = number.saturating_sub(self.taken).min(self.queue.len());
        self.queue.insert(place, token);
    }

    /// Begins a block collection if `mark` is deeper than the current one. Its token goes before
    /// the one with the number `before`, or to the end.
    fn roll(&mut self, mark: Mark, before: Option<usize>, kind: TokenKind) -> Result<(), Error> {
        if self.flow_level > 0 || self.indent >= mark.indentation() {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = mark.indentation();
        if self.indents.len() > MAX_DEPTH {
            return Err(Error::TooDeep { limit: MAX_DEPTH });
        }
        let token = Token::bare(kind, mark, mark);
        match before {
            Some(number) => self.insert_at(number, token),
            None => self.push(token),
        }
        Ok(())
    }

    /// Ends the block collections that are deeper than `indent`.
    fn unroll(&mut self, indent: isize) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > indent {
            let mark = self.cursor.mark();
            self.push(Token::bare(TokenKind::BlockEnd, mark, mark));
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    /// Whether a key may still begin where the key of this level was saved: it must be on the same
    /// line and not too long.
    fn key_is_valid(&mut self, level: usize) -> Result<bool, Error> {
        let here = self.cursor.mark();
        let Some(key) = self.keys.get_mut(level) else {
            return Ok(false);
        };
        if !key.possible {
            return Ok(false);
        }
        if key.mark.line == here.line && key.mark.index + KEY_LENGTH >= here.index {
            return Ok(true);
        }
        if key.required {
            return Err(missing_colon(here));
        }
        key.possible = false;
        Ok(false)
    }

    /// Remembers that a key may begin here.
    fn save_key(&mut self) -> Result<(), Error> {
        if !self.key_allowed {
            return Ok(());
        }
        let mark = self.cursor.mark();
        self.remove_key()?;
        let key = SimpleKey {
            possible: true,
            required: self.flow_level == 0 && self.indent == mark.indentation(),
            token: self.taken + self.queue.len(),
            mark,
        };
        let level = self.keys.len().saturating_sub(1);
        if let Some(slot) = self.keys.get_mut(level) {
            *slot = key;
        }
        self.level_of_token.insert(key.token, level);
        Ok(())
    }

    /// Gives up the key of this flow level.
    fn remove_key(&mut self) -> Result<(), Error> {
        self.remove_key_at(self.cursor.mark())
    }

    fn remove_key_at(&mut self, here: Mark) -> Result<(), Error> {
        let level = self.keys.len().saturating_sub(1);
        match self.keys.get(level) {
            Some(key) if key.possible && key.required => return Err(missing_colon(here)),
            Some(key) if key.possible => self.forget_key(level),
            _ => {}
        }
        Ok(())
    }

    fn forget_key(&mut self, level: usize) {
        if let Some(key) = self.keys.get_mut(level) {
            key.possible = false;
            self.level_of_token.remove(&key.token);
        }
    }
}

fn missing_colon(here: Mark) -> Error {
    Error::scanning("could not find expected ':'", here.position())
}
