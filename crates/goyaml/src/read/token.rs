//! What the scanner finds.

use std::borrow::Cow;

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
pub(crate) struct Token<'text> {
    pub(crate) kind: TokenKind,
    /// Of a scalar.
    pub(crate) style: Style,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
    /// A scalar's text, the name of an anchor or alias, the handle of a tag or tag directive, the
    /// version of a version directive.
    pub(crate) value: Cow<'text, str>,
    /// The suffix of a tag, the prefix of a tag directive.
    pub(crate) suffix: Option<String>,
}

impl<'text> Token<'text> {
    /// A token without text.
    pub(crate) fn bare(kind: TokenKind, start: Mark, end: Mark) -> Self {
        Self::named(kind, start, end, Cow::Borrowed(""))
    }

    /// A token with a text.
    pub(crate) fn named(kind: TokenKind, start: Mark, end: Mark, value: Cow<'text, str>) -> Self {
        Self { kind, style: Style::Plain, start, end, value, suffix: None }
    }

    /// A tag or a tag directive.
    pub(crate) fn tagged(kind: TokenKind, start: Mark, end: Mark, (handle, suffix): (String, String)) -> Self {
        let suffix = Some(suffix);
        Self { suffix, ..Self::named(kind, start, end, Cow::Owned(handle)) }
    }

    /// A scalar.
    pub(crate) fn scalar(value: Cow<'text, str>, style: Style, start: Mark, end: Mark) -> Self {
        Self { style, ..Self::named(TokenKind::Scalar, start, end, value) }
    }
}
