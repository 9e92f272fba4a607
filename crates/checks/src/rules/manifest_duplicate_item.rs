use manifests::FaultKind;

use crate::{Facts, Observation, Rule, Severity, Subject, refusals};

pub(super) const RULE: Rule = Rule {
    id: "manifest/duplicate-item",
    severity: Severity::Warning,
    summary: "Server-side apply can tell the items of every list apart.",
    page: include_str!("manifest_duplicate_item.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let seen = refusals::told(subject, |kind| kind == FaultKind::DuplicateItem).into_iter();
    let hint = "Helm 4 installs by server-side apply, which refuses this; Helm 3 takes it";
    seen.map(|seen| if seen.hint.is_none() { seen.hint(hint) } else { seen }).collect()
}
