//! `spec.versions` (V1–V6): names, the storage version, and what each version has of its own.

use std::collections::BTreeSet;

use gostd::budget::Budget;

use super::spec::selectable_errors;
use super::{columns, deprecation, names, subresources};
use crate::definition::Version;
use crate::gathered::MAX;
use crate::internal::Internal;
use crate::options::Options;
use crate::path::Path;
use crate::schema_check;
use crate::violation::Violation;

/// Versions without a schema.
pub(super) fn without_schema(internal: &Internal<'_>, options: &Options, at: &Path<'_>) -> Vec<Violation> {
    let definition = internal.definition;
    if internal.schema().is_some() || (!options.require_schema && definition.preserve_unknown_fields) {
        return Vec::new();
    }
    let detail = if options.require_schema { "" } else { "because otherwise all fields are pruned" };
    let versions = definition.versions.iter().enumerate();
    let missing =
        versions.filter(|(_, version)| version.schema.is_none() && (options.require_schema || version.served));
    missing
        .take(MAX)
        .map(|(index, _)| Violation::required(&at.index(index).child("schema").child("openAPIV3Schema"), detail))
        .collect()
}

/// What is wrong with one version after the other.
pub(super) fn each(internal: &Internal<'_>, options: &Options, work: &Budget, at: &Path<'_>) -> Vec<Violation> {
    let statuses = internal.statuses();
    let mut errors = Vec::new();
    for (index, version) in internal.definition.versions.iter().enumerate() {
        let here = at.index(index);
        errors.extend(names::label(&version.name, &here.child("name")));
        errors.extend(deprecation::check(version, &here));
        if let Some(schema) = internal.schema_of(version) {
            let has_status = statuses.get(version.name.as_str()).copied().unwrap_or_default();
            let options = &options.for_version(&version.name);
            let request = schema_check::Request { schema, has_status, options, work };
            errors.extend(schema_check::check(&request, &here.child("schema")));
        }
        errors.extend(version_errors(internal, version, options, &here));
        if errors.len() > MAX {
            break;
        }
    }
    errors
}

fn version_errors(internal: &Internal<'_>, version: &Version, options: &Options, at: &Path<'_>) -> Vec<Violation> {
    let schema = internal.schema_of(version);
    let mut errors = Vec::new();
    errors.extend(subresources::check(internal.subresources_of(version), &at.child("subresources")));
    errors.extend(columns::check(internal.columns_of(version), &at.child("additionalPrinterColumns")));
    let fields = internal.selectable_fields_of(version);
    if !fields.is_empty() {
        let without = "may only be set when `version.schema.openAPIV3Schema` is not included";
        let may_be_many = options.allow_many_selectable_fields.contains(&version.name);
        match schema {
            None => errors.push(Violation::invalid_text(&at.child("selectableFields"), "", without)),
            Some(schema) => errors.extend(selectable_errors(fields, schema, may_be_many, at)),
        }
    }
    errors
}

/// What is wrong with all of them together.
pub(super) fn together(versions: &[Version], at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut seen = BTreeSet::new();
    if !versions.iter().all(|version| seen.insert(&version.name)) {
        errors.push(Violation::invalid(at, "[…]", "must contain unique version names"));
    }
    if versions.iter().filter(|version| version.storage).count() != 1 {
        let value = if versions.is_empty() { "null" } else { "[…]" };
        errors.push(Violation::invalid(at, value, "must have exactly one version marked as storage version"));
    }
    errors
}
