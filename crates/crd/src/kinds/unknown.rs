//! Places of fields that the server does not know, which it names in one text: `spec.list[0].name`.

use std::collections::HashMap;

use goyaml::{Node, Position};

use crate::judge::Place;
use crate::path::{FieldPath, Segment};

/// How many names are tried at one step of one text: names may have dots.
const MOST_NAMES: usize = 64;

/// Finds such fields in a document; it remembers the keys of the mappings that it saw.
pub(super) struct Finder<'n> {
    document: &'n Node,
    keys: HashMap<*const Node, HashMap<String, usize>>,
}

impl<'n> Finder<'n> {
    pub(super) fn new(document: &'n Node) -> Self {
        Self { document, keys: HashMap::new() }
    }

    /// Where such a field is. Names may have dots, so the longest name counts that is there.
    pub(super) fn place(&mut self, text: &str) -> Place {
        let (mut at, mut position, mut steps) = (self.document, self.document.span.start, Vec::new());
        let mut rest = text;
        while let Some(found) = self.step(at, rest) {
            (at, position, rest) = (found.value, found.position, found.rest);
            steps.push(found.step);
        }
        if !rest.is_empty() {
            steps.push(Segment::Child(rest.to_owned()));
        }
        Place { path: FieldPath(steps), position: Some(position) }
    }

    /// The first step of a text, or `None` if nothing is there.
    fn step<'t>(&mut self, at: &'n Node, text: &'t str) -> Option<Found<'n, 't>> {
        match text.strip_prefix('[') {
            Some(text) => index(at, text),
            None => self.name(at, text),
        }
    }

    fn name<'t>(&mut self, at: &'n Node, text: &'t str) -> Option<Found<'n, 't>> {
        let entries = at.as_mapping()?;
        let keys = self.keys.entry(std::ptr::from_ref(at)).or_insert_with(|| key_indexes(entries));
        let ends = std::iter::once(text.len()).chain(text.rmatch_indices(['.', '[']).map(|(end, _)| end));
        let mut named = ends.take(MOST_NAMES).filter_map(|end| {
            let (name, rest) = text.split_at_checked(end)?;
            Some((*keys.get(name)?, name, rest))
        });
        let (index, name, rest) = named.next()?;
        let (key, value) = entries.get(index)?;
        Some(Found { value, position: key.span.start, step: Segment::Child(name.to_owned()), rest: after(rest) })
    }
}

/// What a step leads to, and the text that is left.
struct Found<'n, 't> {
    value: &'n Node,
    position: Position,
    step: Segment,
    rest: &'t str,
}

fn index<'n, 't>(at: &'n Node, text: &'t str) -> Option<Found<'n, 't>> {
    let (index, rest) = text.split_once(']')?;
    let index: usize = index.parse().ok()?;
    let value = at.as_sequence()?.get(index)?;
    Some(Found { value, position: value.span.start, step: Segment::Index(index), rest: after(rest) })
}

fn after(text: &str) -> &str {
    text.strip_prefix('.').unwrap_or(text)
}

fn key_indexes(entries: &[(Node, Node)]) -> HashMap<String, usize> {
    let keys = entries.iter().enumerate();
    keys.filter_map(|(index, (key, _))| Some((key.to_go_string().ok()??, index))).collect()
}
