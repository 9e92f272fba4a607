//! What a document consists of, piece by piece (libyaml's events).

use std::borrow::Cow;

use super::cursor::Mark;
use super::token::Token;
use crate::Style;

/// The kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    Alias,
    Scalar,
    SequenceStart,
    MappingStart,
    CollectionEnd,
}

impl EventKind {
    /// Whether a node begins with it.
    pub(crate) fn is_node(self) -> bool {
        matches!(self, Self::Alias | Self::Scalar | Self::SequenceStart | Self::MappingStart)
    }
}

/// Anchor and tag of a node that has any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Properties {
    pub(crate) anchor: Option<String>,
    /// In its long form.
    pub(crate) tag: Option<String>,
}

/// A piece of a document.
#[derive(Clone, Debug)]
pub(crate) struct Event<'text> {
    pub(crate) kind: EventKind,
    /// Of a scalar.
    pub(crate) style: Style,
    /// The first character; of the end of a collection meaningless.
    pub(crate) start: Mark,
    /// Behind the last character. The end of a collection has that of the whole collection.
    pub(crate) end: Mark,
    /// A scalar's text, an alias's name.
    pub(crate) value: Cow<'text, str>,
    pub(crate) properties: Option<Box<Properties>>,
}

impl<'text> Event<'text> {
    /// A scalar without anchor and tag.
    pub(crate) fn scalar(token: Token<'text>) -> Self {
        let Token { style, start, end, value, .. } = token;
        Self { kind: EventKind::Scalar, style, start, end, value, properties: None }
    }

    /// An event without text.
    pub(crate) fn bare(kind: EventKind, start: Mark, end: Mark) -> Self {
        Self { kind, style: Style::Plain, start, end, value: Cow::Borrowed(""), properties: None }
    }

    /// A missing node.
    pub(crate) fn empty(place: Mark) -> Self {
        Self::bare(EventKind::Scalar, place, place)
    }

    /// The explicit tag of a node.
    pub(crate) fn tag(&self) -> Option<&str> {
        self.properties.as_ref()?.tag.as_deref()
    }
}
