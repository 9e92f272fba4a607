//! The scanner: indentation, simple keys and tokens, fetched no earlier than the grammar asks for
//! them. What is looked at first decides which error go-yaml reports.

use std::collections::VecDeque;

use super::cursor::{Cursor, Mark};
use super::simple_key::SimpleKeys;
use super::text::Text;
use super::token::{Token, TokenKind};
use super::{block, plain, property, quoted};
use crate::{Error, Style};

/// go-yaml's limits of flow levels and of indentations.
const MAX_LEVELS: usize = 10_000;

/// The next token, before it is taken.
#[derive(Clone, Copy)]
pub(crate) struct Peeked {
    pub(crate) kind: TokenKind,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
}

/// Makes tokens of a text.
pub(crate) struct Scanner<'text> {
    pub(super) cursor: Cursor<'text>,
    pub(super) failure: Option<Error>,
    pub(super) queue: VecDeque<Token<'text>>,
    /// Tokens that left the queue.
    taken: usize,
    pub(super) ended: bool,
    /// Indentation of the innermost block collection, -1 outside of all.
    pub(super) indent: i64,
    pub(super) indents: Vec<i64>,
    pub(super) key_allowed: bool,
    pub(super) keys: SimpleKeys,
}

impl<'text> Scanner<'text> {
    pub(crate) fn new(text: &'text Text<'_>) -> Self {
        Self {
            cursor: Cursor::new(&text.content),
            failure: text.failure.clone(),
            queue: VecDeque::with_capacity(8),
            taken: 0,
            ended: false,
            indent: -1,
            indents: Vec::new(),
            key_allowed: true,
            keys: SimpleKeys::new(),
        }
    }

    /// The next token.
    pub(crate) fn peek(&mut self) -> Result<Peeked, Error> {
        self.fill()?;
        match self.queue.front() {
            Some(token) => Ok(Peeked { kind: token.kind, start: token.start, end: token.end }),
            None => Err(self.past_end()),
        }
    }

    /// Takes the next token.
    pub(crate) fn take(&mut self) -> Result<Token<'text>, Error> {
        self.fill()?;
        let token = self.queue.pop_front().ok_or_else(|| self.past_end())?;
        self.taken += 1;
        Ok(token)
    }

    /// Takes the next token and forgets it.
    pub(crate) fn drop_next(&mut self) -> Result<(), Error> {
        self.fill()?;
        self.queue.pop_front();
        self.taken += 1;
        Ok(())
    }

    fn past_end(&self) -> Error {
        self.cursor.problem("attempted to go past the end of stream; corrupted value?")
    }

    /// Scans until the first token in the queue is certain: it is not if it may begin a key, since
    /// a KEY token would come before it.
    fn fill(&mut self) -> Result<(), Error> {
        loop {
            let uncertain = self.queue.is_empty() || self.keys.may_begin_at(self.taken, self.cursor.mark())?;
            if !uncertain || self.ended {
                return Ok(());
            }
            if self.failure.is_some() {
                self.fetch_before_failure()?;
            } else {
                self.fetch()?;
            }
        }
    }

    /// Fetches a token of a text that go-yaml cannot read to its end. It looks some characters ahead.
    fn fetch_before_failure(&mut self) -> Result<(), Error> {
        self.skip_to_token();
        let starved = self.cursor.has_fewer(4);
        let fetched = if starved { Ok(()) } else { self.fetch() };
        let looks_further = fetched.is_ok() || self.cursor.byte(0) == b'\\';
        match &self.failure {
            Some(failure) if starved || self.cursor.has_fewer(1 + usize::from(looks_further)) => Err(failure.clone()),
            _ => fetched,
        }
    }

    fn fetch(&mut self) -> Result<(), Error> {
        self.skip_to_token();
        self.unroll(i64::from(self.cursor.column()));
        if self.cursor.at_end() {
            return self.fetch_end();
        }
        let first = self.cursor.byte(0);
        if self.cursor.column() == 0 {
            if first == b'%' {
                return self.fetch_directive();
            }
            match self.cursor.document_marker() {
                Some(b'-') => return self.fetch_document_marker(TokenKind::DocumentStart),
                Some(_) => return self.fetch_document_marker(TokenKind::DocumentEnd),
                None => {}
            }
        }
        let in_flow = self.in_flow();
        match first {
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if self.cursor.is_white(1) => self.fetch_block_entry(),
            b'?' if in_flow || self.cursor.is_white(1) => self.fetch_key(),
            b':' if in_flow || self.cursor.is_white(1) => self.fetch_value(),
            b'*' => self.fetch_anchor(TokenKind::Alias),
            b'&' => self.fetch_anchor(TokenKind::Anchor),
            b'!' => self.fetch_tag(),
            b'|' if !in_flow => self.fetch_block_scalar(Style::Literal),
            b'>' if !in_flow => self.fetch_block_scalar(Style::Folded),
            b'\'' => self.fetch_quoted(Style::SingleQuoted),
            b'"' => self.fetch_quoted(Style::DoubleQuoted),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' => self.no_token(),
            _ => self.fetch_plain(),
        }
    }

    fn no_token(&self) -> Result<(), Error> {
        Err(self.cursor.problem("found character that cannot start any token"))
    }

    fn in_flow(&self) -> bool {
        self.keys.flow_level() > 0
    }

    /// Passes white space and comments. Tabs must not stand where a key could begin.
    pub(super) fn skip_to_token(&mut self) {
        loop {
            self.cursor.skip_mark();
            self.cursor.skip_spaces();
            if self.cursor.byte(0) == b'\t' && (self.in_flow() || !self.key_allowed) {
                self.cursor.skip_blanks();
            }
            self.cursor.skip_comment();
            if !self.cursor.is_break(0) {
                return;
            }
            self.cursor.skip_break();
            if !self.in_flow() {
                self.key_allowed = true;
            }
        }
    }

    fn fetch_end(&mut self) -> Result<(), Error> {
        self.unroll(-1);
        self.cursor.force_line();
        let mark = self.cursor.mark();
        self.keys.remove(mark)?;
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
        self.keys.open_level(self.taken + self.queue.len());
        if self.keys.flow_level() > MAX_LEVELS {
            return Err(self.too_many_levels());
        }
        self.key_allowed = true;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Result<(), Error> {
        self.remove_key()?;
        self.keys.close_level();
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
        if !self.in_flow() {
            self.begin_block(TokenKind::BlockSequenceStart, "block sequence entries are not allowed in this context")?;
        }
        self.remove_key()?;
        self.key_allowed = true;
        self.push_indicator(TokenKind::BlockEntry, 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), Error> {
        if !self.in_flow() {
            self.begin_block(TokenKind::BlockMappingStart, "mapping keys are not allowed in this context")?;
        }
        self.remove_key()?;
        self.key_allowed = !self.in_flow();
        self.push_indicator(TokenKind::Key, 1);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), Error> {
        if let Some(key) = self.keys.take_valid(self.cursor.mark())? {
            self.insert_at(key.token, Token::bare(TokenKind::Key, key.mark, key.mark));
            self.roll(key.mark, Some(key.token), TokenKind::BlockMappingStart)?;
            self.key_allowed = false;
        } else {
            if !self.in_flow() {
                self.begin_block(TokenKind::BlockMappingStart, "mapping values are not allowed in this context")?;
            }
            self.key_allowed = !self.in_flow();
        }
        self.push_indicator(TokenKind::Value, 1);
        Ok(())
    }

    /// Begins a block collection here, if this is no further part of the current one.
    fn begin_block(&mut self, kind: TokenKind, refusal: &'static str) -> Result<(), Error> {
        if !self.key_allowed {
            return Err(self.cursor.problem(refusal));
        }
        self.roll(self.cursor.mark(), None, kind)
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
        let token = block::scan(&mut self.cursor, self.indent, style)?;
        self.push(token);
        Ok(())
    }

    fn fetch_quoted(&mut self, style: Style) -> Result<(), Error> {
        self.save_key()?;
        self.key_allowed = false;
        let token = quoted::scan(&mut self.cursor, style)?;
        self.push(token);
        Ok(())
    }

    fn fetch_plain(&mut self) -> Result<(), Error> {
        self.save_key()?;
        let in_flow = self.in_flow();
        let (token, at_line_start) = plain::scan(&mut self.cursor, self.indent, in_flow)?;
        self.key_allowed = at_line_start;
        self.push(token);
        Ok(())
    }

    fn push(&mut self, token: Token<'text>) {
        self.queue.push_back(token);
    }

    /// Takes an indicator of `width` characters from the text.
    fn push_indicator(&mut self, kind: TokenKind, width: usize) {
        let start = self.cursor.mark();
        self.cursor.skip_ascii(width);
        self.push(Token::bare(kind, start, self.cursor.mark()));
    }

    /// Inserts a token before the one with the given number, or at the end if that has been taken.
    fn insert_at(&mut self, number: usize, token: Token<'text>) {
        match number.checked_sub(self.taken) {
            Some(place) if place < self.queue.len() => self.queue.insert(place, token),
            _ => self.queue.push_back(token),
        }
    }

    /// Begins a block collection if `mark` is deeper than the current one. Its token goes before
    /// the one with the number `before`, or to the end.
    fn roll(&mut self, mark: Mark, before: Option<usize>, kind: TokenKind) -> Result<(), Error> {
        if self.in_flow() || self.indent >= mark.indentation() {
            return Ok(());
        }
        self.indent_to(mark)?;
        let token = Token::bare(kind, mark, mark);
        match before {
            Some(number) => self.insert_at(number, token),
            None => self.push(token),
        }
        Ok(())
    }

    /// Makes the column the current indentation.
    pub(super) fn indent_to(&mut self, mark: Mark) -> Result<(), Error> {
        self.indents.push(self.indent);
        self.indent = mark.indentation();
        if self.indents.len() > MAX_LEVELS { Err(self.too_many_levels()) } else { Ok(()) }
    }

    fn too_many_levels(&self) -> Error {
        self.cursor.problem("exceeded max depth of 10000")
    }

    /// Ends the block collections that are deeper than `indent`.
    fn unroll(&mut self, indent: i64) {
        if self.in_flow() {
            return;
        }
        while self.indent > indent {
            let mark = self.cursor.mark();
            self.push(Token::bare(TokenKind::BlockEnd, mark, mark));
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    /// Remembers that a key may begin here.
    fn save_key(&mut self) -> Result<(), Error> {
        if !self.key_allowed {
            return Ok(());
        }
        let mark = self.cursor.mark();
        let required = !self.in_flow() && self.indent == mark.indentation();
        self.keys.save(self.taken + self.queue.len(), mark, required)
    }

    /// Gives up the key of this flow level.
    fn remove_key(&mut self) -> Result<(), Error> {
        self.keys.remove(self.cursor.mark())
    }
}
