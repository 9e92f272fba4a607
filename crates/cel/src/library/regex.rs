//! Searches with patterns (`kubernetes.regex`).

use gostd::regexp::{self, Regexp};

use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::library::arguments::{integer, string, text, texts};
use crate::library::prices::strings as prices;
use crate::types::Type;
use crate::value::Value;

/// The functions of this library.
pub(crate) fn functions(_: u32) -> Vec<Function> {
    vec![
        Function::of("find", search("string_find_string", &[], Type::String, find)),
        Function {
            name: "findAll",
            overloads: vec![
                search("string_find_all_string", &[], Type::list(Type::String), find_all),
                search("string_find_all_string_int", &[Type::Int], Type::list(Type::String), find_all),
            ],
        },
    ]
}

fn search(id: &'static str, more: &[Type], result: Type, apply: Apply) -> Overload {
    let parameters = [&[Type::String, Type::String], more].concat();
    Overload::method(id, parameters, result, apply).priced(prices::find, prices::tracked_find)
}

/// Compiles the pattern that is the second argument.
fn pattern(call: &Call<'_>) -> Result<Regexp, Fault> {
    regexp::compile(text(call, 1)?, call.work).map_err(|error| Fault::new(format!("Illegal regex: {error}")))
}

/// The work for regular expressions is done.
fn exhausted(error: regexp::Exhausted) -> Fault {
    Fault::new(error.to_string())
}

fn find(call: &Call<'_>) -> Result<Value, Fault> {
    let subject = text(call, 0)?;
    let found = pattern(call)?.find(subject.as_bytes(), call.work).map_err(exhausted)?;
    Ok(string(found.and_then(|range| subject.get(range)).unwrap_or_default()))
}

fn find_all(call: &Call<'_>) -> Result<Value, Fault> {
    let subject = text(call, 0)?;
    let limit = if call.arguments.len() > 2 { integer(call, 2)? } else { -1 };
    let found = pattern(call)?.find_all(subject.as_bytes(), limit, call.work).map_err(exhausted)?;
    Ok(texts(found.into_iter().map(|range| subject.get(range).unwrap_or_default())))
}
