use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/changed",
    severity: Severity::Info,
    summary: "Artifact Hub stores texts and values as they are written.",
    page: include_str!("hub_changed.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    told::notes(subject, Told::Changed).map(|(_, seen)| seen).collect()
}
