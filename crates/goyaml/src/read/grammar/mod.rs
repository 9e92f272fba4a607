//! The grammar: tokens to events, by libyaml's states, so that nesting costs no stack.

mod block;
mod document;
mod flow;
mod node;

use super::cursor::Mark;
use super::event::{Event, EventKind};
use super::scan::{Peeked, Scanner};
use super::text::Text;
use super::token::TokenKind;
use crate::Error;

/// What is expected next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    FirstDocument,
    Document,
    DocumentContent,
    Root,
    DocumentEnd,
    BlockSequence,
    IndentlessSequence,
    BlockKey,
    BlockValue,
    /// Behind a colon that ends here.
    ShortValue(Mark),
    FirstFlowItem,
    FlowItem,
    PairKey,
    PairValue,
    PairEnd,
    FirstFlowKey,
    FlowKey,
    FlowValue,
    NoFlowValue,
    End,
}

/// Reads documents as events.
pub(crate) struct Parser<'text> {
    scanner: Scanner<'text>,
    state: State,
    /// What follows when the current node is complete.
    after: Vec<State>,
    /// Handles of tags and what they stand for.
    handles: Vec<(String, String)>,
    /// The end of the latest event.
    latest_end: Mark,
    /// How many nodes there may be, and how many of them may still come.
    max_nodes: usize,
    nodes_left: usize,
}

impl<'text> Parser<'text> {
    /// Reads a text of at most so many nodes.
    pub(crate) fn new(text: &'text Text<'_>, max_nodes: usize) -> Self {
        Self {
            scanner: Scanner::new(text),
            state: State::FirstDocument,
            after: Vec::new(),
            handles: Vec::new(),
            latest_end: Mark::default(),
            max_nodes,
            nodes_left: max_nodes,
        }
    }

    /// The next event; the end of the stream forever once it is reached.
    pub(crate) fn next(&mut self) -> Result<Event<'text>, Error> {
        let event = match self.state {
            State::FirstDocument => self.document_start(true),
            State::Document => self.document_start(false),
            State::DocumentContent => self.document_content(),
            State::Root => self.node(true, false),
            State::DocumentEnd => self.document_end(),
            State::BlockSequence => self.block_item(),
            State::IndentlessSequence => self.indentless_item(),
            State::BlockKey => self.block_key(),
            State::BlockValue => self.block_value(),
            State::ShortValue(colon_end) => self.short_value(colon_end),
            State::FirstFlowItem => self.flow_item(true),
            State::FlowItem => self.flow_item(false),
            State::PairKey => self.pair_key(),
            State::PairValue => self.pair_value(),
            State::PairEnd => self.pair_end(),
            State::FirstFlowKey => self.flow_key(true),
            State::FlowKey => self.flow_key(false),
            State::FlowValue => self.flow_value(),
            State::NoFlowValue => self.no_flow_value(),
            State::End => Ok(Event::bare(EventKind::StreamEnd, self.latest_end, self.latest_end)),
        }?;
        self.latest_end = event.end;
        self.count(event.kind)?;
        Ok(event)
    }

    fn count(&mut self, kind: EventKind) -> Result<(), Error> {
        let left = self.nodes_left.checked_sub(usize::from(kind.is_node()));
        self.nodes_left = left.ok_or(Error::TooManyNodes { limit: self.max_nodes })?;
        Ok(())
    }

    /// Takes the next token, whose text is of no interest, and looks at the one behind it.
    fn advance(&mut self) -> Result<Peeked, Error> {
        self.scanner.drop_next()?;
        self.scanner.peek()
    }

    /// A node, behind which the parser is in `state`.
    fn node_before(&mut self, state: State, block: bool, indentless: bool) -> Result<Event<'text>, Error> {
        self.after.push(state);
        self.node(block, indentless)
    }

    /// A missing node, behind which the parser is in `state`.
    fn empty_before(&mut self, state: State, place: Mark) -> Result<Event<'text>, Error> {
        self.state = state;
        Ok(Event::empty(place))
    }

    /// Goes to what follows the node that is complete now.
    fn complete(&mut self) {
        self.state = self.after.pop().unwrap_or(State::End);
    }

    /// The end of a collection with its last token.
    fn collection_end(&mut self, token: Peeked) -> Result<Event<'text>, Error> {
        self.complete();
        self.scanner.drop_next()?;
        Ok(Event::bare(EventKind::CollectionEnd, token.start, token.end))
    }

    /// The end of a collection that has no token for it: it ends with its last part.
    fn open_end(&mut self) -> Event<'text> {
        Event::bare(EventKind::CollectionEnd, self.latest_end, self.latest_end)
    }
}

fn unexpected(message: &'static str, token: Peeked) -> Error {
    Error::grammar(message, token.start.position())
}

/// Whether the token is another part of a block mapping, so that the current part is missing.
fn is_block_mapping_part(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd)
}
