//! Operators that cel-go has as one function each, for the values that have the trait for it.

use crate::function::Fault;
use crate::library::standard::kinds;
use crate::value::Value;

/// Whether all overloads are one function (`SingletonBinaryBinding` and the like).
pub(super) fn is_one_function(function: &str) -> bool {
    matches!(
        function,
        "_+_"
            | "_-_"
            | "_*_"
            | "_/_"
            | "_%_"
            | "-_"
            | "!_"
            | "_<_"
            | "_<=_"
            | "_>_"
            | "_>=_"
            | "@in"
            | "size"
            | "matches"
            | "type"
            | "dyn"
    )
}

/// Whether a function looks at the types of its arguments itself (`DisableTypeGuards`).
pub(super) fn is_unguarded(function: &str) -> bool {
    matches!(function, "contains" | "endsWith" | "startsWith" | "flatten")
}

/// Whether a value has the trait that an operator asks of its first operand; `None` if it asks for none.
fn has_trait(function: &str, value: &Value) -> Option<bool> {
    use Value::{Bool, Bytes, Double, Duration, Int, List, Map, Object, String, Timestamp, Uint};
    Some(match function {
        "_+_" => {
            matches!(value, Bytes(_) | Double(_) | Duration(_) | Int(_) | List(_) | String(_) | Timestamp(_) | Uint(_))
        }
        "_-_" => matches!(value, Double(_) | Duration(_) | Int(_) | Timestamp(_) | Uint(_)),
        "_*_" | "_/_" => matches!(value, Double(_) | Int(_) | Uint(_)),
        "_%_" => matches!(value, Int(_) | Uint(_)),
        "-_" => matches!(value, Bool(_) | Double(_) | Duration(_) | Int(_)),
        "_<_" | "_<=_" | "_>_" | "_>=_" => {
            matches!(value, Bool(_) | Bytes(_) | Double(_) | Duration(_) | Int(_) | String(_) | Timestamp(_) | Uint(_))
        }
        "size" => matches!(value, Bytes(_) | List(_) | Map(_) | Object(_) | String(_)),
        "matches" => matches!(value, String(_)),
        _ => return None,
    })
}

/// What an operator does with values that no overload declares, because the values have the trait.
///
/// # Errors
///
/// If it does nothing with them.
pub(super) fn undeclared(function: &str, values: &[Value]) -> Result<Value, Fault> {
    match (function, values) {
        ("-_", [Value::Duration(span)]) => {
            span.checked_neg().map(Value::Duration).ok_or_else(|| Fault::new("integer overflow"))
        }
        _ => Err(no_such_overload(function, values)),
    }
}

/// No overload takes these values; cel-go has several texts for that.
fn no_such_overload(function: &str, values: &[Value]) -> Fault {
    let has_methods = |value: &Value| matches!(value, Value::String(_) | Value::Timestamp(_) | Value::Duration(_));
    match (values.first().map(|first| (has_trait(function, first), has_methods(first))), values) {
        (Some((Some(false), false)), _) => Fault::new(format!("no such overload: {function}")),
        (Some((Some(_), _)), _) => Fault::no_such_overload(),
        _ if is_one_function(function) || is_unguarded(function) => Fault::no_such_overload(),
        _ => {
            let kinds: Vec<_> = values.iter().map(kinds::of).collect();
            let names: Vec<_> = kinds.iter().map(kinds::name).collect();
            Fault::new(format!("no such overload: {function}({})", names.join(", ")))
        }
    }
}
