//! What a schema demands of a value, which may not say what the value is made of (T5, T8, T12).

use gostd::regexp;

use super::check::Checks;
use super::int_or_string::Exceptions;
use super::{Forbidden, Nested, ValueValidation};
use crate::path::Path;
use crate::violation::{ErrorKind, Violation};

/// Checks demands and all below them.
pub(super) fn check_value(value: &ValueValidation, exceptions: Exceptions, at: &Path<'_>, checks: &mut Checks<'_>) {
    if !exceptions.any_of {
        list(&value.any_of, &at.child("anyOf"), checks);
    }
    for (index, nested) in value.all_of.iter().enumerate() {
        let any_of = exceptions.first_all_of && index == 0;
        check(nested, Exceptions { any_of, first_all_of: false }, &at.child("allOf").index(index), checks);
    }
    list(&value.one_of, &at.child("oneOf"), checks);
    if let Some(not) = &value.not {
        check(not, Exceptions::default(), &at.child("not"), checks);
    }
    pattern(&value.pattern, at, checks);
}

fn list(all: &[Nested], at: &Path<'_>, checks: &mut Checks<'_>) {
    for (index, nested) in all.iter().enumerate() {
        check(nested, Exceptions::default(), &at.index(index), checks);
    }
}

fn pattern(pattern: &str, at: &Path<'_>, checks: &mut Checks<'_>) {
    if pattern.is_empty() {
        return;
    }
    let Err(error) = regexp::check(pattern, checks.work) else { return };
    let at = at.child("pattern");
    if error.is_exhausted() {
        checks.into.add_if(!checks.is_tired, || Violation::new(ErrorKind::Internal, &at, error.to_string()));
        checks.is_tired = true;
        return;
    }
    checks.into.add(|| {
        let detail = format!("must be a valid regular expression, but isn't: {error}");
        Violation::invalid_text(&at, pattern, detail)
    });
}

fn check(nested: &Nested, exceptions: Exceptions, at: &Path<'_>, checks: &mut Checks<'_>) {
    check_value(&nested.value, exceptions, at, checks);
    if let Some(items) = &nested.items {
        check(items, Exceptions::default(), &at.child("items"), checks);
    }
    for (name, property) in &nested.properties {
        check(property, Exceptions::default(), &at.child("properties").key(name), checks);
    }
    for (key, detail) in forbidden(nested) {
        checks.into.add(|| Violation::forbidden(&at.child(key), detail));
    }
    checks.into.add_if(nested.properties.contains_key("metadata"), || {
        let at = at.child("properties");
        Violation::forbidden(&at.key("metadata"), "must not be specified in a nested context")
    });
}

/// Keys that say what the value is made of.
fn forbidden(nested: &Nested) -> impl Iterator<Item = (&'static str, &'static str)> {
    const EMPTY: &str = "must be empty to be structural";
    const UNDEFINED: &str = "must be undefined to be structural";
    const FALSE: &str = "must be false to be structural";
    let Forbidden { kind, title, description, default, nullable, extensions } = &nested.forbidden;
    let keys = [
        ("type", !kind.is_empty(), EMPTY),
        ("additionalProperties", nested.additional_properties.is_some(), UNDEFINED),
        ("default", default.is_some(), UNDEFINED),
        ("title", !title.is_empty(), EMPTY),
        ("description", !description.is_empty(), EMPTY),
        ("nullable", *nullable, FALSE),
        ("x-kubernetes-preserve-unknown-fields", extensions.preserve_unknown_fields, FALSE),
        ("x-kubernetes-embedded-resource", extensions.embedded_resource, FALSE),
        ("x-kubernetes-int-or-string", extensions.int_or_string, FALSE),
        ("x-kubernetes-list-map-keys", !extensions.list_map_keys.is_empty(), EMPTY),
        ("x-kubernetes-list-type", extensions.list_type.is_some(), UNDEFINED),
        ("x-kubernetes-map-type", extensions.map_type.is_some(), UNDEFINED),
        ("x-kubernetes-validations", !nested.validations.is_empty(), EMPTY),
    ];
    keys.into_iter().filter(|(_, is_given, _)| *is_given).map(|(key, _, detail)| (key, detail))
}
