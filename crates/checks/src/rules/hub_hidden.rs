use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/hidden",
    severity: Severity::Info,
    summary: "Artifact Hub shows what it stores.",
    page: include_str!("hub_hidden.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    told::notes(subject, Told::Hidden).map(|(_, seen)| seen).collect()
}
