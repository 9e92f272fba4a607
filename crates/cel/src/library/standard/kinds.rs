//! The types that values have when an expression runs.

use std::sync::Arc;

use crate::types::Type;
use crate::value::Value;

/// The type of a value, its parts unknown. To expressions objects are maps.
pub(crate) fn of(value: &Value) -> Type {
    match value {
        Value::Null => Type::Null,
        Value::Bool(_) => Type::Bool,
        Value::Int(_) => Type::Int,
        Value::Uint(_) => Type::Uint,
        Value::Double(_) => Type::Double,
        Value::String(_) => Type::String,
        Value::Bytes(_) => Type::Bytes,
        Value::Duration(_) => Type::Duration,
        Value::Timestamp(_) => Type::Timestamp,
        Value::List(_) => Type::list(Type::Dyn),
        Value::Map(_) | Value::Object(_) => Type::map(Type::Dyn, Type::Dyn),
        Value::Optional(_) => Type::optional(Type::Dyn),
        Value::Type(_) => Type::Type(None),
        Value::Opaque(opaque) => opaque.kind(),
        Value::Fault(_) => Type::Error,
    }
}

/// The name of a type without its parameters (`TypeName`).
pub(crate) fn name(kind: &Type) -> &str {
    match kind {
        Type::Null => "null_type",
        Type::Bool => "bool",
        Type::Int => "int",
        Type::Uint => "uint",
        Type::Double => "double",
        Type::String => "string",
        Type::Bytes => "bytes",
        Type::Duration => "google.protobuf.Duration",
        Type::Timestamp => "google.protobuf.Timestamp",
        Type::Dyn => "dyn",
        Type::Error => "error",
        Type::List(_) => "list",
        Type::Map(_) => "map",
        Type::Optional(_) => "optional_type",
        Type::Object(name) | Type::Parameter(name) => name,
        Type::Opaque(name) => name,
        Type::Type(_) => "type",
    }
}

/// Whether a value may be given to a parameter of this type; of lists and maps the first element or entry tells.
pub(crate) fn fits(parameter: &Type, value: &Value) -> bool {
    match (parameter, value) {
        (Type::Dyn | Type::Parameter(_), _) => true,
        (Type::Object(_), Value::Map(_) | Value::Object(_)) => true,
        (Type::List(element), Value::List(list)) => list.items.first().is_none_or(|first| fits(element, first)),
        (Type::Map(both), Value::Map(map)) => map
            .entries
            .first_key_value()
            .is_none_or(|(key, value)| fits(&both.0, &key.to_value()) && fits(&both.1, value)),
        (parameter, value) => name(parameter) == name(&of(value)),
    }
}

/// `type(x)`
pub(super) fn of_as_value(value: &Value) -> Value {
    Value::Type(Arc::new(of(value)))
}
