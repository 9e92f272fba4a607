//! Sizes and costs as ranges, with arithmetic that does not overflow.
//!
//! The counterpart of `SizeEstimate`, `CostEstimate` and `CallEstimate` in cel-go's `checker/cost.go`.

use crate::ast::{Expr, Name};
use crate::types::Type;

/// What going through a text once costs per character (`StringTraversalCostFactor`).
pub const PER_CHARACTER: f64 = 0.1;

/// What a regular expression costs per character of its own, times the cost of the text (`RegexStringLengthCostFactor`).
pub const PER_PATTERN_CHARACTER: f64 = 0.25;

/// Between how many and how many characters, bytes, elements or entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// At least.
    pub min: u64,
    /// At most.
    pub max: u64,
}

/// Between how many and how many units of cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// At least.
    pub min: u64,
    /// At most.
    pub max: u64,
}

impl Size {
    /// Nothing is known of it.
    pub const UNKNOWN: Self = Self { min: 0, max: u64::MAX };

    /// Exactly so many.
    #[must_use]
    pub const fn exactly(size: u64) -> Self {
        Self { min: size, max: size }
    }

    /// Both together; the largest number if they exceed it.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { min: self.min.saturating_add(other.min), max: self.max.saturating_add(other.max) }
    }

    /// The product; the largest number if it exceeds that.
    #[must_use]
    pub const fn times(self, other: Self) -> Self {
        Self { min: self.min.saturating_mul(other.min), max: self.max.saturating_mul(other.max) }
    }

    /// This many times a cost.
    #[must_use]
    pub const fn times_cost(self, cost: Cost) -> Cost {
        Cost { min: self.min.saturating_mul(cost.min), max: self.max.saturating_mul(cost.max) }
    }

    /// What it costs at so much for each, rounded up.
    #[must_use]
    pub fn priced(self, each: f64) -> Cost {
        Cost { min: scaled(self.min, each), max: scaled(self.max, each) }
    }

    /// The range that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }
}

impl Cost {
    /// No cost.
    pub const NONE: Self = Self::exactly(0);

    /// The cost of most things.
    pub const ONE: Self = Self::exactly(1);

    /// Exactly so much.
    #[must_use]
    pub const fn exactly(cost: u64) -> Self {
        Self { min: cost, max: cost }
    }

    /// Both together; the largest number if they exceed it.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { min: self.min.saturating_add(other.min), max: self.max.saturating_add(other.max) }
    }

    /// The product; the largest number if it exceeds that.
    #[must_use]
    pub const fn times(self, other: Self) -> Self {
        Self { min: self.min.saturating_mul(other.min), max: self.max.saturating_mul(other.max) }
    }

    /// The cost times a factor, rounded up.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { min: scaled(self.min, factor), max: scaled(self.max, factor) }
    }

    /// The range that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }
}

impl From<Cost> for CallEstimate {
    fn from(cost: Cost) -> Self {
        Self { cost, result: None }
    }
}

/// A number times a factor, rounded up; what exceeds 64 bits becomes the largest number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, as wanted")]
fn scaled(number: u64, factor: f64) -> u64 {
    (number as f64 * factor).ceil() as u64
}

/// What a call costs, and how large its result is where that is a list, map, string or bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallEstimate {
    /// The cost, arguments not included.
    pub cost: Cost,
    /// The size of the result.
    pub result: Option<Size>,
}

/// A node as estimates of calls see it (`AstNode`).
#[derive(Debug, Clone, Copy)]
pub struct Operand<'a> {
    /// From a variable down to what the node stands for: names of fields, `@items`, `@keys`, `@values`; empty if it is
    /// not such a path.
    pub path: &'a [Name],
    /// Its type.
    pub kind: &'a Type,
    /// The node.
    pub expr: &'a Expr,
    /// Its size, if that follows from the expression.
    pub computed: Option<Size>,
}

/// Who knows the sizes of declared values.
pub trait Sizes {
    /// The declared size of what stands at this path, whose first name is a variable; `None` if nothing is declared there
    /// or the path is empty.
    fn at(&self, path: &[Name]) -> Option<Size>;

    /// The size of a node: the computed one, else the declared one, else `None`.
    fn declared(&self, operand: &Operand<'_>) -> Option<Size> {
        operand.computed.or_else(|| self.at(operand.path))
    }

    /// The size of a node; [`Size::UNKNOWN`] if it is neither computed nor declared.
    fn size(&self, operand: &Operand<'_>) -> Size {
        self.declared(operand).unwrap_or(Size::UNKNOWN)
    }

    /// The type and the size of the elements of what has elements (`listElementNode`); `None` for what has none, such as
    /// a text or something that is known only when the expression runs.
    fn element<'a>(&self, list: &Operand<'a>) -> Option<(&'a Type, Size)> {
        let element = first_parameter(list.kind)?;
        let path: Vec<Name> = list.path.iter().cloned().chain([Name::from("@items")]).collect();
        let declared = if list.path.is_empty() { None } else { self.at(&path) };
        Some((element, declared.unwrap_or(Size::UNKNOWN)))
    }
}

/// The first parameter of a type that has some.
fn first_parameter(kind: &Type) -> Option<&Type> {
    match kind {
        Type::List(element) | Type::Optional(element) | Type::Type(Some(element)) => Some(element),
        Type::Map(both) => Some(&both.0),
        _ => None,
    }
}
