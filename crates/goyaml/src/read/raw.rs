//! Documents before aliases are expanded: nodes in the order in which they begin.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cursor::Mark;
use super::event::{Event, EventKind};
use super::grammar::Parser;
use crate::{Error, MAX_DEPTH, Style};

/// Where a raw node is in its document.
pub(crate) type NodeId = usize;

/// A node before aliases are expanded.
pub(crate) struct RawNode<'text> {
    pub(crate) kind: RawKind<'text>,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
    /// The node behind this one and all that it holds.
    pub(crate) next: NodeId,
}

/// What a raw node is. The parts of a collection follow it.
pub(crate) enum RawKind<'text> {
    Scalar { value: Cow<'text, str>, style: Style, tag: Option<String> },
    Sequence,
    Mapping,
    Alias { name: String, target: NodeId },
}

/// The nodes of a document; the first one is its root.
pub(crate) type RawDocument<'text> = Vec<RawNode<'text>>;

/// The next document, `None` at the end of the text.
pub(crate) fn next_document<'text>(parser: &mut Parser<'text>) -> Result<Option<RawDocument<'text>>, Error> {
    if parser.next()?.kind == EventKind::StreamEnd {
        return Ok(None);
    }
    let mut builder = Builder::default();
    loop {
        let event = parser.next()?;
        match event.kind {
            EventKind::DocumentStart | EventKind::DocumentEnd | EventKind::StreamEnd => return Ok(Some(builder.nodes)),
            EventKind::CollectionEnd => builder.close(event.end),
            _ => builder.add(event)?,
        }
    }
}

#[derive(Default)]
struct Builder<'text> {
    nodes: RawDocument<'text>,
    anchors: HashMap<String, NodeId>,
    open: Vec<NodeId>,
}

impl<'text> Builder<'text> {
    fn add(&mut self, mut event: Event<'text>) -> Result<(), Error> {
        let id = self.nodes.len();
        let properties = event.properties.take().map(|properties| *properties).unwrap_or_default();
        let kind = match event.kind {
            EventKind::Alias => self.alias(event.value.into_owned(), event.start)?,
            EventKind::SequenceStart => RawKind::Sequence,
            EventKind::MappingStart => RawKind::Mapping,
            _ => RawKind::Scalar { value: event.value, style: event.style, tag: properties.tag },
        };
        if matches!(kind, RawKind::Sequence | RawKind::Mapping) {
            self.open.push(id);
            if self.open.len() > MAX_DEPTH {
                return Err(Error::TooDeep { limit: MAX_DEPTH });
            }
        }
        self.nodes.push(RawNode { kind, start: event.start, end: event.end, next: id + 1 });
        // The anchor of a collection is known inside of it.
        if let Some(anchor) = properties.anchor {
            self.anchors.insert(anchor, id);
        }
        Ok(())
    }

    fn alias(&self, name: String, start: Mark) -> Result<RawKind<'text>, Error> {
        match self.anchors.get(&name).copied() {
            Some(target) => Ok(RawKind::Alias { name, target }),
            None => Err(Error::UnknownAnchor { name, position: start.position() }),
        }
    }

    fn close(&mut self, end: Mark) {
        let next = self.nodes.len();
        if let Some(node) = self.open.pop().and_then(|id| self.nodes.get_mut(id)) {
            node.end = end;
            node.next = next;
        }
    }
}
