//! Evaluation: a checked expression and values for its variables come to a value or a fault, at a cost.
//!
//! 1. [`Program::new`] turns the tree into a `node::Node` tree as cel-go's planner does: chains of selections and indexes
//!    become one attribute, what is constant is worked out (`constant`).
//! 2. [`Program::run`] walks it. Every step has the price that cel-go's runtime puts on it with the API server's options
//!    (`interpreter/runtimecost.go`); beyond the limit the evaluation is cancelled.
//!
//! Recursion goes as deep as the tree, and no tree deeper than [`MAX_DEPTH`] is run; comprehensions are loops.

mod attribute;
mod call;
mod constant;
mod fold;
mod literal;
mod node;
mod planner;
mod price;
mod qualify;
mod run;
#[cfg(test)]
mod tests;
mod traits;

use std::fmt;

use gostd::budget::Budget;

use crate::ast::Name;
use crate::checked::Checked;
use crate::environment::Environment;
use crate::function::Fault;
use crate::value::Value;

use node::Node;

/// How deep a tree may be.
pub const MAX_DEPTH: usize = 800;

/// What cel-go says when the cost exceeds its limit.
const COST_LIMIT: &str = "operation cancelled: actual cost limit exceeded";

/// What came of an evaluation.
#[derive(Debug)]
pub struct Evaluated {
    /// The value, or why there is none.
    pub result: Result<Value, Fault>,
    /// What it cost.
    pub cost: u64,
}

/// An expression that is ready to be evaluated, any number of times.
pub struct Program {
    root: Node,
}

impl fmt::Debug for Program {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Program")
    }
}

impl Fault {
    /// Whether the evaluation was cancelled because its cost exceeded the limit.
    #[must_use]
    pub fn is_cost_limit(&self) -> bool {
        self.message == COST_LIMIT
    }

    fn cost_limit() -> Self {
        Self::new(COST_LIMIT)
    }
}

impl Program {
    /// Prepares an expression.
    ///
    /// # Errors
    ///
    /// If a constant part of it has no value, such as `int("a")`: the API server then says `program instantiation failed`.
    pub fn new(checked: &Checked, environment: &Environment) -> Result<Self, Fault> {
        planner::plan(checked, environment).map(|root| Self { root })
    }

    /// Evaluates it with these values for its variables. `limit` is of the cost, `work` of what regular expressions,
    /// comparisons and sums may do.
    #[must_use]
    pub fn run(&self, bindings: &[(Name, Value)], limit: u64, work: &Budget) -> Evaluated {
        run::run(&self.root, bindings, limit, work)
    }
}

/// Evaluates an expression once; see [`Program`].
#[must_use]
pub fn evaluate(
    checked: &Checked,
    environment: &Environment,
    bindings: &[(Name, Value)],
    limit: u64,
    work: &Budget,
) -> Evaluated {
    match Program::new(checked, environment) {
        Ok(program) => program.run(bindings, limit, work),
        Err(fault) => Evaluated { result: Err(fault), cost: 0 },
    }
}
