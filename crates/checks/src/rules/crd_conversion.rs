use crate::defined::refusals::{self, Theme};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "crd/conversion",
    severity: Severity::Error,
    summary: "The API server accepts how versions of a custom resource definition are converted.",
    page: include_str!("crd_conversion.md"),
    look: |subject, _| refusals::told(subject, Theme::Conversion),
};
