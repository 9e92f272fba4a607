//! Executing templates (Go: `text/template/exec.go`).
//!
//! Go panics its way out of an execution; here everything returns `Result`. The order in which nodes are visited is
//! Go's, because the node that was visited last is the one an error names.

mod arguments;
mod call;
mod field;
mod limits;
mod operand;
mod pipeline;
mod range;
mod set;
mod state;
mod walk;

#[cfg(test)]
mod tests;

pub use limits::Limits;
pub use set::{Functions, Set};

use std::any::Any;
use std::rc::Rc;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use crate::ast::Tree;
use crate::bytes::Str;
use crate::error::Error;
use crate::function::Context;
use crate::value::Value;
use limits::Spent;
use operand::Operand;
use set::Layer;
use state::State;

/// What a token of a text takes in its tree.
const BYTES_OF_TOKEN: usize = 100;

/// Executes templates of a set, one after the other, with common limits.
pub struct Executor<'s> {
    set: &'s Set,
    functions: &'s Functions,
    host: &'s dyn Any,
    limits: Limits,
    spent: Spent,
    /// The name of the variable that holds a template's data.
    dollar: Arc<str>,
    /// What texts executed by [`Context::execute_text`] define, innermost last.
    layers: Vec<Rc<Layer>>,
    /// Texts that have been executed already.
    parsed: HashMap<Str, Rc<Layer>>,
}

impl<'s> Executor<'s> {
    /// An executor over a set, with functions and with the state that functions reach by [`crate::Call::host`].
    #[must_use]
    pub fn new(set: &'s Set, functions: &'s Functions, host: &'s dyn Any, limits: Limits) -> Self {
        Self {
            set,
            functions,
            host,
            limits,
            spent: Spent::default(),
            dollar: Arc::from("$"),
            layers: Vec::new(),
            parsed: HashMap::new(),
        }
    }

    /// Executes a template by name and returns its output: `ExecuteTemplate`.
    ///
    /// # Errors
    /// There is no such template; or its execution failed, with the texts of Go; or it went beyond a limit.
    pub fn run(&mut self, name: &Str, data: &Value) -> Result<Vec<u8>, Error> {
        let Some(tree) = self.find(name.as_bytes()) else {
            let associated = self.set.name();
            return Err(Error::new(format!(
                "template: no template {:?} associated with template {associated:?}",
                name.to_str()
            )));
        };
        self.run_tree(&tree, data)
    }

    fn run_tree(&mut self, tree: &Arc<Tree>, data: &Value) -> Result<Vec<u8>, Error> {
        self.descend()?;
        let mut output = Vec::new();
        let done = State::new(self, tree, &mut output, Operand::concrete(data.clone())).run();
        self.spent.depth -= 1;
        done.map(|()| output)
    }

    /// The template of that name that counts now.
    fn find(&self, name: &[u8]) -> Option<Arc<Tree>> {
        let layered = self.layers.iter().rev().find_map(|layer| layer.get(name));
        layered.or_else(|| self.set.get(name)).cloned()
    }

    /// The trees of a text: parsed once, however often it is executed.
    fn layer(&mut self, text: &Str) -> Result<Rc<Layer>, Error> {
        if let Some(layer) = self.parsed.get(text) {
            return Ok(Rc::clone(layer));
        }
        let parsed = crate::parse::parse(self.set.name(), text.clone(), &|name| self.functions.contains(name))?;
        self.spend_memory(parsed.tokens as usize * BYTES_OF_TOKEN)?;
        let layer = Rc::new(Layer::new(parsed));
        self.parsed.insert(text.clone(), Rc::clone(&layer));
        Ok(layer)
    }
}

impl Context for Executor<'_> {
    fn execute(&mut self, name: &Str, data: &Value) -> Result<Str, Error> {
        self.run(name, data).map(Str::from)
    }

    fn execute_text(&mut self, text: &Str, data: &Value) -> Result<Str, Error> {
        let layer = self.layer(text)?;
        let main = layer.main();
        self.layers.push(layer);
        let done = self.run_tree(&main, data);
        self.layers.pop();
        done.map(Str::from)
    }

    fn host(&self) -> &dyn Any {
        self.host
    }

    fn charge(&mut self, bytes: usize) -> Result<(), Error> {
        self.spend_memory(bytes)
    }

    fn work(&mut self, steps: usize) -> Result<(), Error> {
        self.spend_steps(steps as u64)
    }
}
