use hub::annotations::LICENSE;

use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/license",
    severity: Severity::Info,
    summary: "Artifact Hub finds out the licence.",
    page: include_str!("hub_license.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    if subject.annotation(LICENSE).is_some_and(|license| !license.is_empty()) {
        return Vec::new();
    }
    let notes = told::notes(subject, Told::License).map(|(_, seen)| seen);
    notes.map(|seen| seen.hint(format!("name the licence in the annotation {LICENSE}, by its SPDX id"))).collect()
}
