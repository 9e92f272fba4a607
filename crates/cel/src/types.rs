//! The types that expressions have.

use std::sync::Arc;

use crate::ast::Name;

/// The type of a value, or what stands for one while types are inferred.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `null_type`
    Null,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `uint`
    Uint,
    /// `double`
    Double,
    /// `string`
    String,
    /// `bytes`
    Bytes,
    /// `google.protobuf.Duration`
    Duration,
    /// `google.protobuf.Timestamp`
    Timestamp,
    /// `dyn`: known when the expression runs.
    Dyn,
    /// What a node has for which there was an error already.
    Error,
    /// `list(T)`
    List(Arc<Type>),
    /// `map(K, V)`
    Map(Arc<(Type, Type)>),
    /// `optional_type(T)`
    Optional(Arc<Type>),
    /// An object with declared fields, by its name; `crate::declared::Fields` knows them.
    Object(Name),
    /// A type of a library that has no parts, such as `kubernetes.Quantity`, by its name.
    Opaque(&'static str),
    /// The type of a type; `None` for `type` without a parameter.
    Type(Option<Arc<Type>>),
    /// `T` in the signature of an overload, or a variable of the inference.
    Parameter(Name),
}

impl Type {
    /// `list(element)`
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Arc::new(element))
    }

    /// `map(key, value)`
    #[must_use]
    pub fn map(key: Self, value: Self) -> Self {
        Self::Map(Arc::new((key, value)))
    }

    /// `optional_type(value)`
    #[must_use]
    pub fn optional(value: Self) -> Self {
        Self::Optional(Arc::new(value))
    }

    /// `T`, of an overload's signature.
    #[must_use]
    pub fn parameter(name: &str) -> Self {
        Self::Parameter(name.into())
    }
}
