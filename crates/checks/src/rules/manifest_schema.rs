use manifests::FaultKind;

use crate::{Facts, Observation, Rule, Severity, Subject, refusals};

pub(super) const RULE: Rule = Rule {
    id: "manifest/schema",
    severity: Severity::Error,
    summary: "Every version of Kubernetes that the chart is for accepts the objects it renders to.",
    page: include_str!("manifest_schema.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    refusals::told(subject, |kind| kind != FaultKind::DuplicateItem)
}
