//! One execution of one template: its variables, its output, and the node that is being looked at.

use std::sync::Arc;

use super::Executor;
use super::operand::Operand;
use crate::ast::{At, Command, Expr, Invocation, Pipe, Tree};
use crate::error::{Error, ErrorKind, Location};
use crate::value::Value;

/// A node that errors can name.
#[derive(Clone, Copy)]
pub(super) enum Current<'t> {
    Start,
    Pipe(&'t Pipe),
    Command(&'t Command),
    Expr(&'t Expr),
    Invocation(&'t Invocation),
}

/// What `break` and `continue` do to the nodes around them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
}

pub(super) struct State<'t, 'x, 's> {
    pub(super) executor: &'x mut Executor<'s>,
    pub(super) tree: &'t Tree,
    pub(super) output: &'x mut Vec<u8>,
    current: Current<'t>,
    variables: Vec<(Arc<str>, Operand)>,
}

impl<'t, 'x, 's> State<'t, 'x, 's> {
    pub(super) fn new(executor: &'x mut Executor<'s>, tree: &'t Tree, output: &'x mut Vec<u8>, dot: Operand) -> Self {
        let variables = vec![(Arc::clone(&executor.dollar), dot)];
        Self { executor, tree, output, current: Current::Start, variables }
    }

    /// Executes the whole template with `$` as its dot.
    pub(super) fn run(&mut self) -> Result<(), Error> {
        let dot = self.variables.first().map_or(Operand::concrete(Value::Nil), |(_, dot)| dot.clone());
        self.walk_list(&dot, &self.tree.root).map(|_| ())
    }

    /// Marks the node that errors will name.
    pub(super) fn at(&mut self, node: Current<'t>) {
        self.current = node;
    }

    /// An error at the present node.
    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        self.located(ErrorKind::Execution, message.into(), None)
    }

    /// An error of a function at the present node.
    pub(super) fn calling(&self, name: &str, cause: Error) -> Error {
        let kind = if cause.kind == ErrorKind::Limit { ErrorKind::Limit } else { ErrorKind::Execution };
        self.located(kind, format!("error calling {name}: "), Some(Box::new(cause)))
    }

    /// A limit, with the place where it was reached.
    pub(super) fn limited(&self, error: Error) -> Error {
        if error.location.is_some() { error } else { self.located(ErrorKind::Limit, error.message, error.cause) }
    }

    fn located(&self, kind: ErrorKind, message: String, cause: Option<Box<Error>>) -> Error {
        let (at, node) = self.describe();
        let (line, column) = self.tree.source.location(at.pos);
        let location = Location {
            executing: Arc::clone(&self.tree.name),
            source: Arc::clone(&self.tree.source),
            line,
            column,
            span: at.start..at.end,
            node,
            nil: None,
        };
        Error { kind, location: Some(Box::new(location)), position: None, message, cause }
    }

    fn describe(&self) -> (At, String) {
        match self.current {
            Current::Start => (At::default(), String::new()),
            Current::Pipe(pipe) => (pipe.at, pipe.to_string()),
            Current::Command(command) => (command.at, command.to_string()),
            Current::Expr(expr) => (expr.at, expr.to_string()),
            Current::Invocation(invocation) => (invocation.at, invocation.to_string()),
        }
    }

    /// The height of the stack of variables.
    pub(super) fn mark(&self) -> usize {
        self.variables.len()
    }

    /// Forgets the variables above a mark.
    pub(super) fn pop(&mut self, mark: usize) {
        self.variables.truncate(mark);
    }

    pub(super) fn push(&mut self, name: &Arc<str>, value: Operand) {
        self.variables.push((Arc::clone(name), value));
    }

    /// Sets the variable that was declared last under this name.
    pub(super) fn set(&mut self, name: &str, value: Operand) -> Result<(), Error> {
        match self.variables.iter_mut().rev().find(|(candidate, _)| **candidate == *name) {
            Some((_, slot)) => *slot = value,
            None => return Err(self.error(format!("undefined variable: {name}"))),
        }
        Ok(())
    }

    /// Sets the variable at a place of the stack, counted from the top, from 1.
    pub(super) fn set_top(&mut self, from_top: usize, value: Operand) {
        let place = self.variables.len().checked_sub(from_top);
        if let Some((_, slot)) = place.and_then(|place| self.variables.get_mut(place)) {
            *slot = value;
        }
    }

    pub(super) fn variable(&self, name: &str) -> Result<Operand, Error> {
        let found = self.variables.iter().rev().find(|(candidate, _)| **candidate == *name);
        found.map(|(_, value)| value.clone()).ok_or_else(|| self.error(format!("undefined variable: {name}")))
    }
}
