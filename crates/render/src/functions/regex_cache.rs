//! Compiled patterns, kept for the next call: charts use the same few in every template.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt as _};
use gostd::regexp::{self, Budget, Exhausted, Regexp};
use gostd::strconv::{can_backquote, quote_bytes};
use gotemplate::{Call, Error, Str};

use crate::host::Host;

/// How many patterns are kept. When there are more, all go.
const MOST: usize = 256;

thread_local! {
    static PATTERNS: RefCell<HashMap<Str, Rc<Regexp>>> = RefCell::new(HashMap::new());
}

/// How a function says that a pattern is none.
#[derive(Clone, Copy)]
pub(super) enum Refusal {
    /// As `regexp.Compile` does.
    Error,
    /// As `regexp.MustCompile` panics.
    Panic,
}

/// Does something with what is left of the render's budget for searches.
///
/// # Errors
/// A limit: nothing is left.
pub(super) fn within<T>(call: &Call<'_>, body: impl FnOnce(&Budget) -> Result<T, Exhausted>) -> Result<T, Error> {
    let host = call.host::<Host>().ok_or_else(|| Error::new("no budget for searches"))?;
    body(&host.searches).map_err(|Exhausted| Error::limit("the regular expressions of the templates take too long"))
}

/// The pattern in the first argument, ready for use.
///
/// # Errors
/// What Go says if it is none.
pub(super) fn compiled(call: &Call<'_>, refusal: Refusal) -> Result<Rc<Regexp>, Error> {
    let pattern = &call.string(0);
    if let Some(known) = PATTERNS.with_borrow(|patterns| patterns.get(pattern).cloned()) {
        return Ok(known);
    }
    let compiled = Rc::new(within(call, |budget| compile(pattern, budget))?.map_err(|text| {
        Error::new(match refusal {
            Refusal::Error => text,
            Refusal::Panic => format!("regexp: Compile({}): {text}", quoted(pattern)),
        })
    })?);
    PATTERNS.with_borrow_mut(|patterns| {
        if patterns.len() >= MOST {
            patterns.clear();
        }
        patterns.insert(pattern.clone(), Rc::clone(&compiled));
    });
    Ok(compiled)
}

/// The inner error is Go's.
fn compile(pattern: &Str, budget: &Budget) -> Result<Result<Regexp, String>, Exhausted> {
    let Ok(text) = std::str::from_utf8(pattern.as_bytes()) else {
        return Ok(Err(format!("error parsing regexp: invalid UTF-8: `{pattern}`")));
    };
    match regexp::compile(text, budget) {
        Ok(compiled) => Ok(Ok(compiled)),
        Err(error) if error.is_exhausted() => Err(Exhausted),
        Err(error) => Ok(Err(error.to_string())),
    }
}

fn quoted(pattern: &Str) -> String {
    if can_backquote(pattern.as_bytes()) { format!("`{pattern}`") } else { quote_bytes(pattern.as_bytes()) }
}
