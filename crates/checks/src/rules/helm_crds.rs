use crate::linted::{self, Part};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "helm/crds",
    severity: Severity::Error,
    summary: "crds/ holds custom resource definitions and nothing else, as `helm lint` wants it.",
    page: include_str!("helm_crds.md"),
    look: |subject, _| linted::observations(subject, Part::Definitions),
};
