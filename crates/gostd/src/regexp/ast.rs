//! The tree of a pattern, with the two measures that Go limits.

use super::ranges::Set;

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
    /// Whether it is nothing, maybe several times (`Simplify`).
    pub is_empty: bool,
}

/// What a node matches.
pub(super) enum Kind {
    Empty,
    /// One character, and if wanted the same letter in other cases
    Literal(u32, bool),
    Class(Set),
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
        let is_empty = matches!(kind, Kind::Empty);
        Self { kind, height: 1, size: 1, is_empty }
    }

    pub fn capture(index: usize, content: Self) -> Self {
        let (height, size) = (content.height + 1, content.size + 2);
        Self { kind: Kind::Capture(index, Box::new(content)), height, size, is_empty: false }
    }

    pub fn repeat(content: Self, repetition: Repetition) -> Self {
        let (height, size) = (content.height + 1, repeated_size(content.size, repetition));
        let is_empty = content.is_empty || repetition.maximum == Some(0);
        let (content, repetition) = simplify(content, repetition);
        Self { kind: Kind::Repeat(Box::new(content), repetition), height, size, is_empty }
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
        Self { kind: Kind::Concat(items), height, size, is_empty: false }
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
        Self { kind: Kind::Alternate(items), height, size, is_empty: false }
    }

    /// How many parts stand side by side.
    pub fn width(&self) -> usize {
        match &self.kind {
            Kind::Concat(items) | Kind::Alternate(items) => items.len(),
            _ => 1,
        }
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

impl Repetition {
    fn counts(self) -> (u32, Option<u32>) {
        (self.minimum, self.maximum)
    }
}

/// Repeating the same way twice is once, and repeating once is nothing (`Simplify`). What is repeated was simplified
/// before, so this goes two levels down at most.
fn simplify(content: Node, repetition: Repetition) -> (Node, Repetition) {
    let Kind::Repeat(inner, within) = content.kind else {
        return (content, repetition);
    };
    let is_simple = matches!(repetition.counts(), (0, None) | (1, None) | (0, Some(1)));
    if within.counts() == (1, Some(1)) {
        return simplify(*inner, repetition);
    }
    if is_simple && within.counts() == repetition.counts() && within.greedy == repetition.greedy {
        return (*inner, within);
    }
    (Node { kind: Kind::Repeat(inner, within), ..content }, repetition)
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
