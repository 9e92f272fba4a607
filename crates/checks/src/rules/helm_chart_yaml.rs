use crate::linted::{self, Part};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "helm/chart-yaml",
    severity: Severity::Error,
    summary: "Chart.yaml is as `helm lint` wants it.",
    page: include_str!("helm_chart_yaml.md"),
    look: |subject, _| linted::observations(subject, Part::ChartFile),
};
