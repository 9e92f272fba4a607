//! A file's first YAML document, as tree and as JSON value.

use gostd::json::Value;
use goyaml::{MAX_NODES, Node};

use super::fill::TypeError;
use super::path::locate;
use super::structs::spell_metadata;
use crate::error::{LoadError, Place};

/// A YAML file that has been read.
pub(crate) struct Document {
    /// The file's path, for errors.
    file: String,
    /// The tree with positions; `None` for an empty file.
    pub(crate) node: Option<Node>,
    /// The value as JSON; null for an empty file.
    pub(crate) value: Value,
}

impl Document {
    /// Reads the first document of a file.
    pub(crate) fn parse(file: &str, text: &[u8]) -> Result<Self, LoadError> {
        Self::parse_for(file, text, MAX_NODES, |_| {})
    }

    /// Reads the first document of a file, of which only so many nodes are left.
    pub(crate) fn parse_within(file: &str, text: &[u8], max_nodes: usize) -> Result<Self, LoadError> {
        Self::parse_for(file, text, max_nodes, |_| {})
    }

    /// [`Self::parse_within`] for a file with metadata.
    pub(crate) fn parse_metadata(file: &str, text: &[u8], max_nodes: usize) -> Result<Self, LoadError> {
        Self::parse_for(file, text, max_nodes, spell_metadata)
    }

    fn parse_for(file: &str, text: &[u8], max_nodes: usize, spell: fn(&mut Value)) -> Result<Self, LoadError> {
        let converting = |error: goyaml::Error| {
            let error = error.with_max_nodes(MAX_NODES);
            LoadError::Decode {
                message: format!("error converting YAML to JSON: {error}"),
                place: Place::new(file, error.position()),
            }
        };
        let node = goyaml::parse_within(text, max_nodes).map_err(converting)?;
        let value = match &node {
            Some(node) => node.to_json_for(spell).map_err(converting)?,
            None => Value::Null,
        };
        Ok(Self { file: file.to_owned(), node, value })
    }

    /// The error for a value of the wrong type.
    pub(crate) fn unmarshal_error(&self, error: &TypeError) -> LoadError {
        let position = self.node.as_ref().map(|node| locate(node, &error.steps));
        LoadError::Decode {
            place: Place::new(&self.file, position),
            message: format!("error unmarshaling JSON: while decoding JSON: {}", error.message),
        }
    }
}
