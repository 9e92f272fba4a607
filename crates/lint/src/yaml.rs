//! Reading one YAML document with the error texts of sigs.k8s.io/yaml.

use chart::decode::{Draft, TypeError, metadata_value, spell_metadata};
use gostd::json::Value;
use goyaml::Node;

/// The first document of a text.
pub(crate) struct Document {
    /// `None` for an empty text.
    pub(crate) node: Option<Node>,
    /// Null for an empty text.
    pub(crate) value: Value,
}

/// Reads the first document.
pub(crate) fn document(text: &[u8]) -> Result<Document, String> {
    document_for(text, |_| {})
}

/// Reads the first document of a text with metadata.
pub(crate) fn chart_document(text: &[u8]) -> Result<Document, String> {
    document_for(text, spell_metadata)
}

fn document_for(text: &[u8], spell: fn(&mut Value)) -> Result<Document, String> {
    let converting = |error: goyaml::Error| format!("error converting YAML to JSON: {error}");
    let node = goyaml::parse(text).map_err(converting)?;
    let value = node.as_ref().map_or(Ok(Value::Null), |node| node.to_json_for(spell)).map_err(converting)?;
    Ok(Document { node, value })
}

/// The metadata in a document, neither cleaned nor checked.
pub(crate) fn metadata(document: &Document) -> Result<Draft, String> {
    let mut draft = Draft::default();
    metadata_value(&document.value, &mut draft).map_err(|error| unmarshaling(&error))?;
    Ok(draft)
}

/// The text for a value of the wrong type.
pub(crate) fn unmarshaling(error: &TypeError) -> String {
    format!("error unmarshaling JSON: while decoding JSON: {}", error.message)
}
