//! Signatures of overloads with fresh variables.

use std::collections::BTreeMap;

use crate::ast::Name;
use crate::function::Overload;
use crate::types::Type;

use super::types::Inference;

/// A signature for one call.
pub(super) struct Instance {
    pub(super) parameters: Vec<Type>,
    pub(super) result: Type,
}

impl Inference {
    /// The signature of an overload, its type parameters replaced by fresh variables.
    pub(super) fn instance(&mut self, overload: &Overload) -> Instance {
        let mut fresh = BTreeMap::new();
        let result = self.renew(&overload.result, &mut fresh);
        let parameters = overload.parameters.iter().map(|kind| self.renew(kind, &mut fresh)).collect();
        Instance { parameters, result }
    }

    fn renew(&mut self, kind: &Type, fresh: &mut BTreeMap<Name, Type>) -> Type {
        match kind {
            Type::Parameter(name) => match fresh.get(name) {
                Some(variable) => variable.clone(),
                None => {
                    let variable = self.variable();
                    fresh.insert(name.clone(), variable.clone());
                    variable
                }
            },
            Type::List(part) => Type::list(self.renew(part, fresh)),
            Type::Optional(part) => Type::optional(self.renew(part, fresh)),
            Type::Type(Some(part)) => Type::Type(Some(self.renew(part, fresh).into())),
            Type::Map(parts) => Type::map(self.renew(&parts.0, fresh), self.renew(&parts.1, fresh)),
            _ => kind.clone(),
        }
    }
}
