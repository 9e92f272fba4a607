use crate::linted::{self, Part};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "helm/templates",
    severity: Severity::Error,
    summary: "Templates, and what they render to, are as `helm lint` wants them.",
    page: include_str!("helm_templates.md"),
    look: |subject, _| linted::observations(subject, Part::Templates),
};
