//! Types of values: `typeOf`, `kindIs`, `deepEqual` (sprig's reflect.go).

use gotemplate::{Call, Error, Function, Param, Value};

use super::equal::Comparison;
use super::fixed;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("typeOf", &[Param::Any], |call| Ok(call.value(0).type_name().into())),
    fixed("typeIs", &[Param::String, Param::Any], type_is),
    fixed("typeIsLike", &[Param::String, Param::Any], type_is_like),
    fixed("kindOf", &[Param::Any], |call| Ok(call.value(0).kind_name().into())),
    fixed("kindIs", &[Param::String, Param::Any], kind_is),
    fixed("deepEqual", &[Param::Any, Param::Any], deep_equal),
];

fn type_is(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok((call.string(0).as_bytes() == call.value(1).type_name().as_bytes()).into())
}

/// Pointers count as what they point to.
fn type_is_like(call: &mut Call<'_>) -> Result<Value, Error> {
    let target = call.string(0);
    let actual = call.value(1).type_name().as_bytes();
    let is_like = actual == target.as_bytes() || actual.strip_prefix(b"*") == Some(target.as_bytes());
    Ok(is_like.into())
}

fn kind_is(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok((call.string(0).as_bytes() == call.value(1).kind_name().as_bytes()).into())
}

fn deep_equal(call: &mut Call<'_>) -> Result<Value, Error> {
    let (left, right) = (call.value(0), call.value(1));
    Ok(Comparison::new(call.context).equal(left, right, 0)?.into())
}
