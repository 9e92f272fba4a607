//! Which properties or items no keyword has looked at yet.

use crate::document::Kind;
use crate::draft::Draft;
use crate::instance::{Instance, Shape};
use crate::keyword::{Keyword, Keywords};

/// For each property, in order of their names, or each item: whether nothing has evaluated it. Nothing is kept where
/// nobody asks.
#[derive(Debug, Default)]
pub(super) struct Unevaluated {
    open: Vec<bool>,
}

impl Unevaluated {
    /// What a schema begins with; `asked` if the schema around it wants to know.
    pub fn begin(instance: Instance<'_>, keywords: &Keywords<'_>, draft: Draft, asked: bool) -> Self {
        if draft < Draft::Draft2019 {
            return Self::default();
        }
        match instance.shape() {
            Shape::Object(count) => {
                let wanted = asked || keywords.has(Keyword::UnevaluatedProperties);
                let all = keywords.has(Keyword::AdditionalProperties);
                if wanted && !all { Self { open: vec![true; count] } } else { Self::default() }
            }
            Shape::Array(count) => {
                let wanted = asked || keywords.has(Keyword::UnevaluatedItems);
                match evaluated_items(keywords, draft) {
                    Some(first) if wanted && first < count => {
                        Self { open: (0..count).map(|index| index >= first).collect() }
                    }
                    _ => Self::default(),
                }
            }
            _ => Self::default(),
        }
    }

    /// What a schema without keywords leaves.
    pub fn all(instance: Instance<'_>, asked: bool) -> Self {
        match instance.shape() {
            Shape::Object(count) | Shape::Array(count) if asked => Self { open: vec![true; count] },
            _ => Self::default(),
        }
    }

    pub fn is_empty(&self) -> bool {
        !self.open.contains(&true)
    }

    /// Notes that something was evaluated.
    pub fn close(&mut self, index: usize) {
        if let Some(open) = self.open.get_mut(index) {
            *open = false;
        }
    }

    /// Keeps what is open in the other one, too.
    pub fn merge(&mut self, other: &Self) {
        for (index, open) in self.open.iter_mut().enumerate() {
            *open = *open && other.open.get(index).copied().unwrap_or(false);
        }
    }

    /// Takes what is open.
    pub fn take(&mut self) -> Vec<bool> {
        std::mem::take(&mut self.open)
    }
}

/// How many items at the beginning have their own schemas; `None` if all items have one.
fn evaluated_items(keywords: &Keywords<'_>, draft: Draft) -> Option<usize> {
    if draft >= Draft::Draft2020 {
        let prefix = keywords.array(Keyword::PrefixItems).unwrap_or_default().len();
        return if keywords.has(Keyword::Items) { None } else { Some(prefix) };
    }
    match keywords.kind(Keyword::Items) {
        None => Some(0),
        Some(Kind::Array(items)) if !keywords.has(Keyword::AdditionalItems) => Some(items.len()),
        Some(_) => None,
    }
}
