//! What calls cost.

use super::Estimator;
use super::path::Path;
use super::standard::{self, Facts};
use crate::ast::{Expr, Name};
use crate::estimate::{CallEstimate, Cost, Operand, Size};

/// The names of the accumulators of macros; what they stand for is nobody's business.
const ACCUMULATORS: [&str; 2] = ["__result__", "@result"];

/// A target or argument with what is known of it.
struct Known<'a> {
    expr: &'a Expr,
    path: Path,
    computed: Option<Size>,
}

impl Estimator<'_> {
    pub(super) fn call(&mut self, expr: &Expr, function: &Name, target: Option<&Expr>, arguments: &[Expr]) -> Cost {
        if let ("dyn", Some(argument)) = (&**function, arguments.first()) {
            let cost = self.cost(argument);
            self.copy_sizes(expr, argument);
            return cost.plus(Cost::ONE);
        }
        let mut costs = Vec::with_capacity(arguments.len());
        let mut known = Vec::with_capacity(arguments.len());
        for argument in arguments {
            costs.push(self.cost(argument));
            known.push(self.known(argument));
        }
        let overloads = self.checked.overloads(expr.id);
        if overloads.is_empty() {
            return Cost::NONE;
        }
        let own = target.map_or(Cost::NONE, |target| self.cost(target));
        let target = target.map(|target| self.known(target));
        let call = Resolved { expr, function, target, arguments: known, costs };
        own.plus(self.overloads(&call, overloads))
    }

    /// The costs of all overloads that may be meant, in one range.
    fn overloads(&mut self, call: &Resolved<'_>, overloads: &[&'static str]) -> Cost {
        let mut cost = Cost { min: u64::MAX, max: 0 };
        let mut result: Option<Size> = None;
        for overload in overloads {
            let estimate = self.overload(call, overload);
            cost = cost.union(estimate.cost);
            result = match (result, estimate.result) {
                (Some(known), Some(size)) => Some(known.union(size)),
                (known, size) => size.or(known),
            };
            if let Some(step) = step_of_index(overload)
                && let Some(indexed) = call.arguments.first()
            {
                result = self.entry_size(indexed.expr).map(|entries| entries.value);
                let path = self.path(indexed.expr).to(step.into());
                self.set_path(call.expr, path);
            }
            if result.is_none() {
                result = self.size(call.expr);
            }
        }
        self.set_size(call.expr, result);
        cost
    }

    /// What one overload costs, arguments included: as its library says, else the usual.
    fn overload(&mut self, call: &Resolved<'_>, overload: &'static str) -> CallEstimate {
        let sum = call.costs.iter().fold(Cost::NONE, |sum, cost| sum.plus(*cost));
        let priced = self.with_operands(call, |estimator, target, arguments| {
            let function = estimator.environment.function(call.function)?;
            let price = function.overloads.iter().find(|known| known.id == overload)?.estimate;
            match price {
                Some(price) => price(&estimator.sizes, target, arguments),
                None => standard::equality_of_libraries(call.function, arguments),
            }
        });
        if let Some(estimate) = priced {
            return CallEstimate { cost: estimate.cost.plus(sum), ..estimate };
        }
        self.combine_entries(call, overload);
        let facts = Facts {
            overload,
            target: call.target.as_ref().map(|target| target.computed.unwrap_or(Size::UNKNOWN)),
            arguments: call.arguments.iter().map(|known| known.computed.unwrap_or(Size::UNKNOWN)).collect(),
            costs: &call.costs,
            sum,
            server: self.environment.server(),
        };
        facts.estimate()
    }

    /// What is in the result of `+` or `? :` is in one of the operands.
    fn combine_entries(&mut self, call: &Resolved<'_>, overload: &str) {
        let operands = match (overload, call.arguments.as_slice()) {
            ("conditional", [_, left, right]) | ("add_string" | "add_bytes" | "add_list", [left, right]) => {
                (self.entry_size(left.expr), self.entry_size(right.expr))
            }
            _ => return,
        };
        if let (Some(left), Some(right)) = operands {
            self.set_entry_size(call.expr, Some(left.union(right)));
        }
    }

    fn known<'a>(&mut self, expr: &'a Expr) -> Known<'a> {
        Known { expr, path: self.path(expr), computed: self.size(expr) }
    }

    /// Calls with the operands as libraries see them.
    fn with_operands<T>(
        &self,
        call: &Resolved<'_>,
        then: impl FnOnce(&Self, Option<&Operand<'_>>, &[Operand<'_>]) -> T,
    ) -> T {
        let names: Vec<Vec<Name>> = call.arguments.iter().map(Known::names).collect();
        let target_names = call.target.as_ref().map(Known::names).unwrap_or_default();
        let target = call.target.as_ref().map(|known| self.operand(known, &target_names));
        let arguments: Vec<Operand<'_>> =
            call.arguments.iter().zip(&names).map(|(known, names)| self.operand(known, names)).collect();
        then(self, target.as_ref(), &arguments)
    }

    fn operand<'a>(&'a self, known: &Known<'a>, path: &'a [Name]) -> Operand<'a> {
        Operand { path, kind: self.checked.type_of(known.expr.id), expr: known.expr, computed: known.computed }
    }
}

/// A call whose operands are known.
struct Resolved<'a> {
    expr: &'a Expr,
    function: &'a str,
    target: Option<Known<'a>>,
    arguments: Vec<Known<'a>>,
    costs: Vec<Cost>,
}

impl Known<'_> {
    fn names(&self) -> Vec<Name> {
        let names = self.path.names();
        let is_accumulator = names.first().is_some_and(|first| ACCUMULATORS.contains(&&**first));
        if is_accumulator { Vec::new() } else { names }
    }
}

/// What an index adds to the path.
fn step_of_index(overload: &str) -> Option<&'static str> {
    match overload {
        "index_list" => Some("@items"),
        "index_map" => Some("@values"),
        _ => None,
    }
}
