//! One schema of a definition, with all that the server asks of it and in which order
//! (`validateCustomResourceDefinitionValidation`).
//!
//! Only of a structural schema are the defaults looked at, only if those are right the expressions; keywords and lists
//! always.

use gostd::budget::Budget;

use crate::keywords;
use crate::options::Options;
use crate::path::Path;
use crate::resource::default::with_pruned_defaults;
use crate::resource::defaults;
use crate::root_keys;
use crate::rules;
use crate::schema::Schema;
use crate::schema_walk;
use crate::structural::{self, Structural, Unconvertible};
use crate::violation::Violation;

/// A schema to be looked at.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub schema: &'a Schema,
    /// Whether there is a subresource `status`.
    pub has_status: bool,
    pub options: &'a Options,
    /// For all that grows faster than the schema.
    pub work: &'a Budget,
}

/// What is wrong with the schema of `at`, which is `spec.validation` or the `schema` of a version.
pub(crate) fn check(request: &Request<'_>, at: &Path<'_>) -> Vec<Violation> {
    let at = at.child("openAPIV3Schema");
    let mut errors = root_errors(request, &at);
    let converted = convert(request);
    let mut sound = None;
    if let Some(Ok(structural)) = &converted {
        let found = structural_errors(request, structural, &at);
        sound = found.is_empty().then_some(structural);
        errors.extend(found);
    }
    let keywords = keywords::check(request.schema, &at, request.options);
    let wording = rules::wording(request.schema, converted.as_ref().and_then(|result| result.as_ref().ok()), &at);
    if let Some(structural) = sound {
        let request = rules::Request {
            schema: request.schema,
            structural,
            options: request.options,
            keywords: &keywords,
            wording: &wording,
        };
        errors.extend(rules::expressions(&request, &at));
    }
    errors.extend(keywords.violations);
    errors.extend(wording.violations);
    if errors.is_empty()
        && let Some(Err(error)) = &converted
    {
        errors.push(Violation::invalid_text(&at, "", error.to_string()));
    }
    errors
}

fn root_errors(request: &Request<'_>, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    if request.has_status {
        errors.extend(root_keys::check(request.schema, at));
    }
    if request.schema.nullable {
        errors.push(Violation::forbidden(&at.child("nullable"), "nullable cannot be true at the root"));
    }
    errors
}

/// `None` if the schema need not be structural.
fn convert(request: &Request<'_>) -> Option<Result<Structural, Unconvertible>> {
    request.options.require_structural.then(|| Structural::new(request.schema))
}

/// What is wrong with the structure or, if that is right, with the defaults.
fn structural_errors(request: &Request<'_>, structural: &Structural, at: &Path<'_>) -> Vec<Violation> {
    let errors = structural::check(structural, at, request.work);
    if errors.is_empty() { defaults::check(structural, request.options, at) } else { errors }
}

/// Whether the schema is structural.
pub(crate) fn is_structural(schema: &Schema, work: &Budget) -> bool {
    Structural::new(schema).is_ok_and(|structural| structural::check(&structural, &Path::root(), work).is_empty())
}

/// Whether no default names unknown fields; of what is not structural the server does not ask.
pub(crate) fn has_pruned_defaults(schema: &Schema, work: &Budget) -> bool {
    if !schema_walk::has_default(schema) || !is_structural(schema, work) {
        return true;
    }
    Structural::new(schema).is_ok_and(|structural| with_pruned_defaults(&structural) == structural)
}
