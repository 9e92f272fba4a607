//! Values to text, as go-yaml v2 (through sigs.k8s.io/yaml) and go-yaml v3 write them.

mod analysis;
mod document;
mod json;
mod key_order;
mod number;
mod scalar;
mod v2;
mod view;
mod writer;

use gostd::json::Value;

pub use view::{Tree, View};

use crate::Error;

/// Which library writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    V2,
    V3,
}

/// Compact YAML: sigs.k8s.io/yaml's `Marshal`, which is JSON first and then go-yaml v2. Keys in
/// natural order, lines of plain and quoted scalars folded behind column 80, sequences not indented
/// under their key. Ends with a line break. Empty if Go fails, as Helm's `toYaml` has it.
///
/// ```
/// let value = goyaml::to_json(b"{list: [a, 'yes'], b10: 1, b9: x}")?.unwrap_or_default();
/// assert_eq!(goyaml::emit(&value), "b9: x\nb10: 1\nlist:\n- a\n- \"yes\"\n");
/// # Ok::<(), goyaml::Error>(())
/// ```
#[must_use]
pub fn emit(value: &Value) -> String {
    try_emit(value).unwrap_or_default()
}

/// [`emit`], with the reason of a failure.
///
/// # Errors
/// Infinity and not-a-number; characters that go-yaml cannot read back from JSON (U+007F to
/// U+009F except U+0085, U+FFFE, U+FFFF); keys above 1022 characters; collections deeper than
/// [`crate::MAX_DEPTH`].
pub fn try_emit(value: &Value) -> Result<String, Error> {
    emit_tree(value)
}

/// [`try_emit`] for any value.
///
/// # Errors
/// As [`try_emit`].
pub fn emit_tree<T: Tree>(value: &T) -> Result<String, Error> {
    document::write(value, Dialect::V2).map_err(|error| json::refusal(value).unwrap_or(error))
}

/// Pretty YAML: Helm's `toYamlPretty`, which is go-yaml v3 with an indentation of 2. Sequences are
/// indented under their key, nothing is folded, floats are Go's `%v` (`1e+06`). Empty if the value is too deep.
///
/// ```
/// let value = goyaml::to_json(b"{list: [a, 'yes'], b: 1}")?.unwrap_or_default();
/// assert_eq!(goyaml::emit_pretty(&value), "b: 1\nlist:\n  - a\n  - \"yes\"\n");
/// # Ok::<(), goyaml::Error>(())
/// ```
#[must_use]
pub fn emit_pretty(value: &Value) -> String {
    try_emit_pretty(value).unwrap_or_default()
}

/// [`emit_pretty`], with the reason of a failure.
///
/// # Errors
/// Collections deeper than [`crate::MAX_DEPTH`].
pub fn try_emit_pretty(value: &Value) -> Result<String, Error> {
    emit_tree_pretty(value)
}

/// [`try_emit_pretty`] for any value.
///
/// # Errors
/// As [`try_emit_pretty`].
pub fn emit_tree_pretty<T: Tree>(value: &T) -> Result<String, Error> {
    document::write(value, Dialect::V3)
}

#[cfg(test)]
mod tests;
