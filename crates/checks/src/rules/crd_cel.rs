use crate::defined::refusals::{self, Theme};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "crd/cel",
    severity: Severity::Error,
    summary: "Rules in schemas compile, and cost no more than the API server allows.",
    page: include_str!("crd_cel.md"),
    look: |subject, _| refusals::told(subject, Theme::Expressions),
};
