//! Keys that repeat another one of their mapping.

use goyaml::{Kind, Node, Position};

use crate::Step;
use crate::fault::path_of;

/// Repeated keys of one document that are told.
const MAX_TOLD: usize = 100;

/// A key that repeats another one of its mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The path to the key: `metadata.labels[app.kubernetes.io/name]`.
    pub path: String,
    /// The key.
    pub key: String,
    /// Where it stands.
    pub position: Position,
    /// Where the one stands that it repeats.
    pub first: Position,
    /// Whether both have the same value, so that it does not matter which one counts.
    pub is_same: bool,
}

/// The repeated keys of a document. Helm takes the last one; `kubectl` refuses the document.
pub fn duplicate_keys(document: &Node) -> Vec<DuplicateKey> {
    let pairs = document.duplicate_keys();
    let mut search = Search { pairs, steps: Vec::new(), told: Vec::new() };
    if !search.pairs.is_empty() {
        search.pairs.truncate(MAX_TOLD);
        search.visit(document);
    }
    search.told
}

/// A key as a step: what can't be a field is one of a map.
fn step(key: &str) -> Step {
    let is_field = key.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
    if is_field { Step::Field(key.to_owned()) } else { Step::Key(key.to_owned()) }
}

/// A walk that gives the repeated keys their paths.
struct Search<'n> {
    pairs: Vec<(&'n Node, &'n Node)>,
    steps: Vec<Step>,
    told: Vec<DuplicateKey>,
}

impl<'n> Search<'n> {
    fn visit(&mut self, node: &'n Node) {
        match &node.kind {
            Kind::Scalar(_) => {}
            Kind::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(Step::Index(index), item);
                }
            }
            Kind::Mapping(entries) => {
                for (key, value) in entries {
                    let text = key.as_scalar().map_or("", |key| key.value.as_str());
                    self.tell(key, value, text, entries);
                    self.within(step(text), value);
                }
            }
        }
    }

    fn within(&mut self, step: Step, node: &'n Node) {
        if self.told.len() < self.pairs.len() {
            self.steps.push(step);
            self.visit(node);
            self.steps.pop();
        }
    }

    fn tell(&mut self, key: &Node, value: &Node, text: &str, entries: &[(Node, Node)]) {
        let Some((_, first)) = self.pairs.iter().find(|(second, _)| std::ptr::eq(*second, key)) else { return };
        let earlier = entries.iter().find(|(key, _)| std::ptr::eq(key, *first));
        let json = |node: &Node| node.to_json().ok();
        let is_same = earlier.is_some_and(|(_, earlier)| json(earlier) == json(value));
        let mut steps = self.steps.clone();
        steps.push(step(text));
        let (position, first) = (key.span.start, first.span.start);
        self.told.push(DuplicateKey { path: path_of(&steps), key: text.to_owned(), position, first, is_same });
    }
}
