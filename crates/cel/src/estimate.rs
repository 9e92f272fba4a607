//! Sizes and costs as ranges, with arithmetic that does not overflow.
//!
//! The counterpart of `SizeEstimate`, `CostEstimate` and `CallEstimate` in cel-go's `checker/cost.go`.

use crate::ast::{Expr, Name};
use crate::types::Type;

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
    /// The size of a node: the computed one, else the declared one, else `None`.
    fn declared(&self, operand: &Operand<'_>) -> Option<Size>;
}
