//! Semantic versions (`kubernetes.Semver`), since 1.33.

mod version;

pub use version::Version;

use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::library::arguments::{boolean, boxed, opaque, text};
use crate::library::opaque::{Opaque, SEMVER};
use crate::library::prices;
use crate::types::Type;
use crate::value::Value;

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 33 {
        return Vec::new();
    }
    let of_text = |id, result, apply| reading(id, vec![Type::String], result, apply);
    let of_text_and_flag = |id, result, apply| reading(id, vec![Type::String, Type::Bool], result, apply);
    vec![
        Function {
            name: "semver",
            overloads: vec![
                of_text("string_to_semver", Type::Opaque(SEMVER), parse),
                of_text_and_flag("string_bool_to_semver", Type::Opaque(SEMVER), parse),
            ],
        },
        Function {
            name: "isSemver",
            overloads: vec![
                of_text("is_semver_string", Type::Bool, is_semver),
                of_text_and_flag("is_semver_string_bool", Type::Bool, is_semver),
            ],
        },
        Function::of("isGreaterThan", relation("semver_is_greater_than", Type::Bool, is_greater_than)),
        Function::of("isLessThan", relation("semver_is_less_than", Type::Bool, is_less_than)),
        Function::of("compareTo", relation("semver_compare_to", Type::Int, compare_to)),
        Function::of("major", accessor("semver_major", major)),
        Function::of("minor", accessor("semver_minor", minor_number)),
        Function::of("patch", accessor("semver_patch", patch)),
    ]
}

fn reading(id: &'static str, parameters: Vec<Type>, result: Type, apply: Apply) -> Overload {
    Overload::function(id, parameters, result, apply).priced(prices::traverse_argument, prices::tracked_first)
}

fn relation(id: &'static str, result: Type, apply: Apply) -> Overload {
    Overload::method(id, vec![Type::Opaque(SEMVER); 2], result, apply).priced(prices::nominal, prices::tracked_nominal)
}

fn accessor(id: &'static str, apply: Apply) -> Overload {
    Overload::method(id, vec![Type::Opaque(SEMVER)], Type::Int, apply).priced(prices::nominal, prices::tracked_nominal)
}

/// Reads the first argument, leniently if the second one says so.
fn read(call: &Call<'_>) -> Result<Result<Version, String>, Fault> {
    let raw = text(call, 0)?;
    let is_lenient = call.arguments.len() > 1 && boolean(call, 1)?;
    Ok(if is_lenient { Version::parse_normalized(raw) } else { Version::parse(raw) })
}

fn parse(call: &Call<'_>) -> Result<Value, Fault> {
    read(call)?.map(|version| boxed(Opaque::Semver(version))).map_err(Fault::new)
}

fn is_semver(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(read(call)?.is_ok()))
}

fn version<'a>(call: &Call<'a>, index: usize) -> Result<&'a Version, Fault> {
    match opaque(call, index)? {
        Opaque::Semver(version) => Ok(version),
        _ => Err(Fault::no_such_overload()),
    }
}

fn is_greater_than(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(version(call, 0)?.compare(version(call, 1)?).is_gt()))
}

fn is_less_than(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(version(call, 0)?.compare(version(call, 1)?).is_lt()))
}

fn compare_to(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(version(call, 0)?.compare(version(call, 1)?) as i64))
}

fn major(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(version(call, 0)?.major as i64))
}

fn minor_number(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(version(call, 0)?.minor as i64))
}

fn patch(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(version(call, 0)?.patch as i64))
}
