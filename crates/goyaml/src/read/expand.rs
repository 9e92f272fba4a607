//! Raw nodes to the tree: aliases are replaced, within go-yaml's limits against alias bombs.

use super::raw::{NodeId, RawDocument, RawKind, RawNode};
use crate::{Error, Kind, MAX_DEPTH, Node, Scalar, Span, decode, resolve};

/// Nodes that aliases may add to a document.
const MAX_COPIED_NODES: usize = 200_000;

/// Bytes of scalars that aliases may add. go-yaml shares strings and needs no such limit.
const MAX_COPIED_BYTES: usize = 64 * 1024 * 1024;

/// Below this many nodes, 99 % of them may come from aliases; above `MANY_NODES` 10 %.
const FEW_NODES: usize = 400_000;
const MANY_NODES: usize = 4_000_000;

/// The tree of a document.
pub(crate) fn expand(document: &RawDocument<'_>) -> Result<Node, Error> {
    let mut expander = Expander {
        document,
        open_aliases: Vec::new(),
        depth: 0,
        // go-yaml counts the document as well.
        visited: 1,
        copied: 0,
        copied_bytes: 0,
        type_error: None,
    };
    expander.expand(0).map_err(|error| expander.type_error.take().unwrap_or(error))
}

struct Expander<'document, 'text> {
    document: &'document RawDocument<'text>,
    /// Aliases that are being replaced.
    open_aliases: Vec<NodeId>,
    depth: usize,
    visited: usize,
    copied: usize,
    copied_bytes: usize,
    /// The first error that decoding would find. go-yaml decodes while it follows aliases, so this
    /// one comes before any that is found later here.
    type_error: Option<Error>,
}

impl Expander<'_, '_> {
    fn expand(&mut self, id: NodeId) -> Result<Node, Error> {
        self.count()?;
        let document = self.document;
        let Some(raw) = document.get(id) else {
            return Err(Error::ExcessiveAliasing);
        };
        let span = Span { start: raw.start.position(), end: raw.end.position() };
        let kind = match &raw.kind {
            RawKind::Alias { name, target } => self.replace(id, name, *target, span)?,
            RawKind::Scalar { value, style, tag } => {
                if !self.open_aliases.is_empty() {
                    self.copied_bytes += value.len();
                }
                let scalar = Scalar { value: value.as_ref().to_owned(), style: *style, tag: tag.clone() };
                if scalar.tag.is_some() {
                    self.note(resolve::resolve(&scalar, span.start).err());
                }
                Kind::Scalar(scalar)
            }
            RawKind::Sequence => Kind::Sequence(self.expand_items(id + 1, raw.next)?),
            RawKind::Mapping => Kind::Mapping(self.expand_entries(id + 1, raw.next)?),
        };
        Ok(Node { span, kind })
    }

    fn expand_items(&mut self, mut id: NodeId, end: NodeId) -> Result<Vec<Node>, Error> {
        self.enter()?;
        let mut items = Vec::new();
        while id < end {
            items.push(self.expand(id)?);
            id = self.behind(id);
        }
        self.depth -= 1;
        // Most collections have fewer parts than a vector makes room for.
        items.shrink_to_fit();
        Ok(items)
    }

    fn expand_entries(&mut self, mut key: NodeId, end: NodeId) -> Result<Vec<(Node, Node)>, Error> {
        self.enter()?;
        let mut entries = Vec::new();
        while key < end {
            let value = self.behind(key);
            self.check_merge(key, value)?;
            let key_node = self.expand(key)?;
            self.note(decode::key_error(&key_node));
            let value_node = self.expand(value)?;
            self.note(decode::merge_error(&key_node, &value_node));
            entries.push((key_node, value_node));
            key = self.behind(value);
        }
        self.depth -= 1;
        entries.shrink_to_fit();
        Ok(entries)
    }

    fn note(&mut self, error: Option<Error>) {
        if self.type_error.is_none() {
            self.type_error = error;
        }
    }

    fn behind(&self, id: NodeId) -> NodeId {
        self.document.get(id).map_or(NodeId::MAX, |node| node.next)
    }

    /// A list of mappings can be merged, but not through an alias of the list.
    fn check_merge(&self, key: NodeId, value: NodeId) -> Result<(), Error> {
        let node = |id: NodeId| self.document.get(id);
        if let Some(RawNode { kind: RawKind::Scalar { value: text, style, tag }, .. }) = node(key)
            && resolve::is_merge(text, *style, tag.as_deref())
            && let Some(RawNode { kind: RawKind::Alias { target, .. }, start, .. }) = node(value)
            && let Some(RawNode { kind: RawKind::Sequence, .. }) = node(*target)
        {
            return Err(Error::MergeWithoutMap { position: start.position() });
        }
        Ok(())
    }

    fn replace(&mut self, id: NodeId, name: &str, target: NodeId, span: Span) -> Result<Kind, Error> {
        if self.open_aliases.contains(&id) {
            return Err(Error::AnchorContainsItself { name: name.to_owned(), position: span.start });
        }
        self.open_aliases.push(id);
        let node = self.expand(target);
        self.open_aliases.pop();
        node.map(|node| node.kind)
    }

    fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Error::TooDeep { limit: MAX_DEPTH });
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), Error> {
        self.visited += 1;
        if !self.open_aliases.is_empty() {
            self.copied += 1;
        }
        let share = ratio(self.copied, self.visited);
        let go_yaml_refuses = self.copied > 100 && self.visited > 1000 && share > allowed_share(self.visited);
        if go_yaml_refuses || self.copied > MAX_COPIED_NODES || self.copied_bytes > MAX_COPIED_BYTES {
            return Err(Error::ExcessiveAliasing);
        }
        Ok(())
    }
}

/// Which share of the nodes may come from aliases (go-yaml's `allowedAliasRatio`).
fn allowed_share(visited: usize) -> f64 {
    if visited <= FEW_NODES {
        0.99
    } else if visited >= MANY_NODES {
        0.10
    } else {
        0.99 - 0.89 * ratio(visited - FEW_NODES, MANY_NODES - FEW_NODES)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
