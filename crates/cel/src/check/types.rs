//! Which types go together, and what stands for what (`checker/types.go`, `checker/mapping.go`).

use std::cell::Cell;
use std::collections::HashMap;

use crate::ast::Name;
use crate::types::Type;

/// So many parts of types may be looked at: folds within folds can make types that double with each.
const MOST_STEPS: u64 = 2_000_000;

/// What variables of types stand for so far.
#[derive(Debug, Default)]
pub(super) struct Inference {
    meanings: HashMap<Name, Type>,
    /// What to put back if a guess turns out wrong.
    trail: Vec<(Name, Option<Type>)>,
    variables: usize,
    steps: Cell<u64>,
}

impl Inference {
    /// A variable that stands for nothing yet.
    pub(super) fn variable(&mut self) -> Type {
        self.variables += 1;
        Type::Parameter(format!("_var{}", self.variables - 1).into())
    }

    /// Whether types became too large to go on.
    pub(super) fn is_exhausted(&self) -> bool {
        self.steps.get() > MOST_STEPS
    }

    /// Counts a step; `false` if there were too many.
    fn step(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        !self.is_exhausted()
    }

    /// Whether a value of type `from` may be where `to` is wanted; if so, variables get their meaning.
    pub(super) fn is_assignable(&mut self, to: &Type, from: &Type) -> bool {
        self.are_assignable(std::slice::from_ref(to), std::slice::from_ref(from))
    }

    /// The same for all of them at once.
    pub(super) fn are_assignable(&mut self, these: &[Type], those: &[Type]) -> bool {
        self.trail.clear();
        let fit = these.len() == those.len() && these.iter().zip(those).all(|(one, other)| self.fits(one, other));
        if !fit {
            while let Some((name, meaning)) = self.trail.pop() {
                match meaning {
                    Some(meaning) => self.meanings.insert(name, meaning),
                    None => self.meanings.remove(&name),
                };
            }
        }
        fit
    }

    fn mean(&mut self, name: &Name, kind: Type) {
        let before = self.meanings.insert(name.clone(), kind);
        self.trail.push((name.clone(), before));
    }

    fn fits(&mut self, one: &Type, other: &Type) -> bool {
        if !self.step() {
            return true;
        }
        if let Type::Parameter(name) = other {
            let (fits, has_meaning) = self.may_mean(name, other, one);
            if fits || has_meaning {
                return fits;
            }
        }
        match (one, other) {
            (Type::Parameter(name), _) => self.may_mean(name, one, other).0,
            (Type::Dyn | Type::Error, _) | (_, Type::Dyn | Type::Error) => true,
            (Type::Null, kind) | (kind, Type::Null) => is_nullable(kind),
            (Type::List(one), Type::List(other)) | (Type::Optional(one), Type::Optional(other)) => {
                self.fits(one, other)
            }
            (Type::Map(one), Type::Map(other)) => self.fits(&one.0, &other.0) && self.fits(&one.1, &other.1),
            (Type::Type(_), Type::Type(_)) => true,
            _ => one == other,
        }
    }

    /// Whether the variable may stand for the type, and whether it has a meaning already.
    fn may_mean(&mut self, name: &Name, variable: &Type, kind: &Type) -> (bool, bool) {
        if variable == kind {
            return (true, true);
        }
        let Some(meaning) = self.meanings.get(name).cloned() else {
            let free = self.is_free_of(variable, kind);
            if free {
                self.mean(name, kind.clone());
            }
            return (free, false);
        };
        if self.are_same(kind, &meaning) {
            return (true, true);
        }
        if !self.fits(kind, &meaning) {
            return (false, true);
        }
        let general = self.most_general(kind, &meaning);
        if self.is_free_of(variable, &general) {
            self.mean(name, general);
        }
        (true, true)
    }

    /// Whether the variable does not occur in the type.
    fn is_free_of(&self, variable: &Type, kind: &Type) -> bool {
        if !self.step() {
            return false;
        }
        if variable == kind {
            return false;
        }
        match kind {
            Type::Parameter(name) => self.meanings.get(name).is_none_or(|meaning| self.is_free_of(variable, meaning)),
            Type::List(part) | Type::Optional(part) | Type::Type(Some(part)) => self.is_free_of(variable, part),
            Type::Map(parts) => self.is_free_of(variable, &parts.0) && self.is_free_of(variable, &parts.1),
            _ => true,
        }
    }

    /// Whether two types are the same, variables included.
    pub(super) fn are_same(&self, one: &Type, other: &Type) -> bool {
        if !self.step() {
            return true;
        }
        match (one, other) {
            (Type::List(one), Type::List(other))
            | (Type::Optional(one), Type::Optional(other))
            | (Type::Type(Some(one)), Type::Type(Some(other))) => self.are_same(one, other),
            (Type::Map(one), Type::Map(other)) => self.are_same(&one.0, &other.0) && self.are_same(&one.1, &other.1),
            (Type::List(_) | Type::Optional(_) | Type::Type(_) | Type::Map(_), _) => {
                matches!((one, other), (Type::Type(None), Type::Type(None)))
            }
            _ => one == other,
        }
    }

    /// The more general of two types that go together.
    pub(super) fn most_general(&self, one: &Type, other: &Type) -> Type {
        if self.is_as_general(one, other) { one.clone() } else { other.clone() }
    }

    fn is_as_general(&self, one: &Type, other: &Type) -> bool {
        if !self.step() {
            return true;
        }
        match (one, other) {
            (Type::Dyn | Type::Parameter(_), _) => true,
            (_, Type::Dyn | Type::Parameter(_)) => false,
            (Type::List(one), Type::List(other)) | (Type::Optional(one), Type::Optional(other)) => {
                self.is_as_general(one, other)
            }
            (Type::Map(one), Type::Map(other)) => {
                self.is_as_general(&one.0, &other.0) && self.is_as_general(&one.1, &other.1)
            }
            (Type::Type(_), Type::Type(_)) => true,
            _ => self.are_same(one, other),
        }
    }

    /// The type with the meanings of its variables; those without one stay.
    pub(super) fn meaning(&self, kind: &Type) -> Type {
        self.replace(kind, &|variable| variable.clone())
    }

    /// The type with the meanings of its variables; those without one are dynamic.
    pub(super) fn known(&self, kind: &Type) -> Type {
        self.replace(kind, &|_| Type::Dyn)
    }

    fn replace(&self, kind: &Type, free: &dyn Fn(&Type) -> Type) -> Type {
        if !self.step() {
            return Type::Dyn;
        }
        match kind {
            Type::Parameter(name) => match self.meanings.get(name) {
                Some(meaning) => self.replace(meaning, free),
                None => free(kind),
            },
            Type::List(part) => Type::list(self.replace(part, free)),
            Type::Optional(part) => Type::optional(self.replace(part, free)),
            Type::Type(Some(part)) => Type::Type(Some(self.replace(part, free).into())),
            Type::Map(parts) => Type::map(self.replace(&parts.0, free), self.replace(&parts.1, free)),
            _ => kind.clone(),
        }
    }
}

fn is_nullable(kind: &Type) -> bool {
    matches!(
        kind,
        Type::Null | Type::Optional(_) | Type::Object(_) | Type::Opaque(_) | Type::Duration | Type::Timestamp
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_get_the_most_general_meaning() {
        let mut inference = Inference::default();
        let variable = inference.variable();
        assert!(inference.is_assignable(&Type::Int, &variable));
        assert_eq!(inference.known(&Type::list(variable.clone())), Type::list(Type::Int));
        assert!(!inference.is_assignable(&Type::String, &variable));
        assert!(inference.is_assignable(&Type::Dyn, &variable));
        assert_eq!(inference.known(&variable), Type::Dyn);
    }

    #[test]
    fn what_fails_leaves_nothing_behind() {
        let mut inference = Inference::default();
        let (one, other) = (inference.variable(), inference.variable());
        assert!(!inference.are_assignable(&[Type::Int, Type::Int], &[one.clone(), Type::String]));
        assert_eq!(inference.meaning(&one), one);
        assert!(!inference.is_assignable(&Type::list(other.clone()), &other));
    }

    #[test]
    fn null_goes_with_what_may_be_missing() {
        let mut inference = Inference::default();
        for kind in [Type::Timestamp, Type::Object("a".into()), Type::optional(Type::Int), Type::Dyn] {
            assert!(inference.is_assignable(&kind, &Type::Null), "{kind:?}");
        }
        for kind in [Type::Int, Type::String, Type::list(Type::Int), Type::Type(None)] {
            assert!(!inference.is_assignable(&Type::Null, &kind), "{kind:?}");
        }
    }
}
