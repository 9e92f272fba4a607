//! The grammar: tokens to raw nodes, in which aliases still point to their anchors (libyaml's
//! productions, by recursion).

use std::collections::HashMap;

use super::cursor::Mark;
use super::scan::{Peeked, Scanner};
use super::text::Text;
use super::token::{Token, TokenKind};
use crate::{Error, MAX_DEPTH, Scalar, Style};

/// Where a raw node is in its document.
pub(crate) type NodeId = usize;

/// A node before aliases are expanded.
pub(crate) struct RawNode {
    pub(crate) kind: RawKind,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
}

/// What a raw node holds.
pub(crate) enum RawKind {
    Scalar(Scalar),
    Sequence(Vec<NodeId>),
    Mapping(Vec<(NodeId, NodeId)>),
    Alias { name: String, target: NodeId },
}

/// A document.
pub(crate) struct RawDocument {
    pub(crate) nodes: Vec<RawNode>,
    pub(crate) root: NodeId,
}

/// Anchor and tag before a node.
struct Properties {
    anchor: Option<String>,
    tag: Option<String>,
    start: Mark,
    /// The end of the last one, if there is one.
    end: Option<Mark>,
}

/// Reads documents.
pub(crate) struct Composer<'text> {
    scanner: Scanner<'text>,
    nodes: Vec<RawNode>,
    anchors: HashMap<String, NodeId>,
    /// Handles of tags and what they stand for.
    handles: Vec<(String, String)>,
    depth: usize,
    /// Whether a document has been read: the next one must begin with `---`.
    after_document: bool,
}

impl<'text> Composer<'text> {
    pub(crate) fn new(text: &'text Text) -> Self {
        Self {
            scanner: Scanner::new(text),
            nodes: Vec::new(),
            anchors: HashMap::new(),
            handles: Vec::new(),
            depth: 0,
            after_document: false,
        }
    }

    /// The next document, `None` at the end of the text.
    pub(crate) fn next_document(&mut self) -> Result<Option<RawDocument>, Error> {
        while self.after_document && self.kind()? == TokenKind::DocumentEnd {
            self.scanner.take()?;
        }
        let root = match self.kind()? {
            TokenKind::StreamEnd => return Ok(None),
            TokenKind::VersionDirective | TokenKind::TagDirective | TokenKind::DocumentStart => {
                self.explicit_document()?
            }
            _ if self.after_document => self.explicit_document()?,
            _ => {
                self.directives()?;
                self.node(true, false)?
            }
        };
        if self.kind()? == TokenKind::DocumentEnd {
            self.scanner.take()?;
        }
        self.after_document = true;
        self.handles.clear();
        self.anchors.clear();
        let nodes = std::mem::take(&mut self.nodes);
        Ok(Some(RawDocument { nodes, root }))
    }

    fn explicit_document(&mut self) -> Result<NodeId, Error> {
        self.directives()?;
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::DocumentStart {
            return Err(unexpected("did not find expected <document start>", token));
        }
        self.scanner.take()?;
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::VersionDirective
            | TokenKind::TagDirective
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => Ok(self.empty(token.start)),
            _ => self.node(true, false),
        }
    }

    fn directives(&mut self) -> Result<(), Error> {
        let mut versioned = false;
        loop {
            let peeked = self.scanner.peek()?;
            match peeked.kind {
                TokenKind::VersionDirective => {
                    let token = self.scanner.take()?;
                    if versioned {
                        return Err(unexpected("found duplicate %YAML directive", peeked));
                    }
                    if token.value != "1.1" {
                        return Err(unexpected("found incompatible YAML document", peeked));
                    }
                    versioned = true;
                }
                TokenKind::TagDirective => {
                    let token = self.scanner.take()?;
                    if self.handles.iter().any(|(handle, _)| *handle == token.value) {
                        return Err(unexpected("found duplicate %TAG directive", peeked));
                    }
                    self.handles.push((token.value, token.suffix));
                }
                _ => break,
            }
        }
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            if !self.handles.iter().any(|(known, _)| known == handle) {
                self.handles.push((handle.to_owned(), prefix.to_owned()));
            }
        }
        Ok(())
    }

    fn kind(&mut self) -> Result<TokenKind, Error> {
        self.scanner.peek().map(|token| token.kind)
    }

    /// A node. `block` allows block collections, `indentless` a sequence at the indentation of the
    /// mapping that it is a value of.
    fn node(&mut self, block: bool, indentless: bool) -> Result<NodeId, Error> {
        if self.kind()? == TokenKind::Alias {
            return self.alias();
        }
        let properties = self.properties()?;
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::BlockEntry if indentless => self.collection(properties, token),
            TokenKind::Scalar => self.scalar(properties),
            TokenKind::FlowSequenceStart | TokenKind::FlowMappingStart => self.collection(properties, token),
            TokenKind::BlockSequenceStart | TokenKind::BlockMappingStart if block => self.collection(properties, token),
            _ => match properties.end {
                Some(end) => Ok(self.empty_with(properties, end)),
                None => Err(unexpected("did not find expected node content", token)),
            },
        }
    }

    fn alias(&mut self) -> Result<NodeId, Error> {
        let token = self.scanner.take()?;
        let Some(&target) = self.anchors.get(&token.value) else {
            return Err(Error::UnknownAnchor { position: token.start.position(), name: token.value });
        };
        let kind = RawKind::Alias { name: token.value, target };
        Ok(self.add(kind, token.start, token.end))
    }

    fn properties(&mut self) -> Result<Properties, Error> {
        let mut properties = Properties { anchor: None, tag: None, start: self.scanner.peek()?.start, end: None };
        let mut tag = None;
        loop {
            match self.kind()? {
                TokenKind::Anchor if properties.anchor.is_none() => {
                    let token = self.scanner.take()?;
                    properties.end = Some(token.end);
                    properties.anchor = Some(token.value);
                }
                TokenKind::Tag if tag.is_none() => {
                    let token = self.scanner.take()?;
                    properties.end = Some(token.end);
                    tag = Some(token);
                }
                _ => break,
            }
        }
        properties.tag = tag.map(|tag| self.resolve_handle(tag)).transpose()?;
        Ok(properties)
    }

    fn resolve_handle(&self, tag: Token) -> Result<String, Error> {
        if tag.value.is_empty() {
            return Ok(tag.suffix);
        }
        self.handles
            .iter()
            .find(|(handle, _)| *handle == tag.value)
            .map(|(_, prefix)| format!("{prefix}{}", tag.suffix))
            .ok_or_else(|| Error::grammar("found undefined tag handle", tag.start.position()))
    }

    fn scalar(&mut self, properties: Properties) -> Result<NodeId, Error> {
        let token = self.scanner.take()?;
        let scalar = Scalar { value: token.value, style: token.style, tag: properties.tag };
        let id = self.add(RawKind::Scalar(scalar), properties.start, token.end);
        self.name(properties.anchor, id);
        Ok(id)
    }

    /// A missing node.
    fn empty(&mut self, place: Mark) -> NodeId {
        let properties = Properties { anchor: None, tag: None, start: place, end: None };
        self.empty_with(properties, place)
    }

    fn empty_with(&mut self, properties: Properties, end: Mark) -> NodeId {
        let scalar = Scalar { value: String::new(), style: Style::Plain, tag: properties.tag };
        let id = self.add(RawKind::Scalar(scalar), properties.start, end);
        self.name(properties.anchor, id);
        id
    }

    /// A collection whose first token is `token`. Its anchor is known inside of it.
    fn collection(&mut self, properties: Properties, token: Peeked) -> Result<NodeId, Error> {
        let id = self.add(RawKind::Sequence(Vec::new()), properties.start, token.end);
        self.name(properties.anchor, id);
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Error::TooDeep { limit: MAX_DEPTH });
        }
        if token.kind != TokenKind::BlockEntry {
            self.scanner.take()?;
        }
        let (kind, end) = match token.kind {
            TokenKind::BlockEntry => self.indentless_sequence(token.end)?,
            TokenKind::BlockSequenceStart => self.block_sequence()?,
            TokenKind::BlockMappingStart => self.block_mapping()?,
            TokenKind::FlowSequenceStart => self.flow_sequence()?,
            _ => self.flow_mapping()?,
        };
        self.depth -= 1;
        if let Some(node) = self.nodes.get_mut(id) {
            node.kind = kind;
            node.end = end;
        }
        Ok(id)
    }

    fn block_sequence(&mut self) -> Result<(RawKind, Mark), Error> {
        let mut items = Vec::new();
        loop {
            let token = self.scanner.take()?;
            match token.kind {
                TokenKind::BlockEntry => {
                    let item = match self.kind()? {
                        TokenKind::BlockEntry | TokenKind::BlockEnd => self.empty(token.end),
                        _ => self.node(true, false)?,
                    };
                    items.push(item);
                }
                TokenKind::BlockEnd => return Ok((RawKind::Sequence(items), token.end)),
                _ => {
                    let message = "did not find expected '-' indicator";
                    return Err(Error::grammar(message, token.start.position()));
                }
            }
        }
    }

    fn indentless_sequence(&mut self, start: Mark) -> Result<(RawKind, Mark), Error> {
        let mut items = Vec::new();
        let mut end = start;
        while self.kind()? == TokenKind::BlockEntry {
            let token = self.scanner.take()?;
            let item = match self.kind()? {
                TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                    self.empty(token.end)
                }
                _ => self.node(true, false)?,
            };
            end = self.nodes.get(item).map_or(token.end, |node| node.end);
            items.push(item);
        }
        Ok((RawKind::Sequence(items), end))
    }

    fn block_mapping(&mut self) -> Result<(RawKind, Mark), Error> {
        let mut entries = Vec::new();
        loop {
            let token = self.scanner.take()?;
            match token.kind {
                TokenKind::Key => {
                    let key = self.block_mapping_part(token.end)?;
                    let next = self.scanner.peek()?;
                    let value = if next.kind == TokenKind::Value {
                        self.scanner.take()?;
                        self.block_mapping_part(next.end)?
                    } else {
                        self.empty(next.start)
                    };
                    entries.push((key, value));
                }
                TokenKind::BlockEnd => return Ok((RawKind::Mapping(entries), token.end)),
                _ => {
                    let message = "did not find expected key";
                    return Err(Error::grammar(message, token.start.position()));
                }
            }
        }
    }

    /// A key or a value, which is missing if the next token is another part of the mapping.
    fn block_mapping_part(&mut self, place: Mark) -> Result<NodeId, Error> {
        match self.kind()? {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => Ok(self.empty(place)),
            _ => self.node(true, true),
        }
    }

    fn flow_sequence(&mut self) -> Result<(RawKind, Mark), Error> {
        let mut items = Vec::new();
        loop {
            if self.kind()? != TokenKind::FlowSequenceEnd && !items.is_empty() {
                self.expect_comma("did not find expected ',' or ']'")?;
            }
            let token = self.scanner.peek()?;
            match token.kind {
                TokenKind::FlowSequenceEnd => {
                    self.scanner.take()?;
                    return Ok((RawKind::Sequence(items), token.end));
                }
                TokenKind::Key => {
                    self.scanner.take()?;
                    items.push(self.flow_pair(token.start)?);
                }
                _ => items.push(self.node(false, false)?),
            }
        }
    }

    /// `key: value` as an element of a flow sequence: a mapping of one entry.
    fn flow_pair(&mut self, start: Mark) -> Result<NodeId, Error> {
        let ends = [TokenKind::FlowEntry, TokenKind::FlowSequenceEnd];
        let token = self.scanner.peek()?;
        let key = if token.kind == TokenKind::Value || ends.contains(&token.kind) {
            // libyaml loses this token, and with it a value or the end of the sequence.
            self.scanner.take()?;
            self.empty(token.end)
        } else {
            self.node(false, false)?
        };
        let mut token = self.scanner.peek()?;
        let mut value = None;
        if token.kind == TokenKind::Value {
            self.scanner.take()?;
            token = self.scanner.peek()?;
            if !ends.contains(&token.kind) {
                value = Some(self.node(false, false)?);
            }
        }
        let value = value.unwrap_or_else(|| self.empty(token.start));
        let end = self.nodes.get(value).map_or(token.start, |node| node.end);
        Ok(self.add(RawKind::Mapping(vec![(key, value)]), start, end))
    }

    fn flow_mapping(&mut self) -> Result<(RawKind, Mark), Error> {
        let mut entries = Vec::new();
        loop {
            if self.kind()? != TokenKind::FlowMappingEnd && !entries.is_empty() {
                self.expect_comma("did not find expected ',' or '}'")?;
            }
            let token = self.scanner.peek()?;
            let entry = match token.kind {
                TokenKind::FlowMappingEnd => {
                    self.scanner.take()?;
                    return Ok((RawKind::Mapping(entries), token.end));
                }
                TokenKind::Key => {
                    self.scanner.take()?;
                    self.flow_entry()?
                }
                _ => {
                    let key = self.node(false, false)?;
                    let next = self.scanner.peek()?;
                    (key, self.empty(next.start))
                }
            };
            entries.push(entry);
        }
    }

    /// An entry of a flow mapping behind its KEY token.
    fn flow_entry(&mut self) -> Result<(NodeId, NodeId), Error> {
        let ends = [TokenKind::FlowEntry, TokenKind::FlowMappingEnd];
        let token = self.scanner.peek()?;
        let key = if token.kind == TokenKind::Value || ends.contains(&token.kind) {
            self.empty(token.start)
        } else {
            self.node(false, false)?
        };
        let mut token = self.scanner.peek()?;
        if token.kind == TokenKind::Value {
            self.scanner.take()?;
            token = self.scanner.peek()?;
            if !ends.contains(&token.kind) {
                return Ok((key, self.node(false, false)?));
            }
        }
        Ok((key, self.empty(token.start)))
    }

    fn expect_comma(&mut self, message: &str) -> Result<(), Error> {
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowEntry {
            return Err(unexpected(message, token));
        }
        self.scanner.take()?;
        Ok(())
    }

    fn add(&mut self, kind: RawKind, start: Mark, end: Mark) -> NodeId {
        self.nodes.push(RawNode { kind, start, end });
        self.nodes.len() - 1
    }

    fn name(&mut self, anchor: Option<String>, id: NodeId) {
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
    }
}

fn unexpected(message: &str, token: Peeked) -> Error {
    Error::grammar(message, token.start.position())
}
