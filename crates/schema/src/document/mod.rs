//! A JSON text as a tree in three arrays: cheap to build, and every node has a number.
//!
//! Numbers keep their digits, which messages show; members are sorted by key, of equal keys the last one counts.

mod parse;

use std::borrow::Cow;

pub(crate) use parse::{parse, parse_owned};

/// The number of a node within its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub u32);

/// The root of every document.
pub(crate) const ROOT: NodeId = NodeId(0);

/// A piece of the source, or a string that had to be decoded.
#[derive(Debug, Clone, Copy)]
enum Text {
    Source(u32, u32),
    Decoded(u32),
}

#[derive(Debug, Clone, Copy)]
enum Content {
    Null,
    Bool(bool),
    /// Where its digits are
    Number(u32, u32),
    Text(Text),
    /// Where its items begin, and how many there are
    Array(u32, u32),
    /// Where its members begin, and how many there are
    Object(u32, u32),
}

/// What a node is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind<'d> {
    Null,
    Bool(bool),
    /// As it was written
    Number(&'d str),
    Text(&'d str),
    Array(&'d [NodeId]),
    Object(Members<'d>),
}

#[derive(Debug, Clone, Copy)]
struct Member {
    key: Text,
    value: NodeId,
}

/// A parsed JSON text.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    source: Cow<'t, str>,
    nodes: Vec<Content>,
    /// The array or object each node is in; the root is in itself.
    parents: Vec<NodeId>,
    items: Vec<NodeId>,
    members: Vec<Member>,
    decoded: Vec<String>,
}

/// The members of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Members<'d> {
    document: &'d Document<'d>,
    members: &'d [Member],
}

impl<'d> Document<'d> {
    pub fn kind(&'d self, node: NodeId) -> Kind<'d> {
        match self.nodes.get(node.0 as usize) {
            None | Some(Content::Null) => Kind::Null,
            Some(Content::Bool(truth)) => Kind::Bool(*truth),
            Some(Content::Number(start, length)) => Kind::Number(self.text(Text::Source(*start, *length))),
            Some(Content::Text(text)) => Kind::Text(self.text(*text)),
            Some(Content::Array(start, count)) => {
                Kind::Array(self.items.get(range(*start, *count)).unwrap_or_default())
            }
            Some(Content::Object(start, count)) => {
                let members = self.members.get(range(*start, *count)).unwrap_or_default();
                Kind::Object(Members { document: self, members })
            }
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn object(&'d self, node: NodeId) -> Option<Members<'d>> {
        match self.kind(node) {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    pub fn string(&'d self, node: NodeId) -> Option<&'d str> {
        match self.kind(node) {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The array or object that a node is in.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        if node == ROOT { None } else { self.parents.get(node.0 as usize).copied() }
    }

    /// The JSON pointer of a node, `~` and `/` escaped.
    pub fn pointer(&self, node: NodeId) -> String {
        let mut tokens = Vec::new();
        let mut current = node;
        while let Some(parent) = self.parent(current) {
            tokens.push(self.token(parent, current));
            current = parent;
        }
        tokens.iter().rev().fold(String::new(), |pointer, token| pointer + "/" + &crate::pointer::escape(token))
    }

    fn token(&self, parent: NodeId, child: NodeId) -> Cow<'_, str> {
        match self.kind(parent) {
            Kind::Array(items) => items.iter().position(|item| *item == child).unwrap_or(0).to_string().into(),
            Kind::Object(members) => {
                members.iter().find(|(_, value)| *value == child).map_or(Cow::Borrowed(""), |(key, _)| key.into())
            }
            _ => Cow::Borrowed(""),
        }
    }

    fn text(&self, text: Text) -> &str {
        match text {
            Text::Source(start, length) => self.source.get(range(start, length)).unwrap_or_default(),
            Text::Decoded(index) => self.decoded.get(index as usize).map_or("", String::as_str),
        }
    }
}

impl<'d> Members<'d> {
    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn get(&self, key: &str) -> Option<NodeId> {
        let found = self.members.binary_search_by(|member| self.document.text(member.key).cmp(key));
        found.ok().and_then(|index| self.members.get(index)).map(|member| member.value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'d str, NodeId)> + use<'d> {
        let document = self.document;
        self.members.iter().map(move |member| (document.text(member.key), member.value))
    }
}

fn range(start: u32, count: u32) -> std::ops::Range<usize> {
    start as usize..start as usize + count as usize
}
