//! Block collections.

use super::{Parser, State, is_block_mapping_part, unexpected};
use crate::Error;
use crate::read::cursor::Mark;
use crate::read::event::{Event, EventKind};
use crate::read::token::TokenKind;

impl<'text> Parser<'text> {
    pub(super) fn block_item(&mut self) -> Result<Event<'text>, Error> {
        if let Some(entry_end) = self.scanner.take_entry() {
            return self.short_item(State::BlockSequence, entry_end);
        }
        if let Some(end) = self.scanner.take_block_end() {
            return Ok(self.short_end(end));
        }
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::BlockEntry => match self.advance()?.kind {
                TokenKind::BlockEntry | TokenKind::BlockEnd => self.empty_before(State::BlockSequence, token.end),
                _ => self.node_before(State::BlockSequence, true, false),
            },
            TokenKind::BlockEnd => self.collection_end(token),
            _ => Err(unexpected("did not find expected '-' indicator", token)),
        }
    }

    pub(super) fn indentless_item(&mut self) -> Result<Event<'text>, Error> {
        if let Some(entry_end) = self.scanner.take_entry() {
            return self.short_item(State::IndentlessSequence, entry_end);
        }
        let past = self.scanner.is_past_items();
        let token = if past { None } else { Some(self.scanner.peek()?) };
        let Some(token) = token.filter(|token| token.kind == TokenKind::BlockEntry) else {
            self.complete();
            return Ok(self.open_end());
        };
        let next = self.advance()?;
        if next.kind == TokenKind::BlockEntry || is_block_mapping_part(next.kind) {
            self.empty_before(State::IndentlessSequence, token.end)
        } else {
            self.node_before(State::IndentlessSequence, true, false)
        }
    }

    /// What is behind a `-` that has not come as a token, in a sequence that goes on with `state`.
    fn short_item(&mut self, state: State, entry_end: Mark) -> Result<Event<'text>, Error> {
        if let Some(event) = self.short_collection(state, false)? {
            return Ok(event);
        }
        if let Some(item) = self.scanner.take_item() {
            self.state = state;
            return Ok(Event::scalar(item));
        }
        match self.scanner.peek()?.kind {
            TokenKind::BlockEntry | TokenKind::BlockEnd => self.empty_before(state, entry_end),
            TokenKind::Key | TokenKind::Value if state == State::IndentlessSequence => {
                self.empty_before(state, entry_end)
            }
            _ => self.node_before(state, true, false),
        }
    }

    /// A block collection that does not come as a token, behind which the parser is in `state`.
    fn short_collection(&mut self, state: State, indentless: bool) -> Result<Option<Event<'text>>, Error> {
        let Some((token, mark)) = self.scanner.begin_block_collection(indentless)? else { return Ok(None) };
        self.after.push(state);
        let (kind, inside) = match token {
            TokenKind::BlockEntry => (EventKind::SequenceStart, State::IndentlessSequence),
            TokenKind::BlockSequenceStart => (EventKind::SequenceStart, State::BlockSequence),
            _ => (EventKind::MappingStart, State::BlockKey),
        };
        self.state = inside;
        Ok(Some(Event::bare(kind, mark, mark)))
    }

    fn short_end(&mut self, end: Mark) -> Event<'text> {
        self.complete();
        Event::bare(EventKind::CollectionEnd, end, end)
    }

    pub(super) fn block_key(&mut self) -> Result<Event<'text>, Error> {
        if let Some((key, colon_end)) = self.scanner.take_key() {
            self.state = State::ShortValue(colon_end);
            return Ok(Event::scalar(key));
        }
        if let Some(end) = self.scanner.take_block_end() {
            return Ok(self.short_end(end));
        }
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Key => {
                if is_block_mapping_part(self.advance()?.kind) {
                    self.empty_before(State::BlockValue, token.end)
                } else {
                    self.node_before(State::BlockValue, true, true)
                }
            }
            TokenKind::BlockEnd => self.collection_end(token),
            _ => Err(unexpected("did not find expected key", token)),
        }
    }

    pub(super) fn block_value(&mut self) -> Result<Event<'text>, Error> {
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::Value {
            self.empty_before(State::BlockKey, token.start)
        } else if is_block_mapping_part(self.advance()?.kind) {
            self.empty_before(State::BlockKey, token.end)
        } else {
            self.node_before(State::BlockKey, true, true)
        }
    }

    /// The value of a key that has not come as tokens, nor has its colon.
    pub(super) fn short_value(&mut self, colon_end: Mark) -> Result<Event<'text>, Error> {
        if let Some(value) = self.scanner.take_value()? {
            self.state = State::BlockKey;
            return Ok(Event::scalar(value));
        }
        if let Some(event) = self.short_collection(State::BlockKey, true)? {
            return Ok(event);
        }
        if is_block_mapping_part(self.scanner.peek()?.kind) {
            self.empty_before(State::BlockKey, colon_end)
        } else {
            self.node_before(State::BlockKey, true, true)
        }
    }
}
