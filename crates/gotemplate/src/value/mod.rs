//! The values that templates handle, with the types that Go would have for them.

mod collection;
mod integer;
mod object;
mod types;

pub use collection::{List, Map};
pub use integer::{Int, IntKind};
pub use object::{Field, Object};
pub use types::{ANY_LIST, ANY_MAP, Element, INT_LIST, STRING_LIST, STRING_MAP, Type};

use std::rc::Rc;

use crate::bytes::Str;

/// Any value. Cloning is cheap: collections and strings are shared, and maps alias as in Go.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `nil`
    #[default]
    Nil,
    /// `bool`
    Bool(bool),
    /// Any of Go's integers.
    Int(Int),
    /// `float64`
    Float(f64),
    /// `string`
    String(Str),
    /// `[]byte`
    Bytes(Str),
    /// A slice.
    List(List),
    /// A map with string keys.
    Map(Map),
    /// A struct, pointer or named scalar of the program that runs the template.
    Object(Rc<dyn Object>),
}

impl Value {
    /// A Go `int`.
    #[must_use]
    pub fn int(number: i64) -> Self {
        Self::Int(Int::new(IntKind::Int, number))
    }

    /// A Go `int64`.
    #[must_use]
    pub fn int64(number: i64) -> Self {
        Self::Int(Int::new(IntKind::Int64, number))
    }

    /// A Go `[]interface {}`.
    #[must_use]
    pub fn list(items: Vec<Self>) -> Self {
        Self::List(List::new(&ANY_LIST, items))
    }

    /// A Go `[]string`.
    pub fn strings<S: Into<Str>>(items: impl IntoIterator<Item = S>) -> Self {
        Self::List(List::new(&STRING_LIST, items.into_iter().map(|item| Self::String(item.into())).collect()))
    }

    /// A new Go `map[string]interface {}`.
    pub fn map<S: Into<Str>>(entries: impl IntoIterator<Item = (S, Self)>) -> Self {
        Self::Map(Map::new(&ANY_MAP, entries.into_iter().map(|(key, value)| (key.into(), value)).collect()))
    }

    /// Whether this is `nil`.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }

    /// The bytes of a string (not of a `[]byte`).
    #[must_use]
    pub fn as_str(&self) -> Option<&Str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// How much there is to print: the values in this one, itself included, deep ones counting more for their
    /// indentation; nothing if that is above the limit. What is shared counts each time it is met; what is nested deeper
    /// than 1000 is not looked at.
    #[must_use]
    pub fn weight_within(&self, limit: usize) -> Option<usize> {
        let mut left = limit;
        self.count_down(&mut left, 0).then(|| limit - left)
    }

    /// False when nothing is left.
    fn count_down(&self, left: &mut usize, depth: usize) -> bool {
        let Some(less) = left.checked_sub(1 + depth / 8) else { return false };
        *left = less;
        match self {
            _ if depth > 1000 => true,
            Self::List(list) => list.items().iter().all(|item| item.count_down(left, depth + 1)),
            Self::Map(map) => map.entries().values().all(|value| value.count_down(left, depth + 1)),
            _ => true,
        }
    }

    /// The type as `%T` prints it, `<nil>` for nil.
    #[must_use]
    pub fn type_name(&self) -> &str {
        match self {
            Self::Nil => "<nil>",
            Self::Bool(_) => "bool",
            Self::Int(number) => number.kind().name(),
            Self::Float(_) => "float64",
            Self::String(_) => "string",
            Self::Bytes(_) => "[]uint8",
            Self::List(list) => list.type_of().name,
            Self::Map(map) => map.type_of().name,
            Self::Object(object) => object.type_name(),
        }
    }

    /// The kind as `reflect.Kind` prints it, `invalid` for nil.
    #[must_use]
    pub fn kind_name(&self) -> &str {
        match self {
            Self::Nil => "invalid",
            Self::Bool(_) => "bool",
            Self::Int(number) => number.kind().name(),
            Self::Float(_) => "float64",
            Self::String(_) => "string",
            Self::Bytes(_) | Self::List(_) => "slice",
            Self::Map(_) => "map",
            Self::Object(object) => object.kind_name(),
        }
    }

    /// Whether `if` takes this for true: not nil, not zero, not empty (`template.IsTrue`).
    #[must_use]
    pub fn truth(&self) -> bool {
        match self {
            Self::Nil => false,
            Self::Bool(truth) => *truth,
            Self::Int(number) => !number.is_zero(),
            Self::Float(number) => *number != 0.0,
            Self::String(text) | Self::Bytes(text) => !text.is_empty(),
            Self::List(list) => !list.is_empty(),
            Self::Map(map) => !map.is_empty(),
            Self::Object(object) => object.truth(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<Vec<u8>> for Value {
    fn from(text: Vec<u8>) -> Self {
        Self::String(text.into())
    }
}

impl From<Str> for Value {
    fn from(text: Str) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}
