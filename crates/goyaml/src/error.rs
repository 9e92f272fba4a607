//! What can go wrong, in go-yaml's words.

use crate::Position;

/// A failure to read or to write YAML. `Display` is the text that go-yaml v2 (or sigs.k8s.io/yaml
/// around it) gives, without the prefixes of its callers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not YAML.
    #[error("yaml: {}{message}", line_prefix(.line))]
    Syntax {
        /// The line as go-yaml prints it. It is 0 (not printed) on the first line, and for
        /// grammar errors (other than scanner errors) one less than the true line.
        line: u32,
        /// go-yaml's text.
        message: String,
        /// Where the problem really is.
        position: Position,
    },
    /// The bytes are not UTF-8 or UTF-16 text, or hold characters that YAML forbids.
    #[error("yaml: {message}")]
    Encoding {
        /// go-yaml's text.
        message: &'static str,
    },
    /// An alias without a preceding anchor.
    #[error("yaml: unknown anchor '{name}' referenced")]
    UnknownAnchor {
        /// The alias, without `*`.
        name: String,
        /// Of the alias.
        position: Position,
    },
    /// An alias inside of what it stands for.
    #[error("yaml: anchor '{name}' value contains itself")]
    AnchorContainsItself {
        /// The alias, without `*`.
        name: String,
        /// Of the alias.
        position: Position,
    },
    /// Aliases make the document explode.
    #[error("yaml: document contains excessive aliasing")]
    ExcessiveAliasing,
    /// Collections are nested too deep (go-yaml's own limit is 10000).
    #[error("yaml: exceeded max depth of {limit}")]
    TooDeep {
        /// Levels that are allowed.
        limit: usize,
    },
    /// More nodes than we are willing to read (go-yaml has no limit).
    #[error("yaml: exceeded max of {limit} nodes")]
    TooManyNodes {
        /// Nodes that are allowed.
        limit: usize,
    },
    /// `<<` with something else than a mapping or a list of mappings.
    #[error("yaml: map merge requires map or sequence of maps as the value")]
    MergeWithoutMap {
        /// Of the value.
        position: Position,
    },
    /// A mapping or a sequence is used as a key: mostly an unquoted `{{ template }}`.
    #[error("yaml: invalid map key: {key}")]
    InvalidMapKey {
        /// The key in Go's `%#v` notation.
        key: String,
        /// Of the key.
        position: Position,
    },
    /// A key that has no text form in JSON: null, or an integer above 2⁶³-1.
    #[error("unsupported map key of type: {kind}, key: {key}, value: {value}")]
    UnsupportedMapKey {
        /// Go's type name.
        kind: &'static str,
        /// The key in Go's `%+#v` notation.
        key: String,
        /// The value in Go's `%+#v` notation.
        value: String,
        /// Of the key.
        position: Position,
    },
    /// A scalar does not fit its explicit tag.
    #[error("yaml: cannot decode {found} `{text}` as a {wanted}")]
    CannotDecode {
        /// The short tag that the text resolves to.
        found: &'static str,
        /// The scalar.
        text: String,
        /// The short tag that the document asks for.
        wanted: String,
        /// Of the scalar.
        position: Position,
    },
    /// A `!!binary` scalar is not base64.
    #[error("yaml: !!binary value contains invalid base64 data")]
    InvalidBinary {
        /// Of the scalar.
        position: Position,
    },
    /// Keys that are already in their map, which only the strict mode refuses.
    #[error("yaml: unmarshal errors:\n  {}", found.join("\n  "))]
    DuplicateKeys {
        /// One text for each, with its line.
        found: Vec<String>,
    },
    /// Infinity or not-a-number, which JSON cannot hold.
    #[error("json: unsupported value: {text}")]
    UnsupportedNumber {
        /// `+Inf`, `-Inf` or `NaN`.
        text: &'static str,
        /// Of the first such scalar, where it comes from a document.
        position: Option<Position>,
    },
}

impl Error {
    /// Where in the document the problem is.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Syntax { position, .. }
            | Self::UnknownAnchor { position, .. }
            | Self::AnchorContainsItself { position, .. }
            | Self::MergeWithoutMap { position }
            | Self::InvalidMapKey { position, .. }
            | Self::UnsupportedMapKey { position, .. }
            | Self::CannotDecode { position, .. }
            | Self::InvalidBinary { position } => Some(*position),
            Self::UnsupportedNumber { position, .. } => *position,
            Self::Encoding { .. }
            | Self::ExcessiveAliasing
            | Self::TooDeep { .. }
            | Self::TooManyNodes { .. }
            | Self::DuplicateKeys { .. } => None,
        }
    }

    /// The same error with another limit of nodes, if it has one: that of all texts together, where a text was read
    /// within what others had left.
    #[must_use]
    pub fn with_max_nodes(self, limit: usize) -> Self {
        if matches!(self, Self::TooManyNodes { .. }) { Self::TooManyNodes { limit } } else { self }
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Syntax { message, .. } => syntax_hint(message)?,
            Self::Encoding { .. } => "save the file as UTF-8 without control characters",
            Self::InvalidMapKey { key, .. } if key.starts_with("map[") => "quote a value that begins with {{ }}",
            Self::UnsupportedMapKey { .. } | Self::UnsupportedNumber { .. } => "quote it if a string is meant",
            Self::CannotDecode { .. } => "remove the tag or change the value",
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// An error of the scanner at `position`: go-yaml prints the true line, but not line 1.
    pub(crate) fn scanning(message: &'static str, position: Position) -> Self {
        let line = if position.line > 1 { position.line } else { 0 };
        Self::Syntax { line, message: message.to_owned(), position }
    }

    /// An error of the grammar at `position`: go-yaml prints its zero-based line.
    pub(crate) fn grammar(message: &'static str, position: Position) -> Self {
        Self::Syntax { line: position.line.saturating_sub(1), message: message.to_owned(), position }
    }
}

fn line_prefix(line: &u32) -> String {
    if *line == 0 { String::new() } else { format!("line {line}: ") }
}

fn syntax_hint(message: &str) -> Option<&'static str> {
    Some(match message {
        "mapping values are not allowed in this context" => "quote a value that holds ': ', or check the indentation",
        "found character that cannot start any token" => {
            "indent with spaces instead of tabs, and quote values that begin with @, % or `"
        }
        "found a tab character that violates indentation"
        | "found a tab character where an indentation space is expected" => "indent with spaces instead of tabs",
        "did not find expected key" | "did not find expected '-' indicator" => {
            "check the indentation, and quote values that hold quotes or begin with { or ["
        }
        "could not find expected ':'" => "check that every key is followed by ': '",
        "found unexpected end of stream" => "close the quote",
        "found unknown escape character" => "use single quotes, or double the backslash",
        "found incompatible YAML document" => "remove the %YAML directive",
        _ => return None,
    })
}
