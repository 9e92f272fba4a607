//! YAML as Go reads and writes it, with positions.
//!
//! Kubernetes and Helm read YAML with sigs.k8s.io/yaml 1.6 over go-yaml v2 and write it with the same library
//! (`kubectl`, Helm's `toYaml`, the packed `Chart.yaml`) or with go-yaml v3 (Helm's `toYamlPretty`). This crate gives
//! the same values, the same bytes and the same error texts, and knows where every node stands. It is pure: no files,
//! no `unsafe`, no panics, and limits against documents that want to harm.
//!
//! # Reading
//!
//! [`to_json`] is the short way to a value, [`to_json_documents`] to those of a stream:
//!
//! ```
//! let value = goyaml::to_json(b"replicas: 0x10\nenabled: yes\n")?.expect("a document");
//! assert_eq!(gostd::json::encode(&value), r#"{"enabled":true,"replicas":16}"#);
//! # Ok::<(), goyaml::Error>(())
//! ```
//!
//! [`parse`] gives a tree with places, styles and tags; types are resolved when they are asked for:
//!
//! ```
//! let root = goyaml::parse(b"name: web\nport: 8080\n")?.expect("a document");
//! let port = root.get("port").expect("a port");
//! assert_eq!((port.span.start.line, port.span.start.column), (2, 7));
//! assert_eq!(port.to_go_string()?.as_deref(), Some("8080"));
//! assert_eq!(root.get("name").and_then(goyaml::Node::as_str), Some("web"));
//! # Ok::<(), goyaml::Error>(())
//! ```
//!
//! Errors are go-yaml's words. Where its line is not the true one, the position is:
//!
//! ```
//! let error = goyaml::to_json(b"a: 'it's'\nb: c\n").expect_err("no YAML");
//! assert_eq!(error.to_string(), "yaml: did not find expected key");
//! assert_eq!(error.position().map(|place| (place.line, place.column)), Some((1, 8)));
//! ```
//!
//! # Writing
//!
//! [`emit()`] is compact, as go-yaml v2 writes, [`emit_pretty`] as v3 does; [`emit_tree`] and [`emit_tree_pretty`] write
//! any type that implements [`Tree`].
//!
//! ```
//! let value = goyaml::to_json(b"{args: [--level, '3'], on: false}")?.expect("a document");
//! assert_eq!(goyaml::emit(&value), "args:\n- --level\n- \"3\"\n\"true\": false\n");
//! assert_eq!(goyaml::emit_pretty(&value), "args:\n  - --level\n  - \"3\"\n\"true\": false\n");
//! # Ok::<(), goyaml::Error>(())
//! ```
//!
//! # How it works
//!
//! The reader is our own and not a YAML 1.2 library: go-yaml v2 is libyaml's YAML 1.1 with its own rules, and which
//! texts it accepts, how it folds them and which line it blames follow from the order in which it looks at characters.
//! Reading goes text → tokens → events (`read/`), then the short way to JSON, or the long one: a tree ([`Node`]) whose
//! types are resolved (`resolve`) and decoded (`decode`). Both ways give the same values and errors. Writing is in
//! `emit/`.
//!
//! Where Go's own answer is a matter of chance (keys that are equal only as JSON, `1` and `'1'`), the last one counts.

mod decode;
mod dump;
mod emit;
mod error;
mod keys;
mod lossy;
mod node;
mod number;
mod read;
mod resolve;
mod strict;
mod timestamp;

pub use emit::{Tree, View, emit, emit_pretty, emit_tree, emit_tree_pretty, try_emit, try_emit_pretty};
pub use error::Error;
pub use keys::{UnknownKey, nearest, unknown_keys};
pub use node::{Kind, Node, Position, Scalar, Span, Style};

/// Collections may be nested this deep, in documents as in values to be written. Documents of
/// people have a tenth of it; more would cost stack.
pub const MAX_DEPTH: usize = 160;

/// Nodes that a text may have, of all documents that are read of it: scalars (keys too), collections and aliases. Each
/// takes hundreds of bytes. Documents of people have a tenth of it, all that the largest charts render a quarter.
pub const MAX_NODES: usize = 300_000;

/// Reads the first document, `None` when there is none. What follows the first document is not
/// looked at, as in `yaml.Unmarshal`.
///
/// The text may be UTF-8, with or without a byte order mark, or UTF-16 with one.
///
/// # Errors
/// Whatever go-yaml refuses before it knows types: syntax, encoding, unknown anchors, aliases that
/// contain themselves or explode, and more than [`MAX_NODES`] nodes. [`Node::to_json`] gives the others.
pub fn parse(text: &[u8]) -> Result<Option<Node>, Error> {
    read::first(text, MAX_NODES)
}

/// As [`parse`], with another limit than [`MAX_NODES`].
///
/// # Errors
/// As [`parse`].
pub fn parse_within(text: &[u8], max_nodes: usize) -> Result<Option<Node>, Error> {
    read::first(text, max_nodes)
}

/// Reads all documents, as `yaml.Decoder` does.
///
/// # Errors
/// As [`parse`], for the first document that fails.
pub fn parse_documents(text: &[u8]) -> Result<Vec<Node>, Error> {
    read::all(text, MAX_NODES)
}

/// Reads the first document as JSON: the same as [`parse`] and [`Node::to_json`], but several times faster,
/// since it keeps no positions. `None` when there is no document.
///
/// # Errors
/// As [`parse`] and [`Node::to_json`].
pub fn to_json(text: &[u8]) -> Result<Option<gostd::json::Value>, Error> {
    read::first_json(text, MAX_NODES)
}

/// As [`to_json`], with another limit than [`MAX_NODES`].
///
/// # Errors
/// As [`to_json`].
pub fn to_json_within(text: &[u8], max_nodes: usize) -> Result<Option<gostd::json::Value>, Error> {
    read::first_json(text, max_nodes)
}

/// Reads of the first document only some keys of its mapping, as JSON has them: the same as [`to_json`] without the
/// others, but what is not wanted takes no memory. Of a sequence the items are left out.
///
/// ```
/// let text = b"kind: Secret\ndata: {a: eA==}\n";
/// let head = goyaml::head_json(text, &|key| key == "kind")?.expect("a document");
/// assert_eq!(gostd::json::encode(&head), r#"{"kind":"Secret"}"#);
/// # Ok::<(), goyaml::Error>(())
/// ```
///
/// # Errors
/// As [`to_json`], those of the other keys and values too.
pub fn head_json(text: &[u8], wanted: &dyn Fn(&str) -> bool) -> Result<Option<gostd::json::Value>, Error> {
    read::head_json(text, wanted, MAX_NODES)
}

/// Reads all documents as JSON.
///
/// # Errors
/// As [`to_json`], for the first document that fails.
pub fn to_json_documents(text: &[u8]) -> Result<Vec<gostd::json::Value>, Error> {
    read::all_json(text, MAX_NODES)
}

/// Whether the first document is well-formed. Anchors, types and keys are not looked at, and nesting is limited
/// only as in go-yaml, to 10,000 levels.
///
/// # Errors
/// Syntax and encoding.
pub fn check(text: &[u8]) -> Result<(), Error> {
    read::check(text, MAX_NODES)
}

#[cfg(test)]
mod tests;
