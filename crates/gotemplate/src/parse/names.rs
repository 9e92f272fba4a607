//! Names that recur in a text are kept once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bytes::Str;

/// Longer string constants are kept each for itself.
const SHORT: usize = 64;

/// How many names [`Kept`] finds without a look into its map.
const RECENT: usize = 128;

/// The names of a text, by their bytes in it.
#[derive(Default)]
pub(super) struct Names<'t> {
    names: Kept<'t, Arc<str>>,
    fields: Kept<'t, Str>,
    strings: Kept<'t, Constant>,
}

/// Values by the bytes that they were made of.
///
/// The map's hash withstands hostile texts but is slow for short names, so the last one of each kind is kept at hand.
struct Kept<'t, V> {
    all: HashMap<&'t [u8], V>,
    recent: Vec<Option<(&'t [u8], V)>>,
}

impl<V> Default for Kept<'_, V> {
    fn default() -> Self {
        Self { all: HashMap::new(), recent: Vec::new() }
    }
}

impl<'t, V: Clone> Kept<'t, V> {
    fn get(&mut self, key: &'t [u8]) -> Option<V> {
        let place = place(key);
        if let Some(Some((recent, value))) = self.recent.get(place)
            && *recent == key
        {
            return Some(value.clone());
        }
        let value = self.all.get(key)?.clone();
        self.remember(place, key, &value);
        Some(value)
    }

    fn insert(&mut self, key: &'t [u8], value: &V) {
        self.remember(place(key), key, value);
        self.all.insert(key, value.clone());
    }

    fn remember(&mut self, place: usize, key: &'t [u8], value: &V) {
        if self.recent.is_empty() {
            self.recent.resize_with(RECENT, || None);
        }
        if let Some(slot) = self.recent.get_mut(place) {
            *slot = Some((key, value.clone()));
        }
    }
}

/// Where among the recent ones a name is put: length, start, middle and end tell most names apart.
fn place(key: &[u8]) -> usize {
    let byte = |index: usize| key.get(index).map_or(0, |byte| usize::from(*byte));
    let length = key.len();
    let mixed = length
        .wrapping_add(byte(1).wrapping_mul(7))
        .wrapping_add(byte(length / 2).wrapping_mul(31))
        .wrapping_add(byte(length.wrapping_sub(1)).wrapping_mul(57));
    mixed % RECENT
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
    pub(super) fn known(&mut self, name: &'t [u8]) -> Option<Arc<str>> {
        self.names.get(name)
    }

    /// A function or variable.
    pub(super) fn name(&mut self, name: &'t [u8]) -> Arc<str> {
        self.names.get(name).unwrap_or_else(|| {
            let kept = text_of(name);
            self.names.insert(name, &kept);
            kept
        })
    }

    /// A field, without its dot.
    pub(super) fn field(&mut self, name: &'t [u8]) -> Str {
        self.fields.get(name).unwrap_or_else(|| {
            let kept = Str::from(name);
            self.fields.insert(name, &kept);
            kept
        })
    }

    /// A string constant; `meaning` takes the quotes and escapes away.
    pub(super) fn string<E>(
        &mut self,
        quoted: &'t [u8],
        meaning: impl FnOnce(&[u8]) -> Result<Str, E>,
    ) -> Result<Constant, E> {
        let is_short = quoted.len() <= SHORT;
        if is_short && let Some(constant) = self.strings.get(quoted) {
            return Ok(constant);
        }
        let constant = Constant { quoted: text_of(quoted), text: meaning(quoted)? };
        if is_short {
            self.strings.insert(quoted, &constant);
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
