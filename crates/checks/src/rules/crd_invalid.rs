use crate::defined::refusals::{self, Theme};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "crd/invalid",
    severity: Severity::Error,
    summary: "The API server accepts every custom resource definition.",
    page: include_str!("crd_invalid.md"),
    look: |subject, _| refusals::told(subject, Theme::Other),
};
