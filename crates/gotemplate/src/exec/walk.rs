//! Nodes: text, actions, conditions, invocations.

use super::operand::Operand;
use super::state::{Current, Flow, State};
use crate::ast::{Branch, Invocation, Node, Pipe};
use crate::error::Error;
use crate::format::{printable, steps_to_write, try_write_value, write_value};
use crate::value::Value;

/// What an action prints when it has no value. Callers such as Helm look for it in the output.
const NO_VALUE: &[u8] = b"<no value>";

impl<'t> State<'t, '_, '_> {
    pub(super) fn walk_list(&mut self, dot: &Operand, nodes: &'t [Node]) -> Result<Flow, Error> {
        self.executor.enter().map_err(|error| self.limited(error))?;
        let flow = self.walk_nodes(dot, nodes);
        self.executor.leave();
        flow
    }

    fn walk_nodes(&mut self, dot: &Operand, nodes: &'t [Node]) -> Result<Flow, Error> {
        for node in nodes {
            let flow = self.walk(dot, node)?;
            if flow != Flow::Next {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    fn walk(&mut self, dot: &Operand, node: &'t Node) -> Result<Flow, Error> {
        self.step()?;
        match node {
            Node::Text(text) => self.write(|output| output.extend_from_slice(text.as_bytes()))?,
            Node::Action(pipe) => self.walk_action(dot, pipe)?,
            Node::If(branch) => return self.walk_if(dot, branch),
            Node::With(branch) => return self.walk_with(dot, branch),
            Node::Range(branch) => return self.walk_range(dot, branch),
            Node::Template(invocation) => self.walk_template(dot, invocation)?,
            Node::Break => return Ok(Flow::Break),
            Node::Continue => return Ok(Flow::Continue),
        }
        Ok(Flow::Next)
    }

    pub(super) fn step(&mut self) -> Result<(), Error> {
        self.executor.step().map_err(|error| self.limited(error))
    }

    /// Writes and counts.
    fn write(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), Error> {
        let before = self.output.len();
        write(self.output);
        let limit = self.executor.limits.output;
        if self.output.len() > limit {
            return Err(self.limited(Error::limit(format!("the template writes more than {} MiB", limit >> 20))));
        }
        let written = self.output.len() - before;
        self.executor.spend_memory(written).map_err(|error| self.limited(error))
    }

    /// Writes a value that may print as much more than it holds.
    fn write_large(&mut self, value: &Value) -> Result<(), Error> {
        let steps = steps_to_write(value).map_err(|error| self.limited(error))?;
        self.executor.spend_steps(steps as u64).map_err(|error| self.limited(error))?;
        let executor = &mut *self.executor;
        let written = try_write_value(self.output, value, &mut |bytes| executor.spend_memory(bytes));
        written.map_err(|error| self.limited(error))
    }

    /// Variables that an action declares live on to the end of the list it stands in.
    fn walk_action(&mut self, dot: &Operand, pipe: &'t Pipe) -> Result<(), Error> {
        let value = self.pipeline(dot, pipe)?;
        if !pipe.declarations.is_empty() {
            return Ok(());
        }
        match &value.value {
            Value::Nil => self.write(|output| output.extend_from_slice(NO_VALUE)),
            value @ (Value::List(_) | Value::Map(_)) => self.write_large(value),
            value => self.write(|output| write_value(output, &printable(value))),
        }
    }

    fn walk_if(&mut self, dot: &Operand, branch: &'t Branch) -> Result<Flow, Error> {
        let mark = self.mark();
        let truth = self.pipeline(dot, &branch.pipe)?.value.truth();
        let flow = match (truth, &branch.else_list) {
            (true, _) => self.walk_list(dot, &branch.list)?,
            (false, Some(list)) => self.walk_list(dot, list)?,
            (false, None) => Flow::Next,
        };
        self.pop(mark);
        Ok(flow)
    }

    fn walk_with(&mut self, dot: &Operand, branch: &'t Branch) -> Result<Flow, Error> {
        let mark = self.mark();
        let value = self.pipeline(dot, &branch.pipe)?;
        let flow = match (value.value.truth(), &branch.else_list) {
            (true, _) => self.walk_list(&value, &branch.list)?,
            (false, Some(list)) => self.walk_list(dot, list)?,
            (false, None) => Flow::Next,
        };
        self.pop(mark);
        Ok(flow)
    }

    fn walk_template(&mut self, dot: &Operand, invocation: &'t Invocation) -> Result<(), Error> {
        self.at(Current::Invocation(invocation));
        let Some(tree) = self.executor.find(invocation.name.as_bytes()) else {
            return Err(self.error(format!("template {:?} not defined", invocation.name.to_str())));
        };
        self.executor.descend().map_err(|error| self.limited(error))?;
        let dot = match &invocation.pipe {
            Some(pipe) => self.pipeline(dot, pipe)?,
            None => Operand::concrete(Value::Nil),
        };
        let done = State::new(self.executor, &tree, self.output, dot).run();
        self.executor.spent.depth -= 1;
        done
    }
}
