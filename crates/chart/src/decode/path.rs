//! Where in a document a value is: for Go's error texts, and for line and column.

use goyaml::{Kind, Node, Position};

/// One step down from an object or array.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// The way from the root to a value, kept on the stack while decoding.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Option<StepRef<'a>>,
}

#[derive(Clone, Copy)]
enum StepRef<'a> {
    Key(&'a str),
    Index(usize),
}

impl Path<'static> {
    /// The document itself.
    pub const ROOT: Self = Path { parent: None, step: None };
}

impl<'a> Path<'a> {
    /// The way on to a member of an object.
    pub fn key(&'a self, key: &'a str) -> Self {
        Path { parent: Some(self), step: Some(StepRef::Key(key)) }
    }

    /// The way on to an element of a list.
    pub fn index(&'a self, index: usize) -> Self {
        Path { parent: Some(self), step: Some(StepRef::Index(index)) }
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut here = Some(self);
        while let Some(path) = here {
            match path.step {
                Some(StepRef::Key(key)) => steps.push(Step::Key(key.to_owned())),
                Some(StepRef::Index(index)) => steps.push(Step::Index(index)),
                None => {}
            }
            here = path.parent;
        }
        steps.reverse();
        steps
    }
}

/// A field's name for comparison: Go folds case, and so two odd letters onto `s` and `k`.
pub(crate) fn fold(key: &str) -> String {
    key.chars()
        .map(|character| match character {
            '\u{17f}' => 's',
            '\u{212a}' => 'k',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

/// The position of a value, or of the innermost value around it that can be found.
pub(crate) fn locate(root: &Node, steps: &[Step]) -> Position {
    let mut node = root;
    for step in steps {
        let below = match step {
            Step::Key(key) => member(node, key, 0),
            Step::Index(index) => node.as_sequence().and_then(|items| items.get(*index)),
        };
        let Some(below) = below else {
            break;
        };
        node = below;
    }
    node.span.start
}

/// Merge keys within merge keys that are followed.
const MAX_MERGES: usize = 8;

/// The value of a key as written, else in another case, else out of a merged mapping.
fn member<'a>(node: &'a Node, key: &str, depth: usize) -> Option<&'a Node> {
    if let Some(value) = node.get(key) {
        return Some(value);
    }
    let entries = node.as_mapping()?;
    let folded = fold(key);
    let same = |candidate: &Node| candidate.as_str().is_some_and(|text| fold(text) == folded);
    if let Some((_, value)) = entries.iter().rev().find(|(candidate, _)| same(candidate)) {
        return Some(value);
    }
    if depth >= MAX_MERGES {
        return None;
    }
    let is_merge = |candidate: &Node| candidate.as_scalar().is_some_and(|scalar| scalar.value == "<<");
    let merged = entries.iter().find(|(candidate, _)| is_merge(candidate)).map(|(_, value)| value)?;
    match &merged.kind {
        Kind::Sequence(items) => items.iter().find_map(|item| member(item, key, depth + 1)),
        _ => member(merged, key, depth + 1),
    }
}
