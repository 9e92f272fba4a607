//! `spec.group`, `spec.scope` and `spec.names` (N1–N8).

use super::dns::{Unit, label_1035_problem, subdomain_problems};
use super::metadata::lower;
use crate::definition::Names;
use crate::gathered::MAX;
use crate::path::Path;
use crate::violation::Violation;

/// What is wrong with the group.
pub(super) fn group(group: &str, at: &Path<'_>) -> Option<Violation> {
    if group.is_empty() {
        return Some(Violation::required(at, ""));
    }
    let problems = subdomain_problems(group.as_bytes(), Unit::Characters);
    if !problems.is_empty() {
        return Some(Violation::invalid_text(at, group, problems.join(",")));
    }
    (!group.contains('.')).then(|| Violation::invalid_text(at, group, "should be a domain with at least one dot"))
}

/// What is wrong with the scope.
pub(super) fn scope(scope: &str, at: &Path<'_>) -> Option<Violation> {
    one_of(scope, &["Cluster", "Namespaced"], at)
}

/// What is wrong with a text that must be one of these.
pub(super) fn one_of(text: &str, accepted: &[&str], at: &Path<'_>) -> Option<Violation> {
    if text.is_empty() {
        return Some(Violation::required(at, ""));
    }
    (!accepted.contains(&text)).then(|| Violation::unsupported(at, text, accepted))
}

/// Names that are missing.
pub(super) fn required(names: &Names, at: &Path<'_>) -> Vec<Violation> {
    let required = [
        ("plural", &names.plural),
        ("singular", &names.singular),
        ("kind", &names.kind),
        ("listKind", &names.list_kind),
    ];
    let missing = required.into_iter().filter(|(_, name)| name.is_empty());
    missing.map(|(key, _)| Violation::required(&at.child(key), "")).collect()
}

/// Names that are malformed.
pub(super) fn malformed(names: &Names, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    for (key, name) in [("plural", &names.plural), ("singular", &names.singular)] {
        if !name.is_empty() {
            errors.extend(label(name, &at.child(key)));
        }
    }
    errors.extend(kind(&names.kind, &at.child("kind")));
    errors.extend(kind(&names.list_kind, &at.child("listKind")));
    errors.extend(labels(&names.short_names, &at.child("shortNames")));
    if !names.kind.is_empty() && names.kind == names.list_kind {
        let detail = "kind and listKind may not be the same";
        errors.push(Violation::invalid_text(&at.child("listKind"), &names.list_kind, detail));
    }
    errors.extend(labels(&names.categories, &at.child("categories")));
    errors
}

fn kind(name: &str, at: &Path<'_>) -> Option<Violation> {
    if name.is_empty() {
        return None;
    }
    let problem = label_1035_problem(&lower(name))?;
    let detail = format!("may have mixed case, but should otherwise match: {problem}");
    Some(Violation::invalid_text(at, name, detail))
}

fn labels(names: &[String], at: &Path<'_>) -> Vec<Violation> {
    names.iter().enumerate().filter_map(|(index, name)| label(name, &at.index(index))).take(MAX).collect()
}

/// What is wrong with a DNS-1035 label.
pub(super) fn label(name: &str, at: &Path<'_>) -> Option<Violation> {
    label_1035_problem(name).map(|problem| Violation::invalid_text(at, name, problem))
}
