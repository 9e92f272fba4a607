//! Raw nodes to the tree: aliases are replaced, within go-yaml's limits against alias bombs.

use super::compose::{NodeId, RawDocument, RawKind};
use crate::{Error, Kind, MAX_DEPTH, Node, Span, resolve};

/// Nodes that aliases may add to a document.
const MAX_COPIED_NODES: usize = 1_000_000;

/// Bytes of scalars that aliases may add. go-yaml shares strings and needs no such limit.
const MAX_COPIED_BYTES: usize = 64 * 1024 * 1024;

/// Below this many nodes, 99 % of them may come from aliases; above `MANY_NODES` 10 %.
const FEW_NODES: usize = 400_000;
const MANY_NODES: usize = 4_000_000;

/// The tree of a document.
pub(crate) fn expand(document: &RawDocument) -> Result<Node, Error> {
    let mut expander = Expander {
        document,
        open_aliases: vec![false; document.nodes.len()],
        alias_depth: 0,
        depth: 0,
        // go-yaml counts the document as well.
        visited: 1,
        copied: 0,
        copied_bytes: 0,
    };
    expander.expand(document.root)
}

struct Expander<'document> {
    document: &'document RawDocument,
    /// Aliases that are being replaced, by node.
    open_aliases: Vec<bool>,
    alias_depth: usize,
    depth: usize,
    visited: usize,
    copied: usize,
    copied_bytes: usize,
}

impl Expander<'_> {
    fn expand(&mut self, id: NodeId) -> Result<Node, Error> {
        self.count()?;
        let document = self.document;
        let Some(raw) = document.nodes.get(id) else {
            return Err(Error::ExcessiveAliasing);
        };
        let span = Span { start: raw.start.position(), end: raw.end.position() };
        let kind = match &raw.kind {
            RawKind::Alias { name, target } => self.replace(id, name, *target, span)?,
            RawKind::Scalar(scalar) => {
                if self.alias_depth > 0 {
                    self.copied_bytes += scalar.value.len();
                }
                Kind::Scalar(scalar.clone())
            }
            RawKind::Sequence(items) => {
                self.enter()?;
                let items: Result<Vec<Node>, Error> = items.iter().map(|item| self.expand(*item)).collect();
                self.depth -= 1;
                Kind::Sequence(items?)
            }
            RawKind::Mapping(entries) => {
                self.enter()?;
                let entries: Result<Vec<(Node, Node)>, Error> =
                    entries.iter().map(|(key, value)| self.expand_entry(*key, *value)).collect();
                self.depth -= 1;
                Kind::Mapping(entries?)
            }
        };
        Ok(Node { span, kind })
    }

    fn expand_entry(&mut self, key: NodeId, value: NodeId) -> Result<(Node, Node), Error> {
        let document = self.document;
        let kind = |id: NodeId| document.nodes.get(id).map(|node| &node.kind);
        if let (Some(RawKind::Scalar(key)), Some(RawKind::Alias { target, .. })) = (kind(key), kind(value))
            && resolve::is_merge(key)
            && let Some(RawKind::Sequence(_)) = kind(*target)
        {
            // A list of mappings can be merged, but not through an alias of the list.
            let start = document.nodes.get(value).map(|node| node.start).unwrap_or_default();
            return Err(Error::MergeWithoutMap { position: start.position() });
        }
        Ok((self.expand(key)?, self.expand(value)?))
    }

    fn replace(&mut self, id: NodeId, name: &str, target: NodeId, span: Span) -> Result<Kind, Error> {
        match self.open_aliases.get_mut(id) {
            Some(open) if !*open => *open = true,
            _ => {
                return Err(Error::AnchorContainsItself { name: name.to_owned(), position: span.start });
            }
        }
        self.alias_depth += 1;
        let node = self.expand(target);
        self.alias_depth -= 1;
        if let Some(open) = self.open_aliases.get_mut(id) {
            *open = false;
        }
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
        if self.alias_depth > 0 {
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
