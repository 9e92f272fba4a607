//! Compiled patterns, kept for the next call: charts use the same few in every template.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt as _};
use gostd::regexp::{self, Regexp};
use gostd::strconv::{can_backquote, quote_bytes};
use gotemplate::{Error, Str};

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

/// The pattern, ready for use.
///
/// # Errors
/// What Go says if it is none.
pub(super) fn compiled(pattern: &Str, refusal: Refusal) -> Result<Rc<Regexp>, Error> {
    if let Some(known) = PATTERNS.with_borrow(|patterns| patterns.get(pattern).cloned()) {
        return Ok(known);
    }
    let compiled = Rc::new(compile(pattern).map_err(|text| {
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

fn compile(pattern: &Str) -> Result<Regexp, String> {
    match std::str::from_utf8(pattern.as_bytes()) {
        Ok(text) => regexp::compile(text).map_err(|error| error.to_string()),
        Err(_) => Err(format!("error parsing regexp: invalid UTF-8: `{pattern}`")),
    }
}

fn quoted(pattern: &Str) -> String {
    if can_backquote(pattern.as_bytes()) { format!("`{pattern}`") } else { quote_bytes(pattern.as_bytes()) }
}
