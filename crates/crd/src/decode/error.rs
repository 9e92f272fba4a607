//! Why an object cannot be decoded.

use std::fmt;

use crate::path::{FieldPath, Path, Segment};

/// A value that does not fit, in the server's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// The server's text: `json: cannot unmarshal string into Go struct field …served of type bool`.
    pub text: String,
    /// Where the value is.
    pub at: FieldPath,
}

impl DecodeError {
    /// An error that says everything in its text.
    pub(super) fn new(text: impl Into<String>, path: &Path<'_>) -> Self {
        Self { text: text.into(), at: path.to_field() }
    }

    /// `json.UnmarshalTypeError`: what was found, the struct of Go that holds the field (none around a bare value),
    /// and the type that the field has.
    pub(super) fn mistyped(found: &str, owner: Option<&str>, path: &Path<'_>, wanted: &str) -> Self {
        let at = path.to_field();
        let text = match owner {
            Some(owner) => {
                let fields = field_names(&at);
                format!("json: cannot unmarshal {found} into Go struct field {owner}.{fields} of type {wanted}")
            }
            None => format!("json: cannot unmarshal {found} into Go value of type {wanted}"),
        };
        Self { text, at }
    }
}

/// The names of the fields on the way, which is all that Go tells of it: neither indexes nor keys of maps.
fn field_names(path: &FieldPath) -> String {
    let mut names = String::new();
    for step in &path.0 {
        if let Segment::Child(name) = step {
            if !names.is_empty() {
                names.push('.');
            }
            names.push_str(name);
        }
    }
    names
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for DecodeError {}
