//! What the scanner finds.

use super::cursor::Mark;
use crate::Style;

/// The kinds of tokens, libyaml's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

/// A token with its place.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
    /// A scalar's text, the name of an anchor or alias, the handle of a tag or tag directive, the
    /// version of a version directive.
    pub(crate) value: String,
    /// The suffix of a tag, the prefix of a tag directive.
    pub(crate) suffix: String,
    /// Of a scalar.
    pub(crate) style: Style,
}

impl Token {
    /// A token without text.
    pub(crate) fn bare(kind: TokenKind, start: Mark, end: Mark) -> Self {
        Self::named(kind, start, end, String::new())
    }

    /// A token with a text.
    pub(crate) fn named(kind: TokenKind, start: Mark, end: Mark, value: String) -> Self {
        Self { kind, start, end, value, suffix: String::new(), style: Style::Plain }
    }

    /// A scalar.
    pub(crate) fn scalar(value: String, style: Style, start: Mark, end: Mark) -> Self {
        Self { style, ..Self::named(TokenKind::Scalar, start, end, value) }
    }
}
