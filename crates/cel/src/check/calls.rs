//! Calls: which function is meant, and which of its overloads.

use crate::ast::{Expr, Id, Kind, Name};
use crate::checked::Reference;
use crate::function::Function;
use crate::types::Type;

use super::Checker;
use super::format::signature;
use super::selections::qualified_name;

/// A call whose arguments have types.
struct Call<'c> {
    id: Id,
    function: &'c Function,
    /// The numbers and types of the arguments, the target first.
    arguments: Vec<(Id, Type)>,
    is_method: bool,
}

impl<'a> Checker<'a> {
    pub(super) fn check_call(&mut self, expr: &mut Expr) {
        let id = expr.id;
        let Kind::Call { function, target, arguments } = &mut expr.kind else { return };
        if &**function == "_?._" && target.is_none() {
            self.check_optional_select(id, arguments);
            return;
        }
        for argument in arguments.iter_mut() {
            self.check(argument);
        }
        let name = function.clone();
        if let Some(known) = self.function_with_namespace(&name, target.as_deref()) {
            *function = known.name.into();
            *target = None;
            let arguments = self.arguments(None, arguments);
            return self.resolve_overload(&Call { id, function: known, arguments, is_method: false });
        }
        if let Some(target) = target {
            self.check(target);
            if let Some(known) = self.environment().function(&name) {
                let arguments = self.arguments(Some(target), arguments);
                return self.resolve_overload(&Call { id, function: known, arguments, is_method: true });
            }
        }
        self.set_type(id, Type::Error);
        self.report_undeclared(id, &name);
    }

    fn environment(&self) -> &'a crate::environment::Environment {
        self.environment
    }

    /// The function of this name if it is not called on anything, or only on its namespace.
    fn function_with_namespace(&self, name: &Name, target: Option<&Expr>) -> Option<&'a Function> {
        let qualified = match target {
            Some(target) => format!("{}.{name}", qualified_name(target)?.1),
            None => name.to_string(),
        };
        self.environment.function(qualified.strip_prefix('.').unwrap_or(&qualified))
    }

    fn arguments(&self, target: Option<&Expr>, arguments: &[Expr]) -> Vec<(Id, Type)> {
        target.into_iter().chain(arguments).map(|expr| (expr.id, self.type_of(expr))).collect()
    }

    fn resolve_overload(&mut self, call: &Call<'_>) {
        match self.overload(call) {
            Some((overloads, kind)) => {
                self.set_type(call.id, kind);
                self.set_reference(call.id, Reference::Overloads(overloads));
            }
            None => self.set_type(call.id, Type::Error),
        }
    }

    /// The overloads that the arguments fit, and the type of the result; `None` after an error.
    fn overload(&mut self, call: &Call<'_>) -> Option<(Vec<&'static str>, Type)> {
        let kinds: Vec<Type> = call.arguments.iter().map(|(_, kind)| kind.clone()).collect();
        let mut fitting = Vec::new();
        let mut result: Option<Type> = None;
        for overload in call.function.overloads.iter().filter(|overload| overload.member == call.is_method) {
            if matches!(call.function.name, "_&&_" | "_||_") {
                return self.all_are_bools(call).then(|| (vec![overload.id], Type::Bool));
            }
            let instance = self.inference.instance(overload);
            if !self.inference.are_assignable(&kinds, &instance.parameters) {
                continue;
            }
            fitting.push(overload.id);
            let this = self.inference.meaning(&instance.result);
            result = Some(match result {
                None => this,
                Some(before) if before == Type::Dyn || self.inference.are_same(&this, &before) => before,
                Some(_) => Type::Dyn,
            });
        }
        if result.is_none() {
            let kinds: Vec<Type> = kinds.iter().map(|kind| self.inference.known(kind)).collect();
            let signature = signature(&kinds, call.is_method);
            let name = call.function.name;
            self.report(call.id, format!("found no matching overload for '{name}' applied to '{signature}'"));
        }
        result.map(|kind| (fitting, kind))
    }

    fn all_are_bools(&mut self, call: &Call<'_>) -> bool {
        let mut fine = true;
        for (id, kind) in &call.arguments {
            if !self.inference.is_assignable(kind, &Type::Bool) {
                self.report_mismatch(*id, &Type::Bool, kind);
                fine = false;
            }
        }
        fine
    }
}
