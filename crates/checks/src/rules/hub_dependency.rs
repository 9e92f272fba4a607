use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/dependency",
    severity: Severity::Info,
    summary: "Artifact Hub shows every dependency under its name.",
    page: include_str!("hub_dependency.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    told::notes(subject, Told::Dependency).map(|(_, seen)| seen).collect()
}
