//! What macros became: folds and their variables.

use crate::ast::{Comprehension, Id};
use crate::types::Type;

use super::Checker;
use super::format::shown;

impl Checker<'_> {
    pub(super) fn check_fold(&mut self, id: Id, fold: &mut Comprehension) {
        self.check(&mut fold.range);
        self.check(&mut fold.initial);
        let range = self.inference.meaning(&self.type_of(&fold.range));
        let folded = self.type_of(&fold.initial);
        let outside = self.scopes.depth();
        self.scopes.enter(fold.accumulator.clone(), folded.clone());
        let (one, two) = self.element_types(fold, &range);
        let inside = self.scopes.depth();
        match &fold.variable2 {
            Some(second) => {
                self.scopes.enter(fold.variable.clone(), one);
                self.scopes.enter(second.clone(), two);
            }
            None => self.scopes.enter(fold.variable.clone(), if matches!(range, Type::List(_)) { two } else { one }),
        }
        self.check(&mut fold.condition);
        self.expect(&fold.condition, &Type::Bool);
        self.check(&mut fold.step);
        self.expect(&fold.step, &folded);
        self.scopes.leave(inside);
        self.check(&mut fold.result);
        self.scopes.leave(outside);
        let kind = self.inference.meaning(&self.type_of(&fold.result));
        self.set_type(id, kind);
    }

    /// The types of indexes or keys, and of elements.
    fn element_types(&mut self, fold: &Comprehension, range: &Type) -> (Type, Type) {
        match range {
            Type::List(element) => (Type::Int, (**element).clone()),
            Type::Map(parts) => (**parts).clone(),
            Type::Dyn | Type::Error | Type::Parameter(_) => {
                self.inference.is_assignable(&Type::Dyn, range);
                (Type::Dyn, Type::Dyn)
            }
            _ => {
                let reason = "cannot be range of a comprehension (must be list, map, or dynamic)";
                self.report(fold.range.id, format!("expression of type '{}' {reason}", shown(range)));
                (Type::Error, Type::Error)
            }
        }
    }

    fn expect(&mut self, expr: &crate::ast::Expr, kind: &Type) {
        let found = self.type_of(expr);
        if !self.inference.is_assignable(kind, &found) {
            self.report_mismatch(expr.id, kind, &found);
        }
    }
}
