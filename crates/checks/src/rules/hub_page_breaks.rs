use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/page-breaks",
    severity: Severity::Warning,
    summary: "The page of the package in Artifact Hub does not break on the annotations.",
    page: include_str!("hub_page_breaks.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    told::notes(subject, Told::Breaks)
        .map(|(_, seen)| seen.hint("give every entry its fields, and remove empty items"))
        .collect()
}
