//! Lists searched and cleaned: `has`, `uniq`, `without`, `compact`, `sortAlpha`, `toStrings` (sprig's list.go).

use std::collections::HashSet;

use gotemplate::value::STRING_LIST;
use gotemplate::{Call, Error, Function, List, Param, Str, Value};

use super::equal::Comparison;
use super::limits::{VALUE_SIZE, made_list};
use super::sequence::items;
use super::text::strings;
use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("has", &[Param::Any, Param::Any], has),
    fixed("mustHas", &[Param::Any, Param::Any], has),
    fixed("uniq", &[Param::Any], uniq),
    fixed("mustUniq", &[Param::Any], uniq),
    variadic("without", &[Param::Any], Param::Any, without),
    variadic("mustWithout", &[Param::Any], Param::Any, without),
    fixed("compact", &[Param::Any], compact),
    fixed("mustCompact", &[Param::Any], compact),
    fixed("sortAlpha", &[Param::Any], sort_alpha),
    fixed("toStrings", &[Param::Any], to_strings),
];

fn has(call: &mut Call<'_>) -> Result<Value, Error> {
    let (needle, haystack) = (call.value(0), call.value(1));
    if haystack.is_nil() {
        return Ok(false.into());
    }
    let items = items(haystack, "Cannot find has on type")?;
    Ok(Comparison::new(call.context).contains(&items, needle)?.into())
}

fn uniq(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(0), "Cannot find uniq on type")?;
    let mut comparison = Comparison::new(call.context);
    let mut texts: HashSet<&Str> = HashSet::new();
    let mut others: Vec<Value> = Vec::new();
    let mut kept = Vec::new();
    for item in items.iter() {
        let is_new = match item {
            Value::String(text) => texts.insert(text),
            _ => {
                let is_new = !comparison.contains(&others, item)?;
                if is_new {
                    others.push(item.clone());
                }
                is_new
            }
        };
        if is_new {
            kept.push(item.clone());
        }
    }
    made_list(call, kept)
}

fn without(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(0), "Cannot find without on type")?;
    let unwanted = call.rest(1);
    let mut comparison = Comparison::new(call.context);
    let mut kept = Vec::new();
    for item in items.iter() {
        if !comparison.contains(unwanted, item)? {
            kept.push(item.clone());
        }
    }
    made_list(call, kept)
}

fn compact(call: &mut Call<'_>) -> Result<Value, Error> {
    let items = items(call.value(0), "Cannot compact on type")?;
    made_list(call, items.iter().filter(|item| item.truth()).cloned().collect())
}

/// The texts of the items in bytewise order. Go sorts a `[]string` in place; here the argument stays as it is.
fn sort_alpha(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut texts = match call.value(0) {
        Value::List(list) if list.is_nil() && is_strings(list) => return Ok(Value::List(list.clone())),
        Value::Nil => vec!["<nil>".into()],
        value => strings(value, call.context)?,
    };
    call.context.charge(texts.len() * VALUE_SIZE)?;
    call.context.work(texts.len())?;
    texts.sort_unstable();
    Ok(Value::strings(texts))
}

fn to_strings(call: &mut Call<'_>) -> Result<Value, Error> {
    match call.value(0) {
        Value::List(list) if is_strings(list) => Ok(Value::List(list.clone())),
        value => Ok(Value::strings(strings(value, call.context)?)),
    }
}

/// Whether this is a `[]string` and not only something like it.
fn is_strings(list: &List) -> bool {
    list.type_of().name == STRING_LIST.name
}
