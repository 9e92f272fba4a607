//! Regular expressions: `regexMatch`, `regexFindAll`, `regexReplaceAll`, `regexSplit` (sprig's regex.go). The plain
//! functions panic where the `must` twins fail, so their errors read differently; only `regexMatch` forgives.

use gostd::regexp::{Budget, Exhausted, Regexp, quote_meta};
use gotemplate::value::STRING_LIST;
use gotemplate::{Call, Error, ErrorKind, Function, List, Param, Value};

use super::fixed;
use super::limits::VALUE_SIZE;
use super::regex_cache::{Refusal, compiled, within};
use super::text::made;

const TEXTS: &[Param] = &[Param::String, Param::String];
const TEXTS_AND_COUNT: &[Param] = &[Param::String, Param::String, Param::Int];
const THREE_TEXTS: &[Param] = &[Param::String, Param::String, Param::String];

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("regexMatch", TEXTS, regex_match),
    fixed("mustRegexMatch", TEXTS, |call| compiled(call, Refusal::Error).and_then(|pattern| is_match(call, &pattern))),
    fixed("regexFind", TEXTS, |call| find(call, Refusal::Panic)),
    fixed("mustRegexFind", TEXTS, |call| find(call, Refusal::Error)),
    fixed("regexFindAll", TEXTS_AND_COUNT, |call| find_all(call, Refusal::Panic)),
    fixed("mustRegexFindAll", TEXTS_AND_COUNT, |call| find_all(call, Refusal::Error)),
    fixed("regexSplit", TEXTS_AND_COUNT, |call| split(call, Refusal::Panic)),
    fixed("mustRegexSplit", TEXTS_AND_COUNT, |call| split(call, Refusal::Error)),
    fixed("regexReplaceAll", THREE_TEXTS, |call| replace(call, Refusal::Panic, Regexp::replace_all)),
    fixed("mustRegexReplaceAll", THREE_TEXTS, |call| replace(call, Refusal::Error, Regexp::replace_all)),
    fixed("regexReplaceAllLiteral", THREE_TEXTS, |call| replace(call, Refusal::Panic, Regexp::replace_all_literal)),
    fixed("mustRegexReplaceAllLiteral", THREE_TEXTS, |call| replace(call, Refusal::Error, Regexp::replace_all_literal)),
    fixed("regexQuoteMeta", &[Param::String], quoted),
];

fn regex_match(call: &mut Call<'_>) -> Result<Value, Error> {
    match compiled(call, Refusal::Error) {
        Ok(pattern) => is_match(call, &pattern),
        Err(error) if error.kind == ErrorKind::Limit => Err(error),
        Err(_) => Ok(Value::Bool(false)),
    }
}

fn quoted(call: &mut Call<'_>) -> Result<Value, Error> {
    let quoted = quote_meta(call.string(0).as_bytes());
    made(call, quoted)
}

fn is_match(call: &Call<'_>, pattern: &Regexp) -> Result<Value, Error> {
    within(call, |budget| pattern.is_match(call.string(1).as_bytes(), budget)).map(Value::from)
}

fn find(call: &mut Call<'_>, refusal: Refusal) -> Result<Value, Error> {
    let pattern = compiled(call, refusal)?;
    let text = call.string(1);
    let found = within(call, |budget| pattern.find(text.as_bytes(), budget))?;
    let found = found.and_then(|range| text.as_bytes().get(range));
    made(call, found.unwrap_or_default())
}

/// All matches, or so many of them; without any a nil slice, as Go's `regexp` gives it.
fn find_all(call: &mut Call<'_>, refusal: Refusal) -> Result<Value, Error> {
    let pattern = compiled(call, refusal)?;
    let text = call.string(1);
    let found = within(call, |budget| pattern.find_all(text.as_bytes(), call.integer(2), budget))?;
    if found.is_empty() {
        return Ok(Value::List(List::nil(&STRING_LIST)));
    }
    texts(call, found.into_iter().filter_map(|range| text.as_bytes().get(range)).collect())
}

/// The pieces between matches, at most so many; a nil slice if none are wanted.
fn split(call: &mut Call<'_>, refusal: Refusal) -> Result<Value, Error> {
    let pattern = compiled(call, refusal)?;
    let text = call.string(1);
    let limit = call.integer(2);
    if limit == 0 {
        return Ok(Value::List(List::nil(&STRING_LIST)));
    }
    let parts = within(call, |budget| pattern.split(text.as_bytes(), limit, budget))?;
    texts(call, parts)
}

fn texts(call: &mut Call<'_>, texts: Vec<&[u8]>) -> Result<Value, Error> {
    call.context.charge(texts.iter().map(|text| text.len() + 2 * VALUE_SIZE).sum())?;
    Ok(Value::strings(texts))
}

/// From here on it is counted how much a replacement may make.
const LARGE: usize = 1 << 20;

type Replace = fn(&Regexp, &[u8], &[u8], &Budget) -> Result<Vec<u8>, Exhausted>;

fn replace(call: &mut Call<'_>, refusal: Refusal, body: Replace) -> Result<Value, Error> {
    let pattern = compiled(call, refusal)?;
    let (text, replacement) = (call.string(1), call.string(2));
    let groups = replacement.as_bytes().iter().filter(|byte| **byte == b'$').count();
    // No group can be longer in all matches together than the text.
    let expanded = text.len().saturating_mul(groups + 1);
    if text.len().saturating_mul(replacement.len() + groups) > LARGE {
        let matches = within(call, |budget| pattern.find_all(text.as_bytes(), -1, budget))?.len();
        call.context.charge(matches.saturating_mul(replacement.len()).saturating_add(expanded))?;
    }
    let replaced = within(call, |budget| body(&pattern, text.as_bytes(), replacement.as_bytes(), budget))?;
    made(call, replaced)
}
