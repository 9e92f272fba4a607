//! A definition as the server reads it from JSON: wrong types end it, unknown keys are told by the strict mode only.
//!
//! The server decodes into Go structs with `sigs.k8s.io/json`. What those are made of is written down in `types` and
//! `schema_types`; `walk` goes through a value along them and finds the errors that the server would find, in its
//! order and words. What passes is built without further questions (`build`, `build_schema`).

mod build;
mod build_schema;
mod error;
mod head;
mod read;
mod schema_types;
mod shape;
#[cfg(test)]
mod tests;
mod types;
mod walk;

pub use error::DecodeError;

use gostd::json::Value;

use crate::definition::{Definition, Metadata};
use crate::path::FieldPath;
use crate::schema::Schema;

/// A definition, and what the server's strict mode has against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The object, nothing defaulted but the port of a webhook's service.
    pub definition: Definition,
    /// Texts such as `unknown field "spec.foo"`: at most a hundred, in the order of the keys. Keys that stand twice are
    /// not among them: [`goyaml::Node::check_strict`] finds those. Below `items`, `additionalProperties` and
    /// `dependencies` of a schema the server looks for none.
    pub strict: Vec<String>,
    /// Where each of them is.
    pub strict_at: Vec<FieldPath>,
    /// Unknown keys that the server drops and never tells: those below `items`, `additionalProperties` and
    /// `dependencies` of schemas. At most a hundred.
    pub unseen: Vec<FieldPath>,
}

/// Reads a CustomResourceDefinition of `apiextensions.k8s.io/v1`.
///
/// # Errors
///
/// What the server answers with status 400: no such kind or version, a value of the wrong type.
pub fn definition(value: &Value) -> Result<Decoded, DecodeError> {
    head::check(value)?;
    let unknown = walk::strictly(&types::DEFINITION, value)?;
    Ok(Decoded {
        definition: build::definition(value),
        strict: unknown.texts,
        strict_at: unknown.places,
        unseen: unknown.unseen,
    })
}

/// Reads the `metadata` of any object, and the paths below it of fields that the server does not know.
///
/// # Errors
///
/// A value of the wrong type.
pub fn metadata(value: &Value) -> Result<(Metadata, Vec<FieldPath>), DecodeError> {
    let unknown = walk::strictly(&types::METADATA, value)?;
    Ok((build::metadata(value), unknown.places))
}

/// Whether `metadata` has a field of this name.
#[must_use]
pub fn is_metadata_field(name: &str) -> bool {
    types::METADATA.field(name).is_some()
}

/// Reads a bare `openAPIV3Schema`; unknown keys are ignored.
///
/// # Errors
///
/// A value of the wrong type.
pub fn schema(value: &Value) -> Result<Schema, DecodeError> {
    walk::leniently(&schema_types::SCHEMA, value)?;
    Ok(build_schema::schema(value))
}
