//! Values that a decision was made about, with who made it.

use serde::Serialize;

/// A value and who decided it: a flag, a variable, a line of `portolan.yaml`, or the default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decided<T> {
    /// The value.
    pub value: T,
    /// Who decided it.
    pub decided_by: String,
}

impl<T> Decided<T> {
    /// Joins a value and who decided it.
    pub fn new(value: T, decided_by: impl Into<String>) -> Self {
        Self { value, decided_by: decided_by.into() }
    }
}
