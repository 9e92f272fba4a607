//! Attributes: a variable or another step, and what is selected of it (cel-go's `interpreter/attributes.go`).

use std::sync::Arc;

use super::node::{Attribute, Node, Qualifier, QualifierKey, Root};
use super::qualify::{self, find};
use super::run::{Local, Run};
use crate::function::Fault;
use crate::value::Value;

impl<'p> Run<'p> {
    /// The value of an attribute, at the price of one for all of it and one for each selection.
    pub(super) fn attribute(&mut self, attribute: &'p Attribute) -> Result<Value, Fault> {
        let result = self.resolve(attribute);
        let is_conditional = matches!(attribute.root, Root::Conditional(_));
        match (is_conditional, attribute.is_test) {
            (false, false) => self.charge(1)?,
            (true, true) => self.refund(),
            _ => {}
        }
        match result? {
            Value::Optional(held) if attribute.is_test => Ok(Value::Bool(held.is_some())),
            value => Ok(value),
        }
    }

    /// The same without the price for all of it: what branches and indexes pay.
    fn resolve(&mut self, attribute: &'p Attribute) -> Result<Value, Fault> {
        let root = self.root(&attribute.root)?;
        if attribute.qualifiers.is_empty() {
            return Ok(root);
        }
        let (mut value, mut optional) = match root {
            Value::Optional(Some(held)) => ((*held).clone(), true),
            none @ Value::Optional(None) => return Ok(none),
            value => (value, false),
        };
        for qualifier in &attribute.qualifiers {
            optional |= qualifier.optional;
            value = if optional {
                match self.select_if_present(qualifier, &value)? {
                    Some(selected) => selected,
                    None => return Ok(Value::Optional(None)),
                }
            } else {
                self.select(qualifier, &value)?
            };
        }
        Ok(if optional { Value::Optional(Some(Arc::new(value))) } else { value })
    }

    fn root(&mut self, root: &'p Root) -> Result<Value, Fault> {
        match root {
            Root::Variable(name) => self.variable(name),
            Root::Local(slot) => self.local(*slot),
            Root::Step(node) => self.step(node),
            Root::Conditional(nodes) => {
                let [condition, truthy, falsy] = &**nodes;
                match self.step(condition)? {
                    Value::Bool(true) => self.branch(truthy),
                    Value::Bool(false) => self.branch(falsy),
                    _ => Err(Fault::no_such_overload()),
                }
            }
        }
    }

    fn branch(&mut self, node: &'p Node) -> Result<Value, Fault> {
        match node {
            Node::Attribute(attribute) => self.resolve(attribute),
            node => self.step(node),
        }
    }

    /// The value of a comprehension's variable; that of an accumulator is worked out when it is first asked for.
    fn local(&mut self, slot: usize) -> Result<Value, Fault> {
        match self.locals.get(slot) {
            Some(Local::Set(result)) => result.clone(),
            Some(Local::Unset(initial)) => {
                let initial = *initial;
                // The first value knows only the variables around the comprehension.
                let own = self.locals.split_off(slot);
                let result = self.step(initial);
                self.locals.extend(own);
                if let Some(local) = self.locals.get_mut(slot) {
                    *local = Local::Set(result.clone());
                }
                result
            }
            None => Err(Fault::new("no such attribute(s)")),
        }
    }

    fn select(&mut self, qualifier: &'p Qualifier, value: &Value) -> Result<Value, Fault> {
        let result = match &qualifier.key {
            QualifierKey::Constant(key) => qualify::get(value, key),
            QualifierKey::Test(key) => find(value, key).map(|found| Value::Bool(found.is_some())),
            QualifierKey::Step(node) => self.branch(node).and_then(|key| qualify::get(value, &key)),
        };
        self.charge(1)?;
        result
    }

    fn select_if_present(&mut self, qualifier: &'p Qualifier, value: &Value) -> Result<Option<Value>, Fault> {
        let found = match &qualifier.key {
            QualifierKey::Constant(key) | QualifierKey::Test(key) => find(value, key)?,
            QualifierKey::Step(node) => {
                let key = self.branch(node)?;
                find(value, &key)?
            }
        };
        if found.is_some() {
            self.charge(1)?;
        }
        Ok(found)
    }
}
