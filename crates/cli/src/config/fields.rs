//! Typed access to a mapping of `portolan.yaml`; every error names file, line and column.

use std::path::Path;

use checks::policy::Origin;
use gostd::json::Value;
use goyaml::{Kind, Node};

use crate::decided::Decided;
use crate::failure::{Failure, Result};

/// A mapping whose keys are all known.
pub struct Fields<'a> {
    path: &'a Path,
    node: &'a Node,
}

impl<'a> Fields<'a> {
    /// Takes a mapping and refuses keys that are not in `known`.
    ///
    /// # Errors
    /// When the node is no mapping or has another key.
    pub fn new(path: &'a Path, node: &'a Node, known: &[&str]) -> Result<Self> {
        if !matches!(node.kind, Kind::Mapping(_)) {
            return Err(wrong(path, node, "expected a mapping of keys to values"));
        }
        if let Some(key) = goyaml::unknown_keys(node, known).into_iter().next() {
            let failure = wrong(path, key.node, &format!("unknown key {:?}", key.name));
            return Err(match key.suggestion {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("known keys here: {}", known.join(", "))),
            });
        }
        Ok(Self { path, node })
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.node.get(key).filter(|node| !is_null(node))
    }

    /// A text.
    ///
    /// # Errors
    /// When the value is not a text.
    pub fn text(&self, key: &str) -> Result<Option<Decided<String>>> {
        self.get(key).map(|node| self.text_of(node)).transpose()
    }

    /// A required text.
    ///
    /// # Errors
    /// When it is missing or not a text.
    pub fn required(&self, key: &str) -> Result<Decided<String>> {
        self.text(key)?.ok_or_else(|| wrong(self.path, self.node, &format!("`{key}` is missing")))
    }

    /// A list of texts.
    ///
    /// # Errors
    /// When the value is not a list, or an item not a text.
    pub fn texts(&self, key: &str) -> Result<Vec<Decided<String>>> {
        self.items(key)?.iter().map(|node| self.text_of(node)).collect()
    }

    /// True or false; false when nothing is said.
    ///
    /// # Errors
    /// When the value is something else.
    pub fn truth(&self, key: &str) -> Result<bool> {
        let Some(node) = self.get(key) else { return Ok(false) };
        match node.to_json() {
            Ok(Value::Bool(value)) => Ok(value),
            _ => Err(wrong(self.path, node, "expected true or false")),
        }
    }

    /// The items of a list.
    ///
    /// # Errors
    /// When the value is not a list.
    pub fn items(&self, key: &str) -> Result<&'a [Node]> {
        match self.get(key) {
            None => Ok(&[]),
            Some(Node { kind: Kind::Sequence(items), .. }) => Ok(items),
            Some(node) => Err(wrong(self.path, node, &format!("`{key}` must be a list"))),
        }
    }

    /// The entries of a mapping whose keys are free names.
    ///
    /// # Errors
    /// When the value is not a mapping.
    pub fn named(&self, key: &str) -> Result<Vec<(String, &'a Node)>> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Node { kind: Kind::Mapping(entries), .. }) => {
                let named = entries.iter().map(|(name, node)| (name.as_str().unwrap_or_default().to_owned(), node));
                Ok(named.collect())
            }
            Some(node) => Err(wrong(self.path, node, &format!("`{key}` must be a mapping of names"))),
        }
    }

    /// A text with its place.
    ///
    /// # Errors
    /// When the node is not a text.
    pub fn text_of(&self, node: &Node) -> Result<Decided<String>> {
        let text = node.as_str().filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| wrong(self.path, node, "expected a text"))?;
        Ok(Decided::new(text.to_owned(), place(self.path, node)))
    }
}

fn is_null(node: &Node) -> bool {
    node.to_json().is_ok_and(|value| value == Value::Null)
}

/// `file:line:column` of a node.
pub fn place(path: &Path, node: &Node) -> String {
    origin(path, node).to_string()
}

/// Where a node stands.
pub fn origin(path: &Path, node: &Node) -> Origin {
    Origin { file: path.display().to_string(), position: Some(node.span.start) }
}

/// A configuration error at a node.
pub fn wrong(path: &Path, node: &Node, message: &str) -> Failure {
    Failure::usage(format!("{}: {message}", place(path, node)))
}
