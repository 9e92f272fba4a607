//! Paths: as texts, and as places of a document.

use goyaml::Node;

use super::{At, Walk};
use crate::Step;
use crate::fault::path_of;

impl Walk<'_> {
    /// The way to the value at hand.
    pub(super) fn steps(&self) -> Vec<Step> {
        let step = |at: &At<'_>| match at {
            At::Field(name) => Step::Field((*name).to_owned()),
            At::Key(key) => Step::Key((*key).to_owned()),
            At::Index(index) => Step::Index(*index),
        };
        self.way.iter().map(step).collect()
    }

    /// The path to the value at hand, as the server prints it.
    pub(super) fn path(&self) -> String {
        path_of(&self.steps())
    }

    /// The names on the way, as Go's decoder joins them: no items, no brackets.
    pub(super) fn go_path(&self) -> String {
        let names = self.way.iter().filter_map(|at| match at {
            At::Field(name) | At::Key(name) => Some(*name),
            At::Index(_) => None,
        });
        names.collect::<Vec<_>>().join(".")
    }
}

/// The innermost node of a path that is there. Of the last step it is the key, since that is where people look.
pub(crate) fn node_at<'n>(document: &'n Node, steps: &[Step]) -> &'n Node {
    let mut node = document;
    for (number, step) in steps.iter().enumerate() {
        let next = match step {
            Step::Field(name) | Step::Key(name) => match node.entry(name) {
                Some((key, _)) if number + 1 == steps.len() => return key,
                entry => entry.map(|(_, value)| value),
            },
            Step::Index(index) => node.as_sequence().and_then(|items| items.get(*index)),
        };
        let Some(next) = next else { break };
        node = next;
    }
    node
}
