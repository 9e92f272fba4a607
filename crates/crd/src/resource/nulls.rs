//! Removes `null` where it is neither allowed nor replaced by a default (`PruneNonNullableNullsWithoutDefaults`).

use gostd::json::Value;

use super::prune::{Declared, declared};
use crate::structural::Structural;

/// Removes such members; items of lists stay.
pub fn drop_nulls(value: &mut Value, structural: Option<&Structural>) {
    match value {
        Value::Object(members) => members.retain(|name, value| {
            let schema = structural.and_then(|structural| match declared(structural, name) {
                Declared::As(schema) => Some(schema),
                Declared::Unknown | Declared::Empty => None,
            });
            let goes =
                *value == Value::Null && schema.is_some_and(|schema| !schema.nullable && schema.default.is_none());
            if !goes {
                drop_nulls(value, schema);
            }
            !goes
        }),
        Value::Array(items) => {
            let of_items = structural.and_then(|structural| structural.items.as_deref());
            items.iter_mut().for_each(|item| drop_nulls(item, of_items));
        }
        _ => {}
    }
}
