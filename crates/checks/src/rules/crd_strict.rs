use crate::defined::refusals;
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "crd/strict",
    severity: Severity::Error,
    summary: "Custom resource definitions have no unknown keys, and none twice.",
    page: include_str!("crd_strict.md"),
    look: |subject, _| {
        refusals::each(subject, |defined| {
            defined.verdict.strict.iter().map(|strict| (&strict.place, strict.what.clone())).collect()
        })
    },
};
