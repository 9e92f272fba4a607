use hub::ingest::Effect;

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
    told::together(subject, Told::Dependency, |effect, names| match effect {
        Effect::Changed => format!("shown on Artifact Hub under an alias: {names}"),
        _ => format!("not shown on Artifact Hub, as default values switch them off: {names}"),
    })
}
