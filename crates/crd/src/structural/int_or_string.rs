//! The two ways to say that a value is an integer or a string, in which types may stand below `anyOf` (T6).

use super::{Forbidden, Nested, ValueValidation};
use crate::schema::InertKey;

/// What of a schema's demands may have types.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Exceptions {
    /// Its own `anyOf`.
    pub any_of: bool,
    /// The `anyOf` of the first of its `allOf`.
    pub first_all_of: bool,
}

impl Exceptions {
    /// Those of these demands.
    pub fn of(value: &ValueValidation) -> Self {
        Self {
            any_of: is_integer_or_string(&value.any_of),
            first_all_of: value.all_of.first().is_some_and(|first| is_integer_or_string(&first.value.any_of)),
        }
    }
}

/// `[{type: integer}, {type: string}]`, in this order and with nothing else.
fn is_integer_or_string(any_of: &[Nested]) -> bool {
    match any_of {
        [first, second] => is_bare_type(first, "integer") && is_bare_type(second, "string"),
        _ => false,
    }
}

/// Keys that say nothing and yet make it another schema.
const OTHERS: [InertKey; 6] = [
    InertKey::Required,
    InertKey::Properties,
    InertKey::ListMapKeys,
    InertKey::Validations,
    InertKey::Example,
    InertKey::ExternalDocs,
];

fn is_bare_type(nested: &Nested, kind: &str) -> bool {
    let bare = Nested { forbidden: Forbidden { kind: kind.to_owned(), ..Forbidden::default() }, ..Nested::default() };
    nested.forbidden.kind == kind && *nested == bare && !nested.value.inert.has_any(&OTHERS)
}
