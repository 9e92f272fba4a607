//! The tree of a document, with the place of every node.

use std::collections::HashMap;

use crate::decode::{self, KeyIdentity};
use crate::{Error, resolve, strict};

/// A place in a text. Columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

/// From the first character of a node (its anchor and tag included) to the one after its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first character.
    pub start: Position,
    /// The character after the last one.
    pub end: Position,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A scalar as it stands in the document, quotes and escapes removed, types not yet resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text.
    pub value: String,
    /// How it is written.
    pub style: Style,
    /// The explicit tag in its long form (`tag:yaml.org,2002:str`), or a local one (`!foo`, `!`).
    pub tag: Option<String>,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, number, boolean or null.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the document; duplicate and merge (`<<`) keys are kept.
    Mapping(Vec<(Node, Node)>),
}

/// One node. Aliases are replaced by what they stand for; such a node has the span of its alias,
/// the nodes below it that of their definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

impl Node {
    /// The value under `key`; the last one where the key is repeated. Merge keys are not followed.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Key and value nodes under `key`, which is compared with the keys as JSON would have them
    /// (`yes:` is `true`); the last one where the key is repeated.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<(&Self, &Self)> {
        let Kind::Mapping(entries) = &self.kind else {
            return None;
        };
        entries
            .iter()
            .rev()
            .find(|(candidate, _)| candidate.key_text().as_deref() == Some(key))
            .map(|(key, value)| (key, value))
    }

    /// The text of a scalar that is a string to go-yaml (`"1"` and `abc`, but not `1` or `yes`).
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(scalar) if resolve::is_text(scalar) => Some(&scalar.value),
            _ => None,
        }
    }

    /// The scalar, if it is one.
    #[must_use]
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The elements of a sequence.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// Keys and values of a mapping in the order of the document.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&[(Self, Self)]> {
        match &self.kind {
            Kind::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value as sigs.k8s.io/yaml's `YAMLToJSON` reads it: types resolved by YAML 1.1's rules
    /// as go-yaml v2 has them, merge keys applied, the last of equal keys, keys made strings.
    /// Whole floats stay floats (`1e3` is `Float(1000.0)`, its JSON text `1000`).
    ///
    /// # Errors
    /// Keys that JSON cannot have, values that contradict their tag, infinity and not-a-number.
    pub fn to_json(&self) -> Result<gostd::json::Value, Error> {
        decode::to_json(self, |_| {})
    }

    /// [`Self::to_json`] for a type of Go's that has strings where the text may have numbers: `spell` may make strings of
    /// infinity and not-a-number before they are refused.
    ///
    /// # Errors
    /// As [`Self::to_json`].
    pub fn to_json_for(&self, spell: impl FnOnce(&mut gostd::json::Value)) -> Result<gostd::json::Value, Error> {
        decode::to_json(self, spell)
    }

    /// The text that a Go `string` field gets from this node through sigs.k8s.io/yaml: strings as
    /// they are, integers in decimal, floats in `%g` with the precision of a `float32`, booleans
    /// as `true` and `false`; `None` for null and for collections.
    ///
    /// # Errors
    /// A scalar that contradicts its tag.
    pub fn to_go_string(&self) -> Result<Option<String>, Error> {
        decode::to_go_string(self)
    }

    /// Whether no key repeats another one of its map (go-yaml's `UnmarshalStrict`). Unlike [`Self::duplicate_keys`]
    /// this looks into merged mappings too, and words the findings as go-yaml does.
    ///
    /// # Errors
    /// [`Error::DuplicateKeys`].
    pub fn check_strict(&self) -> Result<(), Error> {
        strict::check(self)
    }

    /// How many nodes it consists of, keys and itself included.
    #[must_use]
    pub fn count(&self) -> usize {
        let below: usize = match &self.kind {
            Kind::Scalar(_) => 0,
            Kind::Sequence(items) => items.iter().map(Self::count).sum(),
            Kind::Mapping(entries) => entries.iter().map(|(key, value)| key.count() + value.count()).sum(),
        };
        below + 1
    }

    /// Every key that repeats an earlier key of the same mapping, anywhere below this node, as
    /// `(second, first)`. go-yaml lets the last one win; its strict mode refuses them.
    #[must_use]
    pub fn duplicate_keys(&self) -> Vec<(&Self, &Self)> {
        let mut found = Vec::new();
        self.collect_duplicate_keys(&mut found);
        found
    }

    fn collect_duplicate_keys<'node>(&'node self, found: &mut Vec<(&'node Self, &'node Self)>) {
        match &self.kind {
            Kind::Scalar(_) => {}
            Kind::Sequence(items) => {
                for item in items {
                    item.collect_duplicate_keys(found);
                }
            }
            Kind::Mapping(entries) => {
                let mut seen: HashMap<KeyIdentity, &Self> = HashMap::new();
                for (key, value) in entries {
                    if let Some(identity) = decode::key_identity(key) {
                        if let Some(first) = seen.get(&identity) {
                            found.push((key, *first));
                        } else {
                            seen.insert(identity, key);
                        }
                    }
                    value.collect_duplicate_keys(found);
                }
            }
        }
    }

    fn key_text(&self) -> Option<String> {
        decode::key_text(self)
    }
}
