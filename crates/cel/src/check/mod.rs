//! Names, types and overloads: from a tree to a [`Checked`] one, as cel-go's checker does it (`checker/checker.go`),
//! with the settings of the API server: numbers of different types can be compared, literals are looked at afterwards.

mod calls;
mod folds;
mod format;
mod literals;
mod names;
mod overloads;
mod selections;
mod types;
mod validators;

use std::collections::HashMap;

use crate::ast::{Ast, Constant, Expr, Id, Kind, Name};
use crate::checked::{Checked, Reference};
use crate::declared::{Declared, Object, Shape};
use crate::environment::{Environment, Variable};
use crate::issue::Issues;
use crate::types::Type;

use names::Scopes;
use types::Inference;

/// Finds out what the names and calls of a tree mean and which types its nodes have, then looks at its literals.
///
/// # Errors
///
/// Everything that is wrong, in cel-go's words.
pub fn check(ast: Ast, environment: &Environment, variables: &[Variable<'_>]) -> Result<Checked, Issues> {
    let mut checker = Checker::new(&ast, environment, variables);
    let Ast { mut root, source, offsets } = ast;
    checker.check(&mut root);
    let issues = checker.finish();
    if !issues.is_empty() {
        return Err(issues);
    }
    let Checker { types, references, .. } = checker;
    let checked = Checked { ast: Ast { root, source, offsets }, types, references };
    let issues = validators::validate(&checked, environment);
    if issues.is_empty() { Ok(checked) } else { Err(issues) }
}

/// Goes through a tree once.
struct Checker<'a> {
    environment: &'a Environment,
    scopes: Scopes,
    /// The objects that were met so far, by their names: those of variables and of the fields selected from them.
    objects: HashMap<Name, &'a Object>,
    inference: Inference,
    offsets: Vec<u32>,
    types: Vec<Option<Type>>,
    references: Vec<Option<Reference>>,
    issues: Issues,
}

impl<'a> Checker<'a> {
    fn new(ast: &Ast, environment: &'a Environment, variables: &[Variable<'a>]) -> Self {
        let nodes = ast.offsets.len();
        let mut checker = Self {
            environment,
            scopes: Scopes::default(),
            objects: HashMap::new(),
            inference: Inference::default(),
            offsets: ast.offsets.clone(),
            types: vec![None; nodes],
            references: vec![None; nodes],
            issues: Issues::new(ast.source.clone()),
        };
        for variable in variables {
            checker.meet(variable.declared);
            let kind = variable.declared.cel_type();
            let kind = if variable.optional { Type::optional(kind) } else { kind };
            checker.scopes.declare(variable.name.clone(), kind);
        }
        checker
    }

    /// Remembers the objects that a value of this type leads to without a selection.
    fn meet(&mut self, declared: &'a Declared) {
        let mut declared = declared;
        while let Shape::List(inner) | Shape::Map(inner) = &declared.shape {
            declared = inner;
        }
        if let Shape::Object(object) = &declared.shape {
            self.objects.insert(object.name.clone(), object);
        }
    }

    fn check(&mut self, expr: &mut Expr) {
        match &mut expr.kind {
            Kind::Constant(constant) => {
                let kind = type_of_constant(constant);
                self.set_type(expr.id, kind);
            }
            Kind::Ident(_) => self.check_ident(expr),
            Kind::Select { .. } => self.check_select(expr),
            Kind::Call { .. } => self.check_call(expr),
            Kind::List { elements, optional } => self.check_list(expr.id, elements, optional),
            Kind::Map(entries) => self.check_map(expr.id, entries),
            Kind::Struct { .. } => self.check_struct(expr),
            Kind::Comprehension(fold) => self.check_fold(expr.id, fold),
        }
    }

    /// Replaces what stands for types by those types; what stands for nothing is dynamic.
    fn finish(&mut self) -> Issues {
        for kind in self.types.iter_mut().flatten() {
            *kind = self.inference.known(kind);
        }
        if self.inference.is_exhausted() {
            return Issues::whole(self.issues.source(), "types of this size are not supported");
        }
        self.issues.clone()
    }

    fn set_type(&mut self, id: Id, kind: Type) {
        if let Some(place) = self.types.get_mut(id) {
            *place = Some(kind);
        }
    }

    fn set_reference(&mut self, id: Id, reference: Reference) {
        if let Some(place) = self.references.get_mut(id) {
            *place = Some(reference);
        }
    }

    fn type_of(&self, expr: &Expr) -> Type {
        self.types.get(expr.id).cloned().flatten().unwrap_or(Type::Error)
    }

    fn report(&mut self, id: Id, message: impl Into<String>) {
        self.issues.report(self.offsets.get(id).copied(), message);
    }

    fn report_undeclared(&mut self, id: Id, name: &str) {
        self.report(id, format!("undeclared reference to '{name}' (in container '')"));
    }

    fn report_mismatch(&mut self, id: Id, expected: &Type, found: &Type) {
        self.report(id, format!("expected type '{}' but found '{}'", format::shown(expected), format::shown(found)));
    }
}

fn type_of_constant(constant: &Constant) -> Type {
    match constant {
        Constant::Null => Type::Null,
        Constant::Bool(_) => Type::Bool,
        Constant::Int(_) => Type::Int,
        Constant::Uint(_) => Type::Uint,
        Constant::Double(_) => Type::Double,
        Constant::String(_) => Type::String,
        Constant::Bytes(_) => Type::Bytes,
    }
}
