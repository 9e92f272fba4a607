//! Optional selections and indexes: `a.?b`, `a[?b]`, and `[ ]` on an optional (cel-go's `cel.OptionalTypes`).
//!
//! The evaluator carries all of them out.

use super::built_in;
use crate::function::{Function, Overload};
use crate::types::Type;

/// The operators.
pub(super) fn functions() -> Vec<Function> {
    let selection = built_in("select_optional_field", vec![Type::Dyn, Type::String], Type::optional(value()));
    vec![
        Function { name: "_?._", overloads: vec![selection] },
        Function {
            name: "_[?_]",
            overloads: vec![
                index("list_optindex_optional_int", list(), Type::Int),
                index("optional_list_optindex_optional_int", Type::optional(list()), Type::Int),
                index("map_optindex_optional_value", map(), key()),
                index("optional_map_optindex_optional_value", Type::optional(map()), key()),
            ],
        },
        Function {
            name: "_[_]",
            overloads: vec![
                index("optional_list_index_int", Type::optional(list()), Type::Int),
                index("optional_map_index_value", Type::optional(map()), key()),
            ],
        },
    ]
}

fn index(id: &'static str, operand: Type, index: Type) -> Overload {
    built_in(id, vec![operand, index], Type::optional(value()))
}

fn key() -> Type {
    Type::parameter("K")
}

fn value() -> Type {
    Type::parameter("V")
}

fn list() -> Type {
    Type::list(value())
}

fn map() -> Type {
    Type::map(key(), value())
}
