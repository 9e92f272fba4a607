//! An expression whose names and types are known.

use crate::ast::{Ast, Id, Name};
use crate::types::Type;

/// A checked expression: the tree, and for its nodes what was found out.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The tree; qualified names that turned out to be one variable or type are one [`crate::ast::Kind::Ident`].
    pub ast: Ast,
    /// The type of every node, by its number.
    pub types: Vec<Option<Type>>,
    /// What names and calls stand for, by the number of the node.
    pub references: Vec<Option<Reference>>,
}

/// What a name or call stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// A variable, also one of a macro, or a type.
    Name(Name),
    /// The overloads that may be meant, by cel-go's ids.
    Overloads(Vec<&'static str>),
}

impl Checked {
    /// The type of a node.
    #[must_use]
    pub fn type_of(&self, id: Id) -> &Type {
        self.types.get(id).and_then(Option::as_ref).unwrap_or(&Type::Dyn)
    }

    /// The type of the whole.
    #[must_use]
    pub fn result_type(&self) -> &Type {
        self.type_of(self.ast.root.id)
    }

    /// The overloads that a call may mean.
    #[must_use]
    pub fn overloads(&self, id: Id) -> &[&'static str] {
        match self.references.get(id) {
            Some(Some(Reference::Overloads(ids))) => ids,
            _ => &[],
        }
    }

    /// Whether a variable of this name is used anywhere.
    #[must_use]
    pub fn uses(&self, variable: &str) -> bool {
        self.references
            .iter()
            .flatten()
            .any(|reference| matches!(reference, Reference::Name(name) if name.trim_start_matches('.') == variable))
    }
}
