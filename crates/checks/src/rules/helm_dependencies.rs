use crate::linted::{self, Part};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "helm/dependencies",
    severity: Severity::Error,
    summary: "Chart.yaml and charts/ name the same dependencies, as `helm lint` wants it.",
    page: include_str!("helm_dependencies.md"),
    look: |subject, _| linted::observations(subject, Part::Dependencies),
};
