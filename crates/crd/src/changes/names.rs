//! `spec.scope` and `spec.names`: what scripts, permissions and the server know a definition by.

use super::definition::spec;
use super::{Bump, Changes, Rule, Severity};
use crate::definition::Definition;

/// All changes of them.
pub(super) fn compare(old: &Definition, new: &Definition, changes: &mut Changes) {
    let mut replaced = |id, path: &[&str], before: &str, after: &str, effect: &str| {
        if before != after {
            changes.add(Rule::breaking(id), &spec(path), format!("{before:?} becomes {after:?}: {effect}"));
        }
    };
    replaced("crd.group", &["group"], &old.group, &new.group, "to the cluster this is another definition");
    replaced(
        "crd.plural",
        &["names", "plural"],
        &old.names.plural,
        &new.names.plural,
        "to the cluster this is another definition",
    );
    replaced("crd.scope", &["scope"], &old.scope, &new.scope, "the server refuses it: field is immutable");
    replaced(
        "crd.kind",
        &["names", "kind"],
        &old.names.kind,
        &new.names.kind,
        "the server refuses it: field is immutable",
    );
    if old.names.kind == new.names.kind {
        minor_names(old, new, changes);
    }
}

fn minor_names(old: &Definition, new: &Definition, changes: &mut Changes) {
    let (before, after) = (&old.names, &new.names);
    if before.singular != after.singular && before.plural == after.plural {
        let detail = format!("the singular name {:?} becomes {:?}", before.singular, after.singular);
        changes.add(used("crd.names"), &spec(&["names", "singular"]), detail);
    }
    if before.list_kind != after.list_kind {
        let detail = format!("the kind of lists {:?} becomes {:?}", before.list_kind, after.list_kind);
        changes.add(Rule::risky("crd.names"), &spec(&["names", "listKind"]), detail);
    }
    list("shortNames", &before.short_names, &after.short_names, used("crd.names"), changes);
    list("categories", &before.categories, &after.categories, Rule::risky("crd.names"), changes);
}

/// Scripts use it.
fn used(id: &'static str) -> Rule {
    Rule { id, severity: Severity::Warning, bump: Bump::Major }
}

fn list(key: &str, before: &[String], after: &[String], removal: Rule, changes: &mut Changes) {
    let place = spec(&["names", key]);
    for gone in before.iter().filter(|name| !after.contains(name)) {
        changes.add(removal, &place, format!("{gone:?} is no longer among the {key}"));
    }
    for added in after.iter().filter(|name| !before.contains(name)) {
        changes.add(Rule::new("crd.names"), &place, format!("{added:?} is new among the {key}"));
    }
}
