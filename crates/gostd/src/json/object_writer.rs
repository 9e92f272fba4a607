//! Objects in an order of one's own, as Go writes structs.

use super::encode::{encode, quote};
use super::value::Value;

/// Writes one object on one line with its members in the order in which they are given.
///
/// Go writes the fields of a struct in the order of their declaration; Helm's config blob and manifests have theirs.
#[derive(Debug, Default)]
pub struct ObjectWriter {
    members: String,
}

impl ObjectWriter {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    pub fn field(&mut self, name: &str, value: &Value) -> &mut Self {
        self.raw(name, &encode(value))
    }

    /// Adds a member whose value is JSON text already.
    pub fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        if !self.members.is_empty() {
            self.members.push(',');
        }
        self.members.push_str(&quote(name));
        self.members.push(':');
        self.members.push_str(json);
        self
    }

    /// The object's text.
    pub fn finish(self) -> String {
        format!("{{{}}}", self.members)
    }
}
