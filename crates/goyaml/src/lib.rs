//! YAML as Go reads and writes it, with positions.
//!
//! Helm reads YAML with sigs.k8s.io/yaml 1.6 over go-yaml v2 and writes it with the same library
//! (`toYaml`, the packed `Chart.yaml`) or with go-yaml v3 (`toYamlPretty`). This crate gives the
//! same values, the same bytes and the same error texts, and knows where every node stands.
//!
//! Reading goes text → tokens → raw nodes → [`Node`] (`read/`), then types are resolved
//! (`resolve`) and the value is made JSON (`decode`). Writing is in `emit/`.
//!
//! The reader is our own and not a YAML 1.2 library: go-yaml v2 is libyaml's YAML 1.1 with its own
//! rules, and which texts it accepts, how it folds them and which line it blames follow from the
//! order in which it looks at characters.

mod base64;
mod decode;
mod dump;
mod emit;
mod error;
mod keys;
mod node;
mod number;
mod read;
mod resolve;
mod timestamp;

pub use emit::{emit, emit_pretty, try_emit, try_emit_pretty};
pub use error::Error;
pub use keys::{UnknownKey, nearest, unknown_keys};
pub use node::{Kind, Node, Position, Scalar, Span, Style};

/// Collections may be nested this deep, in documents as in values to be written. Documents of
/// people have a tenth of it; more would cost stack.
pub const MAX_DEPTH: usize = 160;

/// Reads the first document, `None` when there is none. What follows the first document is not
/// looked at, as in `yaml.Unmarshal`.
///
/// The text may be UTF-8, with or without a byte order mark, or UTF-16 with one.
///
/// # Errors
/// Whatever go-yaml refuses before it knows types: syntax, encoding, unknown anchors, aliases that
/// contain themselves or explode. [`Node::to_json`] gives the others.
pub fn parse(text: &[u8]) -> Result<Option<Node>, Error> {
    read::first(text)
}

/// Reads all documents, as `yaml.Decoder` does.
///
/// # Errors
/// As [`parse`], for the first document that fails.
pub fn parse_documents(text: &[u8]) -> Result<Vec<Node>, Error> {
    read::all(text)
}

#[cfg(test)]
mod tests;
