//! What changes for users from one version of a CustomResourceDefinition to the next, and the SemVer bump that it asks
//! for.
//!
//! *Major*: objects, manifests or controllers of users can fail. *Minor*: something new, or something that readers may
//! stumble over. *Patch*: nobody sees it. The catalogue follows Kubernetes' API change policy and what `crdify` and
//! `crd-schema-checker` flag, without their noise: a removed field is one change, and a field that is required within a
//! new optional object breaks nobody.

mod combined;
mod definition;
mod names;
mod schema;
mod values;
mod versions;

#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::definition::Definition;
use crate::path::FieldPath;

pub use definition::compare;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which of the catalogue (`field.removed`).
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it asks of the version number.
    pub bump: Bump,
    /// The name of the definition.
    pub definition: String,
    /// The version of the definition in which it happens, if it happens in one.
    pub version: Option<String>,
    /// The field of custom resources that it concerns (`.spec.ports[].name`); empty if it concerns none.
    pub field: String,
    /// What happens.
    pub detail: String,
    /// Where: in the new definition, or in the old one if it is gone from the new one.
    pub place: FieldPath,
}

/// How bad a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Somebody may stumble.
    Warning,
    /// It breaks somebody.
    Error,
}

/// What a change asks of the version number. With a major version of 0 a major bump is a minor one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// `x.y.Z`
    Patch,
    /// `x.Y.0`
    Minor,
    /// `X.0.0`
    Major,
}

/// What a rule of the catalogue says, apart from where.
#[derive(Debug, Clone, Copy)]
struct Rule {
    id: &'static str,
    severity: Severity,
    bump: Bump,
}

impl Rule {
    const fn breaking(id: &'static str) -> Self {
        Self { id, severity: Severity::Error, bump: Bump::Major }
    }

    const fn risky(id: &'static str) -> Self {
        Self { id, severity: Severity::Warning, bump: Bump::Minor }
    }

    const fn new(id: &'static str) -> Self {
        Self { id, severity: Severity::Info, bump: Bump::Minor }
    }

    const fn invisible(id: &'static str) -> Self {
        Self { id, severity: Severity::Info, bump: Bump::Patch }
    }
}

/// Changes under construction: everything below one definition.
#[derive(Debug)]
struct Changes {
    definition: String,
    found: Vec<Change>,
}

impl Changes {
    fn add(&mut self, rule: Rule, place: &Where<'_>, detail: impl Into<String>) {
        self.found.push(Change {
            rule: rule.id,
            severity: rule.severity,
            bump: rule.bump,
            definition: self.definition.clone(),
            version: place.version.map(str::to_owned),
            field: place.field.clone(),
            detail: detail.into(),
            place: place.place.clone(),
        });
    }
}

/// Where a change happens.
#[derive(Debug, Clone)]
struct Where<'a> {
    version: Option<&'a str>,
    field: String,
    place: FieldPath,
}

/// All changes from the definitions of one chart to those of the next, matched by group and plural.
#[must_use]
pub fn compare_all<D: Borrow<Definition>>(old: &[D], new: &[D]) -> Vec<Change> {
    let (before, after) = (by_identity(old), by_identity(new));
    let mut changes = Vec::new();
    for old in old.iter().map(Borrow::borrow) {
        match after.get(&identity(old)) {
            Some(new) => changes.extend(compare(old, new)),
            None => changes.push(whole(
                Rule::breaking("crd.removed"),
                old,
                "the definition is gone: its objects stay behind, or go with it where it is a template",
            )),
        }
    }
    for new in new.iter().map(Borrow::borrow).filter(|new| !before.contains_key(&identity(new))) {
        changes.push(whole(Rule::new("crd.added"), new, "the definition is new"));
    }
    changes
}

/// What a definition is known by.
fn identity(definition: &Definition) -> (&str, &str) {
    (&definition.group, &definition.names.plural)
}

fn by_identity<D: Borrow<Definition>>(definitions: &[D]) -> BTreeMap<(&str, &str), &Definition> {
    definitions.iter().rev().map(Borrow::borrow).map(|definition| (identity(definition), definition)).collect()
}

fn whole(rule: Rule, definition: &Definition, detail: &str) -> Change {
    Change {
        rule: rule.id,
        severity: rule.severity,
        bump: rule.bump,
        definition: definition.metadata.name.clone(),
        version: None,
        field: String::new(),
        detail: detail.to_owned(),
        place: FieldPath::default(),
    }
}

/// The largest bump that changes ask for; none if there are none.
#[must_use]
pub fn required_bump(changes: &[Change]) -> Option<Bump> {
    changes.iter().map(|change| change.bump).max()
}
