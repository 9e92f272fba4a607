//! What is known of a variable before any value: its type, how large it may get, how small its JSON may be.
//!
//! The counterpart of the API server's `DeclType` (`k8s.io/apiserver/pkg/cel/types.go`). The room `crd` makes these
//! from schemas.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ast::Name;
use crate::types::Type;

/// No bound is declared (`noMaxLength`).
pub const UNBOUNDED: u64 = i64::MAX as u64;

/// The reserved words: a field that is called like one is named with two underscores on both sides.
const RESERVED: [&str; 21] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "var",
    "void",
    "while",
];

/// Whether a word is reserved.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

/// A declared value.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// What it is made of.
    pub shape: Shape,
    /// The most elements, entries, characters or bytes that it can have.
    pub max_elements: u64,
    /// The fewest bytes of JSON that it takes.
    pub min_serialized_size: u64,
}

/// What a declared value is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Something without parts, `dyn` included.
    Scalar(Type),
    /// A list of these.
    List(Arc<Declared>),
    /// A map from strings to these.
    Map(Arc<Declared>),
    /// An object.
    Object(Arc<Object>),
}

/// An object with declared fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Its type's name, unique in an environment.
    pub name: Name,
    /// Its fields by the names that expressions use (`__kw__` escapes applied).
    pub fields: BTreeMap<Name, Declared>,
}

impl Object {
    /// The field of this name; that of a reserved word may be written without underscores where the grammar lets it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Declared> {
        self.fields.get(name).or_else(|| {
            let is_reserved = is_reserved(name);
            is_reserved.then(|| self.fields.get(format!("__{name}__").as_str())).flatten()
        })
    }
}

impl Declared {
    /// Its type in expressions.
    #[must_use]
    pub fn cel_type(&self) -> Type {
        match &self.shape {
            Shape::Scalar(scalar) => scalar.clone(),
            Shape::List(element) => Type::list(element.cel_type()),
            Shape::Map(value) => Type::map(Type::String, value.cel_type()),
            Shape::Object(object) => Type::Object(object.name.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_sorted() {
        assert!(RESERVED.is_sorted());
    }
}
