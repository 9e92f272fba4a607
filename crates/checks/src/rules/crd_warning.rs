use std::collections::BTreeSet;

use crate::defined::Defined;
use crate::defined::refusals;
use crate::{Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "crd/warning",
    severity: Severity::Info,
    summary: "The API server has nothing to warn of in custom resource definitions.",
    page: include_str!("crd_warning.md"),
    look: |subject, _| refusals::each(subject, warnings),
};

/// Each text once, at its first place.
fn warnings(defined: &Defined) -> Vec<(&crd::judge::Place, String)> {
    let mut seen = BTreeSet::new();
    let own = defined.verdict.warnings.iter().filter(|_| defined.is_own());
    let first = own.filter(|warning| seen.insert(warning.what.as_str()));
    first.map(|warning| (&warning.place, format!("the API server warns: {}", warning.what))).collect()
}
