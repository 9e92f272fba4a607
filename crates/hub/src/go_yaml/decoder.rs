//! Filling structs field by field (`decode.go`: `mappingStruct`, `merge`).

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use goyaml::{Kind, Node, Position};

use super::Dialect;
use super::error::{Abort, Fault};

/// Ignored keys that are kept of a document.
const MAX_IGNORED: usize = 1_000;

/// A struct of Artifact Hub's.
pub(crate) trait GoStruct: Default {
    /// Go's name: `hub.Link`.
    const NAME: &'static str;
    /// The keys of its fields.
    const FIELDS: &'static [&'static str];

    /// Puts a value into a field; called for [`Self::FIELDS`] only.
    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort>;
}

/// A key that no field has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IgnoredKey {
    /// Where it is.
    pub(crate) position: Position,
    /// The key.
    pub(crate) name: String,
    /// The known key that was probably meant.
    pub(crate) suggestion: Option<&'static str>,
}

/// Decodes one document.
#[derive(Debug)]
pub(crate) struct Decoder {
    pub(super) dialect: Dialect,
    pub(super) faults: Vec<Fault>,
    pub(super) ignored: Vec<IgnoredKey>,
    /// Keys that merged mappings no longer set (yaml.v3), while one is merged.
    merged: Option<BTreeSet<String>>,
}

impl Decoder {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, faults: Vec::new(), ignored: Vec::new(), merged: None }
    }

    pub(super) fn fault(&mut self, node: &Node, message: String) {
        self.faults.push(Fault { position: node.span.start, message });
    }

    /// Fills a struct with a mapping.
    pub(super) fn fields<T: GoStruct>(&mut self, entries: &[(Node, Node)], target: &mut T) -> Result<bool, Abort> {
        if self.dialect == Dialect::V3 && self.has_duplicates(entries) {
            return Ok(false);
        }
        let mut merged = self.merged.take();
        let mut done = BTreeSet::new();
        let mut late_merge = None;
        for (key, value) in entries {
            if is_merge(key) {
                match self.dialect {
                    Dialect::V3 => late_merge = Some(value),
                    Dialect::V2 | Dialect::V2Strict => self.merge_here(value, target)?,
                }
                continue;
            }
            let Some(name) = self.key(key)? else { continue };
            if merged.as_mut().is_some_and(|seen| !seen.insert(name.clone())) {
                continue;
            }
            self.field(&name, (key, value), &mut done, target)?;
        }
        self.merged = merged;
        if let Some(value) = late_merge {
            self.merge_late(entries, value, target)?;
        }
        Ok(true)
    }

    fn field<T: GoStruct>(
        &mut self,
        name: &str,
        (key, value): (&Node, &Node),
        done: &mut BTreeSet<String>,
        target: &mut T,
    ) -> Result<(), Abort> {
        let strict = self.dialect == Dialect::V2Strict;
        if !T::FIELDS.contains(&name) {
            if strict {
                self.fault(key, format!("field {name} not found in type {}", T::NAME));
            }
            if self.ignored.len() < MAX_IGNORED {
                let suggestion = goyaml::nearest(name, T::FIELDS);
                self.ignored.push(IgnoredKey { position: key.span.start, name: name.to_owned(), suggestion });
            }
            return Ok(());
        }
        if !done.insert(name.to_owned()) && strict {
            self.fault(key, format!("field {name} already set in type {}", T::NAME));
            return Ok(());
        }
        target.set(name, value, self).map(drop)
    }

    /// A key as a string; `None` where Go goes on with the next one.
    pub(super) fn key(&mut self, key: &Node) -> Result<Option<String>, Abort> {
        let mut name = String::new();
        Ok(self.text(key, &mut name)?.then_some(name))
    }

    /// yaml.v2 sets what a merged mapping has when it comes to the `<<`.
    fn merge_here<T: GoStruct>(&mut self, value: &Node, target: &mut T) -> Result<(), Abort> {
        for entries in merged_mappings(value)?.into_iter().rev() {
            self.fields(entries, target)?;
        }
        Ok(())
    }

    /// yaml.v3 sets what a merged mapping has after everything else, and only what is not set yet.
    fn merge_late<T: GoStruct>(&mut self, parent: &[(Node, Node)], value: &Node, target: &mut T) -> Result<(), Abort> {
        let outermost = self.merged.is_none();
        if outermost {
            let own = parent.iter().filter_map(|(key, _)| key.as_scalar()).map(|scalar| scalar.value.clone());
            self.merged = Some(own.collect());
        }
        for entries in merged_mappings(value)? {
            self.fields(entries, target)?;
        }
        if outermost {
            self.merged = None;
        }
        Ok(())
    }

    /// yaml.v3 compares keys as they are written; collections have no text, so any two of a kind are the same. Of
    /// several repetitions each is told with the first key, where Go tells all pairs.
    pub(super) fn has_duplicates(&mut self, entries: &[(Node, Node)]) -> bool {
        let before = self.faults.len();
        let mut seen = HashMap::new();
        for (key, _) in entries {
            let line = key.span.start.line;
            match seen.entry(written(key)) {
                Entry::Vacant(slot) => {
                    slot.insert(line);
                }
                Entry::Occupied(first) => {
                    let (text, first) = (gostd::strconv::quote(written(key).1), *first.get());
                    self.fault(key, format!("mapping key {text} already defined at line {first}"));
                }
            }
        }
        self.faults.len() > before
    }
}

fn written(key: &Node) -> (u8, &str) {
    match &key.kind {
        Kind::Scalar(scalar) => (0, &scalar.value),
        Kind::Sequence(_) => (1, ""),
        Kind::Mapping(_) => (2, ""),
    }
}

/// Whether a key is `<<`.
pub(super) fn is_merge(key: &Node) -> bool {
    let plain = |style| style == goyaml::Style::Plain;
    key.as_scalar().is_some_and(|scalar| {
        scalar.value == "<<"
            && match scalar.tag.as_deref() {
                None => plain(scalar.style),
                Some(tag) => tag == "!" || tag == "tag:yaml.org,2002:merge",
            }
    })
}

/// The mappings that a `<<` names: one, or a list of them.
pub(super) fn merged_mappings(value: &Node) -> Result<Vec<&[(Node, Node)]>, Abort> {
    let refused = || Abort::new(value, "map merge requires map or sequence of maps as the value");
    match &value.kind {
        Kind::Mapping(entries) => Ok(vec![entries.as_slice()]),
        Kind::Sequence(items) => items.iter().map(|item| item.as_mapping().ok_or_else(refused)).collect(),
        Kind::Scalar(_) => Err(refused()),
    }
}
