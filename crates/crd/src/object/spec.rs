//! `spec`, in the server's order.

use gostd::budget::Budget;

use super::{columns, conversion, names, selectable, subresources, versions};
use crate::definition::Definition;
use crate::internal::Internal;
use crate::options::Options;
use crate::path::Path;
use crate::schema::Schema;
use crate::structural::Structural;
use crate::violation::Violation;
use crate::{schema_check, schema_walk};

/// What is wrong with `spec`.
pub(crate) fn check(internal: &Internal<'_>, options: &Options, work: &Budget) -> Vec<Violation> {
    let (root, definition) = (Path::root(), internal.definition);
    let at = root.child("spec");
    let at_versions = at.child("versions");
    let mut errors = Vec::new();
    errors.extend(names::group(&definition.group, &at.child("group")));
    errors.extend(names::scope(&definition.scope, &at.child("scope")));
    errors.extend(versions::without_schema(internal, options, &at_versions));
    errors.extend(defaults_without_pruning(internal, &at));
    let options = stricter(internal, options);
    errors.extend(versions::each(internal, &options, work, &at_versions));
    errors.extend(versions::together(&definition.versions, &at_versions));
    errors.extend(first_version_name(definition, &at));
    errors.extend(names::required(&definition.names, &at.child("names")));
    errors.extend(names::malformed(&definition.names, &at.child("names")));
    errors.extend(shared_errors(internal, &options, work, &at));
    errors.extend(conversion_errors(definition, &options, &at));
    errors
}

/// Schemas must be structural, whatever the old one was, where unknown fields are pruned, for defaults and for the keys
/// `x-kubernetes-…`.
fn stricter(internal: &Internal<'_>, options: &Options) -> Options {
    let asks = |schema: &Schema| schema_walk::has_default(schema) || schema_walk::has_extension(schema);
    let must = !internal.definition.preserve_unknown_fields || internal.schemas().any(asks);
    Options { require_structural: options.require_structural || must, ..options.clone() }
}

fn defaults_without_pruning(internal: &Internal<'_>, at: &Path<'_>) -> Option<Violation> {
    let preserves = internal.definition.preserve_unknown_fields;
    let detail = "must be false in order to use defaults in the schema";
    (preserves && internal.schemas().any(schema_walk::has_default))
        .then(|| Violation::invalid(&at.child("preserveUnknownFields"), "true", detail))
}

/// The name of the first version is told twice if it is malformed.
fn first_version_name(definition: &Definition, at: &Path<'_>) -> Option<Violation> {
    let name = definition.versions.first().map(|version| &version.name).filter(|name| !name.is_empty())?;
    names::label(name, &at.child("version"))
}

/// What is wrong with what all versions share.
fn shared_errors(internal: &Internal<'_>, options: &Options, work: &Budget, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    let first = internal.definition.versions.first().map_or("", |version| version.name.as_str());
    let schema = internal.schema();
    if let Some(schema) = schema {
        let options = &options.for_version(first);
        let request = schema_check::Request { schema, has_status: internal.has_any_status(), options, work };
        errors.extend(schema_check::check(&request, &at.child("validation")));
    }
    errors.extend(subresources::check(internal.subresources(), &at.child("subresources")));
    errors.extend(columns::check(internal.columns(), &at.child("additionalPrinterColumns")));
    let fields = internal.selectable_fields();
    if !fields.is_empty() {
        let without = "may only be set when validations.schema is included";
        let may_be_many = options.allow_many_selectable_fields.contains("");
        match schema {
            None => errors.push(Violation::invalid_text(&at.child("selectableFields"), "", without)),
            Some(schema) => errors.extend(selectable_errors(fields, schema, may_be_many, at)),
        }
    }
    errors
}

/// What is wrong with selectable fields, those of a version or those of all.
pub(super) fn selectable_errors(
    fields: &[String],
    schema: &Schema,
    may_be_many: bool,
    at: &Path<'_>,
) -> Vec<Violation> {
    match Structural::new(schema) {
        Ok(structural) => selectable::check(fields, &structural, may_be_many, &at.child("selectableFields")),
        // The server goes on without a schema and fails if any field is named.
        Err(error) => {
            vec![Violation::invalid_text(&at.child("schema").child("openAPIV3Schema"), "", error.to_string())]
        }
    }
}

fn conversion_errors(definition: &Definition, options: &Options, at: &Path<'_>) -> Vec<Violation> {
    let Some(conversion) = &definition.conversion else { return Vec::new() };
    let at = at.child("conversion");
    let mut errors = Vec::new();
    if conversion.strategy != "None" && definition.preserve_unknown_fields {
        let value = gostd::json::quote(&conversion.strategy);
        let detail = "must be None if spec.preserveUnknownFields is true";
        errors.push(Violation::invalid(&at.child("strategy"), value, detail));
    }
    errors.extend(conversion::check(conversion, options, &at));
    errors
}

/// What an update may not change.
pub(crate) fn immutable(new: &Definition, old: &Definition, options: &Options) -> Vec<Violation> {
    let root = Path::root();
    let spec = root.child("spec");
    let at_names = spec.child("names");
    let (scope, kind) = (spec.child("scope"), at_names.child("kind"));
    let (group, plural) = (spec.child("group"), at_names.child("plural"));
    let mut errors = Vec::new();
    let mut refuse = |at: &Path<'_>, new: &str, old: &str| {
        if new != old {
            errors.push(Violation::invalid_text(at, new, "field is immutable"));
        }
    };
    if options.require_same_names {
        refuse(&scope, &new.scope, &old.scope);
        refuse(&kind, &new.names.kind, &old.names.kind);
    }
    refuse(&group, &new.group, &old.group);
    refuse(&plural, &new.names.plural, &old.names.plural);
    errors
}
