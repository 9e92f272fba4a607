//! The tree of a pattern, with the two measures that Go limits.

use crate::unicode::Ranges;

/// How deep a tree may be (`maxHeight`).
pub(super) const MAX_HEIGHT: u32 = 1000;

/// How many instructions a pattern may need (`maxSize`: 128 MiB of Go's instructions).
pub(super) const MAX_SIZE: u64 = (128 << 20) / 40;

/// One node and how much is below it.
pub(super) struct Node {
    pub kind: Kind,
    /// Levels, this one included.
    pub height: u32,
    /// Instructions it may need.
    pub size: u64,
}

/// What a node matches.
pub(super) enum Kind {
    Empty,
    /// One character, and if wanted the same letter in other cases
    Literal(u32, bool),
    Class(Ranges),
    Any,
    AnyButNewline,
    Assert(Assertion),
    /// A numbered group
    Capture(usize, Box<Node>),
    Repeat(Box<Node>, Repetition),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
}

/// A condition between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assertion {
    BeginLine,
    EndLine,
    BeginText,
    EndText,
    WordBoundary,
    NoWordBoundary,
}

/// How often something is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Repetition {
    pub minimum: u32,
    /// `None` is without end.
    pub maximum: Option<u32>,
    pub greedy: bool,
    /// Whether it was written with braces; only those count towards the limit of 1000.
    pub counted: bool,
}

impl Node {
    pub fn leaf(kind: Kind) -> Self {
        Self { kind, height: 1, size: 1 }
    }

    pub fn capture(index: usize, content: Self) -> Self {
        let (height, size) = (content.height + 1, content.size + 2);
        Self { kind: Kind::Capture(index, Box::new(content)), height, size }
    }

    pub fn repeat(content: Self, repetition: Repetition) -> Self {
        let (height, size) = (content.height + 1, repeated_size(content.size, repetition));
        Self { kind: Kind::Repeat(Box::new(content), repetition), height, size }
    }

    /// Joins nodes that follow each other; a sequence within becomes part of this one.
    pub fn concat(mut items: Vec<Self>) -> Self {
        if items.len() < 2 {
            return items.pop().unwrap_or_else(|| Self::leaf(Kind::Empty));
        }
        if items.iter().any(|item| matches!(item.kind, Kind::Concat(_))) {
            items = flatten(items, |node| match node.kind {
                Kind::Concat(inner) => Ok(inner),
                _ => Err(node),
            });
        }
        let size = items.iter().map(|item| item.size).sum();
        let height = if is_one_string(&items) { 1 } else { 1 + tallest(&items) };
        Self { kind: Kind::Concat(items), height, size }
    }

    /// Joins alternatives; alternatives within become part of these.
    pub fn alternate(mut items: Vec<Self>) -> Self {
        if items.len() < 2 {
            return items.pop().unwrap_or_else(|| Self::leaf(Kind::Empty));
        }
        if items.iter().any(|item| matches!(item.kind, Kind::Alternate(_))) {
            items = flatten(items, |node| match node.kind {
                Kind::Alternate(inner) => Ok(inner),
                _ => Err(node),
            });
        }
        let size = items.iter().map(|item| item.size).sum::<u64>() + items.len() as u64 - 1;
        // Go makes one class of single characters.
        let height = if items.iter().all(Self::is_one_character) { 1 } else { 1 + tallest(&items) };
        Self { kind: Kind::Alternate(items), height, size }
    }

    fn is_one_character(&self) -> bool {
        matches!(self.kind, Kind::Literal(..) | Kind::Class(_) | Kind::Any | Kind::AnyButNewline)
    }
}

fn flatten(items: Vec<Node>, open: impl Fn(Node) -> Result<Vec<Node>, Node>) -> Vec<Node> {
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match open(item) {
            Ok(inner) => flat.extend(inner),
            Err(node) => flat.push(node),
        }
    }
    flat
}

fn tallest(items: &[Node]) -> u32 {
    items.iter().map(|item| item.height).max().unwrap_or(0)
}

/// Go keeps characters in a row as one literal.
fn is_one_string(items: &[Node]) -> bool {
    let Some(Node { kind: Kind::Literal(_, fold), .. }) = items.first() else {
        return false;
    };
    items.iter().all(|item| matches!(item.kind, Kind::Literal(_, other) if other == *fold))
}

fn repeated_size(size: u64, repetition: Repetition) -> u64 {
    let minimum = u64::from(repetition.minimum);
    let needed = match repetition.maximum {
        None if minimum == 0 => 2 + size,
        None => 1 + minimum * size,
        Some(maximum) => u64::from(maximum) * size + (u64::from(maximum) - minimum),
    };
    needed.max(1)
}

/// Whether a repetition and those within it copy nothing more often than allowed (`repeatIsValid`).
pub(super) fn repeats_at_most(node: &Node, allowed: u32) -> bool {
    match &node.kind {
        Kind::Repeat(content, repetition) if repetition.counted => match repetition.maximum {
            Some(0) => true,
            maximum => {
                let copies = maximum.unwrap_or(repetition.minimum);
                copies <= allowed && repeats_at_most(content, allowed.checked_div(copies).unwrap_or(allowed))
            }
        },
        Kind::Repeat(content, _) | Kind::Capture(_, content) => repeats_at_most(content, allowed),
        Kind::Concat(items) | Kind::Alternate(items) => items.iter().all(|item| repeats_at_most(item, allowed)),
        _ => true,
    }
}
