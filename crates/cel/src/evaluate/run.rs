//! The walk through the tree that is run.

use gostd::budget::Budget;

use super::Evaluated;
use super::node::Node;
use super::qualify::readable;
use crate::ast::Name;
use crate::function::Fault;
use crate::library::standard::equality;
use crate::value::Value;

/// A walk.
pub(super) struct Run<'p> {
    /// The variables of the expression.
    bindings: &'p [(Name, Value)],
    /// The variables of the comprehensions around.
    pub(super) locals: Vec<Local<'p>>,
    cost: u64,
    limit: u64,
    has_crashed: bool,
    /// The work left.
    pub(super) work: &'p Budget,
}

/// A variable of a comprehension.
pub(super) enum Local<'p> {
    /// An accumulator that nobody asked for yet, with the step that gives its first value.
    Unset(&'p Node),
    /// One with a value; an accumulator may have failed.
    Set(Result<Value, Fault>),
}

/// Runs a tree.
pub(super) fn run(root: &Node, bindings: &[(Name, Value)], limit: u64, work: &Budget) -> Evaluated {
    let mut run = Run { bindings, locals: Vec::new(), cost: 0, limit, has_crashed: false, work };
    let result = run.step(root);
    Evaluated { result, cost: run.cost }
}

impl<'p> Run<'p> {
    /// Carries out a step.
    pub(super) fn step(&mut self, node: &'p Node) -> Result<Value, Fault> {
        match node {
            Node::Constant(value) => Ok(value.clone()),
            Node::Attribute(attribute) => self.attribute(attribute),
            Node::Logic { all, operands } => self.logic(*all, operands),
            Node::Equal { negated, operands } => self.equal(*negated, operands),
            Node::NotStrictlyFalse(operand) => self.not_strictly_false(operand),
            Node::Call(call) => self.call(call),
            Node::Extend { slot, call } => self.extend(*slot, call),
            Node::Member { element, members } => Ok(Value::Bool(members.contain(&self.step(element)?))),
            Node::Or { value, operands } => self.or(*value, operands),
            Node::List(elements) => self.list(elements),
            Node::Map(entries) => self.map(entries),
            Node::Fold(fold) => self.fold(fold),
        }
    }

    /// Adds to the cost.
    ///
    /// # Errors
    ///
    /// If it exceeds the limit.
    pub(super) fn charge(&mut self, cost: u64) -> Result<(), Fault> {
        self.cost = self.cost.saturating_add(cost);
        if self.cost > self.limit { Err(Fault::cost_limit()) } else { Ok(()) }
    }

    /// Takes one off the cost again.
    pub(super) fn refund(&mut self) {
        self.cost = self.cost.saturating_sub(1);
    }

    /// Whether nothing goes any further: no operator may hide that.
    pub(super) fn is_cancelled(&self) -> bool {
        self.has_crashed || self.cost > self.limit || self.work.is_exhausted()
    }

    /// Ends the evaluation as a crash of the server's own code does.
    pub(super) fn crash(&mut self) -> Fault {
        self.has_crashed = true;
        Fault::new("internal error: interface conversion: *types.Err is not traits.Lister: missing method Add")
    }

    /// The value of a variable of the expression.
    pub(super) fn variable(&self, name: &str) -> Result<Value, Fault> {
        let bound = self.bindings.iter().find(|(known, _)| &**known == name);
        let (_, value) = bound.ok_or_else(|| Fault::new(format!("no such attribute(s): {name}")))?;
        readable(value.clone())
    }

    fn logic(&mut self, all: bool, operands: &'p [Node; 2]) -> Result<Value, Fault> {
        let mut problem = None;
        for operand in operands {
            match self.step(operand) {
                Ok(Value::Bool(value)) if value != all => return Ok(Value::Bool(value)),
                Ok(Value::Bool(_)) => {}
                Err(fault) if self.is_cancelled() => return Err(fault),
                Ok(_) => problem = problem.or_else(|| Some(Fault::no_such_overload())),
                Err(fault) => problem = problem.or(Some(fault)),
            }
        }
        problem.map_or(Ok(Value::Bool(all)), Err)
    }

    fn equal(&mut self, negated: bool, operands: &'p [Node; 2]) -> Result<Value, Fault> {
        let [left, right] = operands;
        let left = self.operand(left)?;
        let right = self.operand(right)?;
        let result = match (&left, &right) {
            (Err(fault), _) | (_, Err(fault)) => Err(fault.clone()),
            (Ok(left), Ok(right)) => equality::equal(left, right, self.work),
        };
        self.charge_equal(negated, &left, &right)?;
        match result {
            Ok(equal) => Ok(Value::Bool(equal != negated)),
            // What cannot be compared is not equal.
            Err(_) if negated && left.is_ok() && right.is_ok() && !self.is_cancelled() => Ok(Value::Bool(true)),
            Err(fault) => Err(fault),
        }
    }

    /// An operand, or why it has no value; an error if the evaluation is cancelled.
    pub(super) fn operand(&mut self, node: &'p Node) -> Result<Result<Value, Fault>, Fault> {
        match self.step(node) {
            Err(fault) if self.is_cancelled() => Err(fault),
            result => Ok(result),
        }
    }

    fn not_strictly_false(&mut self, operand: &'p Node) -> Result<Value, Fault> {
        let value = match self.operand(operand)? {
            Ok(Value::Bool(value)) => value,
            _ => true,
        };
        self.charge(1)?;
        Ok(Value::Bool(value))
    }

    fn or(&mut self, value: bool, operands: &'p [Node; 2]) -> Result<Value, Fault> {
        let [left, right] = operands;
        match self.step(left)? {
            Value::Optional(Some(inner)) if value => Ok((*inner).clone()),
            optional @ Value::Optional(Some(_)) => Ok(optional),
            Value::Optional(None) => self.step(right),
            _ => Err(Fault::no_such_overload()),
        }
    }
}
