use std::collections::BTreeMap;

use crd::changes::{Bump, Change};

use crate::defined::base::{self, Compared};
use crate::next_version::first_of;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "crd/breaking",
    severity: Severity::Error,
    summary: "What changes in custom resource definitions fits how the chart's version is raised.",
    page: include_str!("crd_breaking.md"),
    look,
};

/// Breaking changes that are told one by one.
const MOST: usize = 50;

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(compared) = base::compare(subject, facts) else { return Vec::new() };
    let unmet = |bump: Bump| compared.changes.iter().filter(move |change| change.bump == bump);
    let mut seen = Vec::new();
    if compared.done < compared.needed(Bump::Major) {
        seen.extend(unmet(Bump::Major).take(MOST).map(|change| breaking(subject, &compared, change)));
    }
    if compared.done < compared.needed(Bump::Minor) {
        seen.extend(additions(subject, &compared, unmet(Bump::Minor)));
    }
    seen
}

fn breaking(subject: &Subject<'_>, compared: &Compared<'_>, change: &Change) -> Observation {
    let words = format!("{} ({}), which asks for {}", told(change), change.rule, compared.wanted(Bump::Major));
    compared.observation(subject, change, &words)
}

/// Changes that break nobody: one observation for each definition.
fn additions<'c>(
    subject: &Subject<'_>,
    compared: &Compared<'_>,
    changes: impl Iterator<Item = &'c Change>,
) -> Vec<Observation> {
    let mut by_definition: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    changes.for_each(|change| by_definition.entry(&change.definition).or_default().push(change));
    let seen = by_definition.into_values().filter_map(|changes| {
        let texts: Vec<String> = changes.iter().map(|change| told(change)).collect();
        let words = format!("{}: which asks for {}", first_of(&texts), compared.wanted(Bump::Minor));
        Some(compared.observation(subject, changes.first()?, &words).severity(Severity::Warning))
    });
    seen.collect()
}

fn told(change: &Change) -> String {
    let version = change.version.as_ref().map(|version| format!("{version} ")).unwrap_or_default();
    let field = if change.field.is_empty() { String::new() } else { format!("{}: ", change.field) };
    format!("{version}{field}{}", change.detail)
}
