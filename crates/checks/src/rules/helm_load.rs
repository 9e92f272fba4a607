use crate::{Rule, Severity};

pub(crate) const RULE: Rule = Rule {
    id: "helm/load",
    severity: Severity::Error,
    summary: "Helm can load the chart.",
    page: include_str!("helm_load.md"),
    // A subject is a chart that did load; a failure becomes a finding in `crate::load_failure`.
    look: |_, _| Vec::new(),
};
