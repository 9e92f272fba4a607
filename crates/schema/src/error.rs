//! Why a schema can't be used.

use std::fmt;

use gostd::strconv::quote;

/// A schema that Helm's validator would not compile, or only by reading something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompileError {
    /// The text is no JSON; in the words of Go's `encoding/json`, `EOF` for an empty one.
    Json(String),
    /// The schema breaks the rules of its draft; in the library's words.
    Schema(String),
    /// The schema refers to another file or to the network. Helm would go and read it.
    External(String),
}

impl CompileError {
    /// What reading patterns may cost was spent.
    pub(crate) fn patterns_take_too_long() -> Self {
        Self::Schema("the regular expressions of the schema take too long".to_owned())
    }

    /// What to do about it, where that is not obvious.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::External(_) => Some("copy that schema into \"$defs\" of values.schema.json and refer to it there"),
            Self::Json(_) | Self::Schema(_) => None,
        }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(text) | Self::Schema(text) => formatter.write_str(text),
            Self::External(url) => {
                write!(formatter, "failing loading {}: schemas outside of the chart are not read", quote(url))
            }
        }
    }
}

impl std::error::Error for CompileError {}
