//! Literals of lists and maps.

use crate::ast::{Entry, Expr, Id};
use crate::types::Type;

use super::Checker;
use super::selections::unwrap;

impl Checker<'_> {
    pub(super) fn check_list(&mut self, id: Id, elements: &mut [Expr], optional: &[usize]) {
        let mut common = None;
        for (index, element) in elements.iter_mut().enumerate() {
            self.check(element);
            let kind = self.part_type(element, optional.contains(&index));
            common = Some(self.join(common, kind));
        }
        let element = common.unwrap_or_else(|| self.inference.variable());
        self.set_type(id, Type::list(element));
    }

    pub(super) fn check_map(&mut self, id: Id, entries: &mut [Entry]) {
        let mut common: Option<(Type, Type)> = None;
        for entry in entries {
            let (keys, values) = common.map_or((None, None), |(keys, values)| (Some(keys), Some(values)));
            self.check(&mut entry.key);
            let kind = self.type_of(&entry.key);
            let keys = self.join(keys, kind);
            self.check(&mut entry.value);
            let kind = self.part_type(&entry.value, entry.optional);
            common = Some((keys, self.join(values, kind)));
        }
        let (keys, values) = common.unwrap_or_else(|| (self.inference.variable(), self.inference.variable()));
        self.set_type(id, Type::map(keys, values));
    }

    /// The type of an element or value; after a question mark that of what is in the optional.
    fn part_type(&mut self, expr: &Expr, optional: bool) -> Type {
        let kind = self.type_of(expr);
        if !optional {
            return kind;
        }
        let (kind, is_optional) = unwrap(kind);
        if !is_optional && kind != Type::Dyn {
            self.report_mismatch(expr.id, &Type::optional(kind.clone()), &kind);
        }
        kind
    }

    /// The type that both have, else a dynamic one: whether that is wanted is asked once all types are known.
    fn join(&mut self, before: Option<Type>, this: Type) -> Type {
        match before {
            None => this,
            Some(before) if self.inference.is_assignable(&before, &this) => self.inference.most_general(&before, &this),
            Some(_) => Type::Dyn,
        }
    }
}
