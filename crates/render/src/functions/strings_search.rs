//! Looking into texts: `contains`, `replace`, `split` and its kin (sprig's strings.go).

use std::collections::BTreeMap;

use gostd::utf8::{decode_rune, rune_count};
use gotemplate::value::STRING_MAP;
use gotemplate::{Call, Error, Function, Map, Param, Str, Value};
use memchr::memmem;

use super::fixed;
use super::limits::{ENTRY_SIZE, VALUE_SIZE};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("contains", &[Param::String, Param::String], contains),
    fixed("hasPrefix", &[Param::String, Param::String], has_prefix),
    fixed("hasSuffix", &[Param::String, Param::String], has_suffix),
    fixed("replace", &[Param::String, Param::String, Param::String], replace),
    fixed("split", &[Param::String, Param::String], split),
    fixed("splitn", &[Param::String, Param::Int, Param::String], splitn),
    fixed("splitList", &[Param::String, Param::String], split_list),
];

fn contains(call: &mut Call<'_>) -> Result<Value, Error> {
    let (part, text) = (call.string(0), call.string(1));
    Ok(memmem::find(text.as_bytes(), part.as_bytes()).is_some().into())
}

fn has_prefix(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(call.string(1).as_bytes().starts_with(call.string(0).as_bytes()).into())
}

fn has_suffix(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(call.string(1).as_bytes().ends_with(call.string(0).as_bytes()).into())
}

/// Replaces all occurrences; an empty text occurs before every character and at the end.
fn replace(call: &mut Call<'_>) -> Result<Value, Error> {
    let (old, new, text) = (call.string(0), call.string(1), call.string(2));
    let bytes = text.as_bytes();
    if old == new {
        return Ok(text.into());
    }
    if old.is_empty() {
        call.context.charge(new.len().saturating_mul(rune_count(bytes) + 1))?;
        return Ok(interspersed(bytes, new.as_bytes()).into());
    }
    let finder = memmem::Finder::new(old.as_bytes());
    let count = finder.find_iter(bytes).count();
    if count == 0 {
        return Ok(text.into());
    }
    let size = bytes.len().saturating_add(count.saturating_mul(new.len()));
    call.context.charge(size)?;
    let mut out = Vec::with_capacity(size - count * old.len());
    let mut start = 0;
    for found in finder.find_iter(bytes) {
        out.extend_from_slice(bytes.get(start..found).unwrap_or_default());
        out.extend_from_slice(new.as_bytes());
        start = found + old.len();
    }
    out.extend_from_slice(bytes.get(start..).unwrap_or_default());
    Ok(out.into())
}

fn interspersed(mut rest: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = new.to_vec();
    while !rest.is_empty() {
        let (character, after) = rest.split_at(decode_rune(rest).1);
        out.extend_from_slice(character);
        out.extend_from_slice(new);
        rest = after;
    }
    out
}

/// The parts between separators, at most so many if the number isn't negative; an empty separator separates
/// characters (`strings.SplitN`).
fn parts<'a>(text: &'a [u8], separator: &[u8], limit: i64) -> Vec<&'a [u8]> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    let mut rest = text;
    if limit == 0 || separator.is_empty() && text.is_empty() {
        return parts;
    }
    let finder = memmem::Finder::new(separator);
    while parts.len() + 1 < limit {
        let (end, width) = if separator.is_empty() {
            (decode_rune(rest).1, 0)
        } else {
            match finder.find(rest) {
                Some(found) => (found, separator.len()),
                None => break,
            }
        };
        if separator.is_empty() && end == rest.len() {
            break;
        }
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after.get(width..).unwrap_or_default();
    }
    parts.push(rest);
    parts
}

/// Counts the parts before they are made.
fn charge_parts(call: &mut Call<'_>, text: &Str, separator: &Str, size: usize) -> Result<(), Error> {
    let count = match separator.as_bytes() {
        b"" => text.len(),
        separator => memmem::find_iter(text.as_bytes(), separator).count() + 1,
    };
    call.context.work(count)?;
    call.context.charge(text.len().saturating_add(count.saturating_mul(size)))
}

/// A map whose keys are `_` and the number of the part.
fn numbered(call: &mut Call<'_>, text: &Str, separator: &Str, limit: i64) -> Result<Value, Error> {
    charge_parts(call, text, separator, ENTRY_SIZE)?;
    let parts = parts(text.as_bytes(), separator.as_bytes(), limit);
    let entry = |(index, part): (usize, &&[u8])| (Str::from(format!("_{index}")), Value::String((*part).into()));
    let entries: BTreeMap<Str, Value> = parts.iter().enumerate().map(entry).collect();
    Ok(Value::Map(Map::new(&STRING_MAP, entries)))
}

fn split(call: &mut Call<'_>) -> Result<Value, Error> {
    let (separator, text) = (call.string(0), call.string(1));
    numbered(call, &text, &separator, -1)
}

fn splitn(call: &mut Call<'_>) -> Result<Value, Error> {
    let (separator, limit, text) = (call.string(0), call.integer(1), call.string(2));
    numbered(call, &text, &separator, limit)
}

fn split_list(call: &mut Call<'_>) -> Result<Value, Error> {
    let (separator, text) = (call.string(0), call.string(1));
    charge_parts(call, &text, &separator, 3 * VALUE_SIZE)?;
    let parts = parts(text.as_bytes(), separator.as_bytes(), -1);
    Ok(Value::strings(parts))
}
