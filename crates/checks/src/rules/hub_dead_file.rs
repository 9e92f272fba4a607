use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/dead-file",
    severity: Severity::Info,
    summary: "The package holds no metadata files of Artifact Hub, which nobody reads there.",
    page: include_str!("hub_dead_file.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let notes = told::notes(subject, Told::DeadFile);
    notes.map(|(note, seen)| seen.hint(format!("add {} to .helmignore", note.file))).collect()
}
