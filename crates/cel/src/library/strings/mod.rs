//! Functions of texts (cel-go's `ext.Strings`, version 2 since 1.29, version 0 before).

pub mod format;
mod positions;

use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::library::arguments::{integer, items, string, text, texts};
use crate::library::prices::{lists as list_prices, strings as prices};
use crate::types::Type;
use crate::value::Value;

/// No text that a function makes is longer, in bytes.
const LONGEST_TEXT: usize = 16 << 20;

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    let mut functions = vec![
        Function::of("charAt", method("string_char_at_int", &[Type::Int], Type::String, positions::char_at)),
        positions::index_of_function(minor),
        positions::last_index_of_function(minor),
        Function::of("lowerAscii", transform("string_lower_ascii", &[], lower_ascii)),
        Function {
            name: "replace",
            overloads: vec![
                rebuild("string_replace_string_string", &[Type::String, Type::String]),
                rebuild("string_replace_string_string_int", &[Type::String, Type::String, Type::Int]),
            ],
        },
        Function {
            name: "split",
            overloads: vec![
                split_overload("string_split_string", &[Type::String]),
                split_overload("string_split_string_int", &[Type::String, Type::Int]),
            ],
        },
        Function {
            name: "substring",
            overloads: vec![
                transform("string_substring_int", &[Type::Int], positions::substring),
                transform("string_substring_int_int", &[Type::Int, Type::Int], positions::substring),
            ],
        },
        Function::of("trim", transform("string_trim", &[], trim)),
        Function::of("upperAscii", transform("string_upper_ascii", &[], upper_ascii)),
    ];
    if minor >= 29 {
        functions.extend(later_functions());
    }
    functions.push(join_function());
    functions
}

/// What came with version 1 of the library.
fn later_functions() -> [Function; 2] {
    let format = method("string_format", &[Type::list(Type::Dyn)], Type::String, format::format);
    let quote = Overload::function("strings_quote", vec![Type::String], Type::String, quote);
    [
        Function::of(
            "format",
            Overload { estimate: Some(prices::format), track: Some(prices::tracked_text), ..format },
        ),
        Function::of("strings.quote", quote.priced(prices::quote, prices::tracked_text)),
    ]
}

fn method(id: &'static str, more: &[Type], result: Type, apply: Apply) -> Overload {
    Overload::method(id, [&[Type::String], more].concat(), result, apply)
}

fn transform(id: &'static str, more: &[Type], apply: Apply) -> Overload {
    method(id, more, Type::String, apply).priced(prices::transform, crate::library::prices::tracked_first)
}

fn search(id: &'static str, more: &[Type], apply: Apply) -> Overload {
    method(id, more, Type::Int, apply).priced(list_prices::compare_all, list_prices::tracked_traversal)
}

fn rebuild(id: &'static str, more: &[Type]) -> Overload {
    method(id, more, Type::String, replace).priced(prices::replace, prices::tracked_rebuilt)
}

fn split_overload(id: &'static str, more: &[Type]) -> Overload {
    method(id, more, Type::list(Type::String), split).priced(prices::split, prices::tracked_rebuilt)
}

fn join_function() -> Function {
    let overload = |id, more: &[Type]| {
        let parameters = [&[Type::list(Type::String)], more].concat();
        Overload::method(id, parameters, Type::String, join).priced(prices::join, prices::tracked_join)
    };
    Function {
        name: "join",
        overloads: vec![overload("list_join", &[]), overload("list_join_string", &[Type::String])],
    }
}

/// Pays for a text of so many bytes.
fn pay(call: &Call<'_>, length: usize) -> Result<(), Fault> {
    if length > LONGEST_TEXT {
        return Err(Fault::new(format!("a text of {length} bytes is too long")));
    }
    call.work.spend(length as u64 / 8).map_err(|error| Fault::new(error.to_string()))
}

fn lower_ascii(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(string(text(call, 0)?.to_ascii_lowercase()))
}

fn upper_ascii(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(string(text(call, 0)?.to_ascii_uppercase()))
}

fn trim(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(string(text(call, 0)?.trim()))
}

/// As `strings.Replace`: an empty text is found before every character and at the end.
fn replace(call: &Call<'_>) -> Result<Value, Fault> {
    let (subject, old, new) = (text(call, 0)?, text(call, 1)?, text(call, 2)?);
    let limit = if call.arguments.len() > 3 { integer(call, 3)? } else { -1 };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let found = subject.matches(&**old).take(limit).count();
    let kept = subject.len() - found * old.len();
    pay(call, found.saturating_mul(new.len()).saturating_add(kept))?;
    Ok(string(subject.replacen(&**old, new, limit)))
}

/// As `strings.SplitN`: at an empty text every character is cut off.
fn split(call: &Call<'_>) -> Result<Value, Fault> {
    let (subject, separator) = (text(call, 0)?, text(call, 1)?);
    let limit = if call.arguments.len() > 2 { integer(call, 2)? } else { -1 };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    pay(call, subject.len())?;
    if !separator.is_empty() {
        return Ok(texts(subject.splitn(limit, &**separator)));
    }
    let mut rest: &str = subject;
    let mut parts = Vec::new();
    while let Some(first) = rest.chars().next().filter(|_| parts.len() < limit) {
        let end = if parts.len() + 1 == limit { rest.len() } else { first.len_utf8() };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    Ok(texts(parts))
}

fn join(call: &Call<'_>) -> Result<Value, Fault> {
    let separator = if call.arguments.len() > 1 { &**text(call, 1)? } else { "" };
    let mut joined = String::new();
    for (index, item) in items(call, 0)?.iter().enumerate() {
        let Value::String(part) = item else {
            return Err(Fault::new(format!("join: invalid input: {}", crate::library::shown::shown(item))));
        };
        let separator = if index == 0 { "" } else { separator };
        pay(call, separator.len() + part.len())?;
        joined.push_str(separator);
        joined.push_str(part);
        if joined.len() > LONGEST_TEXT {
            pay(call, joined.len())?;
        }
    }
    Ok(string(joined))
}

/// In double quotes, with the escapes that CEL has.
fn quote(call: &Call<'_>) -> Result<Value, Fault> {
    let mut quoted = String::from("\"");
    for character in text(call, 0)?.chars() {
        match character {
            '\u{07}' => quoted.push_str("\\a"),
            '\u{08}' => quoted.push_str("\\b"),
            '\u{0c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{0b}' => quoted.push_str("\\v"),
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    Ok(string(quoted))
}
