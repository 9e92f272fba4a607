//! Names that recur in a text are kept once.

use std::sync::Arc;

use foldhash::HashMap;

use crate::bytes::Str;

/// Longer string constants are kept each for itself.
const SHORT: usize = 64;

/// The names of a text, by their bytes in it.
#[derive(Default)]
pub(super) struct Names<'t> {
    names: HashMap<&'t [u8], Arc<str>>,
    fields: HashMap<&'t [u8], Str>,
    strings: HashMap<&'t [u8], Constant>,
}

/// A string constant.
#[derive(Clone)]
pub(super) struct Constant {
    /// As written.
    pub(super) quoted: Arc<str>,
    /// What it means.
    pub(super) text: Str,
}

impl<'t> Names<'t> {
    /// A function or variable that was seen before. The `$` keeps the two apart.
    pub(super) fn known(&self, name: &[u8]) -> Option<Arc<str>> {
        self.names.get(name).cloned()
    }

    /// A function or variable.
    pub(super) fn name(&mut self, name: &'t [u8]) -> Arc<str> {
        Arc::clone(self.names.entry(name).or_insert_with(|| text_of(name)))
    }

    /// A field, without its dot.
    pub(super) fn field(&mut self, name: &'t [u8]) -> Str {
        self.fields.entry(name).or_insert_with(|| Str::from(name)).clone()
    }

    /// A string constant; `meaning` takes the quotes and escapes away.
    pub(super) fn string<E>(
        &mut self,
        quoted: &'t [u8],
        meaning: impl FnOnce(&[u8]) -> Result<Str, E>,
    ) -> Result<Constant, E> {
        let is_short = quoted.len() <= SHORT;
        if is_short && let Some(constant) = self.strings.get(quoted) {
            return Ok(constant.clone());
        }
        let constant = Constant { quoted: text_of(quoted), text: meaning(quoted)? };
        if is_short {
            self.strings.insert(quoted, constant.clone());
        }
        Ok(constant)
    }
}

/// Bytes as text, with U+FFFD for what is not UTF-8.
pub(super) fn text_of(bytes: &[u8]) -> Arc<str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Arc::from(text),
        Err(_) => Arc::from(String::from_utf8_lossy(bytes)),
    }
}

/// The variables that a template may use at some place.
#[derive(Default)]
pub(super) struct Variables<'t> {
    declared: Vec<&'t [u8]>,
    /// How often each name is among the declared.
    counts: HashMap<&'t [u8], u32>,
}

impl<'t> Variables<'t> {
    /// From here on there is one more.
    pub(super) fn declare(&mut self, name: &'t [u8]) {
        self.declared.push(name);
        *self.counts.entry(name).or_default() += 1;
    }

    /// Whether there is one of this name. `$` is always there.
    pub(super) fn has(&self, name: &[u8]) -> bool {
        name == b"$" || self.counts.get(name).is_some_and(|count| *count > 0)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.declared.len()
    }

    /// Forgets all but the first `count`.
    pub(super) fn forget_after(&mut self, count: usize) {
        for name in self.declared.drain(count.min(self.declared.len())..) {
            if let Some(count) = self.counts.get_mut(name) {
                *count -= 1;
            }
        }
    }
}
