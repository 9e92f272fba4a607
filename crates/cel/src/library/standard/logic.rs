//! Logic and equality: `&&`, `||`, `!`, `? :`, `==`, `!=`.

use super::{any, built_in, unary};
use crate::function::{Call, Fault, Function};
use crate::types::Type;
use crate::value::Value;

/// The operators; all but `!` are carried out by the evaluator.
pub(super) fn functions() -> Vec<Function> {
    let two_bools = || vec![Type::Bool, Type::Bool];
    let two_of_a_kind = || vec![any(), any()];
    vec![
        one("_?_:_", built_in("conditional", vec![Type::Bool, any(), any()], any())),
        one("_&&_", built_in("logical_and", two_bools(), Type::Bool)),
        one("_||_", built_in("logical_or", two_bools(), Type::Bool)),
        one("!_", unary("logical_not", Type::Bool, Type::Bool, not)),
        one("@not_strictly_false", built_in("not_strictly_false", vec![Type::Bool], Type::Bool)),
        one("_==_", built_in("equals", two_of_a_kind(), Type::Bool)),
        one("_!=_", built_in("not_equals", two_of_a_kind(), Type::Bool)),
    ]
}

fn one(name: &'static str, overload: crate::function::Overload) -> Function {
    Function { name, overloads: vec![overload] }
}

fn not(call: &Call<'_>) -> Result<Value, Fault> {
    match call.arguments {
        [Value::Bool(value)] => Ok(Value::Bool(!value)),
        _ => Err(Fault::no_such_overload()),
    }
}
