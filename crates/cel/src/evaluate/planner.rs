//! Checked trees become trees that are run (cel-go's `interpreter/planner.go`, with `OptOptimize`).

use std::sync::Arc;

use super::MAX_DEPTH;
use super::constant;
use super::node::{Attribute, Call, Element, Fold, Node, Qualifier, QualifierKey, Root};
use crate::ast::{Comprehension, Constant, Entry, Expr, Id, Kind, Name};
use crate::checked::{Checked, Reference};
use crate::environment::Environment;
use crate::function::{Fault, Overload};
use crate::types::Type;
use crate::value::Value;

/// Plans a whole expression.
pub(super) fn plan(checked: &Checked, environment: &Environment) -> Result<Node, Fault> {
    let mut planner = Planner { checked, environment, scope: Vec::new(), step_of: None, depth: 0 };
    planner.plan(&checked.ast.root)
}

struct Planner<'a> {
    checked: &'a Checked,
    environment: &'a Environment,
    /// The names of the variables of the comprehensions around; `None` for those that are out of reach.
    scope: Vec<Option<Name>>,
    /// The accumulator whose next value is planned.
    step_of: Option<usize>,
    depth: usize,
}

impl Planner<'_> {
    fn plan(&mut self, expr: &Expr) -> Result<Node, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::new("the expression is too deep"));
        }
        self.depth += 1;
        let node = self.plan_kind(expr);
        self.depth -= 1;
        node
    }

    fn plan_kind(&mut self, expr: &Expr) -> Result<Node, Fault> {
        match &expr.kind {
            Kind::Constant(constant) => Ok(Node::Constant(value_of(constant))),
            Kind::Ident(name) => self.ident(expr.id, name),
            Kind::Select { operand, field, test_only } => {
                let mut attribute = self.attribute(operand)?;
                let name = Value::String(field.clone());
                let key = if *test_only { QualifierKey::Test(name) } else { QualifierKey::Constant(name) };
                attribute.qualifiers.push(Qualifier { key, optional: false });
                attribute.is_test = *test_only;
                Ok(Node::Attribute(attribute))
            }
            Kind::Call { function, target, arguments } => {
                let operands: Vec<&Expr> = target.as_deref().into_iter().chain(arguments).collect();
                self.call(expr.id, function, &operands)
            }
            Kind::List { elements, optional } => self.list(elements, optional),
            Kind::Map(entries) => self.map(entries),
            Kind::Struct { name, .. } => Err(Fault::new(format!("unknown type: {name}"))),
            Kind::Comprehension(comprehension) => self.fold(comprehension),
        }
    }

    fn ident(&self, id: Id, name: &Name) -> Result<Node, Fault> {
        let name = match self.checked.references.get(id) {
            Some(Some(Reference::Name(name))) => name,
            _ => name,
        };
        let local = self.local(name);
        let root = match (self.checked.type_of(id), local) {
            (Type::Type(Some(kind)), None) => return Ok(Node::Constant(Value::Type(kind.clone()))),
            (Type::Type(None), None) if &**name == "type" => {
                return Ok(Node::Constant(Value::Type(Arc::new(Type::Type(None)))));
            }
            (Type::Type(_), _) => return Err(Fault::new(format!("reference to undefined type: {name}"))),
            (_, Some(slot)) => Root::Local(slot),
            (_, None) => Root::Variable(name.trim_start_matches('.').into()),
        };
        Ok(Node::Attribute(Box::new(Attribute { root, qualifiers: Vec::new(), is_test: false })))
    }

    fn local(&self, name: &Name) -> Option<usize> {
        self.scope.iter().rposition(|known| known.as_ref() == Some(name))
    }

    /// What something can be selected from.
    fn attribute(&mut self, operand: &Expr) -> Result<Box<Attribute>, Fault> {
        self.step_of = None;
        Ok(match self.plan(operand)? {
            Node::Attribute(attribute) => attribute,
            step => Box::new(Attribute { root: Root::Step(step), qualifiers: Vec::new(), is_test: false }),
        })
    }

    fn call(&mut self, id: Id, function: &Name, operands: &[&Expr]) -> Result<Node, Fault> {
        match (&**function, operands) {
            ("_&&_" | "_||_", [left, right]) => {
                let all = &**function == "_&&_";
                Ok(Node::Logic { all, operands: self.pair(left, right)? })
            }
            ("_?_:_", [condition, truthy, falsy]) => self.conditional(condition, truthy, falsy),
            ("_==_" | "_!=_", [left, right]) => {
                let negated = &**function == "_!=_";
                Ok(Node::Equal { negated, operands: self.pair(left, right)? })
            }
            ("_[_]", [operand, index]) => self.index(operand, index, false),
            ("_?._" | "_[?_]", [operand, index]) => self.index(operand, index, true),
            ("@not_strictly_false" | "__not_strictly_false__", [operand]) => {
                Ok(Node::NotStrictlyFalse(Box::new(self.plan(operand)?)))
            }
            _ => self.function(id, function, operands),
        }
    }

    fn pair(&mut self, left: &Expr, right: &Expr) -> Result<Box<[Node; 2]>, Fault> {
        self.step_of = None;
        Ok(Box::new([self.plan(left)?, self.plan(right)?]))
    }

    fn conditional(&mut self, condition: &Expr, truthy: &Expr, falsy: &Expr) -> Result<Node, Fault> {
        let step_of = self.step_of.take();
        let condition = self.plan(condition)?;
        self.step_of = step_of;
        let truthy = self.plan(truthy)?;
        self.step_of = step_of;
        let nodes = [condition, truthy, self.plan(falsy)?];
        let root = Root::Conditional(Box::new(nodes));
        Ok(Node::Attribute(Box::new(Attribute { root, qualifiers: Vec::new(), is_test: false })))
    }

    fn index(&mut self, operand: &Expr, index: &Expr, optional: bool) -> Result<Node, Fault> {
        let mut attribute = self.attribute(operand)?;
        let key = match self.plan(index)? {
            Node::Constant(value) => QualifierKey::Constant(value),
            step => QualifierKey::Step(step),
        };
        attribute.qualifiers.push(Qualifier { key, optional });
        Ok(Node::Attribute(attribute))
    }

    fn function(&mut self, id: Id, function: &Name, operands: &[&Expr]) -> Result<Node, Fault> {
        let slot = self.extended(function, operands);
        let mut arguments = Vec::with_capacity(operands.len());
        for operand in operands {
            arguments.push(self.plan(operand)?);
        }
        let (overloads, is_resolved) = self.overloads(id, function, arguments.len());
        let function = function.clone();
        let call = Call { function, overloads, is_resolved, arguments, has_pattern: false, pattern: None };
        match slot {
            Some(slot) => Ok(Node::Extend { slot, call: Box::new(call) }),
            None => constant::optimised(call),
        }
    }

    /// The place of the list or map that this call adds to, if nothing else can see it: `accumulator + [x]` as the step of
    /// a macro.
    fn extended(&mut self, function: &Name, operands: &[&Expr]) -> Option<usize> {
        let slot = self.step_of.take()?;
        let adds = match (&**function, operands) {
            ("_+_", [_, list]) => matches!(list.kind, Kind::List { .. }),
            ("cel.@mapInsert", [_, _, _]) => true,
            _ => false,
        };
        match operands.first().map(|operand| &operand.kind) {
            Some(Kind::Ident(name)) if adds && self.local(name) == Some(slot) => Some(slot),
            _ => None,
        }
    }

    /// What a call may be, and whether the checker left no choice.
    fn overloads(&self, id: Id, function: &Name, arguments: usize) -> (Vec<Overload>, bool) {
        let all = self.environment.function(function).map_or(&[][..], |known| &known.overloads);
        match self.checked.overloads(id) {
            [only] => {
                let overload = all.iter().find(|overload| overload.id == *only);
                (overload.cloned().into_iter().collect(), true)
            }
            _ => (all.iter().filter(|overload| overload.parameters.len() == arguments).cloned().collect(), false),
        }
    }

    fn list(&mut self, elements: &[Expr], optional: &[usize]) -> Result<Node, Fault> {
        self.step_of = None;
        let mut planned = Vec::with_capacity(elements.len());
        for (position, element) in elements.iter().enumerate() {
            planned.push(Element { node: self.plan(element)?, optional: optional.binary_search(&position).is_ok() });
        }
        constant::list(planned)
    }

    fn map(&mut self, entries: &[Entry]) -> Result<Node, Fault> {
        self.step_of = None;
        let mut planned = Vec::with_capacity(entries.len());
        for entry in entries {
            let key = self.plan(&entry.key)?;
            planned.push((key, Element { node: self.plan(&entry.value)?, optional: entry.optional }));
        }
        constant::map(planned)
    }

    fn fold(&mut self, comprehension: &Comprehension) -> Result<Node, Fault> {
        self.step_of = None;
        let initial = self.plan(&comprehension.initial)?;
        self.step_of = None;
        let range = self.plan(&comprehension.range)?;
        let accumulator = self.scope.len();
        self.scope.push(Some(comprehension.accumulator.clone()));
        self.scope.push(Some(comprehension.variable.clone()));
        self.scope.push(comprehension.variable2.clone());
        self.step_of = None;
        let condition = self.plan(&comprehension.condition)?;
        self.step_of = Some(accumulator);
        let step = self.plan(&comprehension.step)?;
        self.step_of = None;
        if let [.., first, second] = self.scope.as_mut_slice() {
            (*first, *second) = (None, None);
        }
        let result = self.plan(&comprehension.result)?;
        self.scope.truncate(accumulator);
        let has_two = comprehension.variable2.is_some();
        Ok(Node::Fold(Box::new(Fold { range, has_two, initial, condition, step, result })))
    }
}

fn value_of(constant: &Constant) -> Value {
    match constant {
        Constant::Null => Value::Null,
        Constant::Bool(value) => Value::Bool(*value),
        Constant::Int(value) => Value::Int(*value),
        Constant::Uint(value) => Value::Uint(*value),
        Constant::Double(value) => Value::Double(*value),
        Constant::String(value) => Value::String(Arc::clone(value)),
        Constant::Bytes(value) => Value::Bytes(Arc::clone(value)),
    }
}
