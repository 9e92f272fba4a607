//! What an expression costs at worst, before anything is known but types and bounds (cel-go, `checker/cost.go`, with
//! Kubernetes' options and sizes).
//!
//! Estimates decide which rules the server accepts, so its oddities are kept: the comments tell where.

mod call;
mod declared;
mod locals;
mod node;
mod path;
mod size;
mod standard;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::ast::{Expr, Id, Kind};
use crate::checked::Checked;
use crate::environment::{Environment, Variable};
use crate::estimate::{Cost, Size};

use declared::DeclaredSizes;
use locals::Locals;
use path::Path;
use size::EntrySize;

/// What a checked expression costs: at least and at most.
///
/// Sizes are those declared of the first variable; the others are taken to be as large.
#[must_use]
pub fn estimate(checked: &Checked, environment: &Environment, variables: &[Variable<'_>]) -> Cost {
    let sizes = DeclaredSizes { root: variables.first().map(|variable| variable.declared) };
    let mut estimator = Estimator {
        checked,
        environment,
        sizes,
        paths: HashMap::new(),
        computed: HashMap::new(),
        entries: HashMap::new(),
        locals: Locals::default(),
    };
    estimator.cost(&checked.ast.root)
}

/// An estimate under way. Trees are as deep as the parser lets them be, and walked by recursion.
struct Estimator<'a> {
    checked: &'a Checked,
    environment: &'a Environment,
    sizes: DeclaredSizes<'a>,
    /// What nodes stand for, from a variable down.
    paths: HashMap<Id, Path>,
    /// Sizes of nodes as far as they are known.
    computed: HashMap<Id, Size>,
    /// Sizes of what is in lists and maps.
    entries: HashMap<Id, EntrySize>,
    /// Variables of macros.
    locals: Locals,
}

impl Estimator<'_> {
    /// What a node costs with all below it.
    fn cost(&mut self, expr: &Expr) -> Cost {
        match &expr.kind {
            Kind::Constant(_) => Cost::NONE,
            Kind::Ident(name) => self.identifier(expr, name),
            Kind::Select { operand, field, test_only } => self.selection(expr, operand, field, *test_only),
            Kind::Call { function, target, arguments } => self.call(expr, function, target.as_deref(), arguments),
            Kind::List { elements, .. } => self.list(expr, elements),
            Kind::Map(entries) => self.map(expr, entries),
            Kind::Struct { fields, .. } => self.structure(fields),
            Kind::Comprehension(comprehension) if node::is_binding(comprehension) => self.binding(expr, comprehension),
            Kind::Comprehension(comprehension) => self.comprehension(expr, comprehension),
        }
    }
}
