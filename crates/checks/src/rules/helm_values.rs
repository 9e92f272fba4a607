use crate::linted::{self, Part};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "helm/values",
    severity: Severity::Error,
    summary: "values.yaml can be read, as `helm lint` wants it.",
    page: include_str!("helm_values.md"),
    look: |subject, _| linted::observations(subject, Part::Values),
};
