//! Texts put together: `indent`, `quote`, `cat`, `repeat`, `wrap` and the like (sprig's strings.go, goutils).

use gostd::strconv::append_quoted;
use gotemplate::{Call, Error, Function, Param, Str, Value};
use memchr::{memchr, memchr_iter, memrchr};

use super::text::{made, strings, strval, write};
use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("indent", &[Param::Int, Param::String], |call| indented(call, b"")),
    fixed("nindent", &[Param::Int, Param::String], |call| indented(call, b"\n")),
    variadic("quote", &[], Param::Any, quote),
    variadic("squote", &[], Param::Any, squote),
    variadic("cat", &[], Param::Any, cat),
    fixed("repeat", &[Param::Int, Param::String], repeat),
    fixed("plural", &[Param::String, Param::String, Param::Int], plural),
    fixed("join", &[Param::String, Param::Any], join),
    fixed("wrap", &[Param::Int, Param::String], wrap),
    fixed("wrapWith", &[Param::Int, Param::String, Param::String], wrap_with),
    fixed("toString", &[Param::Any], |call| Ok(strval(call.value(0), call.context)?.into())),
];

/// Go's panic for `strings.Repeat` with a count below zero.
fn count(number: i64) -> Result<usize, Error> {
    usize::try_from(number).map_err(|_| Error::new("strings: negative Repeat count"))
}

fn indented(call: &mut Call<'_>, before: &[u8]) -> Result<Value, Error> {
    let spaces = count(call.integer(0))?;
    let text = call.string(1);
    let bytes = text.as_bytes();
    let lines = memchr_iter(b'\n', bytes).count() + 1;
    let size = spaces.saturating_mul(lines).saturating_add(bytes.len()).saturating_add(before.len());
    call.context.charge(size)?;
    let mut out = Vec::with_capacity(size);
    out.extend_from_slice(before);
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if index > 0 {
            out.push(b'\n');
        }
        out.resize(out.len() + spaces, b' ');
        out.extend_from_slice(line);
    }
    Ok(out.into())
}

fn quote(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut out = Vec::new();
    for value in call.arguments().iter().filter(|value| !value.is_nil()) {
        if !out.is_empty() {
            out.push(b' ');
        }
        append_quoted(&mut out, strval(value, call.context)?.as_bytes(), false);
    }
    made(call, out)
}

fn squote(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut out = Vec::new();
    for value in call.arguments().iter().filter(|value| !value.is_nil()) {
        out.extend_from_slice(if out.is_empty() { b"'" } else { b" '" });
        write(&mut out, value, call.context)?;
        out.push(b'\'');
    }
    made(call, out)
}

fn cat(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut out = Vec::new();
    for (index, value) in call.arguments().iter().filter(|value| !value.is_nil()).enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        write(&mut out, value, call.context)?;
    }
    made(call, out)
}

fn repeat(call: &mut Call<'_>) -> Result<Value, Error> {
    let times = count(call.integer(0))?;
    let text = call.string(1);
    let Some(size) = text.len().checked_mul(times).filter(|size| *size <= isize::MAX as usize) else {
        return Err(Error::new("strings: Repeat output length overflow"));
    };
    call.context.charge(size)?;
    Ok(text.as_bytes().repeat(times).into())
}

fn plural(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(call.string(usize::from(call.integer(2) != 1)).into())
}

fn join(call: &mut Call<'_>) -> Result<Value, Error> {
    let separator = call.string(0);
    let parts = strings(call.value(1), call.context)?;
    let separators = separator.len().saturating_mul(parts.len());
    call.context.charge(parts.iter().map(Str::len).sum::<usize>().saturating_add(separators))?;
    Ok(parts.iter().map(Str::as_bytes).collect::<Vec<_>>().join(separator.as_bytes()).into())
}

fn wrap(call: &mut Call<'_>) -> Result<Value, Error> {
    let (width, text) = (call.integer(0), call.string(1));
    wrapped(call, text.as_bytes(), &Wrapping { width, separator: b"\n", breaks_words: false })
}

fn wrap_with(call: &mut Call<'_>) -> Result<Value, Error> {
    let (width, separator, text) = (call.integer(0), call.string(1), call.string(2));
    let separator = if separator.is_empty() { b"\n" } else { separator.as_bytes() };
    wrapped(call, text.as_bytes(), &Wrapping { width, separator, breaks_words: true })
}

struct Wrapping<'a> {
    width: i64,
    /// What stands between lines.
    separator: &'a [u8],
    /// Whether words longer than a line are cut.
    breaks_words: bool,
}

/// Lines of at most so many bytes, broken at spaces.
fn wrapped(call: &mut Call<'_>, text: &[u8], wrapping: &Wrapping<'_>) -> Result<Value, Error> {
    let width = usize::try_from(wrapping.width).unwrap_or(0).max(1);
    let breaks = (text.len() / width).saturating_mul(wrapping.separator.len());
    call.context.charge(if wrapping.breaks_words { breaks } else { 0 })?;
    call.context.work(text.len() / width)?;
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while rest.len() > width {
        if let Some(after) = rest.strip_prefix(b" ") {
            rest = after;
            continue;
        }
        let (end, skipped) = match memrchr(b' ', rest.get(..=width).unwrap_or(rest)) {
            Some(space) => (space, 1),
            None if wrapping.breaks_words => (width, 0),
            None => match memchr(b' ', rest.get(width..).unwrap_or_default()) {
                Some(space) => (width + space, 1),
                None => break,
            },
        };
        call.context.charge(end + wrapping.separator.len())?;
        out.extend_from_slice(rest.get(..end).unwrap_or_default());
        out.extend_from_slice(wrapping.separator);
        rest = rest.get(end + skipped..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    Ok(out.into())
}
