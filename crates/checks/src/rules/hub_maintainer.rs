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
    let words = |_, names: &str| format!("not shown on Artifact Hub, as they have no `email`: {names}");
    told::together(subject, Told::Maintainer, words)
}
