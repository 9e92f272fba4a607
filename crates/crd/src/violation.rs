//! What the server says is wrong (`field.Error` of `k8s.io/apimachinery`).

use std::fmt;

use crate::path::{FieldPath, Path};

/// So many errors are told of one walk over an object. The server tells all; whether there is any does not depend on it.
pub const MOST_TOLD: usize = 2_000;

/// The kind of an error, in the server's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// A value must be there (`FieldValueRequired`).
    Required,
    /// A value is malformed (`FieldValueInvalid`).
    Invalid,
    /// A value is of the wrong type (`FieldValueTypeInvalid`).
    TypeInvalid,
    /// A value is none of those allowed (`FieldValueNotSupported`).
    NotSupported,
    /// A value is allowed elsewhere, not here (`FieldValueForbidden`).
    Forbidden,
    /// A value must be unique (`FieldValueDuplicate`).
    Duplicate,
    /// A value refers to something that is not there (`FieldValueNotFound`).
    NotFound,
    /// A text is too long (`FieldValueTooLong`).
    TooLong,
    /// A list or map has too many elements (`FieldValueTooMany`).
    TooMany,
    /// The server could not judge (`InternalError`).
    Internal,
}

impl ErrorKind {
    /// The server's name of it (`FieldValueInvalid`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "FieldValueRequired",
            Self::Invalid => "FieldValueInvalid",
            Self::TypeInvalid => "FieldValueTypeInvalid",
            Self::NotSupported => "FieldValueNotSupported",
            Self::Forbidden => "FieldValueForbidden",
            Self::Duplicate => "FieldValueDuplicate",
            Self::NotFound => "FieldValueNotFound",
            Self::TooLong => "FieldValueTooLong",
            Self::TooMany => "FieldValueTooMany",
            Self::Internal => "InternalError",
        }
    }

    /// How messages begin (`Invalid value`).
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Required => "Required value",
            Self::Invalid | Self::TypeInvalid => "Invalid value",
            Self::NotSupported => "Unsupported value",
            Self::Forbidden => "Forbidden",
            Self::Duplicate => "Duplicate value",
            Self::NotFound => "Not found",
            Self::TooLong => "Too long",
            Self::TooMany => "Too many",
            Self::Internal => "Internal error",
        }
    }
}

/// One error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Its kind.
    pub kind: ErrorKind,
    /// Where, as the server has it: identical schemas of several versions are at `spec.validation`.
    pub field: FieldPath,
    /// The value as messages show it: texts as Go's `%q`, numbers and booleans as they are, others in JSON; `None` for
    /// kinds that show none.
    pub value: Option<String>,
    /// What is wrong with it; may be empty.
    pub detail: String,
    /// Where it really is, if `field` does not say or says it wrongly.
    pub place: Option<FieldPath>,
}

impl Violation {
    /// An error that shows no value.
    #[must_use]
    pub fn new(kind: ErrorKind, path: &Path<'_>, detail: impl Into<String>) -> Self {
        Self { kind, field: path.to_field(), value: None, detail: detail.into(), place: None }
    }

    /// The same, showing this value, which is as [`Violation::value`] has it.
    #[must_use]
    pub fn showing(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }

    /// The same, but it really is here.
    #[must_use]
    pub fn placed(self, place: FieldPath) -> Self {
        Self { place: Some(place), ..self }
    }

    /// A value is missing.
    #[must_use]
    pub fn required(path: &Path<'_>, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Required, path, detail)
    }

    /// A value must not be here.
    #[must_use]
    pub fn forbidden(path: &Path<'_>, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Forbidden, path, detail)
    }

    /// A text is malformed.
    #[must_use]
    pub fn invalid_text(path: &Path<'_>, value: &str, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, path, detail).showing(gostd::strconv::quote(value))
    }

    /// A value is malformed, shown as it is in JSON.
    #[must_use]
    pub fn invalid(path: &Path<'_>, value: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, path, detail).showing(value)
    }

    /// A text is none of those supported, which are told in the order they are given in.
    #[must_use]
    pub fn unsupported(path: &Path<'_>, value: &str, supported: &[&str]) -> Self {
        let supported: Vec<String> = supported.iter().map(|one| gostd::strconv::quote(one)).collect();
        Self::new(ErrorKind::NotSupported, path, format!("supported values: {}", supported.join(", ")))
            .showing(gostd::strconv::quote(value))
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.kind.text())?;
        if let Some(value) = &self.value {
            write!(f, ": {value}")?;
        }
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        Ok(())
    }
}
