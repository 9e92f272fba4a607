use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/maintainer",
    severity: Severity::Info,
    summary: "Artifact Hub shows every maintainer.",
    page: include_str!("hub_maintainer.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    told::notes(subject, Told::Maintainer).map(|(_, seen)| seen).collect()
}
