//! Flow collections.

use super::{Parser, State, unexpected};
use crate::Error;
use crate::read::event::{Event, EventKind};
use crate::read::token::TokenKind;

/// Whether the token ends a part of a flow sequence's single pair.
fn ends_pair(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::FlowEntry | TokenKind::FlowSequenceEnd)
}

/// Whether the token ends a part of a flow mapping's entry.
fn ends_entry(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::FlowEntry | TokenKind::FlowMappingEnd)
}

impl<'text> Parser<'text> {
    pub(super) fn flow_item(&mut self, first: bool) -> Result<Event<'text>, Error> {
        let mut token = self.scanner.peek()?;
        if !first && token.kind != TokenKind::FlowSequenceEnd {
            if token.kind != TokenKind::FlowEntry {
                return Err(unexpected("did not find expected ',' or ']'", token));
            }
            token = self.advance()?;
        }
        match token.kind {
            TokenKind::FlowSequenceEnd => self.collection_end(token),
            TokenKind::Key => {
                self.scanner.drop_next()?;
                self.state = State::PairKey;
                Ok(Event::bare(EventKind::MappingStart, token.start, token.end))
            }
            _ => self.node_before(State::FlowItem, false, false),
        }
    }

    /// The key of `key: value` as an element of a flow sequence, which is a mapping of one entry.
    pub(super) fn pair_key(&mut self) -> Result<Event<'text>, Error> {
        let token = self.scanner.peek()?;
        if token.kind == TokenKind::Value || ends_pair(token.kind) {
            // libyaml loses this token, and with it a value or the end of the sequence.
            self.scanner.drop_next()?;
            return self.empty_before(State::PairValue, token.end);
        }
        self.node_before(State::PairValue, false, false)
    }

    pub(super) fn pair_value(&mut self) -> Result<Event<'text>, Error> {
        let token = self.scanner.peek()?;
        if token.kind == TokenKind::Value && !ends_pair(self.advance()?.kind) {
            return self.node_before(State::PairEnd, false, false);
        }
        let place = self.scanner.peek()?.start;
        self.empty_before(State::PairEnd, place)
    }

    pub(super) fn pair_end(&mut self) -> Result<Event<'text>, Error> {
        self.scanner.peek()?;
        self.state = State::FlowItem;
        Ok(self.open_end())
    }

    pub(super) fn flow_key(&mut self, first: bool) -> Result<Event<'text>, Error> {
        let mut token = self.scanner.peek()?;
        if !first && token.kind != TokenKind::FlowMappingEnd {
            if token.kind != TokenKind::FlowEntry {
                return Err(unexpected("did not find expected ',' or '}'", token));
            }
            token = self.advance()?;
        }
        match token.kind {
            TokenKind::FlowMappingEnd => self.collection_end(token),
            TokenKind::Key => {
                let next = self.advance()?;
                if next.kind == TokenKind::Value || ends_entry(next.kind) {
                    self.empty_before(State::FlowValue, next.start)
                } else {
                    self.node_before(State::FlowValue, false, false)
                }
            }
            _ => self.node_before(State::NoFlowValue, false, false),
        }
    }

    pub(super) fn flow_value(&mut self) -> Result<Event<'text>, Error> {
        let token = self.scanner.peek()?;
        if token.kind == TokenKind::Value && !ends_entry(self.advance()?.kind) {
            return self.node_before(State::FlowKey, false, false);
        }
        let place = self.scanner.peek()?.start;
        self.empty_before(State::FlowKey, place)
    }

    /// A key without `:` has no value.
    pub(super) fn no_flow_value(&mut self) -> Result<Event<'text>, Error> {
        let place = self.scanner.peek()?.start;
        self.empty_before(State::FlowKey, place)
    }
}
