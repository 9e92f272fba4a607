//! Texts as rows of characters: single ones, parts, and where something is.

use super::search;
use crate::function::{Apply, Call, Fault, Function};
use crate::library::arguments::{integer, string, text};
use crate::types::Type;
use crate::value::Value;

fn out_of_range(index: i64) -> Fault {
    Fault::new(format!("index out of range: {index}"))
}

/// Where the character of this number begins; the end of the text is the place after the last one.
fn place(subject: &str, index: i64) -> Option<usize> {
    let ends = std::iter::once(subject.len());
    subject.char_indices().map(|(place, _)| place).chain(ends).nth(usize::try_from(index).ok()?)
}

/// How many characters there are.
fn length(subject: &str) -> i64 {
    subject.chars().count() as i64
}

/// `charAt`; the character after the last one is empty.
pub(super) fn char_at(call: &Call<'_>) -> Result<Value, Fault> {
    let (subject, index) = (text(call, 0)?, integer(call, 1)?);
    let place = place(subject, index).ok_or_else(|| out_of_range(index))?;
    let character = subject.get(place..).and_then(|rest| rest.chars().next());
    Ok(string(character.map_or(String::new(), String::from)))
}

/// `substring`, to the end or to an index.
pub(super) fn substring(call: &Call<'_>) -> Result<Value, Fault> {
    let (subject, start) = (text(call, 0)?, integer(call, 1)?);
    let end = if call.arguments.len() > 2 { Some(integer(call, 2)?) } else { None };
    if let Some(end) = end.filter(|end| start > *end) {
        return Err(Fault::new(format!("invalid substring range. start: {start}, end: {end}")));
    }
    let from = place(subject, start).ok_or_else(|| out_of_range(start))?;
    let to = match end {
        Some(end) => place(subject, end).ok_or_else(|| out_of_range(end))?,
        None => subject.len(),
    };
    Ok(string(subject.get(from..to).unwrap_or_default()))
}

/// `indexOf`
pub(super) fn index_of_function(minor: u32) -> Function {
    // Before 1.37, cel-go 0.26 gave an offset back where nothing was looked for.
    let with_offset: Apply = if minor < 37 { old_index_of } else { index_of };
    Function {
        name: "indexOf",
        overloads: vec![
            search("string_index_of_string", &[Type::String], index_of),
            search("string_index_of_string_int", &[Type::String, Type::Int], with_offset),
        ],
    }
}

/// `lastIndexOf`
pub(super) fn last_index_of_function(minor: u32) -> Function {
    let with_offset: Apply = if minor < 37 { old_last_index_of } else { last_index_of };
    Function {
        name: "lastIndexOf",
        overloads: vec![
            search("string_last_index_of_string", &[Type::String], last_index_of),
            search("string_last_index_of_string_int", &[Type::String, Type::Int], with_offset),
        ],
    }
}

/// The number of the character at a place.
fn number_of(subject: &str, place: usize) -> i64 {
    length(subject.get(..place).unwrap_or_default())
}

fn index_of(call: &Call<'_>) -> Result<Value, Fault> {
    let (subject, wanted) = (text(call, 0)?, text(call, 1)?);
    let offset = if call.arguments.len() > 2 { integer(call, 2)? } else { 0 };
    if offset < 0 {
        return Err(out_of_range(offset));
    }
    if wanted.is_empty() {
        return Ok(Value::Int(offset.min(length(subject))));
    }
    let found = place(subject, offset).and_then(|from| {
        let rest = subject.get(from..)?;
        rest.find(&**wanted).map(|found| offset.saturating_add(number_of(rest, found)))
    });
    Ok(Value::Int(found.unwrap_or(-1)))
}

fn last_index_of(call: &Call<'_>) -> Result<Value, Fault> {
    let (subject, wanted) = (text(call, 0)?, text(call, 1)?);
    let characters = length(subject);
    let offset = if call.arguments.len() > 2 { integer(call, 2)? } else { characters };
    if offset < 0 {
        return Err(out_of_range(offset));
    }
    if wanted.is_empty() {
        return Ok(Value::Int(offset.min(characters)));
    }
    if call.arguments.len() > 2 && offset >= characters {
        return Ok(Value::Int(-1));
    }
    // What is found must begin at the offset or before it: it may end that much later.
    let latest = place(subject, offset).unwrap_or(subject.len());
    let limit = latest.saturating_add(wanted.len()).min(subject.len());
    let end = (0..=limit).rev().find(|end| subject.is_char_boundary(*end)).unwrap_or(0);
    let found = subject.get(..end).and_then(|before| before.rfind(&**wanted));
    Ok(Value::Int(found.map_or(-1, |found| number_of(subject, found))))
}

fn old_index_of(call: &Call<'_>) -> Result<Value, Fault> {
    if text(call, 1)?.is_empty() { Ok(Value::Int(integer(call, 2)?)) } else { index_of(call) }
}

fn old_last_index_of(call: &Call<'_>) -> Result<Value, Fault> {
    if text(call, 1)?.is_empty() { Ok(Value::Int(integer(call, 2)?)) } else { last_index_of(call) }
}
