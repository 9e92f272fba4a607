use crate::defined::refusals::{self, Theme};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "crd/structural",
    severity: Severity::Error,
    summary: "Schemas of custom resource definitions are structural, and the API server accepts them.",
    page: include_str!("crd_structural.md"),
    look: |subject, _| refusals::told(subject, Theme::Schema),
};
