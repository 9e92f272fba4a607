use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/ignored",
    severity: Severity::Info,
    summary: "Artifact Hub reads what the chart says.",
    page: include_str!("hub_ignored.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    told::notes(subject, Told::Ignored).map(|(_, seen)| seen).collect()
}
