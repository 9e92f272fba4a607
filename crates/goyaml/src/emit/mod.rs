//! Values to text, as go-yaml v2 (through sigs.k8s.io/yaml) and go-yaml v3 write them.

mod analysis;
mod key_order;
mod pretty;
mod scalar;
mod tree;
mod v2;
mod writer;

use gostd::json::Value;

use crate::Error;

/// Which library writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    V2,
    V3,
}

/// A value ready to be written: keys in order, numbers as text.
enum Item {
    /// Null, booleans and numbers: always plain.
    Word(String),
    Text(String),
    List(Vec<Item>),
    Map(Vec<(String, Item)>),
}

/// sigs.k8s.io/yaml's `Marshal`: JSON first, then go-yaml v2. Keys in natural order, lines of
/// plain and quoted scalars folded behind column 80, sequences not indented under their key. Ends
/// with a line break. Empty if Go fails, as Helm's `toYaml` has it.
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
    Ok(tree::write(&v2::prepare(value)?, Dialect::V2))
}

/// Helm's `toYamlPretty`: go-yaml v3 with an indentation of 2. Sequences are indented under their
/// key, nothing is folded, floats are Go's `%v` (`1e+06`). Empty if the value is too deep.
#[must_use]
pub fn emit_pretty(value: &Value) -> String {
    try_emit_pretty(value).unwrap_or_default()
}

/// [`emit_pretty`], with the reason of a failure.
///
/// # Errors
/// Collections deeper than [`crate::MAX_DEPTH`].
pub fn try_emit_pretty(value: &Value) -> Result<String, Error> {
    Ok(tree::write(&pretty::prepare(value)?, Dialect::V3))
}

#[cfg(test)]
mod tests;
