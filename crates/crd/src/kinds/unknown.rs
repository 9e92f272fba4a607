//! Places of fields that the server does not know, which it names in one text: `spec.list[0].name`.

use goyaml::Node;

use crate::judge::Place;
use crate::path::{FieldPath, Segment};

/// Where such a field is. Names may have dots, so the longest name counts that is there.
pub(super) fn place(document: &Node, text: &str) -> Place {
    let mut walk = Walk { at: document, position: document.span.start, steps: Vec::new() };
    let mut rest = text;
    while let Some(next) = walk.step(rest) {
        rest = next;
    }
    if !rest.is_empty() {
        walk.steps.push(Segment::Child(rest.to_owned()));
    }
    Place { path: FieldPath(walk.steps), position: Some(walk.position) }
}

struct Walk<'n> {
    at: &'n Node,
    position: goyaml::Position,
    steps: Vec<Segment>,
}

impl Walk<'_> {
    /// Takes the first step of a text; what is left of it, or `None` if nothing is there.
    fn step<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        match text.strip_prefix('[') {
            Some(index) => self.index(index),
            None => self.name(text),
        }
    }

    fn index<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (index, rest) = text.split_once(']')?;
        let index: usize = index.parse().ok()?;
        self.at = self.at.as_sequence()?.get(index)?;
        self.position = self.at.span.start;
        self.steps.push(Segment::Index(index));
        Some(rest.strip_prefix('.').unwrap_or(rest))
    }

    fn name<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let entries = self.at.as_mapping()?.iter();
        let fitting = entries.filter_map(|(key, value)| {
            let name = key.to_go_string().ok()??;
            let rest = text.strip_prefix(name.as_str())?;
            (rest.is_empty() || rest.starts_with(['.', '['])).then_some((name, key, value, rest))
        });
        let (name, key, value, rest) = fitting.max_by_key(|(name, ..)| name.len())?;
        (self.at, self.position) = (value, key.span.start);
        self.steps.push(Segment::Child(name));
        Some(rest.strip_prefix('.').unwrap_or(rest))
    }
}
