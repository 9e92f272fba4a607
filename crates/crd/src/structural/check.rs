//! Whether a structural schema is one (T1 to T5, T9 to T17; `pkg/apiserver/schema/validation.go`).

use gostd::regexp::Budget;

use super::{Structural, StructuralOrBool, complete, int_or_string, metadata, nested};
use crate::gathered::Gathered;
use crate::path::Path;
use crate::violation::Violation;

/// Where a schema stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// It is that of the object.
    Root,
    /// Of the items of a list.
    Item,
    /// Of a property, or of the values of a map.
    Field,
}

/// Checks the structural schema of an object (`ValidateStructural`); what is wrong is sorted by the server's texts.
///
/// The budget is for reading patterns.
#[must_use]
pub fn check(structural: &Structural, at: &Path<'_>, work: &Budget) -> Vec<Violation> {
    let mut into = Gathered::default();
    visit(structural, Level::Root, at, &mut Checks { into: &mut into, work, is_tired: false });
    complete::check(structural, at, &mut into);
    let mut violations = into.into_list();
    violations.sort_by_cached_key(ToString::to_string);
    violations
}

/// What goes along with a walk.
pub(super) struct Checks<'a> {
    pub into: &'a mut Gathered,
    pub work: &'a Budget,
    /// Whether it is told already that patterns take too long.
    pub is_tired: bool,
}

fn visit(schema: &Structural, level: Level, at: &Path<'_>, checks: &mut Checks<'_>) {
    checks.into.add_if(schema.kind == "array" && schema.items.is_none(), || {
        Violation::required(&at.child("items"), "must be specified")
    });
    if let Some(items) = &schema.items {
        visit(items, Level::Item, &at.child("items"), checks);
    }
    for (name, property) in &schema.properties {
        visit(property, Level::Field, &at.child("properties").key(name), checks);
    }
    if let Some(StructuralOrBool::Structural(values)) = &schema.additional_properties {
        visit(values, Level::Field, &at.child("additionalProperties"), checks);
    }
    if let Some(value) = schema.value.as_deref() {
        nested::check_value(value, int_or_string::Exceptions::of(value), at, checks);
    }
    extensions(schema, at, checks.into);
    kind(schema, level, at, checks.into);
    additional_properties(schema, level, at, checks.into);
    metadata::check(schema, level, at, checks.into);
}

fn extensions(schema: &Structural, at: &Path<'_>, into: &mut Gathered) {
    let extensions = &schema.extensions;
    let flags = [
        ("x-kubernetes-preserve-unknown-fields", extensions.preserve_unknown_fields),
        ("x-kubernetes-embedded-resource", extensions.embedded_resource),
    ];
    for (key, is_set) in flags {
        into.add_if(extensions.int_or_string && is_set, || {
            Violation::invalid(&at.child(key), "true", "must be false if x-kubernetes-int-or-string is true")
        });
    }
    let is_bare = !extensions.preserve_unknown_fields && schema.properties.is_empty();
    into.add_if(extensions.embedded_resource && is_bare, || {
        let detail = "must not be empty if x-kubernetes-embedded-resource is true without \
                      x-kubernetes-preserve-unknown-fields";
        Violation::required(&at.child("properties"), detail)
    });
}

fn kind(schema: &Structural, level: Level, at: &Path<'_>, into: &mut Gathered) {
    let at = at.child("type");
    let extensions = &schema.extensions;
    let is_missing = schema.kind.is_empty();
    if extensions.embedded_resource && schema.kind != "object" {
        let detail = "must be object if x-kubernetes-embedded-resource is true";
        into.add(|| match is_missing {
            true => Violation::required(&at, detail),
            false => Violation::invalid_text(&at, &schema.kind, detail),
        });
    } else if is_missing && !extensions.int_or_string && !extensions.preserve_unknown_fields {
        into.add(|| Violation::required(&at, missing_type(level)));
    }
    into.add_if(level == Level::Root && !is_missing && schema.kind != "object", || {
        Violation::invalid_text(&at, &schema.kind, "must be object at the root")
    });
}

fn missing_type(level: Level) -> &'static str {
    match level {
        Level::Root => "must not be empty at the root",
        Level::Item => "must not be empty for specified array items",
        Level::Field => "must not be empty for specified object fields",
    }
}

fn additional_properties(schema: &Structural, level: Level, at: &Path<'_>, into: &mut Gathered) {
    if schema.additional_properties.is_none() {
        return;
    }
    let at = at.child("additionalProperties");
    into.add_if(level == Level::Root, || Violation::forbidden(&at, "must not be used at the root"));
    into.add_if(schema.extensions.embedded_resource, || {
        Violation::forbidden(&at, "must not be used if x-kubernetes-embedded-resource is set")
    });
}
