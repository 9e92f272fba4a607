//! Nodes with their anchors and tags.

use super::{Parser, State, unexpected};
use crate::Error;
use crate::read::cursor::Mark;
use crate::read::event::{Event, EventKind, Properties};
use crate::read::scan::Peeked;
use crate::read::token::{Token, TokenKind};

/// What the handles of tags mean where no directive says otherwise.
const DEFAULT_HANDLES: [(&str, &str); 2] = [("!", "!"), ("!!", "tag:yaml.org,2002:")];

/// Anchor and tag before a node, and where they stand.
struct Prelude {
    properties: Option<Box<Properties>>,
    start: Mark,
    end: Mark,
}

impl<'text> Parser<'text> {
    /// A node. `block` allows block collections, `indentless` a sequence at the indentation of the
    /// mapping that it is a value of.
    pub(super) fn node(&mut self, block: bool, indentless: bool) -> Result<Event<'text>, Error> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Scalar => {
                self.complete();
                Ok(Event::scalar(self.scanner.take()?))
            }
            TokenKind::Alias => {
                self.complete();
                let alias = self.scanner.take()?;
                Ok(Event { kind: EventKind::Alias, ..Event::scalar(alias) })
            }
            TokenKind::Anchor | TokenKind::Tag => {
                let prelude = self.prelude(token.start)?;
                let token = self.scanner.peek()?;
                self.node_behind(prelude, token, block, indentless)
            }
            _ => self
                .collection(token, block, indentless)?
                .ok_or_else(|| unexpected("did not find expected node content", token)),
        }
    }

    fn node_behind(
        &mut self,
        prelude: Prelude,
        token: Peeked,
        block: bool,
        indentless: bool,
    ) -> Result<Event<'text>, Error> {
        let event = if token.kind == TokenKind::Scalar {
            self.complete();
            Event::scalar(self.scanner.take()?)
        } else {
            match self.collection(token, block, indentless)? {
                Some(collection) => collection,
                None => {
                    self.complete();
                    Event::empty(prelude.end)
                }
            }
        };
        Ok(Event { start: prelude.start, properties: prelude.properties, ..event })
    }

    /// The start of a collection, if the token is one.
    fn collection(&mut self, token: Peeked, block: bool, indentless: bool) -> Result<Option<Event<'text>>, Error> {
        let (kind, state) = match token.kind {
            TokenKind::BlockEntry if indentless => (EventKind::SequenceStart, State::IndentlessSequence),
            TokenKind::BlockMappingStart if block => (EventKind::MappingStart, State::BlockKey),
            TokenKind::BlockSequenceStart if block => (EventKind::SequenceStart, State::BlockSequence),
            TokenKind::FlowSequenceStart => (EventKind::SequenceStart, State::FirstFlowItem),
            TokenKind::FlowMappingStart => (EventKind::MappingStart, State::FirstFlowKey),
            _ => return Ok(None),
        };
        if token.kind != TokenKind::BlockEntry {
            self.scanner.drop_next()?;
        }
        self.state = state;
        Ok(Some(Event::bare(kind, token.start, token.end)))
    }

    /// An anchor and a tag, or one of them, in any order.
    fn prelude(&mut self, start: Mark) -> Result<Prelude, Error> {
        let mut properties = Properties::default();
        let mut tag = None;
        let mut end = start;
        loop {
            let token = self.scanner.peek()?;
            match token.kind {
                TokenKind::Anchor if properties.anchor.is_none() => {
                    properties.anchor = Some(self.scanner.take()?.value.into_owned());
                }
                TokenKind::Tag if tag.is_none() => tag = Some(self.scanner.take()?),
                _ => break,
            }
            end = token.end;
        }
        properties.tag = tag.map(|tag| self.resolve_handle(tag)).transpose()?;
        Ok(Prelude { properties: Some(Box::new(properties)), start, end })
    }

    fn resolve_handle(&self, tag: Token<'text>) -> Result<String, Error> {
        let suffix = tag.suffix.unwrap_or_default();
        if tag.value.is_empty() {
            return Ok(suffix);
        }
        let declared = self.handles.iter().map(|(handle, prefix)| (handle.as_str(), prefix.as_str()));
        declared
            .chain(DEFAULT_HANDLES)
            .find(|(handle, _)| *handle == tag.value)
            .map(|(_, prefix)| format!("{prefix}{suffix}"))
            .ok_or_else(|| Error::grammar("found undefined tag handle", tag.start.position()))
    }
}
