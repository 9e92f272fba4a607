use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/readme",
    severity: Severity::Info,
    summary: "Artifact Hub shows the whole README.",
    page: include_str!("hub_readme.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let notes = told::notes(subject, Told::Readme);
    notes
        .map(|(note, seen)| match &note.meant {
            Some(meant) => seen.hint(format!("make code of it: {meant}")),
            None => seen,
        })
        .collect()
}
