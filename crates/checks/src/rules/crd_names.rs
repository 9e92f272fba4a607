use crate::defined::refusals::{self, Theme};
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "crd/names",
    severity: Severity::Error,
    summary: "Names, groups and versions of custom resource definitions are as the API server wants them.",
    page: include_str!("crd_names.md"),
    look: |subject, _| refusals::told(subject, Theme::Names),
};
