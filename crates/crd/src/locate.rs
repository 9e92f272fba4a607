//! From the server's paths to the user's, and to lines of the document.
//!
//! The server tells of an object that the user did not write: what all versions share is at the top of `spec`, and some
//! keys have other names. [`user_path`] undoes that; [`Locator`] finds the place in the document.

use std::collections::HashMap;

use goyaml::{Kind, Node, Position};

use crate::path::{FieldPath, Segment};

/// The path in the document of what the server says is there.
#[must_use]
pub fn user_path(server: &FieldPath) -> FieldPath {
    let steps = &server.0;
    let names: Vec<&str> = steps.iter().map_while(name).collect();
    let (prefix, kept): (&[&str], usize) = match names.as_slice() {
        ["spec", "validation", ..] => (&["spec", "versions", "0", "schema"], 2),
        ["spec", "version"] => (&["spec", "versions", "0", "name"], 2),
        ["spec", "subresources" | "additionalPrinterColumns" | "selectableFields" | "schema", ..] => {
            (&["spec", "versions", "0"], 1)
        }
        ["spec", "conversion", "webhookClientConfig", ..] => (&["spec", "conversion", "webhook", "clientConfig"], 3),
        ["spec", "conversion", "conversionReviewVersions", ..] => (&["spec", "conversion", "webhook"], 2),
        ["status", "storedVersions", ..] => (&["spec", "versions"], steps.len()),
        _ => (&[], 0),
    };
    let prefix = prefix.iter().map(|step| match *step {
        "0" => Segment::Index(0),
        name => Segment::Child(name.to_owned()),
    });
    let path: Vec<Segment> = prefix.chain(steps.iter().skip(kept).cloned()).collect();
    FieldPath(plain(path))
}

fn name(step: &Segment) -> Option<&str> {
    match step {
        Segment::Child(name) => Some(name),
        Segment::Index(_) | Segment::Key(_) => None,
    }
}

/// Keys as names where that can be read, and columns' paths under the name that they have for users.
fn plain(path: Vec<Segment>) -> Vec<Segment> {
    let in_columns = matches!(path.get(3), Some(Segment::Child(name)) if name == "additionalPrinterColumns");
    path.into_iter()
        .map(|step| match step {
            Segment::Child(name) if in_columns && name == "JSONPath" => Segment::Child("jsonPath".to_owned()),
            Segment::Key(key) if is_plain(&key) => Segment::Child(key),
            other => other,
        })
        .collect()
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-$".contains(&byte))
}

/// Finds places in a document; it remembers the keys of the mappings that it saw.
#[derive(Debug)]
pub struct Locator<'a> {
    document: &'a Node,
    keys: HashMap<*const Node, HashMap<String, usize>>,
}

impl<'a> Locator<'a> {
    /// A locator in this document.
    #[must_use]
    pub fn new(document: &'a Node) -> Self {
        Self { document, keys: HashMap::new() }
    }

    /// Where the user's path leads: to the value if it is a scalar, to its key otherwise. If it leads nowhere, where the last
    /// part of it is that exists.
    pub fn find(&mut self, path: &FieldPath) -> Position {
        self.walk(path).0
    }

    /// As [`Self::find`], but nothing if the path leads nowhere.
    pub fn find_exactly(&mut self, path: &FieldPath) -> Option<Position> {
        let (position, steps) = self.walk(path);
        (steps == path.0.len()).then_some(position)
    }

    /// The place, and how many steps of the path lead there.
    fn walk(&mut self, path: &FieldPath) -> (Position, usize) {
        let mut at = self.document;
        let (mut position, mut steps) = (at.span.start, 0);
        for step in &path.0 {
            let found = match step {
                Segment::Index(index) => {
                    at.as_sequence().and_then(|items| items.get(*index)).map(|item| (item, item.span.start))
                }
                Segment::Child(name) | Segment::Key(name) => self.entry(at, name).map(|(key, value)| {
                    let scalar = value.as_scalar().is_some();
                    (value, if scalar { value.span.start } else { key.span.start })
                }),
            };
            let Some((next, place)) = found else { break };
            (at, position, steps) = (next, place, steps + 1);
        }
        (position, steps)
    }

    fn entry(&mut self, mapping: &'a Node, name: &str) -> Option<&'a (Node, Node)> {
        let Kind::Mapping(entries) = &mapping.kind else { return None };
        let keys = self.keys.entry(std::ptr::from_ref(mapping)).or_insert_with(|| key_indexes(entries));
        keys.get(name).and_then(|index| entries.get(*index))
    }
}

fn key_indexes(entries: &[(Node, Node)]) -> HashMap<String, usize> {
    let keys = entries.iter().enumerate();
    keys.filter_map(|(index, (key, _))| Some((key.to_go_string().ok()??, index))).collect()
}
